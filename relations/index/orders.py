"""An order of all entries, in which a page is found without sorting."""

from bisect import bisect_left
from collections.abc import Callable
from typing import Any

import numpy as np

from relations.index.sets import Array, EntrySet, entry_set, to_array

# Of fewer entries than one in this many, the places are sorted; of more, marked one by one.
_FEW = 32
# To look for numbers from an end of the order is worth it while that is so many times shorter than the set.
_NEAR = 4


class Order:
    """``numbers`` in order, smallest first; ``places`` has the place of each number."""

    def __init__(self, numbers: Array) -> None:
        self.numbers = numbers.astype(np.uint32)
        self.places = np.empty(len(numbers), np.uint32)
        self.places[self.numbers] = np.arange(len(numbers), dtype=np.uint32)

    def inserted(self, new: list[int], key: Callable[[int], Any]) -> "Order":
        """With new numbers at their places; ``key`` tells the order."""
        new = sorted(new, key=key)
        places = [bisect_left(self.numbers, key(number), key=key) for number in new]
        return Order(np.insert(self.numbers, places, np.array(new, np.uint32)))

    def page(self, within: EntrySet, first: int, count: int, *, descending: bool) -> Array:
        """``count`` numbers of ``within`` from place ``first`` (0 is the first place) in either order."""
        total = len(within)
        count = min(count, total - first)
        if count <= 0:
            return self.numbers[:0]
        start = total - first - count if descending else first
        before, behind = start, total - start - count
        near = self._near_an_end(within, min(before, behind) + count, at_the_end=behind < before)
        if near is None:
            found = self._of_all(within)[start : start + count]
        elif behind < before:
            found = near[len(near) - behind - count : len(near) - behind]
        else:
            found = near[before : before + count]
        return found[::-1] if descending else found

    def _near_an_end(self, within: EntrySet, wanted: int, *, at_the_end: bool) -> Array | None:
        """At least ``wanted`` numbers of a set, its first or last in order; None if all are as soon read.

        Only as much of the order is read as probably holds so many, and more when it does not.
        """
        room = 2 * wanted * len(self.numbers) // len(within) + 64
        while room * _NEAR < len(within):
            ends = self.numbers[-room:] if at_the_end else self.numbers[:room]
            held = entry_set(ends) & within
            if len(held) >= wanted:
                return self.numbers[np.sort(self.places[to_array(held)])]
            room *= 4
        return None

    def _of_all(self, within: EntrySet) -> Array:
        """The numbers of a set in order."""
        if len(within) == len(self.numbers):
            return self.numbers
        places = self.places[to_array(within)]
        if len(places) * _FEW < len(self.numbers):
            return self.numbers[np.sort(places)]
        held = np.zeros(len(self.numbers), bool)
        held[places] = True
        return self.numbers[held]
