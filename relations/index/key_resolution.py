"""What becomes of the keys that documents name: merged ones lead to the survivor, themes include topics."""

from collections.abc import Callable, Hashable
from typing import Any

from relations.catalogue import Vocabulary
from relations.catalogue.word import word_of
from relations.documents import Voices
from relations.index.indexed_editions import VALUE_COLUMNS
from relations.index.multi_value_column import MultiValueColumn, map_values

# The values that stand for a key; none when it is no public name.
Targets = tuple[Hashable, ...]


def _public(vocabulary: Vocabulary, key: str) -> tuple[str, ...]:
    name = vocabulary.get(key)
    return (name.key,) if name is not None and name.public else ()


def _with_theme(topics: Vocabulary, key: str) -> tuple[str, ...]:
    own = _public(topics, key)
    theme = topics[own[0]].parent if own else ""
    return tuple(dict.fromkeys(own + (_public(topics, theme) if theme else ())))


def _attribution(actors: Vocabulary, key: tuple[str, str]) -> Targets:
    return tuple((key[0], speaker) for speaker in _public(actors, key[1]))


def _speaker(actors: Vocabulary, key: tuple[str, str]) -> Targets:
    return _public(actors, key[1])


def _word(relationships: Vocabulary, actors: Vocabulary, key: tuple[Any, ...]) -> Targets:
    return (word_of(Voices(*key), relationships, actors),)


# By facet: the column it is read from, the vocabularies that decide, and what stands for a key.
KEY_RESOLVERS: dict[str, tuple[str, tuple[str, ...], Callable[..., Targets]]] = {
    "topic": ("topic", ("topic",), _with_theme),
    "relationship": ("relationship", ("relationship",), _public),
    "source": ("source", ("source",), _public),
    "actor": ("actor", ("actor",), _public),
    "cause": ("cause", ("actor",), _public),
    "attribution": ("attribution", ("actor",), _attribution),
    "speaker": ("attribution", ("actor",), _speaker),
    "word": ("voices", ("relationship", "actor"), _word),
}
_READ = {column for column, _kinds, _resolve in KEY_RESOLVERS.values()}
# The facets whose values are what the documents say.
PLAIN_COLUMNS = tuple(name for name in VALUE_COLUMNS if name not in KEY_RESOLVERS and name not in _READ)


def can_extend(column: MultiValueColumn, targets: list[Targets], previous: list[Targets]) -> bool:
    """Whether a facet's own column, made when ``previous`` stood for the keys, only needs what is new."""
    are_same = targets[: len(previous)] == previous
    return are_same and _is_identity(column, previous) == _is_identity(column, targets)


def resolve_column(
    column: MultiValueColumn, targets: list[Targets], onto: MultiValueColumn
) -> MultiValueColumn:
    """The column of a facet's own values: the documents' own where every key stands for itself, else
    ``onto`` with more."""
    return column if _is_identity(column, targets) else map_values(column, targets, onto)


def _is_identity(column: MultiValueColumn, targets: list[Targets]) -> bool:
    return all(target == (key,) for target, key in zip(targets, column.keys, strict=False))
