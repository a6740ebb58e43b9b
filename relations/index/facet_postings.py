"""Which entries bear which value: the data of one facet."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from heapq import nsmallest
from math import inf
from typing import Any

import numpy as np

from relations.index.sets import EMPTY, Array, EntrySet, entry_set, smaller_side, to_array
from relations.index.table import Table

# A facet of at most so many values keeps a bitmap of each.
MOST_BITMAPS = 1024
# Seconds, as measured: to intersect a bitmap, and more of them per entry there is.
_EACH, _PER_ENTRY = 1.5e-6, 2e-11
_VALUES = 1 << 20  # values counted at a time
_BLOCK = 1 << 17  # entries put into bitmaps at a time, so that little memory is held meanwhile


class FacetCounts(Mapping[Any, int]):
    """How many entries bear each value; values that none bears are left out."""

    def __init__(self, table: Table, found: Array) -> None:
        self._table, self._found = table, found

    def __getitem__(self, key: Hashable) -> int:
        code = self._table.codes.get(key, len(self._found))
        number = int(self._found[code]) if code < len(self._found) else 0
        if not number:
            raise KeyError(key)
        return number

    def __iter__(self) -> Iterator[Any]:
        return (self._table.keys[code] for code in np.flatnonzero(self._found).tolist())

    def __len__(self) -> int:
        return int(np.count_nonzero(self._found))

    def items(self) -> Any:
        """Pairs of value and number."""
        codes = np.flatnonzero(self._found)
        keys = self._table.keys
        pairs = zip(codes.tolist(), self._found[codes].tolist(), strict=True)
        return [(keys[code], number) for code, number in pairs]

    def most_common(self, number: int, tie_break: Callable[[Any], Any]) -> dict[Any, int]:
        """So many of the most frequent values; of equals the first by ``tie_break``."""
        if len(self) <= number:
            return dict(self.items())
        keys = self._table.keys
        # Made distinct by their codes: among thousands that are equal, partition takes ten times as long.
        distinct = self._found * self._found.size + np.arange(self._found.size)
        least = int(np.partition(distinct, -number)[-number]) // self._found.size
        more = np.flatnonzero(self._found > least)
        as_many = (keys[code] for code in np.flatnonzero(self._found == least).tolist())
        last = nsmallest(number - len(more), as_many, key=tie_break)
        counts = zip(more.tolist(), self._found[more].tolist(), strict=True)
        return {keys[code]: count for code, count in counts} | dict.fromkeys(last, least)


class FacetPostings:
    """For each value the entries that bear it, for each entry its values. Never changed once made.

    Entries hit are counted value by value, by intersecting bitmaps, or entry
    by entry, by reading their values (or those of the entries not hit, when
    they are fewer), whichever takes less time. ``size``: how many values there are.
    """

    def __init__(self, table: Table, alive: EntrySet, previous: "FacetPostings | None" = None) -> None:
        """``alive``: the entries that count. ``previous``: the same of a shorter table."""
        self._table = table
        self._alive = alive
        self._whole = len(alive) == len(table)
        self.size = len(table.keys)
        known = len(previous._table) if previous else 0
        self._totals = self._count_all(known, previous)
        held = previous._bitmaps if previous else {}
        self._bitmaps = None if held is None or self.size > MOST_BITMAPS else self._gather(known, held)

    def _count_all(self, known: int, previous: "FacetPostings | None") -> Array:
        totals = np.zeros(self.size, np.int64)
        forward = self._table.forward
        new = forward.values[forward.starts[known] :]
        # Piece by piece: eight bytes are made of each value.
        for first in range(0, len(new), _VALUES):
            totals += np.bincount(new[first : first + _VALUES], minlength=self.size)
        if previous:
            totals[: previous.size] += previous._totals
        if not self._whole:
            gone = EntrySet(range(known, len(self._table))) - self._alive
            gone |= previous._alive - self._alive if previous else EMPTY
            totals -= forward.count(to_array(gone), self.size)
        return totals

    def _gather(self, known: int, held: dict[int, EntrySet]) -> dict[int, EntrySet]:
        """The bitmaps with the entries from ``known`` on."""
        found, forward = dict(held), self._table.forward
        for first in range(known, len(self._table), _BLOCK):
            starts = forward.starts[first : first + _BLOCK + 1]
            values = forward.values[starts[0] : starts[-1]]
            owners = np.arange(first, first + len(starts) - 1, dtype=np.uint32)
            owners = np.repeat(owners, np.diff(starts))[np.argsort(values, kind="stable")]
            counts = np.bincount(values, minlength=self.size)
            ends = np.cumsum(counts)
            for code in np.flatnonzero(counts).tolist():
                more = entry_set(owners[ends[code] - counts[code] : ends[code]])
                found[code] = found[code] | more if code in found else more
        return found

    @property
    def table(self) -> Table:
        return self._table

    def __iter__(self) -> Iterator[Any]:
        return iter(FacetCounts(self._table, self._totals))

    def total(self, value: Hashable) -> int:
        """How many entries bear ``value``."""
        return FacetCounts(self._table, self._totals).get(value, 0)

    def bits(self, value: Hashable) -> EntrySet:
        """The entries that bear ``value``."""
        code = self._table.codes.get(value, self.size)
        if code >= self.size:
            return EMPTY
        if self._bitmaps is None:
            found = entry_set(self._table.bearing(code))
        else:
            found = self._bitmaps.get(code, EMPTY)
        return found if self._whole else found & self._alive

    def any_of(self, values: Iterable[Hashable]) -> EntrySet:
        """The entries that bear at least one of ``values``."""
        found = EMPTY
        for value in values:
            found |= self.bits(value)
        return found

    def counts(self, within: EntrySet) -> FacetCounts:
        """How many entries of ``within`` bear each value."""
        few = min(len(within), len(self._alive) - len(within))
        if self._by_bitmaps() < self._table.forward.seconds(few):
            found = np.zeros(self.size, np.int64)
            for code, bits in self._bitmaps.items():
                found[code] = bits.intersection_cardinality(within)
            return FacetCounts(self._table, found)
        read, others = smaller_side(within, self._alive)
        return self.counted(self._table.forward.count(to_array(read), self.size), others=others)

    def counted(self, found: Array, *, others: bool) -> FacetCounts:
        """What was counted by code in some entries, or in all ``others``, as counts."""
        return FacetCounts(self._table, self._totals - found if others else found)

    def seconds(self, few: int) -> float:
        """How long it takes to count so many entries, or all others."""
        return min(self._table.forward.seconds(few), self._by_bitmaps())

    def _by_bitmaps(self) -> float:
        if self._bitmaps is None:
            return inf
        return len(self._bitmaps) * (_EACH + len(self._alive) * _PER_ENTRY)
