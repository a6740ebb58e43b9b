"""The description of all JSON addresses (OpenAPI 3.1), made of the tables that explain them to readers."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from relations.catalogue import Snapshot
from relations.catalogue.licences import find_licence
from relations.catalogue.reference_description import ReferenceDescription
from relations.documents.schema.json_schema import STRING, JsonSchema, array_of, component_ref
from relations.formats import as_csl, as_json
from relations.formats.api_description.examples import Examples, read_examples
from relations.formats.api_description.lists import FAULT, SELECTION
from relations.formats.api_description.literature import WORK
from relations.formats.api_description.members import ObjectDescription
from relations.formats.api_description.parameters import PARAMETERS, Parameter
from relations.formats.api_description.records import RECORDS
from relations.formats.api_description.tables import OBJECT_DESCRIPTIONS
from relations.presenters.urls import absolute_url

PROBLEM = "application/problem+json"
# The form of an address' last part; longer ones were never given.
SLUG: JsonSchema = {"type": "string", "pattern": "^[-a-zA-Z0-9_]+$", "maxLength": 100}
# What the addresses are gathered under.
LISTS, RECORD, DESCRIPTION = "Lists", "Records", "Description"


def build_openapi(snapshot: Snapshot) -> JsonSchema:
    """The description; its examples are taken from what is published."""
    reference, examples = snapshot.reference, read_examples(snapshot)
    return {
        "openapi": "3.1.0",
        "info": _info(reference),
        "servers": [{"url": settings.SITE_URL.rstrip("/")}],
        "externalDocs": {"url": absolute_url("/data/")},
        "security": [],
        "tags": [
            {"name": LISTS, "description": _("Entries that are found by words, filters and dates.")},
            {"name": RECORD, "description": _("One record: an entry, a name, or a source.")},
            {"name": DESCRIPTION, "description": _("What the addresses answer.")},
        ],
        "paths": {
            "/entries.json": {"get": _selection(examples)},
            "/entries.csl.json": {"get": _literature(examples)},
            **{f"/{section}/{{slug}}.json": {"get": _record(section, examples)} for section in RECORDS},
            "/api/openapi.json": {"get": _itself()},
        },
        "components": {"schemas": {table.name: table.schema for table in OBJECT_DESCRIPTIONS}},
    }


def _info(reference: ReferenceDescription) -> JsonSchema:
    """Whose data it is. A licence that programs do not know has the page that states it for its address."""
    licence, about = find_licence(reference.licence), absolute_url("/about/")
    contact = {"name": reference.title, "url": about}
    if _is_email(reference.contact):
        contact["email"] = reference.contact
    return {
        "title": reference.title,
        "version": "1",
        "description": _(
            "All that is published, for programs of any origin; nothing needs a key. An answer changes "
            "only when something is published: send its ETag as If-None-Match, and an unchanged one is "
            "a 304 without a body. Unknown parameters are left out. Members are added over time, and "
            "never renamed."
        ),
        "contact": contact,
        "license": {
            "name": reference.licence,
            **({"identifier": licence.identifier} if licence else {"url": about}),
        },
    }


def _is_email(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


def _selection(examples: Examples) -> JsonSchema:
    answer = _content(as_json.MEDIA_TYPE, component_ref(SELECTION.name), examples.selection)
    return {
        "operationId": "findEntries",
        "tags": [LISTS],
        "summary": _("One page of the entries found"),
        "description": _(
            "The entries that the parameters choose, with the filters that narrow them further and how "
            "many entries each leaves. “next” leads to the page that follows."
        ),
        "parameters": [_parameter(parameter, examples) for parameter in PARAMETERS],
        "responses": {"200": {"description": str(SELECTION.title), **answer}, **_others("301")},
    }


def _literature(examples: Examples) -> JsonSchema:
    parameters = [each for each in PARAMETERS if each.name not in ("page", "page_size")]
    works = array_of(component_ref(WORK.name))
    answer = _content(as_csl.MEDIA_TYPE, works, examples.literature)
    return {
        "operationId": "citeEntries",
        "tags": [LISTS],
        "summary": _("All entries found, for citation processors (CSL-JSON)"),
        "description": _("The same entries as works to cite, on one page, each at its latest edition."),
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
        "tags": [RECORD],
        "summary": str(table.title),
        "description": _("All that its latest edition says, the records it names with their addresses."),
        "parameters": [slug],
        "responses": {
            "200": {"description": str(table.title), **answer},
            **_others("301", "404", "410"),
        },
    }


def _itself() -> JsonSchema:
    described = {"type": "object", "properties": {"openapi": STRING}, "required": ["openapi"]}
    return {
        "operationId": "describe",
        "tags": [DESCRIPTION],
        "summary": _("This description"),
        "description": _("Made of the same tables as the page that explains the data to readers."),
        "responses": {
            "200": {
                "description": _("OpenAPI 3.1"),
                **_content(as_json.MEDIA_TYPE, described),
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
