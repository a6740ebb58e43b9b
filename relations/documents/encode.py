"""Working rows → document."""

from collections.abc import Iterable
from typing import Any

from django.db import models

from relations.documents.canonical import in_canonical_order
from relations.documents.schema import (
    CLAIM,
    FIELDS,
    MILESTONE,
    MODELS,
    Document,
    Field,
)
from relations.models import Agreement, Entry, Passage, Record, Span
from relations.models.document import SCHEMA_VERSION

# Characters that neither XML nor a reader can hold: they come with text pasted from elsewhere.
CONTROLS = {code: None for code in (*range(32), *range(127, 160)) if chr(code) not in "\n\t"}


def encode(record: Record) -> Document:
    """The document of a record as its working rows stand in the database."""
    row = MODELS[record.kind].objects.get(record=record)
    document: Document = {"schema": SCHEMA_VERSION, "kind": record.kind, "key": record.key}
    document |= _values(row, FIELDS[record.kind])
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
                _values(claim, CLAIM) | {"citations": _citations(claim.passages)}
                for claim in row.claims.select_related("speaker__record", "side__record").prefetch_related(
                    "passages__source__record"
                )
            ]
            if isinstance(row, Agreement):
                document["milestones"] = [
                    _values(milestone, MILESTONE) | {"citations": _citations(milestone.passages)}
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


def _values(row: models.Model, fields: Iterable[Field]) -> Document:
    return {field.name: _value(field, getattr(row, field.source)) for field in fields}


def _value(field: Field, value: Any) -> str:
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
