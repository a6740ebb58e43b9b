"""The addresses of what is cited as it is in the current version: one work, at an address that stays."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from relations.catalogue import SECTIONS
from relations.documents.schema.json_schema import JsonSchema, array_of, component_ref, enum_of
from relations.formats import as_csl
from relations.formats.api_description.answers import content, other_answers
from relations.formats.api_description.examples import Examples
from relations.formats.api_description.literature import WORK
from relations.formats.api_description.parameters import describe_parameter
from relations.formats.api_description.record_files import number_parameter, slug_parameter

# The tag they are gathered under.
TAG = "Citations"
# The form of the code of a claim.
CODE: JsonSchema = {"type": "string", "pattern": "^[0-9a-z]{1,12}$"}


def pinned_work_paths(examples: Examples, selection: list[JsonSchema]) -> Iterator[tuple[str, JsonSchema]]:
    """Every address of what is cited, with the operation there. ``selection``: the parameters of a list."""
    section = next(iter(examples.records), None)
    claims = [claim for each in examples.records.values() for claim in each.get("claims", ())]
    of_section = describe_parameter(
        "section", "path", enum_of(*SECTIONS.values()), _("The first part of its address."), section
    )
    slug, number = slug_parameter(section, examples), number_parameter(section, examples)
    claim = claims[0]["id"] if claims else None
    code = describe_parameter("code", "path", CODE, _("The code of the claim."), claim)
    page = "/{section}/{slug}"
    yield f"{page}/cite.csl.json", _cite("citePage", _("The page of a record"), [of_section, slug])
    yield (
        f"{page}/editions/{{number}}/cite.csl.json",
        _cite("citeEditionPage", _("The page of an edition"), [of_section, slug, number]),
    )
    yield "/claims/{code}/cite.csl.json", _cite("citeClaim", _("A claim"), [code])
    for path, name, title in (
        ("/entries", "citeSelection", _("A list of entries")),
        ("/timeline", "citeTimeline", _("A timeline of entries")),
    ):
        yield f"{path}/cite.csl.json", _cite(name, title, selection)
    yield "/cite.csl.json", _cite("citeReference", _("The whole reference"), [])


def _cite(name: str, title: str, parameters: list[JsonSchema]) -> JsonSchema:
    answer = content(as_csl.MEDIA_TYPE, array_of(component_ref(WORK.name)))
    return {
        "operationId": name,
        "tags": [TAG],
        "summary": _("%(page)s as it is in this version, for citation processors (CSL-JSON)")
        % {"page": title},
        "description": _(
            "One work, whose address answers the same in years. The same address has it with .bib and .ris."
        ),
        "parameters": parameters,
        "responses": {"200": {"description": _("One work."), **answer}, **other_answers("301", "404", "410")},
    }
