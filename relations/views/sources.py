"""The page of a source with what cites it, and the bibliography, as a page and as files."""

from django.http import HttpRequest, HttpResponse

from relations.caching.responses import CacheableResponse
from relations.catalogue import Snapshot
from relations.formats import as_json, bibliography_json
from relations.formats.literature import LITERATURE, works_of_sources
from relations.presenters.name_list import name_list
from relations.presenters.sources import source_list_page, source_page
from relations.views.http import public_data, public_page, resolve_or_redirect
from relations.views.name_lists import read_name_query
from relations.views.rendering import render_page


@public_page
def source_list(request: HttpRequest, snapshot: Snapshot) -> HttpResponse:
    context = source_list_page(snapshot, read_name_query(request))
    return render_page(request, "sources/list.html", context, context["names"].query.query)


@public_data
def source_list_literature(request: HttpRequest, snapshot: Snapshot, suffix: str) -> HttpResponse:
    """``/sources.bib`` and its like: every source."""
    format_ = LITERATURE[suffix]
    return CacheableResponse(format_.render(works_of_sources(snapshot)), content_type=format_.media_type)


@public_data
def source_list_json(request: HttpRequest, snapshot: Snapshot) -> HttpResponse:
    """``/sources.json``: the sources that ``/sources/`` lists, with the same parameters."""
    query = read_name_query(request)
    names = name_list(snapshot, "source", query, size=bibliography_json.PAGE_SIZE)
    body = bibliography_json.render(names, snapshot)
    return CacheableResponse(body, content_type=as_json.MEDIA_TYPE, canonical_query=names.query.query)


@public_page
def source_detail(request: HttpRequest, snapshot: Snapshot, slug: str) -> HttpResponse:
    found = resolve_or_redirect(request, snapshot, "sources", slug)
    return render_page(request, "sources/detail.html", source_page(snapshot, found))
