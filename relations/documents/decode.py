"""Document → working rows."""

from datetime import date
from typing import Any

from django.db import models

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
            setattr(row, field.source, _value(field, document[field.name]))
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
            setattr(row, field.source, _value(field, document[field.name]))
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
        setattr(row, field.source, _value(field, data[field.name]))


def _value(field: Field, value: str) -> Any:
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
