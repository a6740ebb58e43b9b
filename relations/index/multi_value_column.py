"""A column with any number of values in each row, encoded by a dictionary."""

from collections.abc import Hashable, Iterable, Sequence
from typing import Any

import numpy as np

from relations.index.forward_index import BLOCK, ForwardIndex, smallest_type
from relations.index.sets import Array


class MultiValueColumn:
    """For each ordinal the codes of its values; ``keys[code]`` is the value.

    Only ever appended to. A longer column shares memory and keys, so one that is
    in use may have keys that no ordinal of it has.
    """

    def __init__(self, keys: list[Any] | None = None, forward: ForwardIndex | None = None) -> None:
        self.keys: list[Any] = [] if keys is None else keys
        self.codes = {key: code for code, key in enumerate(self.keys)}
        self.forward = ForwardIndex() if forward is None else forward
        self._inverted: tuple[Array, Array] | None = None
        self._inverted_values = 0

    def __len__(self) -> int:
        """How many ordinals there are."""
        return len(self.forward)

    def add_key(self, key: Hashable) -> int:
        """The code of a key, given one when it is new."""
        if key not in self.codes:
            self.codes[key] = len(self.keys)
            self.keys.append(key)
        return self.codes[key]

    def appended(self, rows: Iterable[Sequence[Hashable]]) -> "MultiValueColumn":
        """The column with more ordinals appended; each row holds the values of one, none twice."""
        coded = [[self.add_key(key) for key in row] for row in rows]
        counts = np.array([len(row) for row in coded], np.int32)
        return self.appended_coded(counts, np.array([code for row in coded for code in row], np.uint32))

    def appended_coded(self, counts: Array, codes: Array) -> "MultiValueColumn":
        """The column with more ordinals, by codes: how many each new one has, and all of them in a row."""
        longer = MultiValueColumn.__new__(MultiValueColumn)
        longer.keys, longer.codes = self.keys, self.codes
        longer.forward = self.forward.appended(counts, codes.astype(smallest_type(len(self.keys))))
        longer._inverted, longer._inverted_values = self._inverted, self._inverted_values
        return longer

    def take(self, ordinals: Array) -> "MultiValueColumn":
        """The rows of these ordinals alone, in this order."""
        return MultiValueColumn(list(self.keys), self.forward.take(ordinals))

    def ordinals_with(self, code: int) -> Array:
        """The ordinals that have a code, smallest first."""
        values = self.forward.values
        if self._inverted is None or len(values) > 1.1 * self._inverted_values + 1000:
            self._inverted = self._invert()
            self._inverted_values = len(values)
        ends, owners = self._inverted
        old = owners[ends[code] : ends[code + 1]] if code + 1 < len(ends) else owners[:0]
        later = np.flatnonzero(values[self._inverted_values :] == code) + self._inverted_values
        return np.concatenate([old, self._owners(later)]) if len(later) else old

    def _invert(self) -> tuple[Array, Array]:
        """Where the ordinals of each code begin, and the ordinals code by code."""
        owners = np.repeat(np.arange(len(self), dtype=np.uint32), np.diff(self.forward.starts))
        values = self.forward.values
        ends = np.concatenate([[0], np.cumsum(np.bincount(values, minlength=len(self.keys)))])
        return ends, owners[np.argsort(values, kind="stable")]

    def _owners(self, positions: Array) -> Array:
        return (np.searchsorted(self.forward.starts, positions, side="right") - 1).astype(np.uint32)


def map_values(
    column: MultiValueColumn, targets: Sequence[tuple[Hashable, ...]], onto: MultiValueColumn
) -> MultiValueColumn:
    """``onto`` brought to the length of ``column``, each value replaced by its targets, none twice.

    ``targets``: by code of ``column`` what stands for its value.
    """
    width = max(map(len, targets), default=0) or 1
    matrix = np.full((len(targets) or 1, width), -1, np.int64)
    for code, keys in enumerate(targets):
        matrix[code, : len(keys)] = [onto.add_key(key) for key in keys]
    for first in range(len(onto), len(column), BLOCK):
        ordinals = np.arange(first, min(first + BLOCK, len(column)))
        counts, codes = column.forward.read(ordinals)
        found = matrix[codes]
        owners = np.repeat(np.arange(len(ordinals)), counts)[:, None]
        pairs = np.sort((owners * len(onto.keys) + found)[found >= 0])
        pairs = pairs[np.diff(pairs, prepend=-1) > 0]  # np.unique would hash, which takes far longer
        owner, code_of_owner = np.divmod(pairs, max(len(onto.keys), 1))
        counts = np.bincount(owner, minlength=len(ordinals)).astype(np.int32)
        onto = onto.appended_coded(counts, code_of_owner)
    return onto
