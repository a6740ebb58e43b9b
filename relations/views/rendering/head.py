"""What the head of a public page says of it to programs, its JSON-LD, and works as ContextObjects.

Made in Python: a template takes two to three times as long for so many short lines.
"""

from collections.abc import Hashable, Iterable
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

import orjson
from django.utils.translation import gettext as _
from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from relations.catalogue import NamedRecord, Snapshot
from relations.catalogue.snapshot_cache import SnapshotCache
from relations.documents.escaping import escape_output
from relations.finder import Result
from relations.formats import FORMATS, as_atom, oembed, opensearch
from relations.formats.corrections_feed import corrections_title
from relations.formats.literature import LITERATURE
from relations.formats.pictures import HEIGHT, WIDTH, as_png
from relations.models.language import current_language
from relations.presenters.citation_meta import citation_meta, version_meta
from relations.presenters.cited_work import cited_source
from relations.presenters.coins import context_object
from relations.presenters.json_ld.lists import list_items
from relations.presenters.plain_text import cut_at_word
from relations.presenters.urls import absolute_url, url_with_query
from relations.views.rendering.fragments import entry_urls

# Of the present snapshot so many lists' entries (2 kB) and sources (1 kB), in each process.
MAX_LISTS, MAX_SOURCES = 200, 2000
# Open Graph writes a language with a country: that whose English the pages are in.
_OG_LOCALES = {"en": "en_GB"}
# Within a script of data these would end it, begin a comment or, in old programs, break a line of it.
_ESCAPES = {character: f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"}

_lists: SnapshotCache[Hashable, str] = SnapshotCache(MAX_LISTS)
_sources: SnapshotCache[Hashable, str] = SnapshotCache(MAX_SOURCES)


@pass_context
def head_tags(context: Context) -> Markup:
    """Description, canonical address, Open Graph and, of a work that is cited, its citation.

    Only of a page with a ``canonical_url``: errors and previews are nothing to find or to cite.
    """
    canonical_url = context.get("canonical_url")
    if not canonical_url:
        return Markup()
    snapshot = context["snapshot"]
    title = escape_output(context["title"])
    # What is shared of an earlier version leads there, and has a picture of its own.
    url, shared_url = escape_output(canonical_url), context["version_url"] if snapshot.pin else canonical_url
    description = escape_output(cut_at_word(context.get("description") or ""))
    picture_url = absolute_url(f"{picture_page(context)}picture.png", pin=snapshot.pin_text)
    page = (
        f'<meta name="description" content="{description}">\n'
        f'<link rel="canonical" href="{url}">\n'
        f'<meta property="og:title" content="{title}">\n'
        f'<meta property="og:type" content="{"article" if context.get("edition") else "website"}">\n'
        f'<meta property="og:url" content="{escape_output(shared_url)}">\n'
        f'<meta property="og:description" content="{description}">\n'
        f'<meta property="og:image" content="{escape_output(picture_url)}">\n'
        f'<meta property="og:image:alt" content="{title}">'
    )
    if snapshot.pin:
        page += '\n<meta name="robots" content="noindex">'
    citation = (
        f'<meta name="{name}" content="{escape_output(content)}">' for name, content in _cited(context)
    )
    site = _site_tags(snapshot.reference.title, current_language())
    return _joined([page, site, *citation, *_discovery(context, shared_url)])


def _cited(context: Context) -> Iterable[tuple[str, str]]:
    """What the page is cited by: as a work, or by its version."""
    work, snapshot = context.get("cited_work"), context["snapshot"]
    if work:
        return citation_meta(work, context["canonical_url"])
    if snapshot.published_at and "version_url" in context:
        return version_meta(snapshot.published_at.date(), context["version_url"])
    return ()


def picture_page(context: Context) -> str:
    """The address of the record that a page is of, whose picture it has; "/" for all others."""
    record = context.get("owner") or context.get("entry")
    return str(record.url if record else context.get("url") or "/")


def _discovery(context: Context, url: str) -> Iterable[str]:
    """Where programs ask how to show a link to the page of a record, or of the reference (oEmbed, 4)."""
    if context.get("edition") or context["canonical_url"] == absolute_url("/"):
        query = urlencode({"url": url, "format": "json"}, safe=":/@")
        yield _link("alternate", oembed.DISCOVERY_TYPE, context["title"], absolute_url("/oembed/", query))


@lru_cache(maxsize=8)
def _site_tags(reference: str, language: str) -> str:
    """What is the same on all pages."""
    return (
        f'<meta property="og:site_name" content="{escape_output(reference)}">\n'
        f'<meta property="og:locale" content="{_OG_LOCALES.get(language, language)}">\n'
        f'<meta property="og:image:type" content="{as_png.MEDIA_TYPE}">\n'
        f'<meta property="og:image:width" content="{WIDTH}">\n'
        f'<meta property="og:image:height" content="{HEIGHT}">\n'
        f'<meta name="twitter:card" content="summary_large_image">\n'
        f"{_link('search', opensearch.MEDIA_TYPE, reference, '/opensearch.xml')}"
    )


@pass_context
def list_alternates(context: Context, query: str | None, title: str) -> Markup:
    """The feed and the files of the entries on a page. ``query``: theirs at /entries, or None."""
    if query is None:
        return Markup()
    rest = f'{_escaped_query(url_with_query("", query))}">'
    files = (f"{link}{rest}" for link in _files_of_lists(current_language()))
    return _joined([_feed(context, title, "/entries.atom", query), *files])


@pass_context
def feed_alternate(context: Context, query: str | None, title: str, url: str = "") -> Markup:
    """The feed alone, on the page of a record that has files of its own.

    ``url``: of the record that has a feed of its own, where the page shows all of its entries.
    """
    if url and not context.get("narrowed"):
        return _joined([_feed(context, title, f"{url.removesuffix('/')}.atom")])
    return Markup() if query is None else _joined([_feed(context, title, "/entries.atom", query)])


@pass_context
def record_alternates(context: Context, url: str) -> Markup:
    """The files of what is published at ``url``: a record, one of its editions, the list of sources."""
    if not context.get("canonical_url"):
        return Markup()
    base = url.removesuffix("/")
    return _joined(
        [
            _alternate(media_type, label, f"{base}.{suffix}")
            for suffix, media_type, label in _files_of_records(current_language())
        ]
    )


@pass_context
def changes_alternate(context: Context, reference: str) -> Markup:
    """The feed of what changed, by the title it gives itself."""
    title = _("%(reference)s: what changed") % {"reference": reference}
    return _joined([_feed(context, title, "/changes.atom")])


@pass_context
def corrections_alternate(context: Context, reference: str) -> Markup:
    """The feed of corrections, by the title it gives itself."""
    return _joined([_feed(context, corrections_title(reference), "/corrections.atom")])


def coins(source: NamedRecord, snapshot: Snapshot) -> Markup:
    """A source for reference managers that find it within a page (COinS)."""
    cached = _sources.of(snapshot)
    html = cached.get(source.key)
    if html is None:
        work = cited_source(source.document, snapshot)
        html = f'<span class="Z3988" title="{escape_output(context_object(work))}"></span>'
        cached.set(source.key, html)
    return _joined([html])


@pass_context
def structured_data_script(context: Context) -> Markup:
    """The page's JSON-LD: data, which no policy for scripts forbids.

    It stands behind the page, when the addresses of the entries that it lists are at hand.
    """
    graph = context.get("structured_data")
    if not graph:
        return Markup()
    text = orjson.dumps(graph, default=_listed, option=orjson.OPT_PASSTHROUGH_DATACLASS).decode()
    for character, written in _ESCAPES.items():
        text = text.replace(character, written)
    return _joined([f'<script type="application/ld+json">{text}</script>'])


def _listed(value: Any) -> orjson.Fragment:
    """A result in JSON-LD: the entries of its page. They are the same for whatever chose them."""
    if not isinstance(value, Result):
        raise TypeError(type(value))
    cached, key = _lists.of(value.selection.snapshot), (value.first, value.edition_ids)
    text = cached.get(key)
    if text is None:
        text = orjson.dumps(list_items(entry_urls(value), value.first)).decode()
        cached.set(key, text)
    return orjson.Fragment(text)


@lru_cache(maxsize=8)
def _files_of_records(language: str) -> tuple[tuple[str, str, str], ...]:
    """Suffix, media type and label."""
    return tuple(
        (suffix, FORMATS[suffix].media_type, str(FORMATS[suffix].label)) for suffix in ("json", *LITERATURE)
    )


@lru_cache(maxsize=8)
def _files_of_lists(language: str) -> tuple[str, ...]:
    """The links to the files of a list, but for its query and what follows."""
    return tuple(
        _alternate(each.media_type, str(each.label), f"/entries.{suffix}").removesuffix('">')
        for suffix, each in FORMATS.items()
        if suffix != "atom"
    )


def _feed(context: Context, title: str, path: str, query: str = "") -> str:
    """The address in full: some readers of feeds do not complete one."""
    address = absolute_url(path, query, context["snapshot"].pin_text)
    return _alternate(as_atom.MEDIA_TYPE, title, address)


def _alternate(media_type: str, title: str, href: str) -> str:
    return _link("alternate", media_type.partition(";")[0], title, href)


def _link(rel: str, media_type: str, title: str, href: str) -> str:
    href = _escaped_query(href)
    return f'<link rel="{rel}" type="{media_type}" title="{escape_output(title)}" href="{href}">'


def _escaped_query(url: str) -> str:
    """An address of ours, in which all else is quoted already."""
    return url.replace("&", "&amp;")


def _joined(lines: Iterable[str]) -> Markup:
    return Markup("\n".join(lines))  # noqa: S704 (what is not ours is escaped where it is put in)
