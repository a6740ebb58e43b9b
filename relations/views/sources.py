"""The page of a source with what cites it, and the bibliography."""

from django.http import HttpRequest, HttpResponse

from relations.caching.responses import CacheableResponse
from relations.catalogue import Snapshot
from relations.formats import as_bibtex
from relations.presenters.sources import source_list_page, source_page
from relations.views.http import public_data, public_page, resolve_or_redirect
from relations.views.name_lists import read_name_query
from relations.views.rendering import render_page


@public_page
def source_list(request: HttpRequest, snapshot: Snapshot) -> HttpResponse:
    context = source_list_page(snapshot, read_name_query(request))
    return render_page(request, "sources/list.html", context, context["names"].query.query)


@public_data
def source_list_bibtex(request: HttpRequest, snapshot: Snapshot) -> HttpResponse:
    """``/sources.bib``: every source as literature for LaTeX."""
    return CacheableResponse(as_bibtex.render_sources(snapshot), content_type=as_bibtex.MEDIA_TYPE)


@public_page
def source_detail(request: HttpRequest, snapshot: Snapshot, slug: str) -> HttpResponse:
    found = resolve_or_redirect(request, snapshot, "sources", slug)
    return render_page(request, "sources/detail.html", source_page(snapshot, found))
