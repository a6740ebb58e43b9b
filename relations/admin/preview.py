"""Preview: the readers' own page of the working copy, for those who may see it here and for nobody else."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from relations import catalogue as public_catalogue
from relations import documents
from relations.admin.record_urls import change_url
from relations.catalogue import SECTIONS, ResolvedAddress, Snapshot, record_url
from relations.documents import Document, canonical_json
from relations.finder import Params, parse_params
from relations.finder.overview import incoming_links
from relations.models import Edition, Record, WorkingCopy
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


def preview_page(request: HttpRequest, row: WorkingCopy) -> HttpResponse:
    """The newest revision as readers would see it if it were published now."""
    record = Record.objects.select_related("edition").get(pk=row.record_id)
    drafts = newest_documents([*companions([record]), record])
    document = drafts[record]
    rendering = documents.render(document, SourceDates())
    snapshot = public_catalogue.current_snapshot().with_drafts(map(canonical_json, drafts.values()))
    if record.is_entry:
        template = f"entries/{record.kind}.html"
        context = entry_page(snapshot, document, rendering, incoming_links(snapshot, record.key))
    else:
        template = f"{SECTIONS[record.kind]}/detail.html"
        # No reader narrows the entries of a preview.
        params = parse_params({}, snapshot, {record.kind: [document["slug"]]})
        found = _preview_address(record, document, rendering)
        context = RECORD_PAGES[record.kind](snapshot, found, params) | {"citation": ""}
    context |= {"page_template": template, "edit_url": change_url(row)}
    response = render(request, "preview.html", context, using="public")
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _preview_address(record: Record, document: Document, rendering: Document) -> ResolvedAddress:
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
