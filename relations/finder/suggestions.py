"""What a reader may have meant by a word that no entry contains."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby, islice

from relations.catalogue import Snapshot
from relations.finder.engine import SimilarWord, TermLookup, search_engine
from relations.finder.params import Params
from relations.finder.query_parser import MAX_QUERY_LENGTH
from relations.finder.result import Suggestion
from relations.finder.selection import Selection
from relations.search.query import parse_query, query_words
from relations.search.term import Term, word_term
from relations.search.tokenizer import Token

MAX_SUGGESTIONS = 3
# With more words in doubt than this, nobody can tell what was meant.
_MAX_UNKNOWN_WORDS = 8
# Neighbours of all words that are looked up, and searches with one of them that are tried.
_MAX_SIMILAR_WORDS = 64
MAX_SEARCHES = 8

# By a word as folded, another one in its place.
Replacements = Mapping[str, str]


def suggest(
    params: Params, unmatched: Sequence[Term], snapshot: Snapshot
) -> tuple[tuple[str, ...], tuple[Suggestion, ...]]:
    """The words of the search that no entry contains, as typed, and searches with the nearest that some do.

    ``unmatched``: the terms that no entry contains. Only a word that itself is in
    none is replaced, and that no text ever had, by those with the fewest different
    letters: the more frequent before the others, then by the alphabet. At most five
    queries; none when nothing is unmatched.
    """
    stems = {stem for term in unmatched for stem in term.writings[0]}
    suspects = {word.folded: word for word in query_words(params.q) if word.stem in stems}
    if not suspects:
        return (), ()
    similar = _similar_words(list(suspects), snapshot)
    terms = {word: _as_typed(params.q[word.start : word.end]) for word in suspects.values()}
    neighbours = {word_term(word.stem) for found in similar.values() for word in found}
    lookup = search_engine(snapshot).look_up({*terms.values(), *neighbours})
    unknown = [word for word, term in terms.items() if not lookup.count(term)]
    nearest = {word.folded: _nearest(word, similar[word.folded], lookup) for word in unknown}
    searches = [
        _replaced(params.q, replacements) for replacements in islice(_replacements(nearest), MAX_SEARCHES)
    ]
    typed = dict.fromkeys(params.q[word.start : word.end] for word in unknown)
    return tuple(typed), tuple(islice(_try_searches(params, searches, snapshot), MAX_SUGGESTIONS))


def _as_typed(word: str) -> Term:
    """A word, whole, in each of its writings."""
    (term,) = parse_query(f'"{word}"')
    return term


def _similar_words(suspects: Sequence[str], snapshot: Snapshot) -> dict[str, Sequence[SimilarWord]]:
    if len(suspects) > _MAX_UNKNOWN_WORDS:
        return {word: [] for word in suspects}
    each = _MAX_SIMILAR_WORDS // len(suspects)
    similar = search_engine(snapshot).similar_words(suspects)
    return {word: found[:each] for word, found in similar.items()}


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
    for word in query_words(q):
        if word.folded in replacements:
            pieces += [q[done : word.start], replacements[word.folded]]
            done = word.end
    return "".join([*pieces, q[done:]])


def _nearest(word: Token, neighbours: Sequence[SimilarWord], lookup: TermLookup) -> list[str]:
    """Of these, nearest first, the nearest that entries contain: the most frequent first.

    None of a word that is right, as it is one of these itself.
    """
    if any(neighbour.stem == word.stem for neighbour in neighbours):
        return []
    for _distance, group in groupby(neighbours, key=lambda neighbour: neighbour.distance):
        counts = [(-lookup.count(word_term(neighbour.stem)), neighbour.word) for neighbour in group]
        if found := sorted((less, word) for less, word in counts if less):
            return [word for _less, word in found]
    return []


def _try_searches(params: Params, searches: Sequence[str], snapshot: Snapshot) -> Iterator[Suggestion]:
    """Suggest those of ``searches`` that find anything with the other parameters as they are.

    All are looked up at once. Left out is one of which a word would not be searched for: "for" is
    looked for in quotes only.
    """
    parsed = {q: parse_query(q) for q in searches if len(q) <= MAX_QUERY_LENGTH}
    read = {q: terms for q, terms in parsed.items() if len(terms) >= len(params.terms)}
    if not read:
        return
    lookup = search_engine(snapshot).look_up({term for terms in read.values() for term in terms})
    for q, terms in read.items():
        other = replace(params, q=q, terms=terms, page=1)
        if total := Selection(other, snapshot, lookup.match(terms)).total:
            yield Suggestion(q, other.query, total)
