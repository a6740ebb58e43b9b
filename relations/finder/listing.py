"""The values of a facet as a reader is offered them: counted, labelled, in order, each with its address."""

from collections.abc import Callable, Collection, Mapping, Sequence
from heapq import nsmallest
from typing import Any

from relations.catalogue import Name
from relations.finder.facets import Facet
from relations.finder.facets.base import Told
from relations.finder.postings import Counts
from relations.finder.result import FacetResult, FacetValue
from relations.finder.selection import Selection

LISTED_VALUES = 50


def list_values(facet: Facet, selection: Selection) -> FacetResult:
    """The most frequent values and the selected ones; a value within another stands below it.

    What the page itself sets, and what that is within, is not offered again, unless it was selected.
    """
    catalogue = selection.catalogue
    selected = set(selection.chosen.get(facet.name, ()))
    left_out = set_by_the_page(facet, selection) - selected
    found, place = selection.counts(facet), facet.places(catalogue)
    # Only values that may be listed are looked up: there can be thousands of others.
    counts = {key: found.get(key, 0) for key in selected} | {
        key: count
        for key, count in _most_frequent(found, LISTED_VALUES + len(left_out), place).items()
        if key not in left_out
    }
    total = len(found) - sum(key in found for key in left_out) + sum(key not in found for key in selected)
    told = facet.told(counts, catalogue)
    parents = {key: name.parent for key, name in told.items() if name.parent in counts}
    places = {key: (-counts[key], place(key)) if facet.most_first else place(key) for key in counts}
    listed = {*sorted(counts, key=places.__getitem__)[:LISTED_VALUES], *selected}
    ordered = [(key, counts[key]) for key in _in_order(listed, places, parents)]
    indented = {key for key, parent in parents.items() if parent in listed}
    values = with_addresses(facet, selection, ordered, told, indented)
    return FacetResult(facet.name, str(facet.label), str(facet.plural), values, total, bool(selected))


def with_addresses(
    facet: Facet,
    selection: Selection,
    values: Sequence[tuple[str, int]],
    told: Mapping[str, Told | Name],
    indented: Collection[str] = (),
) -> tuple[FacetValue, ...]:
    """Keys and their counts as they are shown, each with the query that chooses it or takes it out."""
    selected = set(selection.chosen.get(facet.name, ()))
    queries = selection.params.toggle_queries(facet.name, [told[key].slug for key, _count in values])
    return tuple(
        FacetValue(
            told[key].slug,
            told[key].label,
            count,
            key in selected,
            queries[told[key].slug],
            key in indented,
        )
        for key, count in values
    )


def _in_order(listed: set[str], places: Mapping[str, Any], parents: Mapping[str, str]) -> list[str]:
    """The values by place, those within another one below it."""

    def within(key: str) -> tuple:
        parent = parents.get(key)
        return (places[parent], 1, places[key]) if parent in listed else (places[key], 0)

    return sorted(listed, key=within if parents else places.__getitem__)


def set_by_the_page(facet: Facet, selection: Selection) -> set[str]:
    """The values that the page itself sets, and what those are within."""
    catalogue = selection.catalogue
    fixed = {facet.key(slug, catalogue) for slug in selection.params.fixed(facet.name)}
    return fixed | {facet.parent(key, catalogue) for key in fixed if key}


def _most_frequent(counts: Mapping[str, int], number: int, place: Callable[[str], Any]) -> Mapping[str, int]:
    """So many values; of those as frequent as the last, the first by ``place``."""
    if isinstance(counts, Counts):
        return counts.most(number, place)
    most = nsmallest(number, counts, key=lambda key: (-counts[key], place(key)))
    return {key: counts[key] for key in most}
