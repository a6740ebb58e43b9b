"""The values of several facets side by side, to count them in one pass."""

from collections.abc import Callable, Mapping

import numpy as np

from relations.index.facet_postings import FacetPostings
from relations.index.forward_index import BLOCK, DType, ForwardIndex, positions_of, smallest_type
from relations.index.growable_array import GrowableArray
from relations.index.sets import Array, EntrySet, to_array

# The facets that may have too many values to intersect the entries of each.
COUNTED_TOGETHER = ("relationship", "source", "actor", "cause", "speaker")
# Codes are read so many bytes at a time.
_WORD = np.dtype(np.uint64)


class CombinedFacetCounter:
    """One row of codes for each ordinal, the codes of each facet in a range of their own.

    The entries of a selection are scattered over memory. Counted facet by
    facet, memory is waited for at each entry once for each facet; here once,
    and four codes are read at a time (docs/decisions/0010).
    """

    _ranges: dict[str, range]
    _size: int
    _forward: ForwardIndex

    def __init__(
        self, postings: Mapping[str, FacetPostings], previous: "CombinedFacetCounter | None" = None
    ) -> None:
        """``previous``: the same of fewer ordinals."""
        self._postings = postings
        self.facets = {*postings}
        forward = None
        if previous is not None and previous._can_extend_to(postings):
            self._ranges, self._size, forward = previous._ranges, previous._size, previous._forward
        else:
            self._ranges, self._size = _ranges(postings)
        self._forward = self._extend(forward)

    def _can_extend_to(self, postings: Mapping[str, FacetPostings]) -> bool:
        """Whether these are the same columns with more ordinals, and there is room for their new values."""
        return all(
            self._postings[name].column.keys is each.column.keys and each.size <= len(self._ranges[name])
            for name, each in postings.items()
        )

    def _extend(self, forward: ForwardIndex | None) -> ForwardIndex:
        columns = [(self._ranges[name].start, each.column.forward) for name, each in self._postings.items()]
        first = 0 if forward is None else len(forward)
        # The code behind all others stands for nothing: it fills up the last word of a row.
        code_type = smallest_type(self._size + 1)
        per_word = _WORD.itemsize // code_type.itemsize
        words = np.zeros(len(columns[0][1]) - first, np.int32)
        for _offset, column in columns:
            words += np.diff(column.starts[first:])
        words += per_word - 1  # the last word of a row may be filled up
        words //= per_word
        rows = GrowableArray.empty(int(words.sum()), _WORD)
        rows.values.view(code_type)[:] = self._size
        _write_rows(rows.values, words, first, code_type, columns)
        if forward is not None:
            return forward.appended(words, rows.values)
        starts = np.zeros(len(words) + 1, np.int32)
        np.cumsum(words, out=starts[1:])
        return ForwardIndex(GrowableArray(starts), rows, code_type)

    def counts(self, within: EntrySet, entries: EntrySet, totals: Callable[[str], Array]) -> dict[str, Array]:
        """By facet and code, how many of ``within``, some of ``entries``, have each value.

        None at all where one facet after the other takes less time. ``totals``: by
        facet the counts of ``entries``.
        """
        fewer = min(len(within), len(entries) - len(within))
        one_by_one = sum(each.seconds(len(within), fewer) for each in self._postings.values())
        if self._forward.seconds(fewer) >= one_by_one:
            return {}
        by_others = fewer < len(within)
        read = to_array(entries - within if by_others else within)
        found = self._forward.count(read, self._size + 1)
        counts = {
            name: found[self._ranges[name].start :][: each.size] for name, each in self._postings.items()
        }
        return {name: totals(name) - each for name, each in counts.items()} if by_others else counts


def _ranges(postings: Mapping[str, FacetPostings]) -> tuple[dict[str, range], int]:
    """The range of codes of each facet, and the end of all of them."""
    ranges, size = {}, 0
    for name, each in postings.items():
        # With room for what is published later. Up to 65,536 in all a code has two bytes.
        end = size + each.size + each.size // 4 + 256
        ranges[name], size = range(size, end), end
    return ranges, size


def _write_rows(
    rows: Array, words: Array, first: int, code_type: DType, columns: list[tuple[int, ForwardIndex]]
) -> None:
    """Write the codes of the ordinals from ``first`` on. ``columns``: offset and codes of each facet."""
    per_word, start = _WORD.itemsize // code_type.itemsize, 0
    for ordinal in range(first, first + len(words), BLOCK):
        block = words[ordinal - first : ordinal - first + BLOCK]
        end = start + int(block.sum())
        position = (np.cumsum(block) - block) * per_word
        for offset, column in columns:
            counts, codes = column.read(np.arange(ordinal, ordinal + len(block)))
            rows[start:end].view(code_type)[positions_of(position, counts)] = codes.astype(np.int64) + offset
            position = position + counts
        start = end
