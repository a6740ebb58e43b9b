"""The description of all JSON addresses (OpenAPI 3.1), made of the tables that explain them to readers."""

from collections.abc import Iterator, Mapping

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from relations.catalogue import Snapshot
from relations.catalogue.licences import find_licence
from relations.catalogue.reference_description import ReferenceDescription
from relations.documents.schema.json_schema import STRING, JsonSchema, array_of, component_ref
from relations.formats import as_csl, as_json
from relations.formats.api_description import embedding, pinned_works, record_files
from relations.formats.api_description.answers import content, other_answers
from relations.formats.api_description.examples import Examples, read_examples
from relations.formats.api_description.lists import SELECTION, SOURCE_LIST
from relations.formats.api_description.literature import WORK
from relations.formats.api_description.parameters import (
    PARAMETERS,
    SOURCE_PARAMETERS,
    Parameter,
    describe_parameter,
)
from relations.formats.api_description.tables import OBJECT_DESCRIPTIONS
from relations.formats.api_description.versions import at_any_version
from relations.presenters.urls import absolute_url

# What the addresses are gathered under.
LISTS, DESCRIPTION = "Lists", "Description"


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
            {
                "name": LISTS,
                "description": _("Entries that are found by words, filters and dates, and the sources."),
            },
            {"name": record_files.TAG, "description": _("One record: an entry, a name, or a source.")},
            {
                "name": pinned_works.TAG,
                "description": _("A page of this reference as a work to cite, at an address that stays."),
            },
            {"name": embedding.TAG, "description": _("What is shown of a link to a page.")},
            {"name": DESCRIPTION, "description": _("What the addresses answer.")},
        ],
        "paths": {
            **{
                path: {"get": at_any_version(operation, snapshot.version)}
                for path, operation in _operations_at_any_version(examples)
            },
            "/oembed/": {"get": embedding.oembed_operation(examples)},
            "/api/openapi.json": {"get": _itself()},
        },
        "components": {"schemas": {table.name: table.schema for table in OBJECT_DESCRIPTIONS}},
    }


def _operations_at_any_version(examples: Examples) -> Iterator[tuple[str, JsonSchema]]:
    """Every address that answers as of earlier versions too, with the operation there."""
    all_pages = _parameters_of_all_pages(examples)
    yield "/entries.json", _selection(examples)
    yield "/entries.csl.json", _literature(examples, all_pages)
    yield "/sources.json", _sources(examples)
    yield "/sources.csl.json", _bibliography(examples)
    yield from record_files.record_paths(examples)
    yield from pinned_works.pinned_work_paths(examples, all_pages)


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
    answer = content(as_json.MEDIA_TYPE, component_ref(SELECTION.name), examples.selection)
    return {
        "operationId": "findEntries",
        "tags": [LISTS],
        "summary": _("One page of the entries found"),
        "description": _(
            "The entries that the parameters choose, with the filters that narrow them further and how "
            "many entries each leaves. “next” leads to the page that follows."
        ),
        "parameters": [_parameter(parameter, examples.parameters) for parameter in PARAMETERS],
        "responses": {"200": {"description": str(SELECTION.title), **answer}, **other_answers("301")},
    }


def _parameters_of_all_pages(examples: Examples) -> list[JsonSchema]:
    """The parameters of a list that is answered whole, not page by page."""
    parameters = (each for each in PARAMETERS if each.name not in ("page", "page_size"))
    return [_parameter(each, examples.parameters) for each in parameters]


def _literature(examples: Examples, parameters: list[JsonSchema]) -> JsonSchema:
    works = array_of(component_ref(WORK.name))
    answer = content(as_csl.MEDIA_TYPE, works, examples.literature)
    return {
        "operationId": "citeEntries",
        "tags": [LISTS],
        "summary": _("All entries found, for citation processors (CSL-JSON)"),
        "description": _("The same entries as works to cite, on one page, each at its latest edition."),
        "parameters": parameters,
        "responses": {
            "200": {"description": _("Each entry at its edition."), **answer},
            **other_answers("301"),
        },
    }


def _sources(examples: Examples) -> JsonSchema:
    answer = content(as_json.MEDIA_TYPE, component_ref(SOURCE_LIST.name), examples.sources)
    return {
        "operationId": "listSources",
        "tags": [LISTS],
        "summary": _("One page of the sources"),
        "description": _(
            "The sources by title, each as at its own address. “next” leads to the page that follows."
        ),
        "parameters": [_parameter(each, examples.source_parameters) for each in SOURCE_PARAMETERS],
        "responses": {"200": {"description": str(SOURCE_LIST.title), **answer}, **other_answers()},
    }


def _bibliography(examples: Examples) -> JsonSchema:
    works = array_of(component_ref(WORK.name))
    return {
        "operationId": "citeSources",
        "tags": [LISTS],
        "summary": _("All sources, for citation processors (CSL-JSON)"),
        "description": _(
            "Every source as a work to cite, by title. The same address has them with .bib and .ris."
        ),
        "responses": {
            "200": {
                "description": _("Every source."),
                **content(as_csl.MEDIA_TYPE, works, examples.works.get("sources")),
            },
            **other_answers(),
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
                **content(as_json.MEDIA_TYPE, described),
            },
            **other_answers(),
        },
    }


def _parameter(parameter: Parameter, examples: Mapping[str, str | int]) -> JsonSchema:
    value = examples.get(parameter.name)
    example = [value] if parameter.many and value is not None else value
    return describe_parameter(parameter.name, "query", parameter.schema, parameter.meaning, example)
