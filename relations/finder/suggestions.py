"""What a reader may have meant by a word that no entry contains."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby, islice, zip_longest

from relations.catalogue import Snapshot
from relations.finder.engine import MAX_PHRASES, SimilarWord, search_engine
from relations.finder.params import Params
from relations.finder.query_parser import MAX_QUERY_LENGTH
from relations.finder.result import Suggestion
from relations.finder.selection import Selection
from relations.search.query import Term, parse_query
from relations.search.tokenizer import Token, tokenize

MAX_SUGGESTIONS = 3
# With more words in doubt than this, nobody can tell what was meant.
_MAX_UNKNOWN_WORDS = 8
# Neighbours of all words that are looked up, and searches with one of them that are tried.
_MAX_SIMILAR_WORDS = 64
_MAX_SEARCHES = 8

# By a word as folded, another one in its place.
Replacements = Mapping[str, str]


def suggest(
    params: Params, unmatched: Sequence[Term], snapshot: Snapshot
) -> tuple[tuple[str, ...], tuple[Suggestion, ...]]:
    """The words of the search that no entry contains, as typed, and searches with the nearest that some do.

    ``unmatched``: the terms that no entry contains. Only a word that itself is in
    none is replaced, by those with the fewest different letters: the more
    frequent before the others, then by the alphabet. Two queries; none when
    nothing is unmatched.
    """
    stems = {stem for term in unmatched for stem in term.stems}
    suspects = {word.folded: word for word in tokenize(params.q) if word.stem in stems}
    if not suspects:
        return (), ()
    similar = _similar_words(list(suspects), snapshot)
    candidates = _Candidates(_candidate_terms(params.q, suspects, similar), snapshot)
    unknown = [word for word in suspects.values() if not candidates.count(word.stem)]
    nearest = {word.folded: candidates.nearest(similar[word.folded]) for word in unknown}
    found = (
        candidates.search(params, replacements)
        for replacements in islice(_replacements(nearest), _MAX_SEARCHES)
    )
    typed = dict.fromkeys(params.q[word.start : word.end] for word in unknown)
    return tuple(typed), tuple(suggestion for suggestion in found if suggestion)[:MAX_SUGGESTIONS]


def _similar_words(suspects: Sequence[str], snapshot: Snapshot) -> dict[str, Sequence[SimilarWord]]:
    if len(suspects) > _MAX_UNKNOWN_WORDS:
        return {word: [] for word in suspects}
    each = _MAX_SIMILAR_WORDS // len(suspects)
    similar = search_engine(snapshot).similar_words(suspects)
    return {word: found[:each] for word, found in similar.items()}


def _candidate_terms(
    q: str, suspects: Mapping[str, Token], similar: Mapping[str, Sequence[SimilarWord]]
) -> Iterator[Term]:
    """Every term that may have to be looked up, those with the nearest neighbours first."""
    yield from (Term((word.stem,)) for word in suspects.values())
    for equally_near in zip_longest(*similar.values()):
        for folded, neighbour in zip(similar, equally_near, strict=True):
            if neighbour:
                yield Term((neighbour.stem,))
                yield from parse_query(_replaced(q, {folded: neighbour.word}))


def _replacements(nearest: Mapping[str, Sequence[str]]) -> Iterator[Replacements]:
    """What could stand for the unknown words: the best for each, then all but one of them the best."""
    if not nearest or not all(nearest.values()):
        return
    best = {word: found[0] for word, found in nearest.items()}
    yield best
    for word, found in nearest.items():
        yield from (best | {word: other} for other in found[1:])


def _replaced(q: str, replacements: Replacements) -> str:
    pieces, done = [], 0
    for word in tokenize(q):
        if word.folded in replacements:
            pieces += [q[done : word.start], replacements[word.folded]]
            done = word.end
    return "".join([*pieces, q[done:]])


class _Candidates:
    """The searches that could be offered, all their terms looked up at once."""

    def __init__(self, terms: Iterator[Term], snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        distinct = dict.fromkeys(terms)
        words = [term for term in distinct if not term.is_phrase]
        # A search with any other is not offered.
        phrases = [term for term in distinct if term.is_phrase][:MAX_PHRASES]
        self._terms = {*words, *phrases}
        self._lookup = search_engine(snapshot).look_up(self._terms)

    def count(self, stem: str) -> int:
        """How many entries contain a word."""
        return self._lookup.count(Term((stem,)))

    def nearest(self, neighbours: Sequence[SimilarWord]) -> list[str]:
        """Of these, nearest first, the nearest that entries contain: the most frequent first."""
        for _distance, group in groupby(neighbours, key=lambda neighbour: neighbour.distance):
            counts = [(-self.count(neighbour.stem), neighbour.word) for neighbour in group]
            if found := sorted((less, word) for less, word in counts if less):
                return [word for _less, word in found]
        return []

    def search(self, params: Params, replacements: Replacements) -> Suggestion | None:
        """The same search with other words, when it finds anything."""
        q = _replaced(params.q, replacements)
        terms = parse_query(q)
        if len(q) > MAX_QUERY_LENGTH or not {*terms} <= self._terms:
            return None
        other = replace(params, q=q, terms=terms, page=1)
        total = Selection(other, self._snapshot, self._lookup.match(terms)).total
        return Suggestion(q, other.query, total) if total else None
