"""Sets of entries as whole numbers: bit n stands for entry number n."""

from collections.abc import Iterable, Iterator
from itertools import islice

_CHUNK = 1 << 13  # bits read at a time
_DIGITS = bytes.maketrans(b"01", b"\x00\x01")


def bitmap(numbers: Iterable[int], size: int) -> int:
    """The set of ``numbers``, each below ``size``, in any order and as often as they come."""
    octets = bytearray((size >> 3) + 1)
    for number in numbers:
        octets[number >> 3] |= 1 << (number & 7)
    return int.from_bytes(octets, "little")


def everything(size: int) -> int:
    """The set of all numbers below ``size``."""
    return (1 << size) - 1


def ascending(bits: int) -> Iterator[int]:
    """The numbers in ``bits``, smallest first."""
    octets = bits.to_bytes((bits.bit_length() + 7) >> 3, "little")
    for at in range(0, len(octets), _CHUNK >> 3):
        chunk = int.from_bytes(octets[at : at + (_CHUNK >> 3)], "little")
        if chunk:
            text = f"{chunk:b}"[::-1]
            found = text.find("1")
            while found >= 0:
                yield (at << 3) + found
                found = text.find("1", found + 1)


def selectors(bits: int) -> bytes:
    """One byte for each number from 0: 1 when it is in ``bits``, for itertools.compress."""
    return f"{bits:b}"[::-1].encode().translate(_DIGITS)


def page(bits: int, first: int, count: int, *, descending: bool) -> list[int]:
    """``count`` numbers of ``bits`` from place ``first`` (0 is the first place) in either order.

    Chunks before the wanted ones are counted, not read.
    """
    if count <= 0:
        return []
    if descending:
        total = bits.bit_count()
        # The places counted from the other end, turned round.
        start = max(total - first - count, 0)
        return page(bits, start, total - first - start, descending=False)[::-1]
    octets = bits.to_bytes((bits.bit_length() + 7) >> 3, "little")
    step = _CHUNK >> 3
    for at in range(0, len(octets), step):
        held = int.from_bytes(octets[at : at + step], "little").bit_count()
        if held > first:
            rest = int.from_bytes(octets[at:], "little")
            return [(at << 3) + number for number in islice(ascending(rest), first, first + count)]
        first -= held
    return []
