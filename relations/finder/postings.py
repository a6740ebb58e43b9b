"""Which entries bear which value: the data of one facet."""

from array import array
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping
from itertools import chain, compress
from typing import Generic, TypeVar

from relations.finder.bitmaps import ascending, bitmap, everything, selectors

Value = TypeVar("Value", bound=Hashable)

# A value borne by fewer than one entry in this many is kept as a list of numbers, not as bits.
_RARE = 64


class Postings(Generic[Value]):
    """For each value the numbers of the entries that bear it; for each entry its rare values.

    Frequent values are counted by intersecting bitmaps. Rare ones, of which
    there can be thousands, are counted by reading the values of the entries
    hit, or of those not hit when they are fewer.
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
        self._rare_of = self._forward()

    def _forward(self) -> list[tuple[Value, ...]]:
        """By entry its rare values; equal ones share one tuple, which there are far fewer of than entries."""
        if not self._rare:
            return []
        found: list[tuple[Value, ...]] = [()] * self._size
        shared: dict[tuple[Value, ...], tuple[Value, ...]] = {}
        for value, held in self._rare.items():
            for number in held:
                values = (*found[number], value)
                found[number] = shared.setdefault(values, values)
        return found

    def __iter__(self) -> Iterator[Value]:
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
        if self._rare_of and hits * 2 <= self._size:
            found.update(self._count_rare(within, hits))
        elif self._rare_of:
            others = self._count_rare(everything(self._size) ^ within, self._size - hits)
            rare = {value: len(held) - others[value] for value, held in self._rare.items()}
            found.update((value, count) for value, count in rare.items() if count)
        return found

    def _count_rare(self, within: int, hits: int) -> Counter[Value]:
        """Read the values of the entries; of few hits one by one, of many in one sweep over all."""
        if hits * 8 <= self._size:
            rows = map(self._rare_of.__getitem__, ascending(within))
        else:
            rows = compress(self._rare_of, selectors(within))
        return Counter(chain.from_iterable(rows))
