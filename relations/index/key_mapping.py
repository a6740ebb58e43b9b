"""What becomes of the keys that documents name: merged ones lead to the survivor, themes include topics."""

from collections.abc import Callable, Hashable
from typing import Any

from relations.catalogue import Vocabulary
from relations.catalogue.snapshot import Vocabularies
from relations.index.rows import TABLES
from relations.index.table import Table, mapped

Image = tuple[Hashable, ...]


def known(vocabulary: Vocabulary, key: str) -> tuple[str, ...]:
    """The published name that ``key`` leads to today, if there is one."""
    name = vocabulary.get(key)
    return (name.key,) if name is not None and name.public else ()


def _with_theme(topics: Vocabulary, key: str) -> tuple[str, ...]:
    own = known(topics, key)
    above = topics[own[0]].parent if own else ""
    return tuple(dict.fromkeys(own + (known(topics, above) if above else ())))


def _attribution(actors: Vocabulary, key: tuple[str, str]) -> Image:
    return tuple((key[0], speaker) for speaker in known(actors, key[1]))


def _speaker(actors: Vocabulary, key: tuple[str, str]) -> Image:
    return known(actors, key[1])


# By facet: the table it is read from, the vocabulary that decides, and what it makes of a key.
MAPPED: dict[str, tuple[str, str, Callable[[Vocabulary, Any], Image]]] = {
    "topic": ("topic", "topics", _with_theme),
    "relationship": ("relationship", "relationships", known),
    "source": ("source", "sources", known),
    "actor": ("actor", "actors", known),
    "cause": ("cause", "actors", known),
    "attribution": ("attribution", "actors", _attribution),
    "speaker": ("attribution", "actors", _speaker),
}
PLAIN = tuple(name for name in TABLES if name not in MAPPED)


def images_of(facet: str, table: Table, names: Vocabularies, previous: Any = None) -> list[Image]:
    """What each key of the facet's own table stands for. ``previous``: an index made earlier."""
    _table, vocabulary, image = MAPPED[facet]
    names_now = getattr(names, vocabulary)
    same = previous is not None and previous.vocabularies[vocabulary] is names_now
    held = previous.images[facet] if same else []
    return [*held, *(image(names_now, key) for key in table.keys[len(held) :])]


def is_continued(facet: str, table: Table, images: list[Image], previous: Any) -> bool:
    """Whether the table of a facet's own values is that of ``previous``, an index made earlier, with more."""
    held = previous.images[facet]
    return images[: len(held)] == held and _is_plain(table, held) == _is_plain(table, images)


def facet_table(table: Table, images: list[Image], onto: Table) -> Table:
    """The table of a facet's own values: the documents' own where every key stands for itself, else ``onto``
    with more."""
    return table if _is_plain(table, images) else mapped(table, images, onto)


def _is_plain(table: Table, images: list[Image]) -> bool:
    return all(image == (key,) for image, key in zip(images, table.keys, strict=False))
