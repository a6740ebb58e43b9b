"""Forward arrays: for each entry number some codes."""

from typing import Any

import numpy as np

from relations.index.sets import Array, GrowableArray

_SMALL, _LARGE = np.dtype(np.uint16), np.dtype(np.uint32)
BLOCK = 1 << 13  # entries read at a time: what is in hand stays in the processor's cache
_PER_VALUE = 8e-9  # seconds, as measured, to read and count one

Kind = np.dtype[Any]


class ForwardIndex:
    """The codes of each entry in a row, and where each row begins. Only ever extended.

    A longer one shares its memory. Each value is a code, unless ``codes`` is
    their type: then a value holds as many as it has room for.
    """

    def __init__(
        self,
        starts: GrowableArray | None = None,
        values: GrowableArray | None = None,
        codes: Kind | None = None,
    ) -> None:
        self._starts = GrowableArray(np.zeros(1, np.int32)) if starts is None else starts
        self._values = GrowableArray(np.zeros(0, _SMALL)) if values is None else values
        self._codes = codes

    def __len__(self) -> int:
        """How many entries there are."""
        return len(self._starts) - 1

    @property
    def starts(self) -> Array:
        return self._starts.values

    @property
    def values(self) -> Array:
        return self._values.values

    @property
    def _kind(self) -> Kind:
        return self.values.dtype if self._codes is None else self._codes

    def extended(self, counts: Array, values: Array) -> "ForwardIndex":
        """With more entries behind: how many values each has, and all of them in a row."""
        starts = self._starts.extended((self.starts[-1] + np.cumsum(counts)).astype(np.int32))
        return ForwardIndex(starts, self._values.extended(values), self._codes)

    def read(self, numbers: Array) -> tuple[Array, Array]:
        """How many values each of these entries has, and all of them in a row."""
        starts = self.starts[numbers]
        counts = self.starts[numbers.astype(np.int64) + 1] - starts
        return counts, self.values[places_of(starts, counts)]

    def taken(self, numbers: Array) -> "ForwardIndex":
        """The rows of these entries alone, in this order. A part at a time: read at once they take
        eight times the memory of what is kept."""
        starts = np.zeros(len(numbers) + 1, np.int32)
        np.cumsum(np.diff(self.starts)[numbers], out=starts[1:])
        values = GrowableArray.unfilled(int(starts[-1]), self.values.dtype)
        for at in range(0, len(numbers), BLOCK):
            end = min(at + BLOCK, len(numbers))
            values.values[starts[at] : starts[end]] = self.read(numbers[at:end])[1]
        return ForwardIndex(GrowableArray(starts), values, self._codes)

    def count(self, numbers: Array, size: int) -> Array:
        """By code (below ``size``), how many of these entries bear it."""
        found = np.zeros(size, np.int64)
        for at in range(0, len(numbers), BLOCK):
            block = numbers[at : at + BLOCK].astype(np.intp)  # what ``take`` would make of it twice
            place, end = self.starts.take(block), self.starts.take(block + 1)
            left = (place < end).nonzero()[0]  # at once: numpy's flatnonzero goes through three functions
            parts = []
            while len(left):
                place, end = place.take(left), end.take(left)
                parts.append(self.values.take(place))
                place += 1
                left = (place < end).nonzero()[0]
            if parts:
                found += np.bincount(np.concatenate(parts).view(self._kind), minlength=size)
        return found

    def seconds(self, entries: int) -> float:
        """How long it takes to count so many entries."""
        codes = self.values.nbytes // self._kind.itemsize
        return entries * (1 + codes / max(len(self), 1)) * _PER_VALUE


def kind_of(most: int) -> Kind:
    """The smallest type of codes below ``most``."""
    return _SMALL if most <= 1 << 16 else _LARGE


def places_of(starts: Array, counts: Array) -> Array:
    """Where in one row the things stand of which ``counts`` begin at each of ``starts``."""
    ends = np.cumsum(counts)
    return np.repeat(starts - (ends - counts), counts) + np.arange(ends[-1] if len(ends) else 0)
