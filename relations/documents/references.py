"""The records a document names by key, and what becomes of merged ones."""

from collections.abc import Iterable

from relations.documents.canonical import canonicalize
from relations.documents.schema import SCHEMAS, Document, RecordKey
from relations.models import Record

__all__ = [
    "RecordKey",
    "merged_keys",
    "references",
    "resolve_merged",
    "with_keys_replaced",
    "without_references",
]


def references(document: Document) -> set[RecordKey]:
    """Every (kind, key) a document names; entries have the kind "entry"."""
    return set(SCHEMAS[document["kind"]].references(document))


def resolve_merged(document: Document) -> Document:
    """The document with every merged key replaced by the survivor's, as if written today."""
    return with_keys_replaced(document, merged_keys(references(document)))


def merged_keys(named: Iterable[RecordKey]) -> dict[RecordKey, str]:
    """The keys of survivors, by those of these names whose records were merged. One query."""
    found = Record.objects.exclude(merged_into=None).filter(key__in={key for _kind, key in named})
    return {
        (record.kind, record.key): record.merged_into.key
        for record in found.select_related("merged_into")
        if record.merged_into
    }


def without_references(document: Document, lost: set[RecordKey]) -> Document:
    """The document with nothing in it that names one of ``lost``."""
    return SCHEMAS[document["kind"]].without_references(document, lost)


def with_keys_replaced(document: Document, merged: dict[RecordKey, str]) -> Document:
    """The document with other keys in place of those it names, as if written so: ``merged`` says which."""
    if not references(document) & merged.keys():
        return document
    return canonicalize(SCHEMAS[document["kind"]].with_keys_replaced(document, merged))
