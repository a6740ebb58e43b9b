"""The codec: working rows ⇄ document."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import models

from relations.documents.canonical import in_canonical_order
from relations.documents.schema import CLAIM, FIELDS, MILESTONE, MODELS, Document, Field
from relations.models import (
    Agreement,
    Claim,
    Entry,
    Involvement,
    Link,
    Milestone,
    Passage,
    Record,
    Source,
    Span,
)
from relations.models.document import SCHEMA_VERSION

# Characters that neither XML nor a reader can hold: they come with text pasted from elsewhere.
CONTROLS = {code: None for code in (*range(32), *range(127, 160)) if chr(code) not in "\n\t"}


def encode(record: Record) -> Document:
    """The document of a record as its working rows stand in the database."""
    row = MODELS[record.kind].objects.get(record=record)
    document: Document = {"schema": SCHEMA_VERSION, "kind": record.kind, "key": record.key}
    document |= _encoded_values(row, FIELDS[record.kind])
    match record.kind:
        case Record.Kind.RELATIONSHIP:
            document["sides"] = [row.first.record.key, row.second.record.key]
        case Record.Kind.SOURCE:
            document["passages"] = [passage.locator for passage in row.passages.all()]
        case Record.Kind.TOPIC | Record.Kind.ACTOR:
            pass
        case _:
            document |= _ties(row)
            document["claims"] = [
                _encoded_values(claim, CLAIM) | {"citations": _citations(claim.passages)}
                for claim in row.claims.select_related("speaker__record", "side__record").prefetch_related(
                    "passages__source__record"
                )
            ]
            if isinstance(row, Agreement):
                document["milestones"] = [
                    _encoded_values(milestone, MILESTONE) | {"citations": _citations(milestone.passages)}
                    for milestone in row.milestones.prefetch_related("passages__source__record")
                ]
    return in_canonical_order(document)


def _ties(entry: Entry) -> Document:
    """What an entry is tied to, by key."""
    involvements = entry.involvements.select_related("actor__record")
    links = entry.links.select_related("target__record")
    return {
        "relationships": list(entry.relationships.values_list("record__key", flat=True)),
        "topics": list(entry.topics.values_list("record__key", flat=True)),
        "actors": [{"actor": tie.actor.record.key, "role": tie.role} for tie in involvements],
        "links": [{"kind": link.kind, "entry": link.target.record.key} for link in links],
    }


def _encoded_values(row: models.Model, fields: Iterable[Field]) -> Document:
    return {field.name: _encoded(field, getattr(row, field.source)) for field in fields}


def _encoded(field: Field, value: Any) -> str:
    if value is None:
        return ""
    match field.form:
        case "span":
            return value.code if isinstance(value, Span) else Span.parse(value).code if value else ""
        case "day":
            return value if isinstance(value, str) else value.isoformat()
        case "ref":
            return value.record.key
    return value.replace("\r\n", "\n").translate(CONTROLS).strip()


def _citations(passages: models.Manager[Passage]) -> list[Document]:
    return [{"source": passage.source.record.key, "locator": passage.locator} for passage in passages.all()]


# Referred to before they may be written themselves, so filled in by write_ties.
TIES = {"parent", "acts_for"}


def decode(document: Document) -> Record:
    """Write the working rows of a document, which is valid; the record is made when missing.

    Excerpts of passages, which no document holds, stay as they are.
    """
    record = write_row(document)
    write_ties(document)
    return record


def write_row(document: Document) -> Record:
    """Write everything but what may refer to records that come later in an import."""
    kind = document["kind"]
    model = MODELS[kind]
    record = Record.objects.filter(kind=kind, key=document["key"]).first()
    row = record.subject if record else model()
    if record is None:
        row.record = Record.objects.create(kind=kind, key=document["key"])
    for field in FIELDS[kind]:
        if field.name not in TIES:
            setattr(row, field.source, _decoded(field, document[field.name]))
    if kind == Record.Kind.RELATIONSHIP:
        row.first, row.second = (_row("actor", key) for key in document["sides"])
    row.save()
    if kind == Record.Kind.SOURCE:
        _write_passages(row, document["passages"])
    elif row.record.is_entry:
        _write_entry(row, document)
    return row.record


def write_ties(document: Document) -> None:
    """Write what refers to records of the same kind: theme, acts for, links."""
    kind = document["kind"]
    row = _row(kind, document["key"])
    for field in FIELDS[kind]:
        if field.name in TIES:
            setattr(row, field.source, _decoded(field, document[field.name]))
            row.save()
    if row.record.is_entry:
        _replace(
            row.links,
            [
                Link(entry=row, kind=link["kind"], target=_row("entry", link["entry"]))
                for link in document["links"]
            ],
            identity=lambda link: (link.kind, link.target_id),
        )


def _write_entry(entry: Entry, document: Document) -> None:
    entry.relationships.set([_row("relationship", key) for key in document["relationships"]])
    entry.topics.set([_row("topic", key) for key in document["topics"]])
    _replace(
        entry.involvements,
        [
            Involvement(entry=entry, actor=_row("actor", tie["actor"]), role=tie["role"])
            for tie in document["actors"]
        ],
        identity=lambda tie: (tie.actor_id, tie.role),
    )
    _write_claims(entry, document["claims"])
    if isinstance(entry, Agreement):
        _write_milestones(entry, document["milestones"])


def _write_claims(entry: Entry, claims: list[Document]) -> None:
    """Claims keep their rows by id, so that a restored one is the same claim."""
    entry.claims.exclude(code__in=[claim["id"] for claim in claims]).delete()
    rows = {claim.code: claim for claim in entry.claims.all()}
    for position, data in enumerate(claims, start=1):
        claim = rows.get(data["id"]) or Claim(entry=entry)
        claim.position = position
        _fill(claim, CLAIM, data)
        claim.save()
        claim.passages.set(_passages(data["citations"]))


def _write_milestones(agreement: Agreement, milestones: list[Document]) -> None:
    agreement.milestones.all().delete()
    for position, data in enumerate(milestones, start=1):
        milestone = Milestone(agreement=agreement, position=position)
        _fill(milestone, MILESTONE, data)
        milestone.save()
        milestone.passages.set(_passages(data["citations"]))


def _write_passages(source: Source, locators: list[str]) -> None:
    """Passages keep their rows by place; one that is still cited is kept, after the listed ones."""
    rows = {passage.locator: passage for passage in source.passages.all()}
    for position, locator in enumerate(locators, start=1):
        passage = rows.pop(locator, None) or Passage(source=source, locator=locator)
        passage.position = position
        passage.save()
    for passage in rows.values():
        if not (passage.claims.exists() or passage.milestones.exists()):
            passage.delete()


def _passages(citations: list[Document]) -> list[Passage]:
    """The cited passages, made when the source does not list them yet."""
    passages = []
    for citation in citations:
        source = _row("source", citation["source"])
        passage, _made = Passage.objects.get_or_create(
            source=source,
            locator=citation["locator"],
            defaults={"position": source.passages.count() + 1},
        )
        passages.append(passage)
    return passages


def _fill(row: models.Model, fields: tuple[Field, ...], data: Document) -> None:
    for field in fields:
        setattr(row, field.source, _decoded(field, data[field.name]))


def _decoded(field: Field, value: str) -> Any:
    match field.form:
        case "span":
            return Span.parse(value) if value else None
        case "day":
            return date.fromisoformat(value) if value else None
        case "ref":
            return _row(field.refers_to, value) if value else None
    return value


def _row(kind: str, key: str) -> Any:
    """The working row of a key; a merged key leads to the survivor. Raises Record.DoesNotExist."""
    records = Record.objects.select_related("merged_into")
    record = records.entries().get(key=key) if kind == "entry" else records.get(kind=kind, key=key)
    record = record.merged_into or record
    return record.entry if kind == "entry" else record.subject


def _replace(manager: models.Manager, wanted: list, identity: Any) -> None:
    """Delete the rows that are not wanted and add the missing ones; equal rows stay untouched."""
    present = {identity(row): row for row in manager.all()}
    for key in present.keys() - {identity(row) for row in wanted}:
        present[key].delete()
    for row in wanted:
        if identity(row) not in present:
            row.save()
