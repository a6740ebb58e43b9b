"""Sets of entries by number, and arrays that only grow.

A set is a compressed bitmap that never changes; ``&``, ``|`` and ``-`` make
another one, ``len`` counts it.
"""

from array import array
from typing import Any

import numpy as np
from pyroaring import FrozenBitMap

EntrySet = FrozenBitMap
Array = np.ndarray[Any, Any]
EMPTY = EntrySet()


def entry_set(found: Array) -> EntrySet:
    """The set of an array of numbers."""
    return EntrySet(array("I", found.astype(np.uint32).tobytes()))


def to_array(held: EntrySet) -> Array:
    """The numbers of a set, smallest first."""
    return np.asarray(held.to_array())


def smaller_side(within: EntrySet, everything: EntrySet) -> tuple[EntrySet, bool]:
    """The entries of ``within``, or all others when those are fewer; and whether it is the others."""
    hits, all_ = len(within), len(everything)
    if hits == all_:
        return EMPTY, True
    others = 2 * hits > all_
    return (everything - within if others else within), others


class GrowableArray:
    """An array that only grows. ``values`` never change; ``extended`` gives a longer one.

    The longer one shares the memory: it writes behind the end of those before
    it. Only one thread extends at a time.
    """

    __slots__ = ("_room", "values")

    def __init__(self, values: Array, room: "_Room | None" = None) -> None:
        self._room = room or _Room(values, len(values))
        self.values = self._room.array[: len(values)]

    @classmethod
    def unfilled(cls, size: int, kind: Any) -> "GrowableArray":
        """So many values for the caller to write, who alone has them: a large array is not held twice."""
        room = _Room(np.empty(0, kind), size)
        room.used = size
        return cls(room.array[:size], room)

    def __len__(self) -> int:
        return len(self.values)

    def extended(self, more: Array) -> "GrowableArray":
        held, size, room = len(self), len(self) + len(more), self._room
        kind = np.promote_types(self.values.dtype, more.dtype)
        if room.used != held or size > len(room.array) or kind != room.array.dtype:
            room = _Room(self.values.astype(kind, copy=False), size)
        room.array[held:size] = more
        room.used = size
        return GrowableArray(room.array[:size], room)


class _Room:
    """Memory that several arrays begin in; ``used`` is the length of the longest."""

    __slots__ = ("array", "used")

    def __init__(self, held: Array, size: int) -> None:
        """Room for ``size`` and some more, so that the next ones need no copy."""
        self.array = np.empty(size + (size >> 4) + 16, held.dtype)
        self.array[: len(held)] = held
        self.used = len(held)
