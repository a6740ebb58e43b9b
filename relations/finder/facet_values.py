"""The values of a facet as a reader is offered them: counted, labelled, in order, each with its address."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from relations.catalogue import NamedRecord
from relations.finder.dates import dated_labels
from relations.finder.facets import Facet
from relations.finder.facets.base import FacetValueInfo
from relations.finder.selection import Selection

LISTED_VALUES = 50


class FacetValue(NamedTuple):
    """``query`` adds the value to the choice or takes it out; ``indent``: it is within the one above.

    A page has hundreds of them: tuples are made and read in a fraction of the time.
    """

    value: str
    label: str
    count: int  # type: ignore[assignment]  # a tuple's method of that name, which nobody calls here
    selected: bool
    query: str
    indent: bool


@dataclass(frozen=True)
class FacetResult:
    """``name`` is the parameter; ``total_values`` counts the values beyond those listed too.

    ``plural`` is what the values are called within a sentence ("relationships").
    """

    name: str
    label: str
    plural: str
    values: tuple[FacetValue, ...]
    total_values: int
    selected: bool


def list_values(facet: Facet, selection: Selection) -> FacetResult:
    """The most frequent values and the selected ones; a value within another stands below it.

    What the page itself sets, and what that is within, is not offered again, unless it was selected.
    """
    snapshot = selection.snapshot
    selected = set(selection.chosen.get(facet.name, ()))
    left_out = fixed_values(facet, selection) - selected
    found, sort_key = selection.counts(facet), facet.sort_key(snapshot)
    # Only values that may be listed are looked up: there can be thousands of others.
    counts = found.most_common(LISTED_VALUES + len(left_out), sort_key)
    if selected or left_out:
        rest = {key: count for key, count in counts.items() if key not in left_out}
        counts = {key: found.get(key, 0) for key in selected} | rest
    total = len(found) - sum(key in found for key in left_out) + sum(key not in found for key in selected)
    # By that key, and then by count: of equals a sort keeps the order.
    ordered = sorted(counts, key=sort_key)
    if facet.ordered_by_count:
        ordered.sort(key=counts.__getitem__, reverse=True)
    listed = [*ordered[:LISTED_VALUES], *(key for key in ordered[LISTED_VALUES:] if key in selected)]
    infos = facet.value_infos(listed, snapshot)
    within = {key: name.parent for key, name in infos.items() if name.parent in infos}
    values = [(key, counts[key]) for key in (_nested(listed, within) if within else listed)]
    offered = build_facet_values(facet, selection, values, infos, within)
    return FacetResult(facet.name, str(facet.label), str(facet.plural), offered, total, bool(selected))


def list_dated_values(selection: Selection) -> tuple[FacetValue, ...]:
    """The values of ``dated``, each with the entries there would be with it alone."""
    params, counts = selection.params, {"yes": selection.dated(), "no": selection.undated()}
    return tuple(
        FacetValue(
            value,
            label,
            counts[value],
            value in params.dated,
            params.with_dated_toggled(value).query,
            indent=False,
        )
        for value, label in dated_labels().items()
    )


def build_facet_values(
    facet: Facet,
    selection: Selection,
    values: Sequence[tuple[str, int]],
    infos: Mapping[str, FacetValueInfo | NamedRecord],
    indented: Collection[str] = (),
) -> tuple[FacetValue, ...]:
    """Keys and their counts as they are shown, each with the query that chooses it or takes it out."""
    selected = set(selection.chosen.get(facet.name, ()))
    labels = [infos[key] for key, _count in values]
    queries = selection.params.toggled_queries(facet.name, [label.slug for label in labels])
    return tuple(
        FacetValue(label.slug, label.label, count, key in selected, query, key in indented)
        for (key, count), label, query in zip(values, labels, queries, strict=True)
    )


def _nested(listed: Sequence[str], within: Mapping[str, str]) -> list[str]:
    """Each value that is within another one below that, in the order they have. There are two levels."""
    inner: dict[str, list[str]] = {}
    for key in listed:
        if key in within:
            inner.setdefault(within[key], []).append(key)
    return [key for outer in listed if outer not in within for key in (outer, *inner.get(outer, ()))]


def fixed_values(facet: Facet, selection: Selection) -> set[str]:
    """The values that the page itself sets, and what those are within."""
    snapshot = selection.snapshot
    fixed = {facet.key(slug, snapshot) for slug in selection.params.fixed(facet.name)}
    return fixed | {facet.parent(key, snapshot) for key in fixed if key}
