"""What a sent form says, as a document. Nothing is written for it; rows that are gone by now are in it."""

from collections.abc import Iterable
from typing import Any

from django.db.models import prefetch_related_objects

from relations.admin.generics import ModelForm
from relations.admin.row_matching import RowMatchingFormSet
from relations.documents import SCHEMA_VERSION, Document, resolve_merged
from relations.documents.canonical import canonicalize
from relations.documents.schema import (
    SCHEMAS,
    CitationListField,
    Field,
    ItemListField,
    KeyListField,
    OtherNameListField,
    Schema,
)
from relations.models import WorkingCopy


def submitted_document(
    form: ModelForm, formsets: Iterable[RowMatchingFormSet], known_codes: Iterable[str] = ()
) -> Document:
    """The document of a valid form of a record and its inlines.

    Fields that the form does not have are as the row has them. A row keeps the code it was
    sent with if that is one of ``known_codes``: nobody gives a claim the address of another.
    """
    row = form.instance
    assert isinstance(row, WorkingCopy)  # noqa: S101 (whose forms have documents)
    formsets, codes = list(formsets), set(known_codes)
    values = {
        name: _items(field, formsets, codes) if isinstance(field, ItemListField) else _value(field, form)
        for name, field in SCHEMAS[row.record.kind].fields.items()
    }
    identity = {"schema": SCHEMA_VERSION, "kind": row.record.kind, "key": row.record.key}
    return canonicalize(resolve_merged(identity | values))


def _value(field: Field, form: ModelForm) -> Any:
    cleaned = form.cleaned_data
    if isinstance(field, OtherNameListField):
        names = (("other_names", False), ("shared_names", True))
        return [{"name": text, "shared": shared} for name, shared in names for text in cleaned[name]]
    if isinstance(field, KeyListField) and not field.is_column and field.attribute in cleaned:
        return sorted(row.record.key for row in cleaned[field.attribute])
    return field.encode(form.instance)


def _items(field: ItemListField, formsets: list[RowMatchingFormSet], codes: set[str]) -> list[Document]:
    formset = next(
        formset
        for formset in formsets
        if formset.model is field.schema.model
        and all(getattr(formset, name) == value for name, value in field.fixed.items())
    )
    forms = formset.submitted_forms()
    _read_related(field.schema, [form.instance for form in forms])
    for inner in field.schema.fields.values():
        if isinstance(inner, CitationListField):
            _read_related(inner.schema, [row for form in forms for row in form.cleaned_data[inner.attribute]])
    items = []
    for form in forms:
        item = _item(field, form)
        code = form.cleaned_data.get("code")
        if field.key and code in codes:
            item[field.key.name] = code
            codes.remove(code)
        items.append(item)
    return items


def _read_related(schema: Schema, rows: list[Any]) -> None:
    """Read what the rows refer to and are encoded with: a few queries for all of them."""
    if rows and schema.select_related:
        prefetch_related_objects(rows, *schema.select_related)


def _item(field: ItemListField, form: ModelForm) -> Document:
    return {
        name: [inner.schema.encode(row) for row in form.cleaned_data[inner.attribute]]
        if isinstance(inner, CitationListField)
        else inner.encode(form.instance)
        for name, inner in field.schema.fields.items()
    }
