"""A record as readers would see it if one of its revisions were published: its page, with nothing stored."""

from collections.abc import Callable
from typing import Any

from relations import catalogue, documents
from relations.catalogue import SECTIONS, ResolvedAddress, Snapshot, record_url
from relations.documents import Document, canonical_json
from relations.finder import Params, parse_params
from relations.models import Edition, Record, Revision
from relations.presenters.actors import actor_page
from relations.presenters.entry_page import entry_page
from relations.presenters.relationships import relationship_page
from relations.presenters.sources import source_page
from relations.presenters.topics import topic_page
from relations.publishing.publish import companions, newest_documents
from relations.publishing.source_dates import SourceDates

Context = dict[str, Any]
RECORD_PAGES: dict[str, Callable[[Snapshot, ResolvedAddress, Params], Context]] = {
    Record.Kind.TOPIC: topic_page,
    Record.Kind.ACTOR: actor_page,
    Record.Kind.RELATIONSHIP: relationship_page,
    Record.Kind.SOURCE: lambda snapshot, found, _params: source_page(snapshot, found),
}


def preview_page(record: Record, revision: Revision | None = None) -> Context:
    """The context of the page of a revision, the newest unless given; ``page_template`` is its template.

    What it names and was never published is called by its newest revision.
    """
    chosen = {record.pk: revision} if revision else {}
    named = companions([record], revisions=chosen.values())
    drafts = newest_documents([*named, record], chosen)
    document = drafts[record]
    rendering = documents.render(document, SourceDates())
    snapshot = catalogue.current_snapshot().with_drafts(map(canonical_json, drafts.values()))
    if record.is_entry:
        context = entry_page(snapshot, document, rendering)
        return context | {"page_template": f"entries/{record.kind}.html"}
    # No reader narrows the entries of a preview.
    params = parse_params({}, snapshot, {record.kind: [document["slug"]]})
    context = RECORD_PAGES[record.kind](snapshot, _address(record, document, rendering), params)
    return context | {"citation": "", "page_template": f"{SECTIONS[record.kind]}/detail.html"}


def _address(record: Record, document: Document, rendering: Document) -> ResolvedAddress:
    """What the record's address would lead to: an edition that is never saved."""
    edition = Edition(
        record=record,
        number=record.edition.number + 1 if record.edition else 1,
        action=Edition.Action.PUBLISHED,
        document=canonical_json(document),
        rendering=canonical_json(rendering),
    )
    edition.first_published_at = edition.published_at
    return ResolvedAddress(record, edition, True, record_url(record.kind, document["slug"]), False, "")
