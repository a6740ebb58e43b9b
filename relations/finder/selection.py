"""The entries that parameters choose, and those they would choose with one facet left out."""

from collections.abc import Mapping
from functools import cached_property

from relations.catalogue import Snapshot
from relations.finder import dates
from relations.finder.facets import FACET_BY_NAME, FACETS, Facet
from relations.finder.matching import Matches, search
from relations.finder.params import Choices, Params
from relations.index.entry_index import EntryIndex
from relations.index.facet_postings import FacetCounts
from relations.index.sets import EntrySet


class Selection:
    def __init__(
        self, params: Params, snapshot: Snapshot, index: EntryIndex, matches: Matches | None = None
    ) -> None:
        """``matches`` are those of ``params.q``; without them the database is asked."""
        self.params = params
        self.snapshot = snapshot
        self.index = index
        if params.terms and matches is None:
            matches = search(params.terms, snapshot, index)
        self.matches = matches
        self.chosen = keys_of(params.choices, snapshot)
        self._fixed = self._narrowed_by(keys_of(params.base, snapshot))
        if params.terms:
            self._fixed &= self.matches.all
        self._dates = dates.narrow(index, params)
        self._narrowed = {f.name: f.narrow(index, self.chosen) for f in FACETS if f.name in self.chosen}

    def _narrowed_by(self, chosen: dict[str, list[str]]) -> EntrySet:
        found = self.index.all
        for facet in FACETS:
            if facet.name in chosen:
                found &= facet.narrow(self.index, chosen)
        return found

    @cached_property
    def hits(self) -> EntrySet:
        """The entries chosen."""
        return self.leaving_out("")

    @property
    def hits_of_any_date(self) -> EntrySet:
        """The entries chosen but for ``from`` and ``to``."""
        return self.leaving_out("", dated=False)

    def leaving_out(self, name: str, *, dated: bool = True) -> EntrySet:
        """The entries chosen when the choice of one facet is left out."""
        if name and dated and name not in self.chosen and not self._is_coupled(name):
            return self.hits
        found = self._fixed
        if dated and self._dates is not None:
            found &= self._dates
        rest = {key: values for key, values in self.chosen.items() if key != name}
        for facet in FACETS:
            if facet.name in rest:
                changed = facet.coupled == name
                found &= facet.narrow(self.index, rest) if changed else self._narrowed[facet.name]
        return found

    def _is_coupled(self, name: str) -> bool:
        return any(facet.coupled == name for facet in FACETS if facet.name in self.chosen)

    def counts(self, facet: Facet) -> Mapping[str, int]:
        """By key, the hits if it were the facet's only choice."""
        within = self.leaving_out(facet.name)
        if within is self.hits and facet.name in self._together:
            return self._together[facet.name]
        return facet.counts(self.index, within, self.chosen)

    @cached_property
    def _together(self) -> Mapping[str, FacetCounts]:
        return self.index.wide.counts(self.hits, self.index.all)

    def page(self, first: int, count: int, only: EntrySet | None = None) -> list[int]:
        """The entries at ``count`` places from ``first`` (0 is the first), in the order asked for.

        With ``only``, the places are those among these entries.
        """
        hits, order = self.hits if only is None else self.hits & only, self.params.order
        if order != "relevance" or self.matches is None:
            return self.index.page(hits, order, first, count)
        found: list[int] = []
        for group in self.matches.groups:
            chosen = group & hits
            found += self.index.page(chosen, "newest", first, count - len(found))
            first = max(first - len(chosen), 0)
            if len(found) == count:
                break
        return found


def keys_of(choices: Choices, snapshot: Snapshot) -> dict[str, list[str]]:
    """By facet, the keys of the chosen slugs."""
    return {name: [FACET_BY_NAME[name].key(slug, snapshot) for slug in slugs] for name, slugs in choices}
