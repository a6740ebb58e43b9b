"""JSON Schema (2020-12) of documents, as records are written: each field as the schema declares it."""

from typing import Any

from relations.documents.schema import (
    SCHEMAS,
    ChoiceField,
    CodeField,
    DayField,
    Field,
    ItemListField,
    OtherNameListField,
    Schema,
    SidesField,
    SlugField,
    TextField,
)
from relations.documents.schema.json_schema import BOOLEAN, DATE, STRING, JsonSchema, array_of
from relations.documents.schema.values import CODE
from relations.models import Record
from relations.models.document import SCHEMA_VERSION
from relations.models.fields import SLUG

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def document_schema() -> JsonSchema:
    """A document of any kind but the reference's own. Its number stands in it: nothing more is in one."""
    kinds = [kind.value for kind in Record.Kind if kind != Record.Kind.REFERENCE]
    return {
        "$schema": DIALECT,
        "title": "Document",
        "description": "A record as it was written. Other records are named by their keys.",
        "oneOf": [{"$ref": f"#/$defs/{kind}"} for kind in kinds],
        "$defs": {kind: _of_kind(kind) for kind in kinds},
    }


def _of_kind(kind: str) -> JsonSchema:
    described = _object(SCHEMAS[kind])
    head = {"schema": {"const": SCHEMA_VERSION}, "kind": {"const": kind}, "key": {**STRING, "minLength": 1}}
    described["properties"] = head | described["properties"]
    described["required"] = [*head, *described["required"]]
    return {"title": kind.capitalize(), **described}


def _object(schema: Schema) -> JsonSchema:
    """Every field is a member, empty ones too."""
    return _closed({name: _of_field(field) for name, field in schema.fields.items()})


def _closed(properties: dict[str, JsonSchema]) -> JsonSchema:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _of_field(field: Field) -> JsonSchema:
    meaning = {"description": str(field.meaning)} if field.meaning else {}
    return {**_value(field), **meaning}


def _value(field: Field) -> JsonSchema:
    match field:
        case ItemListField():
            return array_of(_object(field.schema))
        case OtherNameListField():
            return array_of(_closed({"name": {**STRING, "minLength": 1}, "shared": BOOLEAN}))
        case SidesField():
            return {**array_of(STRING), "minItems": 2, "maxItems": 2, "uniqueItems": True}
        case TextField():
            return _text(field)
    return {**array_of(STRING), "uniqueItems": True}


def _text(field: TextField) -> JsonSchema:
    """A text; without a value it is empty."""
    match field:
        case ChoiceField():
            return _or_empty(field, {**STRING, "enum": list(field.choices)})
        case DayField():
            return _or_empty(field, dict(DATE))
        case SlugField():
            return {**STRING, "pattern": f"^{SLUG.pattern}$", **_length(field)}
        case CodeField():
            return {**STRING, "pattern": f"^{CODE.pattern}$"}
    return {**STRING, **_length(field), **({"minLength": 1} if field.required else {})}


def _or_empty(field: TextField, schema: JsonSchema) -> JsonSchema:
    return schema if field.required else {"anyOf": [schema, {"const": ""}]}


def _length(field: TextField) -> dict[str, Any]:
    return {"maxLength": field.max_length} if field.max_length else {}
