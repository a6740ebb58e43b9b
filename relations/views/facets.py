"""All values of one facet of a list, page by page: what "Show all 1,886 relationships" leads to."""

from django.http import Http404, HttpRequest, HttpResponse

from relations.caching.responses import page_path
from relations.catalogue import Snapshot
from relations.finder import Params, parse_params
from relations.finder.facets import FACET_BY_NAME, Facet
from relations.presenters.facet_page import (
    FilteredList,
    entries_list,
    facet_page,
    record_list,
    timeline_list,
)
from relations.presenters.name_list import NameQuery
from relations.views.http import EarlyResponse, public_page, resolve_or_redirect
from relations.views.name_lists import read_name_query
from relations.views.redirects import redirect_to_path
from relations.views.rendering import render_page


@public_page
def entry_list_facet(request: HttpRequest, snapshot: Snapshot, name: str, kind: str = "") -> HttpResponse:
    return _render_facet(request, snapshot, _get_facet(name), entries_list(kind))


@public_page
def timeline_facet(request: HttpRequest, snapshot: Snapshot, name: str) -> HttpResponse:
    return _render_facet(request, snapshot, _get_facet(name), timeline_list())


@public_page
def record_facet(
    request: HttpRequest, snapshot: Snapshot, section: str, slug: str, name: str
) -> HttpResponse:
    facet = _get_facet(name)

    def moved_query(params: Params) -> str:
        return _read_name_query(request, params).query

    found = resolve_or_redirect(request, snapshot, section, slug, f"/facets/{name}/", moved_query)
    record = snapshot.vocabulary(found.record.kind)[found.record.key]
    present_url = found.present_url and f"{found.present_url}facets/{name}/"
    return _render_facet(request, snapshot, facet, record_list(record, section), present_url)


def _get_facet(name: str) -> Facet:
    if name not in FACET_BY_NAME:
        raise Http404
    return FACET_BY_NAME[name]


def _read_name_query(request: HttpRequest, params: Params) -> NameQuery:
    """What is wanted of the values; "page" counts pages of them, and the list begins again at its first."""
    return read_name_query(request, default_order="count", other_params=tuple(params.at_page(1).pairs))


def _render_facet(
    request: HttpRequest,
    snapshot: Snapshot,
    facet: Facet,
    entries: FilteredList,
    present_url: str | None = "",
) -> HttpResponse:
    params = parse_params(request.GET, snapshot, entries.base, entries.sort).at_page(1)
    name_query = _read_name_query(request, params)
    if params.has_former_slugs:
        raise EarlyResponse(redirect_to_path(page_path(request), name_query.query))
    context = facet_page(snapshot, facet, entries, params, name_query) | {"present_url": present_url}
    return render_page(request, "finder/facet_values.html", context, context["names"].query.query)
