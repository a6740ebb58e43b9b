"""What each entry bears, by key."""

from collections.abc import Hashable, Iterable, Sequence
from typing import Any

import numpy as np

from relations.index.forward import BLOCK, ForwardIndex, kind_of
from relations.index.sets import Array


class Table:
    """For each entry number its values, as codes; ``keys[code]`` is the value.

    Only ever extended. A longer table shares its memory and its keys, so one
    that is in use may hold keys that no entry of it bears.
    """

    def __init__(self, keys: list[Any] | None = None, forward: ForwardIndex | None = None) -> None:
        self.keys: list[Any] = [] if keys is None else keys
        self.codes = {key: code for code, key in enumerate(self.keys)}
        self.forward = ForwardIndex() if forward is None else forward
        self._sorted: tuple[Array, Array] | None = None
        self._sorted_values = 0

    def __len__(self) -> int:
        """How many entries there are."""
        return len(self.forward)

    def code(self, key: Hashable) -> int:
        """The code of a key, given one when it is new."""
        if key not in self.codes:
            self.codes[key] = len(self.keys)
            self.keys.append(key)
        return self.codes[key]

    def extended(self, rows: Iterable[Sequence[Hashable]]) -> "Table":
        """With more entries behind; each row holds the values of one, none twice."""
        coded = [[self.code(key) for key in row] for row in rows]
        counts = np.array([len(row) for row in coded], np.int32)
        return self.extended_coded(counts, np.array([code for row in coded for code in row], np.uint32))

    def extended_coded(self, counts: Array, codes: Array) -> "Table":
        """The same by codes: how many each new entry has, and all of them in a row."""
        longer = Table.__new__(Table)
        longer.keys, longer.codes = self.keys, self.codes
        longer.forward = self.forward.extended(counts, codes.astype(kind_of(len(self.keys))))
        longer._sorted, longer._sorted_values = self._sorted, self._sorted_values
        return longer

    def taken(self, numbers: Array) -> "Table":
        """The table of these entries alone, in this order, numbered anew."""
        return Table(list(self.keys), self.forward.taken(numbers))

    def bearing(self, code: int) -> Array:
        """The entries that bear a code, smallest number first."""
        values = self.forward.values
        if self._sorted is None or len(values) > 1.1 * self._sorted_values + 1000:
            self._sorted = self._by_value()
            self._sorted_values = len(values)
        cuts, owners = self._sorted
        old = owners[cuts[code] : cuts[code + 1]] if code + 1 < len(cuts) else owners[:0]
        later = np.flatnonzero(values[self._sorted_values :] == code) + self._sorted_values
        return np.concatenate([old, self._owners(later)]) if len(later) else old

    def _by_value(self) -> tuple[Array, Array]:
        """Where the entries of each code begin, and the entries code by code."""
        owners = np.repeat(np.arange(len(self), dtype=np.uint32), np.diff(self.forward.starts))
        values = self.forward.values
        cuts = np.concatenate([[0], np.cumsum(np.bincount(values, minlength=len(self.keys)))])
        return cuts, owners[np.argsort(values, kind="stable")]

    def _owners(self, places: Array) -> Array:
        return (np.searchsorted(self.forward.starts, places, side="right") - 1).astype(np.uint32)


def mapped(table: Table, images: Sequence[tuple[Hashable, ...]], onto: Table) -> Table:
    """``onto`` extended to the length of ``table``, each value replaced by its images, none twice."""
    width = max((len(image) for image in images), default=0) or 1
    matrix = np.full((len(images) or 1, width), -1, np.int64)
    for code, image in enumerate(images):
        matrix[code, : len(image)] = [onto.code(key) for key in image]
    for first in range(len(onto), len(table), BLOCK):
        numbers = np.arange(first, min(first + BLOCK, len(table)))
        counts, codes = table.forward.read(numbers)
        found = matrix[codes]
        owners = np.repeat(np.arange(len(numbers)), counts)[:, None]
        pairs = np.sort((owners * len(onto.keys) + found)[found >= 0])
        pairs = pairs[np.diff(pairs, prepend=-1) > 0]  # np.unique would hash, which takes far longer
        owner, code = np.divmod(pairs, max(len(onto.keys), 1))
        onto = onto.extended_coded(np.bincount(owner, minlength=len(numbers)).astype(np.int32), code)
    return onto
