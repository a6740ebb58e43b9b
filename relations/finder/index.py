"""The index: every current entry as a number, every facet as sets of numbers. Never changed once made.

Numbers follow the order of a list (last day, first day, code), so newest first
is oldest first read backwards and a page needs no sort. Entries without a date
come before all others.
"""

import threading
from array import array
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from weakref import WeakKeyDictionary

from relations.catalogue import Catalogue
from relations.catalogue.snapshot import Names
from relations.finder.bitmaps import ascending, bitmap, everything, page
from relations.finder.postings import Postings
from relations.finder.rows import FACETS, Cited, Row, read_rows
from relations.models import Precision, Record


class Index:
    def __init__(self, rows: Iterable[Row], catalogue: Catalogue) -> None:
        rows = sorted(rows, key=lambda row: row.order)
        self.version = catalogue.version
        self.size = len(rows)
        self.all = everything(self.size)
        self.codes = [row.code for row in rows]
        self.editions = array("Q", (row.edition for row in rows))
        self._numbers = {code: number for number, code in enumerate(self.codes)}
        self._by_edition = {edition: number for number, edition in enumerate(self.editions)}
        self._last = array("l", (row.order[0] for row in rows))
        self._first = array("l", (row.order[1] for row in rows))
        updated = sorted(
            range(self.size), key=lambda n: (rows[n].published_at, rows[n].edition), reverse=True
        )
        self._updated = array("I", updated)
        self._postings = {name: self._gather(name, rows) for name in FACETS}
        self.dated = everything(self.size) >> (none := bisect_left(self._last, 1)) << none
        self._years: Postings[int] = Postings(self.size, _years(rows))
        vague = (n for n, row in enumerate(rows) if row.span is None or row.span.precision is Precision.BY)
        self.undated = bitmap(vague, self.size)
        self._linked_from: dict[str, list[tuple[str, str]]] = defaultdict(list)
        self._cited: dict[str, list[Cited]] = defaultdict(list)
        for row in rows:
            for kind, code in row.links:
                self._linked_from[code].append((kind, row.code))
            for source, cited in row.citations:
                self._cited[source].append(cited)
        self._bearers = {
            name.edition_id: (name.kind, name.key) for name in (*catalogue.topics, *catalogue.actors)
        }

    def _gather(self, name: str, rows: Sequence[Row]) -> Postings:
        found: dict[Any, list[int]] = defaultdict(list)
        for number, row in enumerate(rows):
            for value in row.values.get(name, ()):
                found[value].append(number)
        return Postings(self.size, found)

    # Sets of entries.

    def postings(self, facet: str) -> Postings:
        """The values of a facet by key ("said": pairs of a kind of claim and a speaker)."""
        return self._postings[facet]

    def from_day(self, day: date) -> int:
        """The entries whose span ends on ``day`` or later."""
        start = bisect_left(self._last, day.toordinal())
        return self.all >> start << start

    def to_day(self, day: date) -> int:
        """The dated entries whose span begins on ``day`` or earlier."""
        wanted = day.toordinal()
        ended = bisect_right(self._last, wanted)
        begun = (
            n for n in ascending(self._years.bits(day.year) >> ended << ended) if self._first[n] <= wanted
        )
        return (everything(ended) & self.dated) | bitmap(begun, self.size)

    def years(self, within: int) -> list[tuple[int, int]]:
        """How many dated entries of ``within`` touch each year, in order; "by" a date is not a date."""
        return sorted(self._years.counts(within & ~self.undated).items())

    def of_editions(self, editions: list[int]) -> int:
        """The entries that these editions stand for: their own, and all that bear a topic's or actor's name.

        Editions that are no longer current stand for none.
        """
        own = (number for e in editions if (number := self._by_edition.get(e)) is not None)
        found = bitmap(own, self.size)
        if self._bearers:
            for edition in editions:
                if edition in self._bearers:
                    kind, key = self._bearers[edition]
                    found |= self.postings(kind).bits(key)
                    found |= self.postings("speaker").bits(key) if kind == Record.Kind.ACTOR else 0
        return found

    # Pages of entries.

    def page(self, within: int, order: str, first: int, count: int) -> list[int]:
        """``count`` entries of ``within`` from place ``first`` in the order newest, oldest or updated."""
        if order == "updated":
            return self._page_updated(within, first, count)
        return page(within, first, count, descending=order != "oldest")

    def _page_updated(self, within: int, first: int, count: int) -> list[int]:
        octets = within.to_bytes((self.size >> 3) + 1, "little")
        found: list[int] = []
        for number in self._updated:
            if octets[number >> 3] >> (number & 7) & 1:
                if first:
                    first -= 1
                    continue
                found.append(number)
                if len(found) == count:
                    break
        return found

    # What other pages ask.

    def number(self, code: str) -> int | None:
        return self._numbers.get(code)

    def count(self, facet: str, key: str) -> int:
        """How many entries bear a value of a facet; a theme's include those of its topics."""
        return self.postings(facet).total(key)

    def linked_from(self, code: str) -> tuple[tuple[str, str], ...]:
        """The ties stated on other current entries to this one: (kind, code), oldest entry first."""
        return tuple(self._linked_from.get(code, ()))

    def citations(self, source: str) -> dict[str, list[Cited]]:
        """By locator, where the current entries cite a source (given by key), oldest entry first."""
        found: dict[str, list[Cited]] = defaultdict(list)
        for cited in self._cited.get(source, ()):
            found[cited.locator].append(cited)
        return dict(found)

    def entries(self, facet: str, key: str, order: str = "newest") -> list[str]:
        """The codes of the entries that bear a value."""
        bits = self.postings(facet).bits(key)
        return [self.codes[n] for n in self.page(bits, order, 0, bits.bit_count())]

    def neighbours(self, facet: str, key: str, other: str = "") -> list[tuple[str, int]]:
        """The values that share entries with this one, and how many, most first (then by key)."""
        found = self.postings(other or facet).counts(self.postings(facet).bits(key))
        if not other or other == facet:
            found.pop(key, None)
        return sorted(found.items(), key=lambda item: (-item[1], item[0]))


def _years(rows: Sequence[Row]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    for number, row in enumerate(rows):
        if row.span is not None:
            for year in range(row.span.first.year, row.span.last.year + 1):
                found[year].append(number)
    return found


_lock = threading.Lock()
# An index lives as long as the names it was made with, so requests under way keep theirs.
_kept: WeakKeyDictionary[Names, Index] = WeakKeyDictionary()


def current(catalogue: Catalogue) -> Index:
    """The index of the catalogue's version; made by the first request after a publication, in one query."""
    index = _kept.get(catalogue.names)
    if index is None:
        with _lock:
            index = _kept.get(catalogue.names)
            if index is None:
                index = _kept[catalogue.names] = Index(read_rows(catalogue), catalogue)
    return index
