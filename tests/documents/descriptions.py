"""What documents of the present schema hold, as plain data: committed once for each schema number.

A change of it needs the next schema number, with its step in relations/models/document.py. Then
``manage.py shell -c "from tests.documents.descriptions import write; write()"`` writes the
description of that number.
"""

import json
from pathlib import Path
from typing import Any

from relations.documents.schema import (
    SCHEMAS,
    ChoiceField,
    CitationListField,
    CodeField,
    DayField,
    Field,
    IdentifierField,
    ItemListField,
    KeyField,
    KeyListField,
    OtherNameListField,
    PairListField,
    Schema,
    SidesField,
    SlugField,
    SpanField,
    TextField,
    UrlField,
)
from relations.models.document import SCHEMA_VERSION

# The forms of value there are; a class that only reads its rows in another way is of its parent's.
FORMS = (
    *(TextField, SlugField, CodeField, UrlField, IdentifierField, ChoiceField, SpanField, DayField, KeyField),
    *(KeyListField, SidesField, OtherNameListField, ItemListField, PairListField, CitationListField),
)
STORED = Path(__file__).parent / "stored"


def describe_all() -> dict[str, Any]:
    """The schema of every kind of record."""
    return {kind: describe(schema) for kind, schema in SCHEMAS.items()}


def describe(schema: Schema) -> dict[str, Any]:
    return {name: _of_field(field) for name, field in schema.fields.items()}


def _of_field(field: Field) -> dict[str, Any]:
    """Its form, and all that bounds its values."""
    bounds = {name: getattr(field, name, None) for name in ("required", "max_length", "kind")}
    form = next(one.__name__ for one in type(field).__mro__ if one in FORMS)
    described = {"form": form} | {name: value for name, value in bounds.items() if value}
    if choices := getattr(field, "choices", None):
        described["choices"] = list(choices)
    if isinstance(field, ItemListField):
        described["items"] = describe(field.schema)
    return described


def file_of(number: int) -> Path:
    return STORED / f"schema-{number}.json"


def as_text(description: dict[str, Any]) -> str:
    return json.dumps(description, indent=1) + "\n"


def write() -> None:
    file_of(SCHEMA_VERSION).write_text(as_text(describe_all()), encoding="utf-8")
