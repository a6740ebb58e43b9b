"""How our JSON is described: tables of members, each with its JSON Schema (2020-12) and its meaning."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from relations.documents.schema.json_schema import COMPONENTS, JsonSchema

StrOrPromise = str | Promise


@dataclass(frozen=True)
class MemberDescription:
    name: str
    schema: JsonSchema
    meaning: StrOrPromise
    optional: bool = False


@dataclass(frozen=True)
class ObjectDescription:
    """An object of our JSON. ``name`` is that of its component in the description of the API."""

    name: str
    title: StrOrPromise
    members: tuple[MemberDescription, ...]

    @property
    def schema(self) -> JsonSchema:
        """The object as JSON Schema. More members may come one day, so others are not forbidden.

        Its title is a name, of which programs make those of classes.
        """
        return {
            "type": "object",
            "title": self.name,
            "description": str(self.title),
            "properties": {
                member.name: {**member.schema, "description": str(member.meaning)} for member in self.members
            },
            "required": [member.name for member in self.members if not member.optional],
        }


def describe_type(schema: JsonSchema) -> str:
    """A schema for a reader: "text", "list of Claim", "number or null"."""
    if "$ref" in schema:
        return str(schema["$ref"]).removeprefix(COMPONENTS)
    if "anyOf" in schema:
        return _(" or ").join(describe_type(each) for each in schema["anyOf"])
    if "enum" in schema:
        return _("one of %(values)s") % {"values": ", ".join(schema["enum"])}
    if schema["type"] == "array":
        return _("list of %(form)s") % {"form": describe_type(schema["items"])}
    words = {
        "string": _("text"),
        "integer": _("number"),
        "boolean": _("true or false"),
        "null": "null",
        "date": _("day (2019-09-04)"),
        "date-time": _("time (2026-11-21T09:30:00+00:00)"),
        "uri": _("web address"),
    }
    return words[schema["format"] if "format" in schema else schema["type"]]
