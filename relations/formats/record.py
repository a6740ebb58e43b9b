"""One record as plain data for its JSON: a rendering of its edition, with every key resolved."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils import timezone

from relations.catalogue import EditionContent, Snapshot
from relations.catalogue.sections import path_of
from relations.documents import schema, web_address
from relations.documents.schema import SCHEMAS
from relations.models import Edition, Record, Span
from relations.presenters import (
    Citation,
    Claim,
    EntryContent,
    EntrySummary,
    Milestone,
    linked_keys,
    present_entry,
    read_summaries,
    resolve_name,
)
from relations.presenters.urls import absolute_url

SCHEMA = 1
Data = dict[str, Any]
AnyEdition = Edition | EditionContent


def dumps(data: Data) -> str:
    """JSON text as every address here gives it: UTF-8, keys in the order of the contract."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def name_data(name: Any) -> Data | None:
    """A topic, actor, relationship or source in short; None stays None."""
    if name is None:
        return None
    document = name.document
    return {
        "slug": document.get("slug", name.key),
        "name": name.label,
        "url": absolute_url(name.url) if name.url else None,
    }


def span_data(span: Span | None) -> Data | None:
    return span.as_data() if span else None


def records_data(editions: Sequence[AnyEdition], snapshot: Snapshot) -> list[Data]:
    """The JSON of records of any kind, each as its edition tells it. One query, for the entries they name."""
    documents = [edition.read_document() for edition in editions]
    linked = read_summaries(
        key for document in documents if "links" in document for key in linked_keys(document, ())
    )
    return [
        _record(document, edition, snapshot, linked)
        for document, edition in zip(documents, editions, strict=True)
    ]


def _record(
    document: Data, edition: AnyEdition, snapshot: Snapshot, linked: Mapping[str, EntrySummary]
) -> Data:
    rendering = edition.read_rendering()
    if document["kind"] not in Record.ENTRY_KINDS:
        html = rendering["html"]["introduction"]
        return _vocabulary(document, html, edition, snapshot)
    page = present_entry(document, rendering, snapshot, today=timezone.localdate(), entries=linked)
    return _entry(page, edition)


def _entry(page: EntryContent, edition: AnyEdition) -> Data:
    """The contract's JSON of an entry. ``page`` is the edition's document, read."""
    document = page.document
    return {
        "schema": SCHEMA,
        "code": page.code,
        "type": page.type,
        "slug": document["slug"],
        "url": absolute_url(page.url),
        "title": document["title"],
        "summary": document["summary"],
        "date": {**page.date.as_data(), "note": document.get("date_note", "")} if page.date else None,
        "relationships": [name_data(name) for name in page.relationships],
        "topics": [name_data(name) for name in page.topics],
        "actors": [
            {**name_data(each.actor), "role": role} for each in page.participants for role in each.roles
        ],
        "claims": [_claim(claim, raw) for claim, raw in zip(page.claims, document["claims"], strict=True)],
        "links": [
            {"kind": link.kind, "entry": _linked_entry(link.entry)} for link in page.links if not link.reverse
        ],
        "sources": [name_data(name) for name in page.sources],
        **_own_fields(page),
        **_edition(edition),
    }


def _vocabulary(document: Data, html: str, edition: AnyEdition, names: Snapshot) -> Data:
    """The JSON of a topic, an actor, a relationship or a source: its document, keys resolved."""

    def named(kind: str, key: str) -> Data | None:
        return name_data(resolve_name(names.vocabulary(kind), kind, key)) if key else None

    data: Data = {"schema": SCHEMA, "kind": document["kind"], "key": document["key"]}
    data["url"] = absolute_url(path_of(document))
    fields = SCHEMAS[document["kind"]].fields
    for name, value in document.items():
        match fields.get(name):
            case schema.Url() | None:
                continue
            case schema.Key(kind=kind):
                data[name] = named(kind, value)
            case schema.Span():
                data[name] = span_data(Span.parse(value) if value else None)
            case schema.Keys(kind=kind):
                data[name] = [named(kind, key) for key in value]
            case _:
                data[name] = value
    if "url" in document:
        data["web_address"] = web_address(document["url"])
    return {**data, "introduction_html": html, **_edition(edition)}


def _own_fields(page: EntryContent) -> Data:
    document = page.document
    match document["kind"]:
        case Record.Kind.EVENT:
            return {"place": document["place"]}
        case Record.Kind.AGREEMENT:
            milestones = [_milestone(milestone) for milestone in page.milestones]
            return {"form": document["form"], "milestones": milestones, "status": page.status}
    return {
        "stance": document["stance"],
        "state": document["state"],
        "state_as_of": span_data(page.state_as_of),
    }


def _claim(claim: Claim, raw: Data) -> Data:
    return {
        "id": claim.id,
        "kind": claim.kind,
        "text": raw["text"],
        "html": str(claim.html),
        "speaker": name_data(claim.speaker),
        "side": name_data(claim.side),
        "said_on": span_data(claim.said_on),
        "figure_date": span_data(claim.figure_date),
        "review_by": claim.review_by or None,
        "note": raw["note"],
        "citations": [_citation(citation) for citation in claim.citations],
    }


def _citation(citation: Citation) -> Data:
    return {"source": name_data(citation.source)["slug"], "locator": citation.locator}


def _milestone(milestone: Milestone) -> Data:
    return {
        "stage": milestone.stage,
        "date": span_data(milestone.date),
        "note": milestone.note,
        "citations": [_citation(citation) for citation in milestone.citations],
    }


def _linked_entry(entry: EntrySummary) -> Data:
    return {"code": entry.code, "type": entry.type, "title": entry.title, "url": absolute_url(entry.url)}


def _edition(edition: AnyEdition) -> Data:
    return {
        "edition": edition.number,
        "first_published_at": edition.first_published_at.isoformat(),
        "published_at": edition.published_at.isoformat(),
        "change_note": edition.change_note,
    }
