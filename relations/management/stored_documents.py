"""Whether documents and renderings, as rows have them, are such as the site can read."""

from collections.abc import Iterator
from typing import Any

import orjson

from relations.documents import load_document
from relations.documents.schema import (
    REFERENCE,
    SCHEMAS,
    ChoiceField,
    CodeField,
    DayField,
    Field,
    ItemListField,
    OtherNameListField,
    Schema,
    SlugField,
    SpanField,
    TextField,
)
from relations.documents.text import abbreviate
from relations.models import Record, Span

# Whose values lead somewhere, are counted or reckoned with: others are shown as they are.
_READ = (ChoiceField, CodeField, DayField, SlugField, SpanField)


def document_faults(text: str, record: Record) -> Iterator[str]:
    """What keeps the site from reading a stored document of this record, in sentences without a full stop."""
    try:
        document = load_document(text)
    except (ValueError, LookupError, TypeError, AttributeError):
        yield "document is none: no JSON object of a schema that this version knows"
        return
    if not isinstance(document, dict) or (document.get("kind"), document.get("key")) != (
        record.kind,
        record.key,
    ):
        yield f"document is not that of {record}"
        return
    schema = REFERENCE if record.kind == Record.Kind.REFERENCE else SCHEMAS[record.kind]
    for path, fault in _faults(schema, document, "document"):
        yield f"{path} {fault}"


def rendering_faults(text: str, record: Record) -> Iterator[str]:
    """What keeps the site from showing a stored rendering of this record."""
    try:
        rendering = orjson.loads(text)
        html = rendering["html"] if record.kind != Record.Kind.REFERENCE else {}
        if record.is_entry:
            texts = [rendering["status"], rendering["status_date"], *html["claims"].values()]
            texts += html["notes"].values()
            if rendering["date"]:
                Span.parse(rendering["date"])
        else:
            texts = [html["introduction"]] if html else []
    except (ValueError, LookupError, TypeError, AttributeError):
        yield "rendering is none: not a JSON object that a record of this kind has"
        return
    if not all(isinstance(each, str) for each in texts):
        yield "rendering holds something else than texts"


def _faults(schema: Schema, values: Any, path: str) -> Iterator[tuple[str, str]]:
    if not isinstance(values, dict):
        yield path, "is no object"
        return
    for name, field in schema.fields.items():
        yield from _field_faults(field, values.get(name), f"{path}/{name}")


def _field_faults(field: Field, value: Any, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(field, TextField):
        if not isinstance(value, str) or "\0" in value:
            yield path, "is no text"
        elif value and isinstance(field, _READ) and (fault := field.fault(value)):
            yield path, f"is “{abbreviate(value)}”. {fault}"
    elif not isinstance(value, list):
        yield path, "is no list"
    else:
        for number, item in enumerate(value):
            if isinstance(field, ItemListField):
                yield from _faults(field.schema, item, f"{path}/{number}")
            elif not (_is_other_name(item) if isinstance(field, OtherNameListField) else _is_text(item)):
                yield f"{path}/{number}", "is not what this list holds"


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and "\0" not in value


def _is_other_name(value: Any) -> bool:
    return isinstance(value, dict) and _is_text(value.get("name")) and isinstance(value.get("shared"), bool)
