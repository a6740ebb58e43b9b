"""The pages of an event, an agreement and an issue."""

from typing import Any

from relations.catalogue import Snapshot
from relations.finder.overview import IncomingLinks, incoming_links
from relations.models import Edition
from relations.presenters.citation import cited_words, page_citation
from relations.presenters.cited_work import cited_document
from relations.presenters.entry import linked_keys, present_entry, read_listed
from relations.presenters.entry_content import Document, EntryContent
from relations.presenters.entry_lists import MAX_ITEMS, TRUNCATED_ITEMS
from relations.presenters.json_ld import article
from relations.presenters.wording import type_plural


def entry_page(
    snapshot: Snapshot,
    document: Document,
    rendering: Document,
    edition: Edition | None = None,
    *,
    with_incoming_links: bool = True,
) -> dict[str, Any]:
    """The context of an entry's page. ``edition`` is None in a preview of what is not published.

    Of the links that other public entries state as many are shown as in other lists. One query.
    """
    incoming = IncomingLinks()
    if with_incoming_links:
        incoming = incoming_links(snapshot, document["key"], most=MAX_ITEMS, truncated=TRUNCATED_ITEMS)
    linked = read_listed(linked_keys(document, incoming.links), snapshot)
    entry = present_entry(
        document,
        rendering,
        snapshot,
        today=snapshot.today,
        entries=linked,
        reverse=incoming.links,
        edition=edition.number if edition else 0,
    )
    return {
        "snapshot": snapshot,
        "title": document["title"],
        "description": document["summary"],
        "entry": entry,
        "incoming_totals": incoming.totals,
        "edition": edition,
        "main_entity": edition and article(entry, edition, snapshot),
        "cited_work": edition and cited_document(document, edition, snapshot),
        "breadcrumb": _breadcrumb(entry),
        "quoted_work": edition and cited_words(snapshot, edition, document["title"]),
        "citation": edition and page_citation(snapshot, edition, document["title"], entry.url),
    }


def _breadcrumb(entry: EntryContent) -> list[tuple[str, str]]:
    """The entry's relationship, and its type in the finder."""
    relationships = [(name.label, name.url) for name in entry.relationships[:1]]
    return [*relationships, (type_plural(entry.type), f"/entries/?type={entry.type}")]
