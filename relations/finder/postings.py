"""Which entries bear which value: the data of one facet."""

from array import array
from collections.abc import Hashable, Iterable, Mapping
from typing import Generic, TypeVar

from relations.finder.bitmaps import ascending, bitmap

Value = TypeVar("Value", bound=Hashable)

# A value borne by fewer than one entry in this many is kept as a list of numbers, not as bits.
_RARE = 64


class Postings(Generic[Value]):
    """For each value the numbers of the entries that bear it; for each entry its values.

    Frequent values are counted by intersecting bitmaps. Rare ones, of which
    there can be thousands, are counted by reading the values of the entries
    hit, or the entries of the values, whichever are fewer.
    """

    def __init__(self, size: int, values: Mapping[Value, Iterable[int]]) -> None:
        """``size``: how many entries there are. Each value's numbers ascend, none twice."""
        self._size = size
        self._frequent: dict[Value, int] = {}
        self._rare: dict[Value, array] = {}
        self._totals: dict[Value, int] = {}
        for value, numbers in values.items():
            held = array("I", numbers)
            self._totals[value] = len(held)
            if len(held) * _RARE >= size:
                self._frequent[value] = bitmap(held, size)
            else:
                self._rare[value] = held
        self._rare_total = sum(map(len, self._rare.values()))
        self._rare_of: dict[int, list[Value]] = {}
        for value, held in self._rare.items():
            for number in held:
                self._rare_of.setdefault(number, []).append(value)

    def __iter__(self) -> Iterable[Value]:
        return iter(self._totals)

    def total(self, value: Value) -> int:
        """How many entries bear ``value``."""
        return self._totals.get(value, 0)

    def bits(self, value: Value) -> int:
        """The entries that bear ``value``."""
        if value in self._frequent:
            return self._frequent[value]
        return bitmap(self._rare.get(value, ()), self._size)

    def any_of(self, values: Iterable[Value]) -> int:
        """The entries that bear at least one of ``values``."""
        found = 0
        for value in values:
            found |= self.bits(value)
        return found

    def counts(self, within: int) -> dict[Value, int]:
        """How many entries of ``within`` bear each value; values that none bears are left out."""
        hits = within.bit_count()
        if hits == self._size:
            return dict(self._totals)
        found = {v: n for v, bits in self._frequent.items() if (n := (bits & within).bit_count())}
        if hits <= self._rare_total:
            for number in ascending(within):
                for value in self._rare_of.get(number, ()):
                    found[value] = found.get(value, 0) + 1
            return found
        octets = within.to_bytes((self._size >> 3) + 1, "little")
        for value, held in self._rare.items():
            if n := sum(octets[number >> 3] >> (number & 7) & 1 for number in held):
                found[value] = n
        return found
