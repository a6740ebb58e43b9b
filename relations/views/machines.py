"""What crawlers ask for: the sitemap and robots.txt."""

from django.http import HttpRequest, HttpResponse

from relations.catalogue import Catalogue, url_of
from relations.catalogue.changes import public_pages
from relations.formats import sitemap
from relations.formats.web import absolute
from relations.views.http import public

# Pages that list others: they have no date of their own.
LISTS = (
    "/",
    "/about/",
    "/entries/",
    "/events/",
    "/agreements/",
    "/issues/",
    "/timeline/",
    "/changes/",
    "/topics/",
    "/actors/",
    "/relationships/",
    "/sources/",
)
# Filtered lists are without number and hold no page that the sitemap does not name.
ROBOTS = """User-agent: *
Disallow: /admin/
Disallow: /*?

Sitemap: {sitemap}
"""


@public
def sitemap_page(request: HttpRequest, catalogue: Catalogue) -> HttpResponse:
    records = ((url_of(kind, slug), changed) for kind, slug, changed in public_pages())
    pages = [*((path, None) for path in LISTS), *records]
    return HttpResponse(sitemap.render(pages), content_type="application/xml; charset=utf-8")


@public
def robots_page(request: HttpRequest, catalogue: Catalogue) -> HttpResponse:
    text = ROBOTS.format(sitemap=absolute("/sitemap.xml"))
    return HttpResponse(text, content_type="text/plain; charset=utf-8")
