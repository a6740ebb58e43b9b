"""The entries that parameters choose, and those they would choose with one facet left out."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from relations.catalogue import Catalogue, fulltext
from relations.finder import dates
from relations.finder.facets import FACET_BY_NAME, FACETS, Facet
from relations.finder.index import Index
from relations.finder.numbers import NONE, Numbers
from relations.finder.params import Choices, Params


@dataclass(frozen=True)
class Matches:
    """The entries that hold every word of a search, in groups of equal rank, best first."""

    groups: tuple[Numbers, ...] = ()

    @property
    def all(self) -> Numbers:
        found = NONE
        for group in self.groups:
            found |= group
        return found


def search(params: Params, index: Index) -> Matches | None:
    """What a search finds, or None without one. One query.

    A term counts by the best place it stands in; the places of several terms
    add up. A topic's or actor's name stands for every entry that bears it.
    """
    if not params.terms:
        return None
    ranked = {0: index.all}
    for places in fulltext.search(params.terms):
        following: dict[int, Numbers] = defaultdict(Numbers)
        for weight, entries in _best_places(places, index):
            for rank, held in ranked.items():
                if both := held & entries:
                    following[rank + weight] |= both
        ranked = following
    return Matches(tuple(ranked[rank] for rank in sorted(ranked, reverse=True)))


def _best_places(places: dict[int, list[int]], index: Index) -> Iterator[tuple[int, Numbers]]:
    seen = NONE
    for weight in sorted(places, reverse=True):
        entries = index.of_editions(places[weight]) - seen
        seen |= entries
        yield weight, entries


class Selection:
    def __init__(
        self, params: Params, catalogue: Catalogue, index: Index, matches: Matches | None = None
    ) -> None:
        """``matches`` are those of ``params.q``; without them the database is asked."""
        self.params = params
        self.catalogue = catalogue
        self.index = index
        self.matches = search(params, index) if matches is None else matches
        self.chosen = keys_of(params.choices, catalogue)
        self._fixed = self._narrowed_by(keys_of(params.base, catalogue))
        if params.terms:
            self._fixed &= self.matches.all
        self._dates = dates.narrow(index, params)
        self._narrowed = {f.name: f.narrow(index, self.chosen) for f in FACETS if f.name in self.chosen}

    def _narrowed_by(self, chosen: dict[str, list[str]]) -> Numbers:
        found = self.index.all
        for facet in FACETS:
            if facet.name in chosen:
                found &= facet.narrow(self.index, chosen)
        return found

    @cached_property
    def hits(self) -> Numbers:
        """The entries chosen."""
        return self.leaving_out("")

    @property
    def hits_of_any_date(self) -> Numbers:
        """The entries chosen but for ``from`` and ``to``."""
        return self.leaving_out("", dated=False)

    def leaving_out(self, name: str, *, dated: bool = True) -> Numbers:
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
        return facet.counts(self.index, self.leaving_out(facet.name), self.chosen)

    def page(self, first: int, count: int) -> list[int]:
        """The entries at ``count`` places from ``first`` (0 is the first), in the order asked for."""
        hits, order = self.hits, self.params.order
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


def keys_of(choices: Choices, catalogue: Catalogue) -> dict[str, list[str]]:
    """By facet, the keys of the chosen slugs."""
    return {name: [FACET_BY_NAME[name].key(slug, catalogue) for slug in slugs] for name, slugs in choices}
