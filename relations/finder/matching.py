"""The entries that a search finds, best first."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from relations.catalogue import Snapshot
from relations.index.entry_index import EntryIndex
from relations.index.sets import EMPTY, EntrySet
from relations.search import fulltext
from relations.search.query import Term

# How much a word counts that stands in the name of a topic or an actor.
NAME_WEIGHT = 3


@dataclass(frozen=True)
class Matches:
    """The entries that hold every word of a search, in groups of equal rank, best first.

    ``lost``: where there are none, the terms that no entry holds even alone.
    """

    groups: tuple[EntrySet, ...] = ()
    lost: tuple[Term, ...] = ()

    @property
    def all(self) -> EntrySet:
        return EntrySet.union(*self.groups) if self.groups else EMPTY


def search(terms: Sequence[Term], snapshot: Snapshot, index: EntryIndex) -> Matches:
    """What a search finds. One query."""
    return match(terms, fulltext.search(terms), snapshot, index)


def match(
    terms: Sequence[Term], places: Mapping[Term, fulltext.Places], snapshot: Snapshot, index: EntryIndex
) -> Matches:
    """What a search finds, when it is known where each of its terms stands.

    A term counts by the best place it stands in; the places of several terms
    add up. A topic's or actor's name stands for every entry that bears it.
    """
    bearers = {term: bearing(term, snapshot, index) for term in terms}
    # An entry that holds all terms is among these editions: the others need no translation into entries.
    within = [fulltext.anywhere(places[term]) for term in terms if not bearers[term]]
    certain = fulltext.Editions.intersection(*within) if within else None
    ranked = {0: index.all}
    for term in terms:
        following: dict[int, EntrySet] = defaultdict(EntrySet)
        for weight, entries in _best_places(places[term], certain, bearers[term], index):
            for rank, held in ranked.items():
                if both := held & entries:
                    following[rank + weight] |= both
        ranked = following
    groups = tuple(ranked[rank] for rank in sorted(ranked, reverse=True))
    if groups:
        return Matches(groups)
    return Matches(lost=tuple(term for term in terms if not holding(places[term], bearers[term], index)))


def bearing(term: Term, snapshot: Snapshot, index: EntryIndex) -> EntrySet:
    """The entries that bear the name of a topic or an actor in which the term stands."""
    actors = [name.key for name in snapshot.actors.holding(term)]
    topics = [name.key for name in snapshot.topics.holding(term)]
    bits = [index.postings("topic").bits(key) for key in topics]
    bits += [index.postings(facet).bits(key) for key in actors for facet in ("actor", "speaker")]
    return EntrySet.union(*bits) if bits else EMPTY


def holding(places: fulltext.Places, bearers: EntrySet, index: EntryIndex) -> EntrySet:
    """The entries that hold a term at all."""
    return index.of_editions(fulltext.anywhere(places)) | bearers


def _best_places(
    places: fulltext.Places, certain: fulltext.Editions | None, bearers: EntrySet, index: EntryIndex
) -> Iterator[tuple[int, EntrySet]]:
    """By weight, highest first, the entries whose best place counts so much."""
    seen = EMPTY
    for weight in sorted({*places, NAME_WEIGHT}, reverse=True):
        editions = places.get(weight, fulltext.NOWHERE)
        entries = index.of_editions(editions if certain is None else editions & certain)
        if weight == NAME_WEIGHT:
            entries |= bearers
        entries -= seen
        seen |= entries
        yield weight, entries
