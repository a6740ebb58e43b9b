"""The index: every current entry as a number, every facet as sets of numbers. Never changed once made.

Numbers are given once, in the order of a list (last day, first day, code) when
an index is made and at the end afterwards. What was superseded keeps its
number and is alive no more. Orders say where each number stands, so a page
needs no sort and an insertion no rebuild.
"""

from bisect import bisect_left
from collections.abc import Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import MAXYEAR, date
from functools import cached_property
from typing import Any

import numpy as np

from relations.catalogue import Vocabulary
from relations.catalogue.lineage import Latest
from relations.index.columns import Columns
from relations.index.facet_postings import FacetCounts, FacetPostings
from relations.index.joint_counter import JOINT_FACETS, JointCounter
from relations.index.orders import Order
from relations.index.ranking import TermPositions
from relations.index.sets import Array, EntrySet, entry_set, to_array
from relations.search.query import Term
from relations.search.spelling import SimilarWord, similar_words

# Sets of entries up to a day that an index remembers; of a million entries each has 0.1 MB.
_DAYS = 32


@dataclass(frozen=True, eq=False)
class EntryIndex:
    """``version`` is the snapshot's; ``ordered``: the numbers below it stand in the order of a list.

    ``wide`` counts facets together. ``by_edition`` and ``by_record``: for each row id
    the number of the current entry, or -1. ``images``: what became of each value of
    a table. ``without_date`` are the entries without a date of their own,
    ``with_exact_date`` those dated to the day.
    """

    version: int
    columns: Columns
    ordered: int
    newest: Order
    updated: Order
    facets: dict[str, FacetPostings]
    wide: JointCounter
    images: dict[str, list[tuple]]
    vocabularies: dict[str, Vocabulary]
    by_edition: Any
    by_record: Any
    without_date: EntrySet
    with_exact_date: EntrySet
    latest: Latest = ()
    unsaved: int = 0
    _days: dict[date, EntrySet] = field(init=False, default_factory=dict, repr=False)

    # Sets of entries.

    @property
    def size(self) -> int:
        """How many entries a reader can open."""
        return len(self.columns.alive)

    def all(self) -> EntrySet:
        """Every entry."""
        return self.columns.alive

    def having(self, facet: str, keys: Iterable[Hashable]) -> EntrySet:
        """The entries with any of these values of a facet."""
        return self.postings(facet).any_of(keys)

    def postings(self, facet: str) -> FacetPostings:
        """The values of a facet by key ("said": pairs of a kind of claim and a speaker)."""
        return self.facets[facet]

    def dated_from(self, day: date) -> EntrySet:
        """The dated entries whose span ends on ``day`` or later."""
        wanted, last = day.toordinal(), self.columns.last.values
        start = bisect_left(last, wanted, hi=self.ordered)
        later = np.flatnonzero(last[self.ordered :] >= wanted) + self.ordered
        return (EntrySet(range(start, self.ordered)) | entry_set(later)) & self.columns.alive

    def dated_to(self, day: date) -> EntrySet:
        """The dated entries whose span begins on ``day`` or earlier.

        All are gone through, and readers ask for the same few years: some are remembered.
        """
        if (held := self._days.get(day)) is not None:
            return held
        if len(self._days) >= _DAYS:
            self._days.clear()
        found = self._days[day] = self._begun_by(day)
        return found

    def _begun_by(self, day: date) -> EntrySet:
        wanted, columns = day.toordinal(), self.columns
        last, first = columns.last.values, columns.first.values
        dated, ended = (bisect_left(last, each, hi=self.ordered) for each in (1, wanted + 1))
        begun = np.flatnonzero((first[ended:] <= wanted) & (first[ended:] > 0)) + ended
        return (EntrySet(range(dated, ended)) | entry_set(begun)) & self.columns.alive

    def undated(self) -> EntrySet:
        """The entries for which the sources give no date, or only one before which they were."""
        return self.without_date

    def dated_exactly(self) -> EntrySet:
        """The entries dated to the day."""
        return self.with_exact_date

    def years(self, within: EntrySet) -> list[tuple[int, int]]:
        """How many dated entries of ``within`` touch each year, in order; "by" a date is not a date."""
        return self._years_of_all if len(within) == self.size else self._years_of(within)

    @cached_property
    def _years_of_all(self) -> list[tuple[int, int]]:
        return self._years_of(self.columns.alive)

    def _years_of(self, within: EntrySet) -> list[tuple[int, int]]:
        numbers = to_array(within - self.without_date)
        first, last = self.columns.first_years.values, self.columns.last_years.values
        begun = np.bincount(first.take(numbers), minlength=MAXYEAR + 2)
        ended = np.bincount(last.take(numbers) + 1, minlength=MAXYEAR + 2)
        counts = np.cumsum(begun - ended)
        years = np.flatnonzero(counts)
        return list(zip(years.tolist(), counts[years].tolist(), strict=True))

    def of_editions(self, editions: EntrySet) -> EntrySet:
        """The entries that these editions stand for; those that are no longer current stand for none."""
        asked = to_array(editions)
        own = self.by_edition[asked[: np.searchsorted(asked, len(self.by_edition))]]
        return entry_set(np.sort(own[own >= 0]))

    # Counts, by facet and value.

    def counts(self, facets: Collection[str], within: EntrySet) -> dict[str, FacetCounts]:
        """By facet, how many entries of a set have each value; a theme's include those of its topics."""
        found = dict(self.wide.counts(within, self.columns.alive)) if {*JOINT_FACETS} <= {*facets} else {}
        return found | {name: self.facets[name].counts(within) for name in facets if name not in found}

    # Search.

    def look_up(self, terms: Collection[Term]) -> TermPositions:
        """Read where these terms stand. One query."""
        return TermPositions(terms, self)

    def similar_words(self, words: Sequence[str]) -> dict[str, list[SimilarWord]]:
        """By word (folded), published words written much like it, the nearest first. One query."""
        return similar_words(words)

    # Entries in order.

    def edition_ids(self, within: EntrySet, order: str, first: int, count: int) -> list[int]:
        """The row ids of the editions at ``count`` places of a set from ``first`` (0 is the first).

        ``order``: newest, oldest or updated.
        """
        return self.columns.editions.values[self._page(within, order, first, count)].tolist()

    def codes(self, within: EntrySet, order: str, first: int, count: int) -> list[str]:
        """The codes of the entries at these places."""
        codes = self.columns.codes.values[self._page(within, order, first, count)].tolist()
        return [code.decode() for code in codes]

    def _page(self, within: EntrySet, order: str, first: int, count: int) -> Array:
        entries = self.updated if order == "updated" else self.newest
        return entries.page(within, first, count, descending=order != "oldest")

    def linked_from(self, code: str) -> tuple[tuple[str, str], ...]:
        """The links to an entry that other entries state, as (kind, code), oldest entry first."""
        places = self.newest.places
        found = sorted(self.columns.links_to(code), key=lambda link: places[link[0]])
        return tuple((kind, self.columns.codes.values[number].decode()) for number, kind in found)
