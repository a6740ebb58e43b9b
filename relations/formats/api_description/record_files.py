"""The addresses of one record as data: its JSON and its works to cite, now and in one edition."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from relations.documents.schema.json_schema import JsonSchema, array_of, component_ref
from relations.formats import as_csl, as_json
from relations.formats.api_description.answers import content, other_answers
from relations.formats.api_description.examples import Examples
from relations.formats.api_description.literature import WORK
from relations.formats.api_description.members import ObjectDescription
from relations.formats.api_description.parameters import describe_parameter
from relations.formats.api_description.records import RECORDS

# The tag they are gathered under.
TAG = "Records"
# The form of an address' last part; longer ones were never given.
SLUG: JsonSchema = {"type": "string", "pattern": "^[-a-zA-Z0-9_]+$", "maxLength": 100}
# The numbers of editions that there may be.
NUMBER: JsonSchema = {"type": "integer", "minimum": 1, "maximum": 999_999_999}


def record_paths(examples: Examples) -> Iterator[tuple[str, JsonSchema]]:
    """Every address of one record, with the operation there."""
    for section, table in RECORDS.items():
        page, edition = f"/{section}/{{slug}}", f"/{section}/{{slug}}/editions/{{number}}"
        slug, number = slug_parameter(section, examples), number_parameter(section, examples)
        yield f"{page}.json", _json(section, f"get{table.name}", [slug], examples)
        yield f"{page}.csl.json", _works(section, f"cite{table.name}", [slug], examples)
        yield f"{edition}.json", _json(section, f"get{table.name}Edition", [slug, number], examples)
        yield f"{edition}.csl.json", _works(section, f"cite{table.name}Edition", [slug, number], examples)


def _json(section: str, name: str, parameters: list[JsonSchema], examples: Examples) -> JsonSchema:
    table: ObjectDescription = RECORDS[section]
    of_edition = len(parameters) > 1
    answer = content(as_json.MEDIA_TYPE, component_ref(table.name), examples.records.get(section))
    return {
        "operationId": name,
        "tags": [TAG],
        "summary": _("%(record)s, in one edition") % {"record": table.title}
        if of_edition
        else str(table.title),
        "description": _("All that this edition says, the records it names with their present addresses.")
        if of_edition
        else _("All that its latest edition says, the records it names with their addresses."),
        "parameters": parameters,
        "responses": {"200": {"description": str(table.title), **answer}, **_others()},
    }


def _works(section: str, name: str, parameters: list[JsonSchema], examples: Examples) -> JsonSchema:
    works = array_of(component_ref(WORK.name))
    answer = content(as_csl.MEDIA_TYPE, works, examples.works.get(section))
    return {
        "operationId": name,
        "tags": [TAG],
        "summary": _("%(record)s, for citation processors (CSL-JSON)") % {"record": RECORDS[section].title},
        "description": _(
            "A source is a work itself. Of any other record it is the page at its edition, and behind that "
            "of an entry stand the sources it cites. The same address has them with .bib and .ris."
        ),
        "parameters": parameters,
        "responses": {"200": {"description": _("One work or several."), **answer}, **_others()},
    }


def slug_parameter(section: str | None, examples: Examples) -> JsonSchema:
    example = examples.records[section]["slug"] if section in examples.records else None
    return describe_parameter("slug", "path", SLUG, _("The last part of its address."), example)


def number_parameter(section: str | None, examples: Examples) -> JsonSchema:
    example = examples.records[section]["edition"] if section in examples.records else None
    return describe_parameter("number", "path", NUMBER, _("The number of the edition, from 1."), example)


def _others() -> JsonSchema:
    return other_answers("301", "404", "410")
