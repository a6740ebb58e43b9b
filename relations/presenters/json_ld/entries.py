"""An entry: an article about an event, an agreement or an issue, which rests on sources."""

from functools import lru_cache
from typing import Any

from relations.catalogue import Snapshot
from relations.models import Edition, Record, Span
from relations.models.language import current_language
from relations.presenters.entry_content import EntryContent
from relations.presenters.json_ld.nodes import Node, entity_id, exact_bounds, without_empty
from relations.presenters.json_ld.records import named_node
from relations.presenters.json_ld.site import licence, publisher
from relations.presenters.urls import absolute_url


def article(entry: EntryContent, edition: Edition, snapshot: Snapshot) -> Node:
    """The entry at an edition. Its event, if it is one, is what it is about: we report it, and hold none."""
    document = entry.document
    sides = {name.key for name in entry.side_actors}
    actors = [each.actor for each in entry.participants]
    about = [*entry.topics, *(actor for actor in actors if actor.key in sides)]
    node = {
        "@type": "Article",
        "@id": entity_id(entry.url, "entry"),
        "headline": document["title"],
        "description": document["summary"],
        "url": absolute_url(entry.url),
        "inLanguage": current_language(),
        "author": publisher(snapshot),
        "publisher": {"@id": absolute_url("/#publisher")},
        "datePublished": edition.first_published_at.isoformat(timespec="seconds"),
        "dateModified": edition.published_at.isoformat(timespec="seconds"),
        "version": edition.number,
        "isAccessibleForFree": True,
        "license": licence(snapshot),
        "isPartOf": {"@id": absolute_url("/#website")},
        "temporalCoverage": _temporal_coverage(entry.date),
        "about": [*_event(entry), *_nodes(about)],
        "mentions": _nodes(actor for actor in actors if actor.key not in sides),
        "citation": _nodes(entry.sources),
    }
    return without_empty(node)


def _nodes(names: Any) -> list[Node]:
    return [named_node(name) for name in names if name.url and name.public]


def _event(entry: EntryContent) -> list[Node]:
    """What happened: with a date, if sources give one."""
    document = entry.document
    if document["kind"] != Record.Kind.EVENT:
        return []
    start, end = exact_bounds(entry.date)
    place = document["place"]
    event = {
        "@type": "Event",
        "@id": entity_id(entry.url, "event"),
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
