"""The values of several facets side by side, to count them together."""

from collections.abc import Mapping

import numpy as np

from relations.finder.forward import BLOCK, Forward, Kind, kind_of, places_of
from relations.finder.numbers import Array, Growing, Numbers, listed
from relations.finder.postings import Counts, Postings

# The facets that may have too many values to keep the entries of each.
WIDE = ("relationship", "source", "actor", "cause", "speaker")
# Codes are read so many bytes at a time.
_WORD = np.dtype(np.uint64)


class Wide:
    """One row of codes for each entry, the codes of each facet in a range of their own. Never changed.

    The entries of a selection are scattered over memory. Counted facet by
    facet, memory is waited for at each entry once for each facet; here once,
    and four codes are read at a time.
    """

    def __init__(self, postings: Mapping[str, Postings], previous: "Wide | None" = None) -> None:
        """``previous``: the same of fewer entries."""
        self._postings = postings
        if previous is not None and previous._leads_to(postings):
            self._firsts, self._size, held = previous._firsts, previous._size, previous._forward
        else:
            self._firsts, self._size, held = {}, 0, None
            for name, each in postings.items():
                self._firsts[name] = self._size
                # With room for what is published later.
                self._size += each.size + each.size // 4 + 256
        self._forward = self._extended(held)

    def _leads_to(self, postings: Mapping[str, Postings]) -> bool:
        """Whether these are of the same tables with more entries, and there is room for their new values."""
        ends = [*list(self._firsts.values())[1:], self._size]
        return all(
            self._postings[name].table.keys is each.table.keys and self._firsts[name] + each.size <= end
            for (name, each), end in zip(postings.items(), ends, strict=True)
        )

    def _extended(self, forward: Forward | None) -> Forward:
        tables = [(self._firsts[name], each.table.forward) for name, each in self._postings.items()]
        # The code behind all others stands for nothing: it fills up rows.
        kind, size = kind_of(self._size + 1), len(tables[0][1])
        forward = forward or Forward(values=Growing(np.zeros(0, _WORD)), codes=kind)
        for first in range(len(forward), size, BLOCK):
            numbers = np.arange(first, min(first + BLOCK, size))
            read = [(offset, *table.read(numbers)) for offset, table in tables]
            forward = forward.extended(*_side_by_side(read, kind, self._size))
        return forward

    def counts(self, within: Numbers, everything: Numbers) -> Mapping[str, Counts]:
        """By facet, how many entries of ``within`` bear each value; none where one by one is faster.

        ``everything``: all entries that count.
        """
        hits = len(within)
        few = min(hits, len(everything) - hits)
        if self._forward.seconds(few) >= sum(each.seconds(few) for each in self._postings.values()):
            return {}
        found = self._forward.count(listed(within if few == hits else everything - within), self._size + 1)
        return {
            name: each.counted(found[first : first + each.size], left_out=few != hits)
            for (name, each), first in zip(self._postings.items(), self._firsts.values(), strict=True)
        }


def _side_by_side(parts: list[tuple[int, Array, Array]], kind: Kind, nothing: int) -> tuple[Array, Array]:
    """Rows made of those of several tables: how many words each has, and all of them.

    ``parts``: of each table what to add to its codes, their number by entry,
    and they. What is left of a row's last word is ``nothing``.
    """
    counts = sum(each for _offset, each, _codes in parts)
    each_word = _WORD.itemsize // kind.itemsize
    words = -(-counts // each_word)
    row = np.full(int(words.sum()) * each_word, nothing, kind)
    place = (np.cumsum(words) - words) * each_word
    for offset, each, codes in parts:
        row[places_of(place, each)] = codes.astype(np.int64) + offset
        place = place + each
    return words, row.view(_WORD)
