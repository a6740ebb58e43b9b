"""The sitemap (sitemaps.org, protocol 0.9): every page that has an address of its own."""

from collections.abc import Iterable
from datetime import datetime
from xml.sax.saxutils import escape

from relations.presenters.urls import absolute_url

# The protocol allows so many addresses, and 50 MB, in one file; none of ours has a thousand bytes.
MAX_URLS = 50_000
_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"

# An address of this site, and when what stands there was last published, if that is known.
SitemapUrl = tuple[str, datetime | None]


def render(pages: Iterable[SitemapUrl]) -> str:
    """The sitemap of these pages."""
    return _render_urls("urlset", "url", pages)


def render_index(sitemaps: Iterable[SitemapUrl]) -> str:
    """The sitemap of sitemaps, where one cannot hold all pages."""
    return _render_urls("sitemapindex", "sitemap", sitemaps)


def _render_urls(root: str, element: str, urls: Iterable[SitemapUrl]) -> str:
    lines = "".join(_render_url(element, path, changed) for path, changed in urls)
    return f'<?xml version="1.0" encoding="utf-8"?>\n<{root} xmlns="{_NAMESPACE}">\n{lines}</{root}>\n'


def _render_url(element: str, path: str, changed: datetime | None) -> str:
    last = f"<lastmod>{changed.isoformat(timespec='seconds')}</lastmod>" if changed else ""
    return f"<{element}><loc>{escape(absolute_url(path))}</loc>{last}</{element}>\n"
