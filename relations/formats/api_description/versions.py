"""How an address is asked as of an earlier version: see relations/views/pins.py, which reads it."""

from django.utils.translation import gettext as _

from relations.documents.schema.json_schema import JsonSchema, component_ref
from relations.formats.api_description.answers import PROBLEM, content, redirect
from relations.formats.api_description.lists import FAULT
from relations.formats.api_description.parameters import describe_parameter

# Which days can be asked for no pattern says: they are over in UTC.
AS_OF: JsonSchema = {"type": "string", "pattern": "^(v[1-9][0-9]*|[0-9]{4}-[0-9]{2}-[0-9]{2})$"}


def at_any_version(operation: JsonSchema, version: int) -> JsonSchema:
    """The operation of an address that has earlier versions. ``version``: the present one, 0 for none."""
    example = f"v{version}" if version else None
    as_of = describe_parameter(
        "as-of",
        "query",
        AS_OF,
        _(
            "As of which version (v12), or the end of which day in UTC (2026-11-21). It leads to the "
            "permanent address of that, whose last part is @ and the same, before the suffix: "
            "“/entries/@v12.json”. That one takes all other parameters, and no “as-of”."
        ),
        example,
    )
    unknown = _(
        "No record was ever given this address, or nothing was there as of that version; “first_version” is "
        "then the first in which there is."
    )
    answers = {
        "302": redirect(_("Where this is as of that version.")),
        "404": {"description": unknown, **content(PROBLEM, component_ref(FAULT.name))},
    }
    return operation | {
        "parameters": [*operation.get("parameters", ()), as_of],
        "responses": dict(sorted((operation["responses"] | answers).items())),
    }
