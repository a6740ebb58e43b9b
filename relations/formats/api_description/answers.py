"""What an answer holds, and what an address may answer besides."""

from typing import Any

from django.utils.translation import gettext as _

from relations.documents.schema.json_schema import JsonSchema, component_ref
from relations.formats.api_description.lists import FAULT

PROBLEM = "application/problem+json"


def content(media_type: str, schema: JsonSchema, example: Any = None) -> JsonSchema:
    """The content of an answer, with an example if there is one."""
    held = {"schema": schema} | ({"example": example} if example is not None else {})
    return {"content": {media_type: held}}


def redirect(description: str) -> JsonSchema:
    """An answer that says where else to ask."""
    location = {"description": _("Where it is."), "schema": {"type": "string"}}
    return {"description": description, "headers": {"Location": location}}


def other_answers(*statuses: str) -> JsonSchema:
    """What an address may answer besides: the usual, and these."""
    fault = content(PROBLEM, component_ref(FAULT.name))
    known: dict[str, Any] = {
        "301": redirect(_("It moved, or a parameter names what moved.")),
        "304": {"description": _("Nothing changed since the ETag sent along.")},
        "400": {"description": _("The address cannot be read."), **fault},
        "404": {"description": _("No record was ever given this address."), **fault},
        "410": {"description": _("It was withdrawn; the detail says why."), **fault},
        "501": {"description": _("It is not to be had in this format."), **fault},
    }
    return {status: known[status] for status in sorted((*statuses, "304", "400"))}
