"""The forms that members of our JSON have (JSON Schema 2020-12)."""

from typing import Any

JsonSchema = dict[str, Any]

TEXT: JsonSchema = {"type": "string"}
NUMBER: JsonSchema = {"type": "integer", "minimum": 0}
DAY: JsonSchema = {"type": "string", "format": "date"}
TIME: JsonSchema = {"type": "string", "format": "date-time"}
ADDRESS: JsonSchema = {"type": "string", "format": "uri"}
YES_OR_NO: JsonSchema = {"type": "boolean"}
COMPONENTS = "#/components/schemas/"


def ref(name: str) -> JsonSchema:
    """An object that the description of the API describes under this name."""
    return {"$ref": COMPONENTS + name}


def or_null(schema: JsonSchema) -> JsonSchema:
    return {"anyOf": [schema, {"type": "null"}]}


def listed(schema: JsonSchema) -> JsonSchema:
    return {"type": "array", "items": schema}


def one_of(*values: str) -> JsonSchema:
    return {"type": "string", "enum": list(values)}
