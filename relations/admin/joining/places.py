"""Where a question stands, and what each side has there, in the words of the form."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from relations.documents import Document
from relations.documents.change_summary import field_label
from relations.documents.compare import CLAIM_ORDER
from relations.documents.merge_conflicts import Conflict, Question, Side
from relations.documents.schema import SCHEMAS, Field, ItemListField, ListField, NameResolver, TextField
from relations.documents.text import abbreviate

# What a side has there: each line with the label of its value, or with "".
Lines = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class SingleValue:
    """A value of a document, and the column whose form field reads it."""

    field: TextField
    column: "models.Field[Any, Any]"

    def encode(self, value: Any) -> str:
        """What a document has, of what the column's form field gave."""
        encoded: str = self.field.encode(self.column.model(**{self.column.name: value}))
        return encoded


@dataclass(frozen=True, slots=True)
class Place:
    """``single`` is None of an item, an order, several values. Without lines a side has nothing."""

    label: str
    lines: dict[Side, Lines]
    single: SingleValue | None = None


def describe(conflict: Conflict, opened: Document, theirs: Document, resolve: NameResolver) -> Place:
    """The place of a conflict about documents made from ``opened``, one of which is ``theirs``."""
    schema = SCHEMAS[opened["kind"]]
    name, _slash, rest = conflict.path.partition("/")
    if conflict.question is Question.VALUES:
        fields = [schema.fields[each] for each in name.split("+")]
        label = " · ".join(str(field.label) for field in fields)
        return Place(label, _lines(conflict, lambda values: _filled(fields, values, resolve)))
    field = schema.fields[name]
    if conflict.question is Question.VALUE and not rest:
        return _value_place(str(field.label), conflict, schema.model, field, resolve)
    assert isinstance(field, ListField)  # noqa: S101 (nothing else has items)
    if conflict.question is Question.ORDER:
        label = _("Order of the claims") if name == "claims" else _("%(item)s: order") % {"item": field.label}
        return Place(label, _lines(conflict, lambda items: _numbered(field, items, resolve)))
    identity, _slash, part = rest.partition("/")
    label = _item_label(field, identity, opened, theirs)
    if conflict.question is Question.ITEM or not isinstance(field, ItemListField):
        return Place(label, _lines(conflict, lambda item: _item(field, item, resolve)))
    inner = field.schema.fields[part]
    label = _("%(item)s: %(field)s") % {"item": label, "field": field_label(inner)}
    return _value_place(label, conflict, field.schema.model, inner, resolve)


def _value_place(
    label: str, conflict: Conflict, model: type[models.Model], field: Field, resolve: NameResolver
) -> Place:
    lines = _lines(conflict, lambda value: [("", field.display(value, resolve))] if value else [])
    if not isinstance(field, TextField):
        return Place(label, lines)
    column = model._meta.get_field(field.attribute)
    assert isinstance(column, models.Field)  # noqa: S101 (what a schema's values stand in)
    return Place(label, lines, SingleValue(field, column))


def _lines(conflict: Conflict, display: Callable[[Any], Lines]) -> dict[Side, Lines]:
    values = {side: getattr(conflict, side) for side in Side}
    return {side: [] if value is None else display(value) for side, value in values.items()}


def _filled(fields: Iterable[Field], values: Document, resolve: NameResolver) -> Lines:
    """The values that are not empty, each with its label."""
    return [
        (str(field.label), field.display(values[field.name], resolve))
        for field in fields
        if values[field.name]
    ]


def _item(field: ListField, item: Any, resolve: NameResolver) -> Lines:
    if field.name == "claims":
        return _filled(CLAIM_ORDER, item, resolve)
    return [("", field.item_display(item, resolve))]


def _numbered(field: ListField, items: list[Any], resolve: NameResolver) -> Lines:
    words = (item["text"] if field.name == "claims" else field.item_display(item, resolve) for item in items)
    return [(str(number), abbreviate(text)) for number, text in enumerate(words, start=1)]


def _item_label(field: ListField, identity: str, opened: Document, theirs: Document) -> str:
    """A claim by its number where the form was opened, another item by its kind."""
    if field.name != "claims":
        return str(field.label)
    for document in (opened, theirs):
        codes = [claim["id"] for claim in document["claims"]]
        if identity in codes:
            return _("Claim %(number)d") % {"number": codes.index(identity) + 1}
    return _("Claim")
