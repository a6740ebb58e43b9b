"""The pages of an event, an agreement and an issue."""

from collections.abc import Iterable
from typing import Any

from relations.catalogue import Snapshot
from relations.models import Edition
from relations.presenters.citation import edition_citation
from relations.presenters.cited_work import cited_document
from relations.presenters.entry import linked_keys, present_entry, read_listed
from relations.presenters.entry_content import Document, EntryContent
from relations.presenters.json_ld import article
from relations.presenters.wording import type_plural


def entry_page(
    snapshot: Snapshot,
    document: Document,
    rendering: Document,
    reverse: Iterable[tuple[str, str]] = (),
    edition: Edition | None = None,
) -> dict[str, Any]:
    """The context of an entry's page. ``edition`` is None in a preview of what is not published.

    ``reverse``: links that other public entries state, as (kind, their key). One query.
    """
    reverse = tuple(reverse)
    linked = read_listed(linked_keys(document, reverse), snapshot)
    entry = present_entry(
        document, rendering, snapshot, today=snapshot.today, entries=linked, reverse=reverse
    )
    return {
        "snapshot": snapshot,
        "title": document["title"],
        "description": document["summary"],
        "entry": entry,
        "edition": edition,
        "main_entity": edition and article(entry, edition, snapshot),
        "cited_work": edition and cited_document(document, edition, snapshot),
        "breadcrumb": _breadcrumb(entry),
        "citation": edition
        and edition_citation(
            snapshot, edition, document["kind"], document["key"], document["slug"], document["title"]
        ),
    }


def _breadcrumb(entry: EntryContent) -> list[tuple[str, str]]:
    """The entry's relationship, and its type in the finder."""
    relationships = [(name.label, name.url) for name in entry.relationships[:1]]
    return [*relationships, (type_plural(entry.type), f"/entries/?type={entry.type}")]
