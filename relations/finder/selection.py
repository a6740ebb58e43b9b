"""The entries that parameters choose, and those they would choose with one facet left out."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from relations.catalogue import Snapshot
from relations.catalogue.snapshot_cache import SnapshotCache
from relations.finder import dates
from relations.finder.engine import EntrySet, Matches, ValueCounts, search_engine
from relations.finder.facets import FACET_BY_NAME, FACETS, Facet
from relations.finder.params import Choices, Params
from relations.search.term import Term

# Of each snapshot so many searches are remembered, in each process: of 100,000 entries common words take
# 30 to 80 kB.
MAX_SEARCHES = 16

_searches: SnapshotCache[tuple[Term, ...], Matches] = SnapshotCache(MAX_SEARCHES)


@dataclass(frozen=True)
class EntryCodes:
    """The codes of the first of ``total`` entries."""

    total: int
    codes: tuple[str, ...]


class Selection:
    def __init__(
        self,
        params: Params,
        snapshot: Snapshot,
        matches: Matches | None = None,
    ) -> None:
        """``matches`` are those of ``params.q``; without them they are looked up."""
        self.params = params
        self.snapshot = snapshot
        self.engine = engine = search_engine(snapshot)
        if params.terms and matches is None:
            matches = find_matches(params.terms, snapshot)
        self.matches = matches
        self.chosen = chosen_keys(params.choices, snapshot)
        self._fixed = self._narrowed_by(chosen_keys(params.base, snapshot))
        if params.until:
            self._fixed &= dates.filter_by_until(engine, params.until)
        if params.links_to:
            self._fixed &= engine.linking_to(params.links_to)
        if params.terms and matches is not None:
            self._fixed &= matches.entries
        self._dates = dates.filter_by_dates(engine, params)
        self._narrowed = {f.name: f.filter(engine, self.chosen) for f in FACETS if f.name in self.chosen}

    def _narrowed_by(self, chosen: dict[str, list[str]]) -> EntrySet:
        found = self.engine.all()
        for facet in FACETS:
            if facet.name in chosen:
                found &= facet.filter(self.engine, chosen)
        return found

    @property
    def total(self) -> int:
        """How many entries are chosen."""
        return len(self.hits)

    def total_without(self, name: str) -> int:
        """How many entries are chosen when the choice of one facet is left out."""
        return len(self.entries_without(name))

    @cached_property
    def hits(self) -> EntrySet:
        """The entries chosen."""
        return self.entries_without("")

    def entries_without(self, name: str, *, dated: bool = True) -> EntrySet:
        """The entries chosen when the choice of one facet is left out; ``dated=False``: that of dates too."""
        if name and dated and self._is_free(name):
            return self.hits
        found = self._fixed
        if dated and self._dates is not None:
            found &= self._dates
        rest = {key: values for key, values in self.chosen.items() if key != name}
        for facet in FACETS:
            if facet.name in rest:
                changed = facet.coupled_facet == name
                found &= facet.filter(self.engine, rest) if changed else self._narrowed[facet.name]
        return found

    def _is_free(self, name: str) -> bool:
        """Whether leaving out the choice of this facet changes nothing."""
        coupled = any(facet.coupled_facet == name for facet in FACETS if facet.name in self.chosen)
        return name not in self.chosen and not coupled

    def counts(self, facet: Facet) -> ValueCounts:
        """By key, the hits if it were the facet's only choice."""
        if self._is_free(facet.name):
            return self._counts_of_hits[facet.name]
        return facet.counts(self.engine, self.entries_without(facet.name), self.chosen)

    def has_value(self, name: str, key: str) -> bool:
        """Whether any of the entries chosen has a value of a facet. Far less work than to count them."""
        return bool(self.hits & self.engine.with_any_value(name, [key]))

    @cached_property
    def _counts_of_hits(self) -> Mapping[str, ValueCounts]:
        """The counts of all facets of which nothing is chosen, asked of the engine at once."""
        return self.engine.counts([facet.name for facet in FACETS if self._is_free(facet.name)], self.hits)

    @cached_property
    def _hits_of_any_date(self) -> EntrySet:
        return self.hits if self._dates is None else self.entries_without("", dated=False)

    def year_ranges(self) -> tuple[tuple[int, int, int], ...]:
        """How many dated entries run from each first year to each last one, whatever dates are chosen."""
        return tuple(self.engine.year_ranges(self._hits_of_any_date))

    def of_several_years(self, limit: int) -> EntryCodes:
        """The oldest dated entries that begin in one year and end in another, whatever dates are chosen."""
        found = self._hits_of_any_date & self.engine.of_several_years()
        return EntryCodes(len(found), tuple(self.engine.codes(found, "oldest", 0, limit)))

    def undated(self) -> int:
        """How many entries have no date, or only one by which they were, whatever dates are chosen."""
        return len(self._hits_of_any_date & self.engine.undated())

    def dated(self) -> int:
        """How many dated entries there are within ``from`` and ``to``, whatever ``dated`` is."""
        return len(self._hits_of_any_date & dates.dated_entries(self.engine, self.params))

    def edition_ids(self, first: int, count: int, only: EntrySet | None = None) -> list[int]:
        """The editions of the entries at ``count`` places from ``first`` (0 is the first), as ordered.

        With ``only``, the places are those among these entries.
        """
        hits, order = self.hits if only is None else self.hits & only, self.params.order
        if order != "relevance" or self.matches is None:
            return list(self.engine.edition_ids(hits, order, first, count))
        found: list[int] = []
        for group in self.matches.groups:
            chosen = group & hits
            found += self.engine.edition_ids(chosen, "newest", first, count - len(found))
            first = max(first - len(chosen), 0)
            if len(found) == count:
                break
        return found


def find_matches(terms: tuple[Term, ...], snapshot: Snapshot) -> Matches:
    """The entries that contain all of these terms. One query, none for what was searched last.

    Whoever narrows a search or turns its pages asks for the same words again.
    """
    remembered = _searches.of(snapshot)
    matches = remembered.get(terms)
    if matches is None:
        matches = search_engine(snapshot).look_up(terms).match(terms)
        remembered.set(terms, matches)
    return matches


def chosen_keys(choices: Choices, snapshot: Snapshot) -> dict[str, list[str]]:
    """By facet, the keys of the chosen slugs."""
    return {name: [FACET_BY_NAME[name].key(slug, snapshot) for slug in slugs] for name, slugs in choices}
