"""One record as plain data for its JSON: a rendering of its edition, with every key resolved."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, cast

from relations.catalogue import EditionContent, Snapshot
from relations.catalogue.sections import document_url
from relations.catalogue.withdrawals import Withdrawal
from relations.documents import schema
from relations.documents.schema import SCHEMAS
from relations.formats.json_types import (
    SCHEMA,
    CitationData,
    ClaimData,
    EditionData,
    EntryContentData,
    EntryData,
    LinkedEntryData,
    MilestoneData,
    NameData,
    NotedSpanData,
    SpanData,
    WithdrawalData,
    WithdrawnEntryData,
)
from relations.models import Edition, Record, Span
from relations.presenters import (
    Citation,
    Claim,
    EntryContent,
    ListedEntry,
    Milestone,
    WithdrawnEntry,
    linked_keys,
    present_entry,
    read_listed,
    resolve_name,
)
from relations.presenters.contributors import authors_of, names_in_words
from relations.presenters.sources import places_in_sources
from relations.presenters.urls import absolute_url

Data = dict[str, Any]
AnyEdition = Edition | EditionContent


def to_json(data: Mapping[str, Any]) -> str:
    """JSON text as every address here gives it: UTF-8, keys in the order of the contract."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def name_as_data(name: Any, pin: str = "") -> NameData:
    """A topic, actor, relationship or source in short; ``pin``: that of the snapshot it is named by."""
    return {
        "slug": name.document.get("slug", name.key),
        "name": name.label,
        "url": absolute_url(name.url, pin=pin) if name.url else None,
    }


def span_as_data(span: Span | None) -> SpanData | None:
    return cast(SpanData, span.as_data()) if span else None


def noted_span_as_data(span: Span | None, note: str) -> NotedSpanData | None:
    return cast(NotedSpanData, {**span.as_data(), "note": note}) if span else None


def records_as_data(
    editions: Sequence[AnyEdition],
    snapshot: Snapshot,
    places: Mapping[str, Sequence[str]] | None = None,
) -> list[Mapping[str, Any]]:
    """The JSON of records of any kind, each as its edition tells it.

    One query for the entries that entries name, and one for those that cite sources:
    their places are read unless they were collected (``places``, by the key of the source).
    """
    documents = [edition.read_document() for edition in editions]
    if places is None:
        places = _places(documents, snapshot)
    keys = (key for document in documents if "links" in document for key in linked_keys(document, ()))
    linked = read_listed(keys, snapshot)
    return [
        _record(document, edition, snapshot, linked, places)
        for document, edition in zip(documents, editions, strict=True)
    ]


def _record(
    document: Data,
    edition: AnyEdition,
    snapshot: Snapshot,
    linked: Mapping[str, ListedEntry],
    places: Mapping[str, Sequence[str]],
) -> Mapping[str, Any]:
    rendering = edition.read_rendering()
    if document["kind"] not in Record.ENTRY_KINDS:
        data = _vocabulary(document, rendering["html"]["introduction"], edition, snapshot)
        if document["kind"] == Record.Kind.SOURCE:
            data |= _source_members(document, snapshot, places)
        return data
    entry = present_entry(document, rendering, snapshot, today=snapshot.today, entries=linked)
    return _entry(entry, edition, snapshot)


def _entry(entry: EntryContent, edition: AnyEdition, snapshot: Snapshot) -> EntryData:
    """The contract's JSON of an entry."""
    document, content, published = entry.document, _entry_content(entry, snapshot), _edition(edition)
    match document["kind"]:
        case Record.Kind.EVENT:
            return {**content, "place": document["place"], **published}
        case Record.Kind.AGREEMENT:
            return {
                **content,
                "form": document["form"],
                "milestones": [_milestone(milestone) for milestone in entry.milestones],
                "status": entry.status,
                **published,
            }
    return {
        **content,
        "stance": document["stance"],
        "state": document["state"],
        "state_as_of": span_as_data(entry.state_as_of),
        "word": entry.word,
        **published,
    }


