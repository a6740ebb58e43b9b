"""The entries that a search finds, best first."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from relations.index.sets import EMPTY, EntrySet
from relations.search import fulltext
from relations.search.postings import NO_EDITIONS, EditionSet
from relations.search.term import Term

if TYPE_CHECKING:
    from relations.index.entry_index import EntryIndex

# How much a word counts that stands in the name of a topic or an actor.
NAME_WEIGHT = 3


@dataclass(frozen=True)
class RankedMatches:
    """The entries that contain every term of a search, in groups of equal rank, best first.

    ``unmatched``: where there are none, the terms that no entry contains even alone.
    """

    groups: tuple[EntrySet, ...] = ()
    unmatched: tuple[Term, ...] = ()

    @property
    def entries(self) -> EntrySet:
        return EntrySet.union(*self.groups) if self.groups else EMPTY


class PostingsLookup:
    """Where some terms stand, read with one query.

    A term counts by the best field it stands in; the weights of several terms
    add up. A topic's or actor's name stands for every entry that names it.
    """

    def __init__(self, terms: Collection[Term], index: "EntryIndex") -> None:
        """Raises ValueError for more than ``fulltext.MAX_PHRASES`` phrases."""
        self._index = index
        self._matches = fulltext.search(terms)

    def match(self, terms: Sequence[Term]) -> RankedMatches:
        """The entries that contain all of these terms, which are among those that were read."""
        named = {term: self._naming(term) for term in terms}
        # An entry that contains all terms is among these editions: the others need no translation.
        containing = [fulltext.with_any_weight(self._matches[term]) for term in terms if not named[term]]
        candidates = EditionSet.intersection(*containing) if containing else None
        ranked = {0: self._index.searchable}
        for term in terms:
            following: dict[int, EntrySet] = defaultdict(EntrySet)
            for weight, entries in self._by_weight(term, candidates, named[term]):
                for rank, ranked_so_far in ranked.items():
                    if both := ranked_so_far & entries:
                        following[rank + weight] |= both
            ranked = following
        if ranked:
            return RankedMatches(tuple(ranked[rank] for rank in sorted(ranked, reverse=True)))
        return RankedMatches(unmatched=tuple(term for term in terms if not self.count(term)))

    def count(self, term: Term) -> int:
        """How many entries contain a term."""
        entries = self._index.of_editions(fulltext.with_any_weight(self._matches[term])) | self._naming(term)
        return len(entries & self._index.searchable)

    def _naming(self, term: Term) -> EntrySet:
        """The entries that name a topic or an actor in whose name the term stands."""
        names = self._index.facets.vocabularies
        actors = [name.key for name in names["actor"].matching_term(term)]
        topics = [name.key for name in names["topic"].matching_term(term)]
        found = EMPTY
        for facet, keys in (("topic", topics), ("actor", actors), ("speaker", actors)):
            found |= self._index.with_any_value(facet, keys)
        return found

    def _by_weight(
        self, term: Term, candidates: EditionSet | None, named: EntrySet
    ) -> Iterator[tuple[int, EntrySet]]:
        """By weight, highest first, the entries whose best field counts so much."""
        by_weight, done = self._matches[term], EMPTY
        for weight in sorted({*by_weight, NAME_WEIGHT}, reverse=True):
            editions = by_weight.get(weight, NO_EDITIONS)
            entries = self._index.of_editions(editions if candidates is None else editions & candidates)
            if weight == NAME_WEIGHT:
                entries |= named
            entries -= done
            done |= entries
            yield weight, entries
