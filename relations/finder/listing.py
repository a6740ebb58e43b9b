"""The values of a facet as a reader is offered them: counted, labelled, in order, each with its address."""

from collections.abc import Mapping

from relations.finder.facets import Facet
from relations.finder.result import FacetResult, FacetValue
from relations.finder.selection import Selection

LISTED_VALUES = 50


def list_values(facet: Facet, selection: Selection) -> FacetResult:
    """The most frequent values and the selected ones; a value within another stands below it.

    What the page itself sets, and what that is within, is not offered again.
    """
    catalogue = selection.catalogue
    selected = set(selection.chosen.get(facet.name, ()))
    counts = dict.fromkeys(selected, 0) | _offered(facet, selection)
    # Only values that may be listed are looked up: there can be thousands of others.
    likely = _most_frequent(counts) | selected
    labels = {key: facet.value_label(key, catalogue) for key in likely}
    parents = {key: parent for key in likely if (parent := facet.parent(key, catalogue)) in counts}

    def rank(key: str) -> tuple:
        return (facet.position(key), -counts[key], key in parents, labels[key], key)

    ranked = sorted(likely, key=lambda key: (-counts[key], key in parents, *rank(key)))
    listed = {*ranked[:LISTED_VALUES], *selected}

    def order(key: str) -> tuple:
        parent = parents.get(key)
        return (rank(parent), 1, rank(key)) if parent in listed else (rank(key), 0)

    slugs = {key: facet.slug(key, catalogue) for key in listed}
    queries = selection.params.toggle_queries(facet.name, slugs.values())
    values = tuple(
        FacetValue(
            value=slugs[key],
            label=labels[key],
            count=counts[key],
            selected=key in selected,
            query=queries[slugs[key]],
            indent=parents.get(key) in listed,
        )
        for key in sorted(listed, key=order)
    )
    return FacetResult(facet.name, str(facet.label), values, len(counts), bool(selected))


def _offered(facet: Facet, selection: Selection) -> dict[str, int]:
    catalogue = selection.catalogue
    fixed = {facet.key(slug, catalogue) for slug in selection.params.fixed(facet.name)}
    fixed |= {facet.parent(key, catalogue) for key in fixed if key}
    return {key: count for key, count in selection.counts(facet).items() if key not in fixed}


def _most_frequent(counts: Mapping[str, int]) -> set[str]:
    """At least as many values as are listed, with all that are as frequent as the last of them."""
    if len(counts) <= LISTED_VALUES:
        return set(counts)
    least = sorted(counts.values(), reverse=True)[LISTED_VALUES - 1]
    return {key for key, count in counts.items() if count >= least}
