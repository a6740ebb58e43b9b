"""What a reader may have meant by a word that no entry holds."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby, islice, zip_longest

from relations.catalogue import Snapshot
from relations.finder.matching import bearing, holding, match
from relations.finder.params import LONGEST_TEXT, Params
from relations.finder.result import Suggestion
from relations.finder.selection import Selection
from relations.index.entry_index import EntryIndex
from relations.search import fulltext, spelling
from relations.search.query import Term, parse_query
from relations.search.spelling import SimilarWord
from relations.search.tokenizer import Token, tokenize

MOST = 3
# With more words in doubt than this, nobody can tell what was meant.
_SUSPECTS = 8
# Neighbours of all words that are looked up, and searches with one of them that are tried.
_NEIGHBOURS = 64
_TRIED = 8

# By a word as folded, another one in its place.
Choice = Mapping[str, str]


def suggest(
    params: Params, lost: Sequence[Term], snapshot: Snapshot, index: EntryIndex
) -> tuple[tuple[str, ...], tuple[Suggestion, ...]]:
    """The words of the search that no entry holds, as typed, and searches with the nearest that are held.

    ``lost``: the terms that no entry holds. Only a word that is itself not
    held is replaced, by those with the fewest different letters: the more
    frequent before the others, then by the alphabet. Two queries; none when
    nothing is lost.
    """
    stems = {stem for term in lost for stem in term.stems}
    suspects = {word.folded: word for word in tokenize(params.q) if word.stem in stems}
    if not suspects:
        return (), ()
    near = _near(list(suspects))
    shelf = _Shelf(_asked(params.q, suspects, near), snapshot, index)
    unknown = [word for word in suspects.values() if not shelf.count(word.stem)]
    nearest = {word.folded: shelf.nearest(near[word.folded]) for word in unknown}
    found = (shelf.search(params, choice) for choice in islice(_choices(nearest), _TRIED))
    typed = dict.fromkeys(params.q[word.start : word.end] for word in unknown)
    return tuple(typed), tuple(suggestion for suggestion in found if suggestion)[:MOST]


def _near(suspects: Sequence[str]) -> dict[str, list[SimilarWord]]:
    if len(suspects) > _SUSPECTS:
        return {word: [] for word in suspects}
    each = _NEIGHBOURS // len(suspects)
    return {word: found[:each] for word, found in spelling.similar_words(suspects).items()}


def _asked(
    q: str, suspects: Mapping[str, Token], near: Mapping[str, Sequence[SimilarWord]]
) -> Iterator[Term]:
    """Every term that may have to be looked up, those with the nearest neighbours first."""
    yield from (Term((word.stem,)) for word in suspects.values())
    for equally_near in zip_longest(*near.values()):
        for folded, neighbour in zip(near, equally_near, strict=True):
            if neighbour:
                yield Term((neighbour.stem,))
                yield from parse_query(_replaced(q, {folded: neighbour.word}))


def _choices(nearest: Mapping[str, Sequence[str]]) -> Iterator[Choice]:
    """What could stand for the unknown words: the best for each, then all but one of them the best."""
    if not nearest or not all(nearest.values()):
        return
    best = {word: found[0] for word, found in nearest.items()}
    yield best
    for word, found in nearest.items():
        yield from (best | {word: other} for other in found[1:])


def _replaced(q: str, choice: Choice) -> str:
    pieces, done = [], 0
    for word in tokenize(q):
        if word.folded in choice:
            pieces += [q[done : word.start], choice[word.folded]]
            done = word.end
    return "".join([*pieces, q[done:]])


class _Shelf:
    """Where some terms stand, read at once."""

    def __init__(self, terms: Iterator[Term], snapshot: Snapshot, index: EntryIndex) -> None:
        self._catalogue, self._index = snapshot, index
        asked = dict.fromkeys(terms)
        tokenize = [term for term in asked if not term.is_phrase]
        # A search with any other is not offered.
        phrases = [term for term in asked if term.is_phrase][: fulltext.MOST_PHRASES]
        self._places = fulltext.search([*tokenize, *phrases])

    def count(self, stem: str) -> int:
        """How many entries hold a word."""
        term = Term((stem,))
        bearers = bearing(term, self._catalogue, self._index)
        return len(holding(self._places[term], bearers, self._index))

    def nearest(self, neighbours: Sequence[SimilarWord]) -> list[str]:
        """Of these, nearest first, the nearest that entries hold: the most frequent first."""
        for _distance, group in groupby(neighbours, key=lambda neighbour: neighbour.distance):
            counts = [(-self.count(neighbour.stem), neighbour.word) for neighbour in group]
            if held := sorted((less, word) for less, word in counts if less):
                return [word for _less, word in held]
        return []

    def search(self, params: Params, choice: Choice) -> Suggestion | None:
        """The same search with other words, when it finds anything."""
        q = _replaced(params.q, choice)
        terms = parse_query(q)
        if len(q) > LONGEST_TEXT or not {*terms} <= self._places.keys():
            return None
        other = replace(params, q=q, terms=terms, page=1)
        matches = match(terms, self._places, self._catalogue, self._index)
        total = len(Selection(other, self._catalogue, self._index, matches).hits)
        return Suggestion(q, other.query, total) if total else None
