"""The index: every current entry as a number, every facet as sets of numbers. Never changed once made.

Numbers are given once, in the order of a list (last day, first day, code) when
an index is made and at the end afterwards. What was superseded keeps its
number and is alive no more. Orders say where each number stands, so a page
needs no sort and an insertion no rebuild.
"""

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from relations.catalogue import Vocabulary
from relations.finder.columns import Columns, numbers_by
from relations.finder.numbers import NONE, Numbers, numbers_of
from relations.finder.orders import Order
from relations.finder.postings import Counts, Postings
from relations.models import Record


@dataclass(frozen=True, eq=False)
class Index:
    """``version`` is the catalogue's; ``ordered``: the numbers below it stand in the order of a list.

    ``by_edition`` and ``by_record``: for each row id the number of the current
    entry, or -1. ``bearers``: the name that an edition of a topic or an actor
    gives, as kind and key. ``images``: what became of each value of a table.
    """

    version: int
    columns: Columns
    ordered: int
    newest: Order
    updated: Order
    facets: dict[str, Postings]
    images: dict[str, list[tuple]]
    vocabularies: dict[str, Vocabulary]
    bearers: dict[int, tuple[str, str]]
    by_edition: Any
    by_record: Any
    undated: Numbers
    latest: tuple = ()
    unsaved: int = 0

    # Sets of entries.

    @property
    def size(self) -> int:
        """How many entries a reader can open."""
        return len(self.columns.alive)

    @property
    def all(self) -> Numbers:
        return self.columns.alive

    def postings(self, facet: str) -> Postings:
        """The values of a facet by key ("said": pairs of a kind of claim and a speaker)."""
        return self.facets[facet]

    @property
    def dated(self) -> Numbers:
        return self.from_day(date.min)

    def from_day(self, day: date) -> Numbers:
        """The dated entries whose span ends on ``day`` or later."""
        wanted, last = day.toordinal(), self.columns.last.values
        start = bisect_left(last, wanted, hi=self.ordered)
        later = np.flatnonzero(last[self.ordered :] >= wanted) + self.ordered
        return (Numbers(range(start, self.ordered)) | numbers_of(later)) & self.all

    def to_day(self, day: date) -> Numbers:
        """The dated entries whose span begins on ``day`` or earlier."""
        wanted, columns = day.toordinal(), self.columns
        last, first = columns.last.values, columns.first.values
        dated, ended = (bisect_left(last, each, hi=self.ordered) for each in (1, wanted + 1))
        begun = np.flatnonzero((first[ended:] <= wanted) & (first[ended:] > 0)) + ended
        return (Numbers(range(dated, ended)) | numbers_of(begun)) & self.all

    def years(self, within: Numbers) -> list[tuple[int, int]]:
        """How many dated entries of ``within`` touch each year, in order; "by" a date is not a date."""
        return sorted(self.facets["year"].counts(within).items())

    def of_editions(self, editions: Iterable[int]) -> Numbers:
        """The entries that these editions stand for: their own, and all that bear a topic's or actor's name.

        Editions that are no longer current stand for none.
        """
        asked = np.fromiter(editions, np.int64)
        own = self.by_edition[asked[asked < len(self.by_edition)]]
        found = numbers_of(own[own >= 0])
        for edition in asked.tolist() if self.bearers else ():
            if edition in self.bearers:
                kind, key = self.bearers[edition]
                found |= self.postings(kind).bits(key)
                found |= self.postings("speaker").bits(key) if kind == Record.Kind.ACTOR else NONE
        return found

    # Pages of entries.

    def page(self, within: Numbers, order: str, first: int, count: int) -> list[int]:
        """``count`` entries of ``within`` from place ``first`` in the order newest, oldest or updated."""
        held = self.updated if order == "updated" else self.newest
        return held.page(within, first, count, descending=order != "oldest")

    def edition(self, number: int) -> int:
        """The row id of an entry's edition."""
        return int(self.columns.editions.values[number])

    def code(self, number: int) -> str:
        return self.columns.codes.values[number].decode()

    def codes(self, within: Numbers, order: str = "newest", count: int | None = None) -> list[str]:
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

    def shared(self, facet: str, key: str, other: str) -> Counts:
        """How many entries each value of ``other`` shares with this value of a facet."""
        return self.postings(other).counts(self.postings(facet).bits(key))


def editions_and_records(columns: Columns) -> dict[str, Any]:
    return {
        "by_edition": numbers_by(columns.editions.values, columns.alive),
        "by_record": numbers_by(columns.records.values, columns.alive),
    }
