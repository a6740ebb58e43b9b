"""The forms that members of our JSON have (JSON Schema 2020-12)."""

from typing import Any

JsonSchema = dict[str, Any]

STRING: JsonSchema = {"type": "string"}
INTEGER: JsonSchema = {"type": "integer", "minimum": 0}
DATE: JsonSchema = {"type": "string", "format": "date"}
DATE_TIME: JsonSchema = {"type": "string", "format": "date-time"}
URI: JsonSchema = {"type": "string", "format": "uri"}
BOOLEAN: JsonSchema = {"type": "boolean"}
COMPONENTS = "#/components/schemas/"


def component_ref(name: str) -> JsonSchema:
    """An object that the description of the API describes under this name."""
    return {"$ref": COMPONENTS + name}


def nullable(schema: JsonSchema) -> JsonSchema:
    return {"anyOf": [schema, {"type": "null"}]}


def array_of(schema: JsonSchema) -> JsonSchema:
    return {"type": "array", "items": schema}


def enum_of(*values: str) -> JsonSchema:
    return {"type": "string", "enum": list(values)}
