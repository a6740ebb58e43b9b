"""An entry: an article about an event, an agreement or an issue, which rests on sources."""

from functools import lru_cache
from typing import Any

from relations.catalogue import Snapshot
from relations.models import Edition, Record, Span
from relations.models.language import current_language
from relations.presenters.entry_content import EntryContent
from relations.presenters.json_ld.nodes import Node, exact_bounds, without_empty
from relations.presenters.json_ld.records import named_node
from relations.presenters.json_ld.site import licence, publisher, site_node
from relations.presenters.urls import absolute_url


def article(entry: EntryContent, edition: Edition, snapshot: Snapshot) -> Node:
    """The entry at an edition. Its event, if it is one, is what it is about: we report it, and hold none."""
    document = entry.document
    sides = {name.key for name in entry.side_actors}
    actors = [each.actor for each in entry.participants]
    about = [*entry.topics, *(actor for actor in actors if actor.key in sides)]
    url, author = absolute_url(entry.url), publisher(snapshot)
    node = {
        "@type": "Article",
        "@id": f"{url}#entry",
        "headline": document["title"],
        "description": document["summary"],
        "url": url,
        "inLanguage": current_language(),
        "author": author,
        "publisher": {"@id": author["@id"]},
        "datePublished": edition.first_published_at.isoformat(timespec="seconds"),
        "dateModified": edition.published_at.isoformat(timespec="seconds"),
        "version": edition.number,
        "isAccessibleForFree": True,
        "license": licence(snapshot),
        "isPartOf": {"@id": site_node(snapshot)["@id"]},
        "temporalCoverage": _temporal_coverage(entry.date),
        "about": [*_event(entry, url), *_nodes(about)],
        "mentions": _nodes(actor for actor in actors if actor.key not in sides),
        "citation": _nodes(entry.sources),
    }
    return without_empty(node)


def _nodes(names: Any) -> list[Node]:
    return [named_node(name) for name in names if name.url and name.public]


def _event(entry: EntryContent, url: str) -> list[Node]:
    """What happened: with a date, if sources give one."""
    document = entry.document
    if document["kind"] != Record.Kind.EVENT:
        return []
    start, end = exact_bounds(entry.date)
    place = document["place"]
    event = {
        "@type": "Event",
        "@id": f"{url}#event",
        "name": document["title"],
        "startDate": start,
        "endDate": end or start,
        "location": place and {"@type": "Place", "name": place},
    }
    return [without_empty(event)]


@lru_cache(maxsize=8192)
def _temporal_coverage(span: Span | None) -> str:
    """The time an entry is about (ISO 8601; of an upper bound alone the interval is open, "../2021-04")."""
    if span is None:
        return ""
    if span.is_upper_bound:
        return f"../{span.iso_bounds[1]}"
    return span.code if span.is_exact else ""
