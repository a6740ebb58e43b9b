"""The entries of a topic, an actor or a relationship as a feed and as a calendar: its page with a suffix."""

from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase

from relations.caching.responses import CacheableResponse, CacheableStream
from relations.catalogue import NamedRecord, Snapshot
from relations.finder import EditionStream, Params, parse_params
from relations.formats import as_atom, as_ics, entries_feed
from relations.presenters.urls import absolute_url
from relations.views.http import public_data, resolve_or_redirect


@public_data
def record_feed(request: HttpRequest, snapshot: Snapshot, section: str, slug: str) -> HttpResponse:
    """``/topics/<slug>.atom`` and its like."""
    name, params = _record(request, snapshot, section, slug, ".atom")
    content = entries_feed.render_record(name, params, snapshot)
    return CacheableResponse(content, content_type=as_atom.MEDIA_TYPE)


@public_data
def record_calendar(request: HttpRequest, snapshot: Snapshot, section: str, slug: str) -> HttpResponseBase:
    """``/topics/<slug>.ics`` and its like."""
    name, params = _record(request, snapshot, section, slug, ".ics")
    address = absolute_url(f"{name.url.removesuffix('/')}.ics")
    body = as_ics.render(EditionStream(params, snapshot), address)
    return CacheableStream(body, content_type=as_ics.MEDIA_TYPE)


def _record(
    request: HttpRequest, snapshot: Snapshot, section: str, slug: str, suffix: str
) -> tuple[NamedRecord, Params]:
    """The record at an address, and the parameters that choose its entries: all, whatever is asked."""
    found = resolve_or_redirect(request, snapshot, section, slug, suffix)
    name = snapshot.vocabulary(found.record.kind)[found.record.key]
    return name, parse_params(QueryDict(), snapshot, {name.kind: [name.slug]})
