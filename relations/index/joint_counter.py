"""The values of several facets side by side, to count them together."""

from collections.abc import Mapping

import numpy as np

from relations.index.facet_postings import FacetCounts, FacetPostings
from relations.index.forward import BLOCK, ForwardIndex, kind_of, places_of
from relations.index.sets import EntrySet, GrowableArray, smaller_side, to_array

# The facets that may have too many values to keep the entries of each.
JOINT_FACETS = ("relationship", "source", "actor", "cause", "speaker")
# Codes are read so many bytes at a time.
_WORD = np.dtype(np.uint64)


class JointCounter:
    """One row of codes for each entry, the codes of each facet in a range of their own.

    One that goes on from an earlier one has its rows at once, any other when it is
    filled, and none any more when they were given up. Without rows it counts nothing.

    The entries of a selection are scattered over memory. Counted facet by
    facet, memory is waited for at each entry once for each facet; here once,
    and four codes are read at a time.
    """

    def __init__(self, postings: Mapping[str, FacetPostings], previous: "JointCounter | None" = None) -> None:
        """``previous``: the same of fewer entries."""
        self._postings = postings
        if previous is not None and previous._leads_to(postings):
            self._ranges, self._size, held = previous._ranges, previous._size, previous._forward
        else:
            if previous is not None:
                previous.give_up()
            self._ranges, self._size, held = {}, 0, None
            for name, each in postings.items():
                # With room for what is published later. Up to 65,536 in all a code has two bytes.
                end = self._size + each.size + each.size // 4 + 256
                self._ranges[name], self._size = range(self._size, end), end
        self._forward: ForwardIndex | None = None if held is None else self._extended(held)

    def give_up(self) -> None:
        """Let go of the rows, when others are to be made: of a million entries they have 26 MB."""
        self._forward = None

    def fill(self) -> None:
        """Make the rows, unless they are there."""
        if self._forward is None:
            self._forward = self._extended(None)

    def _leads_to(self, postings: Mapping[str, FacetPostings]) -> bool:
        """Whether these are of the same tables with more entries, and there is room for their new values."""
        return self._forward is not None and all(
            self._postings[name].table.keys is each.table.keys and each.size <= len(self._ranges[name])
            for name, each in postings.items()
        )

    def _extended(self, held: ForwardIndex | None) -> ForwardIndex:
        tables = [(self._ranges[name].start, each.table.forward) for name, each in self._postings.items()]
        known = 0 if held is None else len(held)
        # The code behind all others stands for nothing: it fills up the last word of a row.
        kind = kind_of(self._size + 1)
        codes_each = _WORD.itemsize // kind.itemsize
        words = np.zeros(len(tables[0][1]) - known, np.int32)
        for _offset, table in tables:
            words += np.diff(table.starts[known:])
        words += codes_each - 1  # the last word of a row may be filled up
        words //= codes_each
        rows = GrowableArray.unfilled(int(words.sum()), _WORD)
        rows.values.view(kind)[:] = self._size
        at = 0
        for first in range(known, known + len(words), BLOCK):
            block = words[first - known : first - known + BLOCK]
            end = at + int(block.sum())
            place = (np.cumsum(block) - block) * codes_each
            for offset, table in tables:
                each, codes = table.read(np.arange(first, first + len(block)))
                rows.values[at:end].view(kind)[places_of(place, each)] = codes.astype(np.int64) + offset
                place = place + each
            at = end
        if held is not None:
            return held.extended(words, rows.values)
        starts = np.zeros(len(words) + 1, np.int32)
        np.cumsum(words, out=starts[1:])
        return ForwardIndex(GrowableArray(starts), rows, kind)

    def counts(self, within: EntrySet, everything: EntrySet) -> Mapping[str, FacetCounts]:
        """By facet, how many entries of ``within`` bear each value; none where one by one is the way.

        ``everything``: all entries that count.
        """
        rows = self._forward  # another thread may give them up meanwhile
        few = min(len(within), len(everything) - len(within))
        if rows is None or rows.seconds(few) >= sum(each.seconds(few) for each in self._postings.values()):
            return {}
        read, others = smaller_side(within, everything)
        found = rows.count(to_array(read), self._size + 1)
        return {
            name: each.counted(found[self._ranges[name].start :][: each.size], others=others)
            for name, each in self._postings.items()
        }
