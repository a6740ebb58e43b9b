"""The index: every edition by ordinal, every facet as sets of ordinals. Never changed once made.

Which editions are the entries of a version is a set like any other, so every
version is asked of the same data (docs/decisions/0011). It offers what
``relations.finder.engine`` asks of an engine.
"""

from bisect import bisect_left
from collections.abc import Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, partial

import numpy as np

from relations.catalogue.vocabularies import Vocabularies
from relations.index.builder import IndexState
from relations.index.facets import Facets, build_facets
from relations.index.indexed_editions import UNDATED
from relations.index.ranking import PostingsLookup
from relations.index.sets import Array, EntrySet, entry_set, to_array
from relations.index.value_counts import ValueCounts
from relations.search.spelling import SimilarWord, similar_words
from relations.search.term import Term

# So many pairs of years have a counter each: in a century of entries of a few years there are thousands.
_MAX_COUNTED = 1 << 18


@dataclass(frozen=True, eq=False)
class EntryIndex:
    """The entries as of ``version``, which is that of ``state`` or an earlier one.

    ``entries``: the editions current then. ``totals``: by facet, by code how many
    of them have the value; filled as asked for.
    """

    version: int
    state: IndexState
    facets: Facets
    entries: EntrySet
    totals: dict[str, Array] = field(default_factory=dict, repr=False)

    def at(self, version: int, names: Vocabularies) -> "EntryIndex":
        """An index of the same ``state`` as of another version, no later than its own, by these names."""
        facets = build_facets(self.state.columns, names, self.facets)
        return EntryIndex(version, self.state, facets, self.state.columns.current_at(version))

    # Sets of entries.

    def all(self) -> EntrySet:
        """Every entry."""
        return self.entries

    def with_any_value(self, facet: str, keys: Iterable[Hashable]) -> EntrySet:
        """The entries with any of these values of a facet."""
        return self.facets.postings[facet].editions_with_any(keys) & self.entries

    def dated_from(self, day: date) -> EntrySet:
        """The dated entries whose span ends on ``day`` or later."""
        wanted, last, ordered = day.toordinal(), self.state.columns.last.values, self.state.ordered
        start = bisect_left(last, wanted, hi=ordered)
        later = np.flatnonzero(last[ordered:] >= wanted) + ordered
        return (EntrySet(range(start, ordered)) | entry_set(later)) & self.entries

    def dated_to(self, day: date) -> EntrySet:
        """The dated entries whose span begins on ``day`` or earlier."""
        wanted, columns, ordered = day.toordinal(), self.state.columns, self.state.ordered
        last, first = columns.last.values, columns.first.values
        dated, ended = (bisect_left(last, each, hi=ordered) for each in (1, wanted + 1))
        begun = np.flatnonzero((first[ended:] <= wanted) & (first[ended:] > 0)) + ended
        return (EntrySet(range(dated, ended)) | entry_set(begun)) & self.entries

    def undated_by(self, day: date) -> EntrySet:
        """The entries for which the sources give only a day by which they were, ``day`` or an earlier one."""
        last = self.state.columns.last.values
        by_then = (last > -UNDATED) & (last <= day.toordinal() - UNDATED)
        return entry_set(np.flatnonzero(by_then)) & self.entries

    def undated(self) -> EntrySet:
        """The entries for which the sources give no date, or only one by which they were."""
        return self._undated

    @cached_property
    def _undated(self) -> EntrySet:
        return entry_set(np.flatnonzero(self.state.columns.first_years.values == 0)) & self.entries

    def of_several_years(self) -> EntrySet:
        """The dated entries that begin in one year and end in another."""
        return self._of_several_years

    @cached_property
    def _of_several_years(self) -> EntrySet:
        columns = self.state.columns
        return (
            entry_set(np.flatnonzero(columns.first_years.values != columns.last_years.values)) & self.entries
        )

    def dated_exactly(self) -> EntrySet:
        """The entries dated to the day."""
        return entry_set(np.flatnonzero(self.state.columns.exact.values)) & self.entries

    def of_editions(self, editions: EntrySet) -> EntrySet:
        """The entries that these editions (by row id) stand for at this version."""
        row_ids, by_edition = to_array(editions), self.state.by_edition
        ordinals = by_edition[row_ids[: np.searchsorted(row_ids, len(by_edition))]]
        return entry_set(np.sort(ordinals[ordinals >= 0])) & self.entries

    @cached_property
    def searchable(self) -> EntrySet:
        """The entries that a search may find: whatever the version, not those that are withdrawn now."""
        withdrawn = list(self.state.withdrawn)
        if not withdrawn or self.version == self.state.version:
            return self.entries
        return self.entries - entry_set(np.flatnonzero(np.isin(self.state.columns.records.values, withdrawn)))

    # Counts.

    def counts(self, facets: Collection[str], within: EntrySet) -> dict[str, ValueCounts]:
        """By facet, how many entries of a set have each value; a theme's include those of its topics."""
        postings, counter = self.facets.postings, self.facets.counter
        found: dict[str, Array] = {}
        if counter.facets <= {*facets}:
            found = counter.counts(within, self.entries, self._total)
        for name in facets:
            if name not in found:
                total = partial(self._total, name)
                found[name] = postings[name].count_within(within, self.entries, total)
        return {name: ValueCounts(postings[name].column, found[name]) for name in facets}

    def _total(self, facet: str) -> Array:
        if facet not in self.totals:
            self.totals[facet] = self.facets.postings[facet].count(self.entries)
        return self.totals[facet]

    def year_ranges(self, within: EntrySet) -> list[tuple[int, int, int]]:
        """How many dated entries of ``within`` run from each first year to each last one, in order."""
        return self._year_ranges_of_all if len(within) == len(self.entries) else self._year_ranges(within)

    @cached_property
    def _year_ranges_of_all(self) -> list[tuple[int, int, int]]:
        return self._year_ranges(self.entries)

    def _year_ranges(self, within: EntrySet) -> list[tuple[int, int, int]]:
        ordinals, columns = to_array(within - self.undated()), self.state.columns
        if not len(ordinals):
            return []
        first: Array = columns.first_years.values.take(ordinals).astype(np.int32)
        lengths: Array = columns.last_years.values.take(ordinals) - first
        begin, width = int(first.min()), int(lengths.max()) + 1
        # Both in one number, counted without being sorted unless entries last for centuries.
        both: Array = (first - begin) * width + lengths
        if int(both.max()) < _MAX_COUNTED:
            counts = np.bincount(both)
            codes = np.flatnonzero(counts)
            counts = counts[codes]
        else:
            codes, counts = np.unique(both, return_counts=True)
        starts = codes // width + begin
        ends = starts + codes % width
        return list(zip(starts.tolist(), ends.tolist(), counts.tolist(), strict=True))

    # Search.

    def look_up(self, terms: Collection[Term]) -> PostingsLookup:
        """Read where these terms stand. One query."""
        return PostingsLookup(terms, self)

    def similar_words(self, words: Sequence[str]) -> dict[str, list[SimilarWord]]:
        """By word (folded), words published as it is or much like it, the nearest first. One query."""
        return similar_words(words)

    # Entries in order.

    def edition_ids(self, within: EntrySet, order: str, first: int, count: int) -> list[int]:
        """The row ids of the editions at ``count`` positions of a set from ``first`` (0 is the first).

        ``order``: newest, oldest or updated.
        """
        found: list[int] = self.state.columns.editions.values[
            self._page(within, order, first, count)
        ].tolist()
        return found

    def codes(self, within: EntrySet, order: str, first: int, count: int) -> list[str]:
        """The codes of the entries at these positions."""
        codes = self.state.columns.codes.values[self._page(within, order, first, count)].tolist()
        return [code.decode() for code in codes]

    def _page(self, within: EntrySet, order: str, first: int, count: int) -> Array:
        if order == "updated":
            return self.state.updated.page(within, first, count, descending=True)
        if order == "newest":
            return self.state.newest.page(within, first, count, descending=True)
        # What is not dated comes first in the order itself, and last in a list of either direction.
        dated = within - self.undated()
        found = self.state.newest.page(dated, first, count, descending=False)
        rest, passed = count - len(found), max(first - len(dated), 0)
        if not rest or len(dated) == len(within):
            return found
        undated = self.state.newest.page(within & self.undated(), passed, rest, descending=False)
        return np.concatenate((found, undated))

    # Links between entries.

    def linking_to(self, code: str, kind: str = "") -> EntrySet:
        """The entries that state a link to this one; ``kind``: a link of this kind."""
        owners, kinds = self.state.columns.links_to(code)
        return entry_set(owners[kinds == kind] if kind else owners) & self.entries

    def incoming_links(self, code: str, within: EntrySet, limit: int) -> list[tuple[str, str]]:
        """The links to an entry that the ``limit`` oldest entries of a set state, as (kind, code)."""
        columns = self.state.columns
        first = self._page(within, "oldest", 0, limit)
        if not len(first):
            return []
        owners, kinds = columns.links_to(code)
        found = [
            (position, kind)
            for position, ordinal in enumerate(first)
            for kind in kinds[owners == ordinal].tolist()
        ]
        return [(kind, columns.codes.values[first[position]].decode()) for position, kind in found]


def open_index(state: IndexState, names: Vocabularies, previous: EntryIndex | None = None) -> EntryIndex:
    """The index of a state at its own version, by these names; ``previous``: of an earlier state."""
    entries = state.columns.current_at(state.version)
    # Once all were sorted again, ordinals are others.
    same = previous is not None and previous.state.ordered == state.ordered
    facets = build_facets(state.columns, names, previous.facets if previous and same else None)
    index = EntryIndex(state.version, state, facets, entries)
    if previous and same:
        index.totals.update(_continued_totals(previous, index))
    return index


def _continued_totals(previous: EntryIndex, index: EntryIndex) -> dict[str, Array]:
    """The totals that follow from those of ``previous``, where the values are still the same."""
    entered = to_array(index.entries - previous.entries)
    left = to_array(previous.entries - index.entries)
    totals = {}
    for name, before in previous.totals.items():
        postings = index.facets.postings[name]
        if postings.column.keys is previous.facets.postings[name].column.keys:
            forward = postings.column.forward
            total = forward.count(entered, postings.size) - forward.count(left, postings.size)
            total[: len(before)] += before
            totals[name] = total
    return totals
