"""The description of all JSON addresses (OpenAPI 3.1), made of the tables that explain them to readers."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from relations.catalogue import Snapshot
from relations.documents.schema.json_schema import JsonSchema, component_ref
from relations.formats import as_csl, as_json
from relations.formats.api_description.examples import Examples, read_examples
from relations.formats.api_description.lists import FAULT, SELECTION
from relations.formats.api_description.members import ObjectDescription
from relations.formats.api_description.parameters import PARAMETERS, Parameter
from relations.formats.api_description.records import RECORDS
from relations.formats.api_description.tables import OBJECT_DESCRIPTIONS

PROBLEM = "application/problem+json"
# The form of an address' last part; longer ones were never given.
SLUG: JsonSchema = {"type": "string", "pattern": "^[-a-zA-Z0-9_]+$", "maxLength": 100}
# An item as a citation processor takes it, in the form of csl-data.json.
ITEMS: JsonSchema = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {"id": {"type": "string"}, "type": {"const": "entry-encyclopedia"}},
        "required": ["id", "type", "title", "issued", "URL"],
    },
}


def build_openapi(snapshot: Snapshot) -> JsonSchema:
    """The description; its examples are taken from what is published."""
    reference, examples = snapshot.reference, read_examples(snapshot)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": reference.title,
            "version": "1",
            "description": _(
                "All that is published, for programs of any origin; nothing needs a key. An answer changes "
                "only when something is published: send its ETag as If-None-Match, and an unchanged one is "
                "a 304 without a body. Unknown parameters are left out. Members are added over time, and "
                "never renamed."
            ),
            "license": {"name": reference.licence},
        },
        "servers": [{"url": settings.SITE_URL.rstrip("/")}],
        "externalDocs": {"url": f"{settings.SITE_URL.rstrip('/')}/data/"},
        "paths": {
            "/entries.json": {"get": _selection(examples)},
            "/entries.csl.json": {"get": _literature(examples)},
            **{f"/{section}/{{slug}}.json": {"get": _record(section, examples)} for section in RECORDS},
            "/api/openapi.json": {"get": _itself()},
        },
        "components": {"schemas": {table.name: table.schema for table in OBJECT_DESCRIPTIONS}},
    }


def _selection(examples: Examples) -> JsonSchema:
    answer = _content(as_json.MEDIA_TYPE, component_ref(SELECTION.name), examples.selection)
    return {
        "operationId": "findEntries",
        "summary": _("One page of the entries found"),
        "parameters": [_parameter(parameter, examples) for parameter in PARAMETERS],
        "responses": {"200": {"description": str(SELECTION.title), **answer}, **_others("301")},
    }


def _literature(examples: Examples) -> JsonSchema:
    parameters = [each for each in PARAMETERS if each.name not in ("page", "page_size")]
    answer = _content(as_csl.MEDIA_TYPE, ITEMS, examples.literature)
    return {
        "operationId": "citeEntries",
        "summary": _("All entries found, for citation processors (CSL-JSON)"),
        "parameters": [_parameter(parameter, examples) for parameter in parameters],
        "responses": {"200": {"description": _("Each entry at its edition."), **answer}, **_others("301")},
    }


def _record(section: str, examples: Examples) -> JsonSchema:
    table: ObjectDescription = RECORDS[section]
    slug = {"name": "slug", "in": "path", "required": True, "schema": SLUG}
    slug["description"] = _("The last part of its address.")
    if section in examples.records:
        slug["example"] = examples.records[section]["slug"]
    answer = _content(as_json.MEDIA_TYPE, component_ref(table.name), examples.records.get(section))
    return {
        "operationId": f"get{table.name}",
        "summary": str(table.title),
        "parameters": [slug],
        "responses": {
            "200": {"description": str(table.title), **answer},
            **_others("301", "404", "410"),
        },
    }


def _itself() -> JsonSchema:
    return {
        "operationId": "describe",
        "summary": _("This description"),
        "responses": {
            "200": {
                "description": _("OpenAPI 3.1"),
                **_content(as_json.MEDIA_TYPE, {"type": "object", "required": ["openapi"]}),
            },
            **_others(),
        },
    }


def _others(*statuses: str) -> JsonSchema:
    """What an address may answer besides: the usual, and these."""
    fault = _content(PROBLEM, component_ref(FAULT.name))
    moved = {"Location": {"description": _("Where it is."), "schema": {"type": "string"}}}
    known: dict[str, Any] = {
        "301": {"description": _("It moved, or a parameter names what moved."), "headers": moved},
        "304": {"description": _("Nothing changed since the ETag sent along.")},
        "400": {"description": _("The address cannot be read."), **fault},
        "404": {"description": _("No record was ever given this address."), **fault},
        "410": {"description": _("It was withdrawn; the detail says why."), **fault},
    }
    return {status: known[status] for status in sorted((*statuses, "304", "400"))}


def _content(media_type: str, schema: JsonSchema, example: Any = None) -> JsonSchema:
    held = {"schema": schema} | ({"example": example} if example is not None else {})
    return {"content": {media_type: held}}


def _parameter(parameter: Parameter, examples: Examples) -> JsonSchema:
    described: JsonSchema = {
        "name": parameter.name,
        "in": "query",
        "description": str(parameter.meaning),
        "schema": parameter.schema,
    }
    if parameter.name in examples.parameters:
        value = examples.parameters[parameter.name]
        described["example"] = [value] if parameter.many else value
    return described
