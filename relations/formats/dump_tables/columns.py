"""Columns of the archive's tables, made of the fields of documents, each declared once in the schema."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _

from relations.documents.schema import (
    ChoiceField,
    DayField,
    Field,
    KeyField,
    Schema,
    SpanField,
)
from relations.formats.api_description.members import StrOrPromise
from relations.formats.dump_tables.table import Column, Item
from relations.models import Precision, Span

REQUIRED = {"required": True}
# By kind of what is named, the table and the column that have its key.
KEYS = {
    "entry": ("entries", "code"),
    "topic": ("topics", "key"),
    "actor": ("actors", "key"),
    "relationship": ("relationships", "key"),
    "source": ("sources", "key"),
}


def fields_of(schema: Schema, *names: str) -> tuple[Column, ...]:
    """The columns of these fields; without names, of all that are a single value."""
    fields = [schema.fields[name] for name in names] or schema.values
    return tuple(column for field in fields for column in field_columns(field))


def field_columns(
    field: Field, *, name: str = "", meaning: StrOrPromise = "", required: bool = False
) -> tuple[Column, ...]:
    """The columns of a field that is a single value, called as in the JSON or by ``name``."""
    name, meaning = name or field.json_name or field.name, meaning or field.meaning
    constraints: dict[str, Any] = {**REQUIRED} if required else {}
    key = field.name

    def read(item: Item) -> str:
        return str(field.json_value(item.values.get(key, "")))

    match field:
        case SpanField():
            return span_columns(name, meaning, lambda item: item.values.get(key, ""))
        case DayField():
            return (Column(name, meaning, read, "date"),)
        case ChoiceField():
            return (Column(name, meaning, read, constraints={**constraints, "enum": list(field.choices)}),)
        case KeyField(kind=kind):
            return (name_column(name, meaning, kind, read, required=required),)
    return (Column(name, meaning, read, constraints=constraints),)


def name_column(
    name: str, meaning: StrOrPromise, kind: str, read: Callable[[Item], str], *, required: bool = True
) -> Column:
    """The key of a public record of this kind."""
    constraints = REQUIRED if required else {}
    return Column(
        name,
        meaning,
        # What a public document says of entries was made public with it.
        read if kind == "entry" else lambda item: item.record.public_key(kind, read(item)),
        constraints=constraints,
        refers_to=KEYS[kind],
    )


def span_columns(name: str, meaning: StrOrPromise, code: Callable[[Item], str]) -> tuple[Column, ...]:
    """A date in words, its first and its last day and its precision. ``code`` gives its code, or ""."""

    def column(suffix: str, means: StrOrPromise, read: Callable[[Span], str], **options: Any) -> Column:
        return Column(
            f"{name}{suffix}",
            means,
            lambda item: read(Span.parse(text)) if (text := code(item)) else "",
            **options,
        )

    def first_day(span: Span) -> str:
        return span.start.isoformat() if span.start else ""

    precision = {"enum": list(Precision)}
    return (
        column("", meaning, lambda span: span.label),
        column("_from", _("The first day of that; empty with an upper bound."), first_day, type="date"),
        column("_to", _("The last day of that."), lambda span: span.last.isoformat(), type="date"),
        column(
            "_precision",
            _("How exactly the sources say it."),
            lambda span: span.precision,
            constraints=precision,
        ),
    )


def own_key(kind: str, name: str, meaning: StrOrPromise) -> Column:
    """The key of the record that a line belongs to: first in its key, which names the record's own line."""
    return Column(name, meaning, lambda item: item.record.key, constraints=REQUIRED, refers_to=KEYS[kind])


def position_column(meaning: StrOrPromise) -> Column:
    return Column("position", meaning, lambda item: item.position, "integer", {**REQUIRED, "minimum": 1})
