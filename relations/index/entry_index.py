"""The index: every current entry as a number, every facet as sets of numbers. Never changed once made.

Numbers are given once, in the order of a list (last day, first day, code) when
an index is made and at the end afterwards. What was superseded keeps its
number and is alive no more. Orders say where each number stands, so a page
needs no sort and an insertion no rebuild.
"""

from bisect import bisect_left
from dataclasses import dataclass, field
from datetime import MAXYEAR, date
from functools import cached_property
from typing import Any

import numpy as np

from relations.catalogue import Vocabulary
from relations.index.columns import Columns
from relations.index.facet_postings import FacetCounts, FacetPostings
from relations.index.joint_counter import JointCounter
from relations.index.orders import Order
from relations.index.sets import EntrySet, entry_set, to_array

# Sets of entries up to a day that an index remembers; of a million entries each has 0.1 MB.
_DAYS = 32


@dataclass(frozen=True, eq=False)
class EntryIndex:
    """``version`` is the snapshot's; ``ordered``: the numbers below it stand in the order of a list.

    ``wide`` counts facets together. ``by_edition`` and ``by_record``: for each row id
    the number of the current entry, or -1. ``images``: what became of each value of
    a table. ``undated`` are the entries without a date of their own, ``exact`` those
    dated to the day.
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
    undated: EntrySet
    exact: EntrySet
    latest: tuple = ()
    unsaved: int = 0
    _days: dict[date, EntrySet] = field(init=False, default_factory=dict, repr=False)

    # Sets of entries.

    @property
    def size(self) -> int:
        """How many entries a reader can open."""
        return len(self.columns.alive)

    @property
    def all(self) -> EntrySet:
        return self.columns.alive

    def postings(self, facet: str) -> FacetPostings:
        """The values of a facet by key ("said": pairs of a kind of claim and a speaker)."""
        return self.facets[facet]

    @property
    def dated(self) -> EntrySet:
        return self.from_day(date.min)

    def from_day(self, day: date) -> EntrySet:
        """The dated entries whose span ends on ``day`` or later."""
        wanted, last = day.toordinal(), self.columns.last.values
        start = bisect_left(last, wanted, hi=self.ordered)
        later = np.flatnonzero(last[self.ordered :] >= wanted) + self.ordered
        return (EntrySet(range(start, self.ordered)) | entry_set(later)) & self.all

    def to_day(self, day: date) -> EntrySet:
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
        return (EntrySet(range(dated, ended)) | entry_set(begun)) & self.all

    def years(self, within: EntrySet) -> list[tuple[int, int]]:
        """How many dated entries of ``within`` touch each year, in order; "by" a date is not a date."""
        return self._years_of_all if len(within) == self.size else self._years_of(within)

    @cached_property
    def _years_of_all(self) -> list[tuple[int, int]]:
        return self._years_of(self.all)

    def _years_of(self, within: EntrySet) -> list[tuple[int, int]]:
        numbers = to_array(within - self.undated)
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

    # Pages of entries.

    def page(self, within: EntrySet, order: str, first: int, count: int) -> list[int]:
        """``count`` entries of ``within`` from place ``first`` in the order newest, oldest or updated."""
        held = self.updated if order == "updated" else self.newest
        return held.page(within, first, count, descending=order != "oldest")

    def edition(self, number: int) -> int:
        """The row id of an entry's edition."""
        return int(self.columns.editions.values[number])

    def code(self, number: int) -> str:
        return self.columns.codes.values[number].decode()

    def codes(self, within: EntrySet, order: str = "newest", count: int | None = None) -> list[str]:
        """The codes of the entries of ``within``, or of the first ``count``."""
        return [self.code(n) for n in self.page(within, order, 0, len(within) if count is None else count)]

    # What other pages ask.

    def count(self, facet: str, key: str) -> int:
        """How many entries bear a value of a facet; a theme's include those of its topics."""
        return self.postings(facet).total(key)

    def linked_from(self, code: str) -> tuple[tuple[str, str], ...]:
        """The ties stated on other current entries to this one: (kind, code), oldest entry first."""
        places = self.newest.places
        found = sorted(self.columns.links_to(code), key=lambda link: places[link[0]])
        return tuple((kind, self.code(number)) for number, kind in found)

    def shared(self, facet: str, key: str, other: str) -> FacetCounts:
        """How many entries each value of ``other`` shares with this value of a facet."""
        return self.postings(other).counts(self.postings(facet).bits(key))
