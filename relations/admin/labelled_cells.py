"""Rows of a table: each field says what it is, as the heading of its column is no label of it."""

from typing import Any

from django.forms.formsets import DELETION_FIELD_NAME

from relations.admin.autocomplete import innermost_widget
from relations.admin.generics import BaseInlineFormSet, ModelForm
from relations.admin.row_matching import RowMatchingFormSet


class LabelledCells(BaseInlineFormSet):
    """Mixin of the formsets of tabular inlines: Django's template shows no label in a row."""

    def add_fields(self, form: ModelForm, index: Any) -> None:
        super().add_fields(form, index)
        for name, field in form.fields.items():
            widget = innermost_widget(field.widget)
            if not widget.is_hidden and name != DELETION_FIELD_NAME:  # that one has a label in sight
                widget.attrs.setdefault("aria-label", field.label)


class TabularFormSet(LabelledCells, RowMatchingFormSet):
    """Rows of a table in no order of their own."""
