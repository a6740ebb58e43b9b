"""An order of all editions, in which a page is found without sorting."""

from bisect import bisect_left
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from relations.index.sets import Array, EntrySet, entry_set, to_array

# Of fewer entries than one in this many, the ranks are sorted; of more, marked one by one.
_SPARSE = 32
# To read the order from one of its ends is worth it while that is so many times shorter than the set.
_END_SHARE = 4


class SortOrder:
    """``ordinals`` in order, smallest first; ``ranks`` has the rank of each ordinal."""

    def __init__(self, ordinals: Array) -> None:
        self.ordinals = ordinals.astype(np.uint32)
        self.ranks = np.empty(len(ordinals), np.uint32)
        self.ranks[self.ordinals] = np.arange(len(ordinals), dtype=np.uint32)

    def insert(self, new: Sequence[int], key: Callable[[int], Any]) -> "SortOrder":
        """The order with new ordinals inserted at their ranks by ``key``."""
        new = sorted(new, key=key)
        positions = [bisect_left(self.ordinals, key(ordinal), key=key) for ordinal in new]
        return SortOrder(np.insert(self.ordinals, positions, np.array(new, np.uint32)))

    def page(self, within: EntrySet, first: int, count: int, *, descending: bool) -> Array:
        """``count`` ordinals of ``within`` from position ``first`` (0 is the first) in either order."""
        total = len(within)
        count = min(count, total - first)
        if count <= 0:
            return self.ordinals[:0]
        start = total - first - count if descending else first
        before, behind = start, total - start - count
        end = self._read_from_end(within, min(before, behind) + count, last=behind < before)
        if end is None:
            found = self._sort(within)[start : start + count]
        elif behind < before:
            found = end[len(end) - behind - count : len(end) - behind]
        else:
            found = end[before : before + count]
        return found[::-1] if descending else found

    def _read_from_end(self, within: EntrySet, wanted: int, *, last: bool) -> Array | None:
        """At least the first, or last, ``wanted`` ordinals of a set in order; None if all are as soon read.

        Only as much of the order is read as probably holds so many, and more when it does not.
        """
        size = 2 * wanted * len(self.ordinals) // len(within) + 64
        while size * _END_SHARE < len(within):
            end = self.ordinals[-size:] if last else self.ordinals[:size]
            found = entry_set(end) & within
            if len(found) >= wanted:
                return self.ordinals[np.sort(self.ranks[to_array(found)])]
            size *= 4
        return None

    def _sort(self, within: EntrySet) -> Array:
        """The ordinals of a set in order."""
        if len(within) == len(self.ordinals):
            return self.ordinals
        ranks = self.ranks[to_array(within)]
        if len(ranks) * _SPARSE < len(self.ordinals):
            return self.ordinals[np.sort(ranks)]
        chosen = np.zeros(len(self.ordinals), np.bool_)
        chosen[ranks] = True
        return self.ordinals[chosen]
