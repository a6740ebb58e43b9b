"""Arrays that only grow, and share their memory as they do."""

from typing import Any

import numpy as np

from relations.index.sets import Array


class GrowableArray:
    """``appended`` gives a longer array; ``values`` of this one stay as they are.

    The longer one writes behind the end of this one, in the same memory, so
    only one thread may append at a time.
    """

    __slots__ = ("_buffer", "values")

    def __init__(self, values: Array, buffer: "_Buffer | None" = None) -> None:
        self._buffer = buffer or _Buffer(values, len(values))
        self.values = self._buffer.array[: len(values)]

    @classmethod
    def empty(cls, size: int, dtype: Any) -> "GrowableArray":
        """An array of ``size`` values that the caller writes, who alone has them: nothing is copied."""
        buffer = _Buffer(np.empty(0, dtype), size)
        buffer.used = size
        return cls(buffer.array[:size], buffer)

    def __len__(self) -> int:
        return len(self.values)

    def appended(self, more: Array) -> "GrowableArray":
        """This one with ``more`` behind, in a larger type when ``more`` needs it."""
        length, size, buffer = len(self), len(self) + len(more), self._buffer
        dtype = np.promote_types(self.values.dtype, more.dtype)
        if buffer.used != length or size > len(buffer.array) or dtype != buffer.array.dtype:
            buffer = _Buffer(self.values.astype(dtype, copy=False), size)
        buffer.array[length:size] = more
        buffer.used = size
        return GrowableArray(buffer.array[:size], buffer)


class _Buffer:
    """Memory that several arrays begin in; ``used`` is the length of the longest."""

    __slots__ = ("array", "used")

    def __init__(self, values: Array, size: int) -> None:
        """Room for ``size`` values and some more, so that the next ones need no copy."""
        self.array = np.empty(size + (size >> 4) + 16, values.dtype)
        self.array[: len(values)] = values
        self.used = len(values)
