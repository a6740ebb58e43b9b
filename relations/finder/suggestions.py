"""What a reader may have meant by a word that no entry contains."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby, islice

from relations.catalogue import Snapshot
from relations.finder.engine import SimilarWord, TermLookup, search_engine
from relations.finder.params import Params
from relations.finder.query_parser import MAX_QUERY_LENGTH
from relations.finder.query_rewriting import leave_out_words, replace_words
from relations.finder.result import Suggestion
from relations.finder.selection import Selection
from relations.search.compounds import STOP_WORDS
from relations.search.query import parse_query, query_words
from relations.search.term import Term, word_term
from relations.search.tokenizer import Token

MAX_SUGGESTIONS = 3
# With more words in doubt than this, nobody can tell what was meant.
_MAX_UNKNOWN_WORDS = 8
# Neighbours of all words that are looked up, and searches with one of them that are tried.
_MAX_SIMILAR_WORDS = 64
MAX_SEARCHES = 8
# Shorter words are one letter away from others by chance: "cold war" is no slip for "hold way".
_MIN_SURE_LENGTH = 5

# By an unknown word as folded, the words that may have been meant, the likeliest first.
Nearest = Mapping[str, Sequence[str]]


def suggest(
    params: Params, unmatched: Sequence[Term], snapshot: Snapshot
) -> tuple[tuple[str, ...], tuple[Suggestion, ...]]:
    """The words of the search that no entry contains, as typed, and searches that find something instead.

    ``unmatched``: the terms that no entry contains. Only a word that itself is in
    none is replaced, and that no text ever had, by those with the fewest different
    letters: the more frequent before the others, then by the alphabet. A word that is
    like no other is left out; where that finds nothing, all unknown words are. At most
    five queries; none when nothing is unmatched.
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
    typed = dict.fromkeys(params.q[word.start : word.end] for word in unknown)
    return tuple(typed), _suggestions(params, nearest, snapshot)


def _suggestions(params: Params, nearest: Nearest, snapshot: Snapshot) -> tuple[Suggestion, ...]:
    if not nearest:
        return ()
    known_words = leave_out_words(params.q, nearest)
    has_known_word = _has_content_word(known_words)
    if not has_known_word and len(nearest) > 1:
        nearest = {word: found if len(word) >= _MIN_SURE_LENGTH else [] for word, found in nearest.items()}
    searches = _searches_with_replacements(params.q, nearest)
    if has_known_word:
        searches[known_words] = parse_query(known_words)
    found = tuple(islice(_try_searches(params, searches, snapshot), MAX_SUGGESTIONS))
    return tuple(each for each in found if each.q != known_words) or found


def _has_content_word(q: str) -> bool:
    return any(word.folded not in STOP_WORDS for word in query_words(q))


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


def _searches_with_replacements(q: str, nearest: Nearest) -> dict[str, tuple[Term, ...]]:
    """The search with other words in place of the unknown ones, and without those that are like no other.

    None in which the other word would be left out: "for" is looked for in quotes only. One less than are
    tried, so that another may be.
    """
    kept = leave_out_words(q, [word for word, found in nearest.items() if not found])
    replaced = {word: found for word, found in nearest.items() if found}
    searches = [replace_words(kept, each) for each in islice(_replacements(replaced), MAX_SEARCHES - 1)]
    parsed = {search: parse_query(search) for search in searches if len(search) <= MAX_QUERY_LENGTH}
    least = len(parse_query(kept))
    return {search: terms for search, terms in parsed.items() if len(terms) >= least}


def _replacements(nearest: Nearest) -> Iterator[Mapping[str, str]]:
    """What could stand for the unknown words: the best for each, then all but one of them the best."""
    if not nearest:
        return
    best = {word: found[0] for word, found in nearest.items()}
    yield best
    for word, found in nearest.items():
        yield from (best | {word: other} for other in found[1:])


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


def _try_searches(
    params: Params, searches: Mapping[str, tuple[Term, ...]], snapshot: Snapshot
) -> Iterator[Suggestion]:
    """Suggest those of ``searches`` that find anything with the other parameters as they are.

    All are looked up at once.
    """
    if not searches:
        return
    lookup = search_engine(snapshot).look_up({term for terms in searches.values() for term in terms})
    for q, terms in searches.items():
        other = replace(params, q=q, terms=terms, page=1)
        if total := Selection(other, snapshot, lookup.match(terms)).total:
            yield Suggestion(q, other.query, total)
