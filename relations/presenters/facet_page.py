"""All values of one facet of a list, page by page: what "Show all 1,886 relationships" leads to."""

from dataclasses import dataclass, replace
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from relations.catalogue import NamedRecord, Snapshot
from relations.finder import Params
from relations.finder.facet_value_search import find_values, list_found_values
from relations.finder.facets import Facet
from relations.finder.find import build_chips
from relations.finder.selection import Selection
from relations.finder.sentence import result_sentence
from relations.presenters.name_list import NameQuery, paginate
from relations.presenters.urls import url_with_query


@dataclass(frozen=True)
class FilteredList:
    """The list whose facet is shown: its address, the choices and the order it fixes, its breadcrumb."""

    path: str
    base: dict[str, list[str]]
    sort: str
    breadcrumb: list[tuple[str, str]]


def entries_list(kind: str = "") -> FilteredList:
    """``/entries/``, or ``/events/`` and its like."""
    path = f"/{kind}s/" if kind else "/entries/"
    return FilteredList(path, {"type": [kind]} if kind else {}, "", [(_("Entries"), path)])


def timeline_list() -> FilteredList:
    return FilteredList("/timeline/", {}, "oldest", [(_("Timeline"), "/timeline/")])


def record_list(record: NamedRecord, section: str) -> FilteredList:
    """The entries on the page of a topic, an actor or a relationship."""
    sections = {"topic": _("Topics"), "actor": _("Actors"), "relationship": _("Relationships")}
    breadcrumb = [(sections[record.kind], f"/{section}/"), (record.label, record.url)]
    return FilteredList(record.url, {record.kind: [record.slug]}, "", breadcrumb)


def facet_page(
    snapshot: Snapshot, facet: Facet, entries: FilteredList, params: Params, name_query: NameQuery
) -> dict[str, Any]:
    """The context of the page of a facet's values. ``params``: those of the list, at its first page."""
    selection = Selection(params, snapshot)
    values = find_values(facet, selection, name_query.name, by_label=name_query.by_name)
    names = paginate(values, name_query)
    without_facet = params.without(facet.name)
    list_sentence = result_sentence(without_facet, snapshot, selection.total_without(facet.name))
    label, path = entries.breadcrumb[-1]
    heading = capfirst(str(facet.plural))
    return {
        "snapshot": snapshot,
        "title": _("%(things)s: %(list)s") % {"things": heading, "list": list_sentence},
        "description": _(
            "%(things)s: %(list)s. The number beside each says how many of these entries have it."
        )
        % {"things": heading, "list": list_sentence},
        "page_type": "CollectionPage",
        "heading": heading,
        "sentence": list_sentence,
        "breadcrumb": [
            *entries.breadcrumb[:-1],
            (label, url_with_query(path, params.query)),
        ],
        "path": entries.path,
        "list_url": url_with_query(entries.path, params.query),
        "chips": [chip for chip, _without in build_chips(params, snapshot)],
        # The number of a page is one of these values here, not of the list's entries.
        "problems": [
            *(
                replace(problem, query=name_query.query)
                for problem in params.problems
                if problem.name != "page"
            ),
            *names.problems,
        ],
        "names": names,
        "values": list_found_values(facet, selection, names.rows),
    }
