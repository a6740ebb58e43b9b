"""A forward index: for each ordinal some codes."""

from typing import Any

import numpy as np

from relations.index.growable_array import GrowableArray
from relations.index.sets import Array

_SMALL, _LARGE = np.dtype(np.uint16), np.dtype(np.uint32)
BLOCK = 1 << 13  # ordinals read at a time: what is in hand stays in the processor's cache
# Seconds, as measured, to read and count a value; of packed ones it is that share.
_SECONDS_PER_VALUE, _PACKED = 8e-9, 0.4

DType = np.dtype[Any]


class ForwardIndex:
    """The codes of each ordinal in a row, and where each row begins. Only ever appended to.

    A longer one shares its memory. Each value is a code, unless ``code_type`` is
    given: then a value holds as many codes of that type as fit into it.
    """

    def __init__(
        self,
        starts: GrowableArray | None = None,
        values: GrowableArray | None = None,
        code_type: DType | None = None,
    ) -> None:
        self._starts = GrowableArray(np.zeros(1, np.int32)) if starts is None else starts
        self._values = GrowableArray(np.zeros(0, _SMALL)) if values is None else values
        self._code_type = code_type

    def __len__(self) -> int:
        """How many ordinals there are."""
        return len(self._starts) - 1

    @property
    def starts(self) -> Array:
        return self._starts.values

    @property
    def values(self) -> Array:
        return self._values.values

    @property
    def code_type(self) -> DType:
        return self.values.dtype if self._code_type is None else self._code_type

    def appended(self, counts: Array, values: Array) -> "ForwardIndex":
        """The index with more ordinals appended: how many values each has, and all values in a row."""
        starts = self._starts.appended((self.starts[-1] + np.cumsum(counts)).astype(np.int32))
        return ForwardIndex(starts, self._values.appended(values), self._code_type)

    def read(self, ordinals: Array) -> tuple[Array, Array]:
        """How many values each of these ordinals has, and all of them in a row."""
        starts = self.starts[ordinals]
        counts = self.starts[ordinals.astype(np.int64) + 1] - starts
        return counts, self.values[positions_of(starts, counts)]

    def take(self, ordinals: Array) -> "ForwardIndex":
        """The rows of these ordinals alone, in this order. A part at a time: read at once they take
        eight times the memory of the result.
        """
        starts = np.zeros(len(ordinals) + 1, np.int32)
        np.cumsum(np.diff(self.starts)[ordinals], out=starts[1:])
        values = GrowableArray.empty(int(starts[-1]), self.values.dtype)
        for first in range(0, len(ordinals), BLOCK):
            end = min(first + BLOCK, len(ordinals))
            values.values[starts[first] : starts[end]] = self.read(ordinals[first:end])[1]
        return ForwardIndex(GrowableArray(starts), values, self._code_type)

    def count(self, ordinals: Array, size: int) -> Array:
        """By code (below ``size``), how many of these ordinals have it."""
        found = np.zeros(size, np.int64)
        for first in range(0, len(ordinals), BLOCK):
            block = ordinals[first : first + BLOCK].astype(np.intp)  # what ``take`` would make of it twice
            position, end = self.starts.take(block), self.starts.take(block + 1)
            # The first value of each row, then the second of those that have one, and so on.
            left = (position < end).nonzero()[0]  # numpy's flatnonzero goes through three functions
            parts = []
            while len(left):
                position, end = position.take(left), end.take(left)
                parts.append(self.values.take(position))
                position += 1
                left = (position < end).nonzero()[0]
            if parts:
                found += np.bincount(np.concatenate(parts).view(self.code_type), minlength=size)
        return found

    def seconds(self, ordinals: int) -> float:
        """How long it takes to count so many ordinals."""
        codes = self.values.nbytes // self.code_type.itemsize
        share = 1 if self._code_type is None else _PACKED
        return ordinals * (1 + share * codes / max(len(self), 1)) * _SECONDS_PER_VALUE


def smallest_type(size: int) -> DType:
    """The smallest type of codes below ``size``."""
    return _SMALL if size <= 1 << 16 else _LARGE


def positions_of(starts: Array, counts: Array) -> Array:
    """Where in one row the values stand of which ``counts`` begin at each of ``starts``."""
    ends = np.cumsum(counts)
    return np.repeat(starts - (ends - counts), counts) + np.arange(ends[-1] if len(ends) else 0)
