"""A selection as other pages, feeds and files are asked for it."""

from dataclasses import replace

from relations.catalogue import Snapshot
from relations.finder.facets import FACET_BY_NAME, Facet
from relations.finder.params import Params


def entries_list_params(params: Params, snapshot: Snapshot) -> Params | None:
    """The parameters for ``/entries``, in its own order, that select what a page with fixed ones does.

    None when no address there can say it: what the page sets and another choice
    of the same facet, both at once ("any of" is all that several values can mean).
    """
    widened = replace(params, base=(), default_sort="", sort="", page=1, page_size=Params.page_size)
    for name, fixed in params.base:
        chosen = params.chosen(name)
        if not all(_is_within(FACET_BY_NAME[name], slug, fixed, snapshot) for slug in chosen):
            return None
        widened = widened.with_choices(name, chosen or fixed)
    return widened


def _is_within(facet: Facet, slug: str, fixed: tuple[str, ...], snapshot: Snapshot) -> bool:
    """Whether a value is one of those the page sets, or included in one (a convergence is an issue)."""
    key = facet.key(slug, snapshot)
    return bool({key, facet.parent(key, snapshot)} & {facet.key(each, snapshot) for each in fixed})
