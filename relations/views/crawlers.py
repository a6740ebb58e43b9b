"""What crawlers and browsers ask for: the sitemap, in parts when it is large, robots.txt, how to search."""

from collections.abc import Iterable

from django.http import Http404, HttpRequest, HttpResponse
from django.templatetags.static import static

from relations.caching.responses import CacheableResponse
from relations.catalogue import Snapshot, record_url
from relations.catalogue.sitemap import last_sitemap_part, sitemap_pages, sitemap_parts
from relations.formats import opensearch, sitemap
from relations.presenters.urls import absolute_url
from relations.secret_addresses import PREVIEW
from relations.views.http import public_data, public_page

# Pages that list others: they have no date of their own.
LIST_PATHS = (
    "/",
    "/about/",
    "/entries/",
    "/events/",
    "/agreements/",
    "/issues/",
    "/timeline/",
    "/changes/",
    "/corrections/",
    "/topics/",
    "/actors/",
    "/relationships/",
    "/sources/",
    "/data/",
    "/glossary/",
    "/compare/",
)
# Row ids of records in one part of a large sitemap, which leaves room for the lists in the first.
PART_SIZE = sitemap.MAX_URLS - 1000
# Filtered lists are without number and hold no page that the sitemap does not name.
ROBOTS = """User-agent: *
Disallow: /admin/
Disallow: /{preview}/
Disallow: /claims/*/report/
Disallow: /*?

Sitemap: {sitemap}
"""


@public_data
def sitemap_index(request: HttpRequest, snapshot: Snapshot) -> HttpResponse:
    """``/sitemap.xml``: every page, or an index of the parts when one file cannot hold them all."""
    parts = sitemap_parts(PART_SIZE)
    if len(LIST_PATHS) + sum(count for _number, count, _latest in parts) <= sitemap.MAX_URLS:
        return _xml(sitemap.render(_urls_of_part(None)))
    latest = {1: None} | {number: changed for number, _count, changed in parts}
    return _xml(sitemap.render_index((f"/sitemap-{n}.xml", changed) for n, changed in latest.items()))


@public_data
def sitemap_part(request: HttpRequest, snapshot: Snapshot, number: int) -> HttpResponse:
    """``/sitemap-<n>.xml``: the pages of one part; the first begins with the lists."""
    if number > last_sitemap_part(PART_SIZE):
        raise Http404
    return _xml(sitemap.render(_urls_of_part(number)))


def _urls_of_part(part: int | None) -> Iterable[sitemap.SitemapUrl]:
    """The pages of a part, or of all."""
    records = None if part is None else range((part - 1) * PART_SIZE + 1, part * PART_SIZE + 1)
    lists = ((path, None) for path in LIST_PATHS) if part in (None, 1) else ()
    return [*lists, *((record_url(kind, slug), changed) for kind, slug, changed in sitemap_pages(records))]


def _xml(text: str) -> HttpResponse:
    return CacheableResponse(text, content_type="application/xml; charset=utf-8")


@public_data
def search_description(request: HttpRequest, snapshot: Snapshot) -> HttpResponse:
    """``/opensearch.xml``: how to search here."""
    text = opensearch.render(snapshot.reference, static("relations/favicon.svg"))
    return CacheableResponse(text, content_type=f"{opensearch.MEDIA_TYPE}; charset=utf-8")


@public_page
def robots(request: HttpRequest, snapshot: Snapshot) -> HttpResponse:
    text = ROBOTS.format(preview=PREVIEW, sitemap=absolute_url("/sitemap.xml"))
    return CacheableResponse(text, content_type="text/plain; charset=utf-8")
