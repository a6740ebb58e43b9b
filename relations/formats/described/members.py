"""How our JSON is described: tables of members, each with its form (JSON Schema 2020-12) and its meaning."""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

Form = dict[str, Any]
Words = str | Promise

TEXT: Form = {"type": "string"}
NUMBER: Form = {"type": "integer", "minimum": 0}
DAY: Form = {"type": "string", "format": "date"}
TIME: Form = {"type": "string", "format": "date-time"}
ADDRESS: Form = {"type": "string", "format": "uri"}
YES_OR_NO: Form = {"type": "boolean"}
COMPONENTS = "#/components/schemas/"


@dataclass(frozen=True)
class Member:
    name: str
    form: Form
    meaning: Words
    optional: bool = False


@dataclass(frozen=True)
class Table:
    """An object of our JSON. ``name`` is that of its component in the description of the API."""

    name: str
    title: Words
    members: tuple[Member, ...]

    @property
    def schema(self) -> Form:
        """The object as JSON Schema. More members may come one day, so others are not forbidden."""
        return {
            "type": "object",
            "title": str(self.title),
            "properties": {
                member.name: {**member.form, "description": str(member.meaning)} for member in self.members
            },
            "required": [member.name for member in self.members if not member.optional],
        }


def ref(name: str) -> Form:
    """An object of another table."""
    return {"$ref": COMPONENTS + name}


def or_null(form: Form) -> Form:
    return {"anyOf": [form, {"type": "null"}]}


def listed(form: Form) -> Form:
    return {"type": "array", "items": form}


def one_of(*values: str) -> Form:
    return {"type": "string", "enum": list(values)}


def in_words(form: Form) -> str:
    """A form for a reader: "text", "list of Claim", "number or null"."""
    if "$ref" in form:
        return form["$ref"].removeprefix(COMPONENTS)
    if "anyOf" in form:
        return _(" or ").join(in_words(each) for each in form["anyOf"])
    if "enum" in form:
        return _("one of %(values)s") % {"values": ", ".join(form["enum"])}
    if form["type"] == "array":
        return _("list of %(form)s") % {"form": in_words(form["items"])}
    words = {
        "string": _("text"),
        "integer": _("number"),
        "boolean": _("true or false"),
        "null": "null",
        "date": _("day (2019-09-04)"),
        "date-time": _("time (2026-11-21T09:30:00+00:00)"),
        "uri": _("web address"),
    }
    return words[form.get("format", form["type"])]
