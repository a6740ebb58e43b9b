"""The records a document names by key, and what becomes of merged ones."""

from collections.abc import Iterator

from relations.documents.canonical import in_canonical_order
from relations.documents.schema import DICT_LISTS, FIELDS, STRING_LISTS, Document, lists_of
from relations.models import Record

Reference = tuple[str, str]


def references(document: Document) -> set[Reference]:
    """Every (kind, key) a document names; entries have the kind "entry"."""
    return set(_references(document))


def resolve_merged(document: Document) -> Document:
    """The document with every merged key replaced by the survivor's, as if written today."""
    named = references(document)
    found = Record.objects.exclude(merged_into=None).filter(key__in={key for _kind, key in named})
    merged = {
        (record.kind, record.key): record.merged_into.key for record in found.select_related("merged_into")
    }
    return with_keys_replaced(document, merged)


def without_references(document: Document, lost: set[Reference]) -> Document:
    """The document with nothing in it that names one of ``lost``."""
    kind = document["kind"]
    result = document | _blanked(document, FIELDS[kind], lost)
    for name in lists_of(kind):
        if refers_to := STRING_LISTS.get(name):
            result[name] = [key for key in document[name] if (refers_to, key) not in lost]
        elif name in DICT_LISTS:
            fields = DICT_LISTS[name]
            kept = (item for item in document[name] if not _rests_on(item, fields, lost))
            result[name] = [item | _blanked(item, fields, lost) | _citing(item, lost) for item in kept]
    return result


def _rests_on(item: Document, fields: tuple, lost: set[Reference]) -> bool:
    """Whether an item is nothing without what is lost, as a tie or a link is."""
    return any(f.required and f.form == "ref" and (f.refers_to, item[f.name]) in lost for f in fields)


def _blanked(values: Document, fields: tuple, lost: set[Reference]) -> Document:
    return {f.name: "" for f in fields if f.form == "ref" and (f.refers_to, values[f.name]) in lost}


def _citing(item: Document, lost: set[Reference]) -> Document:
    if "citations" not in item:
        return {}
    held = [one for one in item["citations"] if (Record.Kind.SOURCE, one["source"]) not in lost]
    return {"citations": held}


def _references(document: Document) -> Iterator[Reference]:
    kind = document["kind"]
    yield from _of_fields(document, FIELDS[kind])
    for name in lists_of(kind):
        if refers_to := STRING_LISTS.get(name):
            yield from ((refers_to, key) for key in document[name])
        for item in document[name] if name in DICT_LISTS else ():
            yield from _of_fields(item, DICT_LISTS[name])
            for citation in item.get("citations", ()):
                yield Record.Kind.SOURCE, citation["source"]


def _of_fields(values: Document, fields: tuple) -> Iterator[Reference]:
    for field in fields:
        if field.form == "ref" and values[field.name]:
            yield field.refers_to, values[field.name]


def with_keys_replaced(document: Document, merged: dict[Reference, str]) -> Document:
    """The document with other keys in place of those it names, as if written so: ``merged`` says which."""
    if not references(document) & merged.keys():
        return document
    kind = document["kind"]
    result = document | _fields_replaced(document, FIELDS[kind], merged)
    for name in lists_of(kind):
        if refers_to := STRING_LISTS.get(name):
            keys = [merged.get((refers_to, key), key) for key in document[name]]
            result[name] = keys if name == "sides" else sorted(set(keys))
        elif name in DICT_LISTS:
            result[name] = _unique(
                item
                | _fields_replaced(item, DICT_LISTS[name], merged)
                | ({"citations": _citations(item["citations"], merged)} if "citations" in item else {})
                for item in document[name]
            )
    return in_canonical_order(result)


def _fields_replaced(values: Document, fields: tuple, merged: dict[Reference, str]) -> Document:
    return {
        field.name: merged.get((field.refers_to, values[field.name]), values[field.name])
        for field in fields
        if field.form == "ref"
    }


def _citations(citations: list[Document], merged: dict[Reference, str]) -> list[Document]:
    return _unique(
        citation | {"source": merged.get((Record.Kind.SOURCE, citation["source"]), citation["source"])}
        for citation in citations
    )


def _unique(items: Iterator[Document]) -> list[Document]:
    unique: list[Document] = []
    for item in items:
        if item not in unique:
            unique.append(item)
    return unique