def _entry_content(entry: EntryContent, snapshot: Snapshot) -> EntryContentData:
    document, pin = entry.document, snapshot.pin_text
    return {
        "schema": SCHEMA,
        "version": snapshot.version,
        "code": entry.code,
        "type": entry.type,
        "slug": document["slug"],
        "url": absolute_url(entry.url, pin=pin),
        "title": document["title"],
        "summary": document["summary"],
        "date": noted_span_as_data(entry.date, document.get("date_note", "")),
        "relationships": [name_as_data(name, pin) for name in entry.relationships],
        "topics": [name_as_data(name, pin) for name in entry.topics],
        "actors": [
            {**name_as_data(each.actor, pin), "role": role}
            for each in entry.participants
            for role in each.roles
        ],
        "claims": [
            _claim(claim, raw, pin) for claim, raw in zip(entry.claims, document["claims"], strict=True)
        ],
        "links": [
            {"kind": link.kind, "entry": _linked_entry(link.entry, pin)}
            for link in entry.links
            if not link.reverse
        ],
        "sources": [name_as_data(name, pin) for name in entry.sources],
    }


def _vocabulary(document: Data, html: str, edition: AnyEdition, names: Snapshot) -> Data:
    """The JSON of a topic, an actor, a relationship or a source: its document, keys resolved."""

    def named(kind: str, key: str) -> NameData | None:
        name = resolve_name(names.vocabulary(kind), kind, key) if key else None
        return name and name_as_data(name, names.pin_text)

    data: Data = {"schema": SCHEMA, "version": names.version}
    data |= {"kind": document["kind"], "key": document["key"]}
    data["url"] = absolute_url(document_url(document), pin=names.pin_text)
    fields = SCHEMAS[document["kind"]].fields
    for name, value in document.items():
        field = fields.get(name)
        match field:
            case None:
                continue
            case schema.KeyField(kind=kind):
                data[field.json_name] = named(kind, value)
            case schema.SpanField():
                data[field.json_name] = span_as_data(Span.parse(value) if value else None)
            case schema.KeyListField(kind=kind):
                data[field.json_name] = [named(kind, key) for key in value]
            case _:
                data[field.json_name] = field.json_value(value)
    return {**data, "introduction_html": html, **_edition(edition)}


def _places(documents: Sequence[Data], snapshot: Snapshot) -> Mapping[str, Sequence[str]]:
    sources = (document["key"] for document in documents if document["kind"] == Record.Kind.SOURCE)
    return places_in_sources(snapshot, snapshot.sources.published(sources))


def _source_members(document: Data, snapshot: Snapshot, places: Mapping[str, Sequence[str]]) -> Data:
    """What a source's JSON has besides its fields: its authors in words, the places that entries cite."""
    cited = places.get(snapshot.sources.resolve(document["key"]), ())
    return {"author": names_in_words(authors_of(document)), "passages": list(cited)}


def _claim(claim: Claim, raw: Data, pin: str) -> ClaimData:
    return {
        "id": claim.id,
        "kind": claim.kind,
        "text": raw["text"],
        "html": str(claim.html),
        "speaker": claim.speaker and name_as_data(claim.speaker, pin),
        "side": claim.side and name_as_data(claim.side, pin),
        "said_on": span_as_data(claim.said_on),
        "figure_date": span_as_data(claim.figure_date),
        "review_by": claim.review_by or None,
        "note": raw["note"],
        "citations": [_citation(citation) for citation in claim.citations],
    }


def _citation(citation: Citation) -> CitationData:
    return {"source": name_as_data(citation.source)["slug"], "locator": citation.locator}


def _milestone(milestone: Milestone) -> MilestoneData:
    return {
        "stage": milestone.stage,
        "date": span_as_data(milestone.date),
        "note": milestone.note,
        "citations": [_citation(citation) for citation in milestone.citations],
    }


def withdrawal_as_data(withdrawn: Withdrawal) -> WithdrawalData:
    """A withdrawal as earlier versions' lists have it in the place of a record that was withdrawn since."""
    return {"on": withdrawn.at.date().isoformat(), "reason": withdrawn.reason}


def _linked_entry(entry: ListedEntry, pin: str) -> LinkedEntryData | WithdrawnEntryData:
    if isinstance(entry, WithdrawnEntry):
        withdrawn = withdrawal_as_data(entry.withdrawn)
        return {"code": entry.code, "type": entry.type, "withdrawn": withdrawn}
    url = absolute_url(entry.url, pin=pin)
    return {"code": entry.code, "type": entry.type, "title": entry.title, "url": url}


def _edition(edition: AnyEdition) -> EditionData:
    return {
        "edition": edition.number,
        "first_published_at": edition.first_published_at.isoformat(),
        "published_at": edition.published_at.isoformat(),
        "change_note": edition.change_note,
    }
