"""The codec: working rows ⇄ document."""

from collections.abc import Iterable
from itertools import islice

from django.db import models

from relations.documents.rows import WorkingRowLookup
from relations.documents.schema import SCHEMAS, Document, Schema
from relations.models import Record, WorkingCopy
from relations.models.document import SCHEMA_VERSION

# As many rows are read at once: a query has a limited number of parameters.
BATCH = 500


def encode(record: Record) -> Document:
    """The document of a record as its working rows stand in the database, in canonical order."""
    schema = SCHEMAS[record.kind]
    row = schema.model._default_manager.select_related(*schema.select_related).get(record=record)
    return _encoded(record, schema.encode(row))


def encode_all(records: Iterable[Record]) -> list[Document]:
    """The documents of records, in their order: a few queries for each kind, however many they are."""
    documents: list[Document] = []
    remaining = iter(records)
    while batch := list(islice(remaining, BATCH)):
        documents += _encode_batch(batch)
    return documents


def _encode_batch(records: list[Record]) -> list[Document]:
    by_kind: dict[str, list[int]] = {}
    for record in records:
        by_kind.setdefault(record.kind, []).append(record.pk)
    rows = {
        row.record_id: row
        for kind, wanted in by_kind.items()
        for row in SCHEMAS[kind].prefetched_rows().filter(record__in=wanted)
    }
    return [_encoded(record, SCHEMAS[record.kind].encode(rows[record.pk])) for record in records]


def _encoded(record: Record, values: Document) -> Document:
    return {"schema": SCHEMA_VERSION, "kind": record.kind, "key": record.key} | values


def decode(document: Document, new_row: WorkingCopy | None = None) -> Record:
    """Write the working rows of a document, which is valid; the record is made when missing.

    Excerpts of passages, which no document holds, stay as they are. A row that is not there
    yet is ``new_row``, if given, which has its record. Raises Record.DoesNotExist when the
    document names a record that is not there.
    """
    record = write_columns(document, new_row)
    write_references(document)
    return record


def write_columns(document: Document, new_row: WorkingCopy | None = None) -> Record:
    """Write everything but what may refer to records that come later in an import."""
    schema = SCHEMAS[document["kind"]]
    row = new_row or _row(schema, document)
    columns = [field for field in schema.columns if not field.is_deferred]
    relations = [field for field in schema.relations if not field.is_deferred]
    rows = WorkingRowLookup(
        reference for field in (*columns, *relations) for reference in field.references(document[field.name])
    )
    schema.decode(row, document, rows, columns)
    row.save()
    schema.decode(row, document, rows, relations)
    return row.record


def write_references(document: Document) -> None:
    """Write what refers to records of the same kind: theme, acts for, links."""
    schema = SCHEMAS[document["kind"]]
    deferred = [field for field in schema.fields.values() if field.is_deferred]
    if not deferred:
        return
    row = _row(schema, document)
    rows = WorkingRowLookup(
        reference for field in deferred for reference in field.references(document[field.name])
    )
    schema.decode(row, document, rows, deferred)
    if any(field.is_column for field in deferred):
        row.save()


def _row(schema: Schema, document: Document) -> WorkingCopy:
    """The working row of a document; a new one, whose record is made, when there is none."""
    kind, key = document["kind"], document["key"]
    model: type[models.Model] = schema.model
    found = model._default_manager.select_related("record").filter(record__kind=kind, record__key=key).first()
    row = found or model(record=Record.objects.create(kind=kind, key=key))
    assert isinstance(row, WorkingCopy)  # noqa: S101 (what the model of a kind is)
    return row
