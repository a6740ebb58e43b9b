"""Which editions have which value: the data of one facet, of every version at once."""

from collections.abc import Callable, Hashable, Iterable
from math import inf

import numpy as np

from relations.index.multi_value_column import MultiValueColumn
from relations.index.sets import EMPTY, Array, EntrySet, entry_set, to_array

# A facet of at most so many values has a bitmap of each.
MAX_BITMAPS = 1024
# Seconds, as measured, to intersect bitmaps: for each of them; for each member of one that is sparse (of
# fewer than one edition in sixteen an array, otherwise bits); for each entry that is looked up in one that
# is sparse or dense; for each edition there is, where both are dense. All but the first and last grow with
# the number of editions, of which ever fewer are in the processor's cache.
_PER_BITMAP, _PER_MEMBER, _PER_ENTRY_SPARSE, _PER_ENTRY_DENSE, _PER_EDITION = (
    3e-7,
    4e-10,
    2.5e-10,
    6e-10,
    2e-11,
)
_DENSE, _CACHED = 1 / 16, 500_000
_BLOCK = 1 << 17  # ordinals put into bitmaps at a time, so that little memory is used meanwhile


class FacetPostings:
    """For each value the editions that have it, for each edition its values. Never changed once made.

    Entries are counted value by value, by intersecting bitmaps, or entry by
    entry, by reading their values, whichever takes less time. ``size``: how many
    values there are.
    """

    _bitmaps: dict[int, EntrySet] | None

    def __init__(self, column: MultiValueColumn, previous: "FacetPostings | None" = None) -> None:
        """``previous``: the same of a shorter column."""
        self.column = column
        self.size = len(column.keys)
        bitmaps = previous._bitmaps if previous else {}
        self._bitmaps = None
        if bitmaps is not None and self.size <= MAX_BITMAPS:
            self._bitmaps = self._build_bitmaps(len(previous.column) if previous else 0, bitmaps)
        sizes = [len(bitmap) for bitmap in (self._bitmaps or {}).values()]
        sparse = [size for size in sizes if size < len(column) * _DENSE]
        self._sparse, self._dense, self._members = len(sparse), len(sizes) - len(sparse), sum(sparse)

    def _build_bitmaps(self, first: int, bitmaps: dict[int, EntrySet]) -> dict[int, EntrySet]:
        """The bitmaps with the ordinals from ``first`` on."""
        found, forward = dict(bitmaps), self.column.forward
        for start in range(first, len(self.column), _BLOCK):
            starts = forward.starts[start : start + _BLOCK + 1]
            values = forward.values[starts[0] : starts[-1]]
            owners = np.arange(start, start + len(starts) - 1, dtype=np.uint32)
            owners = np.repeat(owners, np.diff(starts))[np.argsort(values, kind="stable")]
            counts = np.bincount(values, minlength=self.size)
            ends = np.cumsum(counts)
            for code in np.flatnonzero(counts).tolist():
                more = entry_set(owners[ends[code] - counts[code] : ends[code]])
                found[code] = found[code] | more if code in found else more
        return found

    def editions_with(self, value: Hashable) -> EntrySet:
        """The editions of whatever version that have ``value``."""
        code = self.column.codes.get(value, self.size)
        if code >= self.size:
            return EMPTY
        if self._bitmaps is None:
            return entry_set(self.column.ordinals_with(code))
        return self._bitmaps.get(code, EMPTY)

    def editions_with_any(self, values: Iterable[Hashable]) -> EntrySet:
        """The editions of whatever version that have at least one of ``values``."""
        found = EMPTY
        for value in values:
            found |= self.editions_with(value)
        return found

    def count(self, entries: EntrySet) -> Array:
        """By code, how many of these entries have the value."""
        if self._bitmap_seconds(len(entries)) < self.column.forward.seconds(len(entries)):
            return self._count_bitmaps(entries)
        return self.column.forward.count(to_array(entries), self.size)

    def count_within(self, within: EntrySet, entries: EntrySet, totals: Callable[[], Array]) -> Array:
        """By code, how many of ``within``, a part of ``entries`` whose counts are ``totals``, have the value.

        Where the entries outside ``within`` are fewer, those are counted and subtracted.
        """
        fewer = min(len(within), len(entries) - len(within))
        if self._bitmap_seconds(len(within)) < self.column.forward.seconds(fewer):
            return self._count_bitmaps(within)
        if fewer == len(within):
            return self.column.forward.count(to_array(within), self.size)
        others = to_array(entries - within) if fewer else EMPTY_ARRAY
        counts: Array = totals() - self.column.forward.count(others, self.size)
        return counts

    def _count_bitmaps(self, entries: EntrySet) -> Array:
        counts = np.zeros(self.size, np.int64)
        for code, editions in (self._bitmaps or {}).items():
            counts[code] = editions.intersection_cardinality(entries)
        return counts

    def seconds(self, entries: int, read: int) -> float:
        """How long it takes to count so many entries, or to read so many."""
        return min(self._bitmap_seconds(entries), self.column.forward.seconds(read))

    def _bitmap_seconds(self, entries: int) -> float:
        if self._bitmaps is None:
            return inf
        editions = len(self.column)
        slowdown = 1 + editions / _CACHED
        seconds = (self._sparse + self._dense) * _PER_BITMAP + self._members * _PER_MEMBER * slowdown
        if entries < editions * _DENSE:
            each = self._sparse * _PER_ENTRY_SPARSE + self._dense * _PER_ENTRY_DENSE
            return seconds + entries * each * slowdown
        return seconds + self._dense * editions * _PER_EDITION


EMPTY_ARRAY = np.zeros(0, np.uint32)
