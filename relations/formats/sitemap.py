"""The sitemap: every page that has an address of its own."""

from collections.abc import Iterable
from datetime import datetime
from xml.sax.saxutils import escape

from relations.formats.web import absolute

HEAD = (
    '<?xml version="1.0" encoding="utf-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
)


def render(pages: Iterable[tuple[str, datetime | None]]) -> str:
    """``pages``: paths, each with the time of its last publication, if it has one."""
    return HEAD + "".join(_page(path, changed) for path, changed in pages) + "</urlset>\n"


def _page(path: str, changed: datetime | None) -> str:
    last = f"<lastmod>{changed.isoformat(timespec='seconds')}</lastmod>" if changed else ""
    return f"<url><loc>{escape(absolute(path))}</loc>{last}</url>\n"
