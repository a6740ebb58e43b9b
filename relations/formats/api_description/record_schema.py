"""JSON Schema (2020-12) of the JSON of a record, for those who have it without the API."""

from typing import Any

from relations.documents.schema.json_schema import COMPONENTS, JsonSchema
from relations.formats.api_description.records import PARTS, RECORDS

_DEFINITIONS = "#/$defs/"


def record_schema() -> JsonSchema:
    """The JSON of one record of whatever kind. More members may come one day: others are not forbidden."""
    described = {table.name: table.schema for table in (*RECORDS.values(), *PARTS)}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Record",
        "description": "A record as its address gives it.",
        "anyOf": [{"$ref": f"{_DEFINITIONS}{table.name}"} for table in RECORDS.values()],
        "$defs": _with_own_references(described),
    }


def _with_own_references(value: Any) -> Any:
    """A schema whose references lead into this one, not into the description of the API."""
    if isinstance(value, dict):
        return {
            name: item.replace(COMPONENTS, _DEFINITIONS) if name == "$ref" else _with_own_references(item)
            for name, item in value.items()
        }
    return [_with_own_references(item) for item in value] if isinstance(value, list) else value
