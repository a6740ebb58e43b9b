"""All values of one facet, for the page that shows them page by page: a list of entries has room for some."""

from collections.abc import Sequence

from relations.finder.facet_values import FacetValue, build_facet_values, fixed_values
from relations.finder.facets import Facet
from relations.finder.selection import Selection


def find_values(facet: Facet, selection: Selection, text: str, *, by_label: bool) -> list[tuple[str, int]]:
    """The keys of the values in whose label ``text`` stands, and their counts: chosen ones, then most first.

    Only values that find something, and chosen ones, which may find nothing.
    """
    chosen = set(selection.chosen.get(facet.name, ()))
    left_out = fixed_values(facet, selection) - chosen
    # By itself: to list all facets, the selection counts several together.
    within = selection.entries_without(facet.name)
    counts = dict(facet.counts(selection.engine, within, selection.chosen).items())
    found = [
        (key, counts.get(key, 0))
        for key in facet.keys_with_label(text, selection.snapshot)
        if (key in counts or key in chosen) and key not in left_out
    ]
    if not by_label:
        found.sort(key=lambda value: -value[1])
    if chosen:
        found.sort(key=lambda value: value[0] not in chosen)
    return found


def list_found_values(
    facet: Facet, selection: Selection, values: Sequence[tuple[str, int]]
) -> tuple[FacetValue, ...]:
    """Some of these values as they are shown."""
    infos = facet.value_infos([key for key, _count in values], selection.snapshot)
    return build_facet_values(facet, selection, values, infos)
