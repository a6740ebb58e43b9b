"""What the pickers of a form hold, read for all of them at once: one query for each kind of record."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, NamedTuple

from django import forms
from django.db import models

from relations.admin.autocomplete import (
    ChosenOptionsMixin,
    ChosenRowField,
    ChosenRowsField,
    innermost_widget,
)
from relations.admin.generics import ModelChoiceField


class _Picker(NamedTuple):
    field: ModelChoiceField
    widget: ChosenOptionsMixin
    ids: set[str]


def load_chosen_options(all_forms: Iterable[forms.BaseForm]) -> None:
    """Give every picker of these forms the rows that it holds, so that it asks for none itself.

    Neither when it is shown nor when what was sent is checked: called before that, it is not called for
    nothing after it.
    """
    pickers: dict[type[models.Model], list[_Picker]] = defaultdict(list)
    for form in all_forms:
        for name, field in form.fields.items():
            widget = innermost_widget(field.widget)
            if not isinstance(widget, ChosenOptionsMixin) or not isinstance(field, forms.ModelChoiceField):
                continue
            # Of a field that takes some rows of its kind only, Django asks for what it holds.
            if widget.rows is None and field.queryset is not None and not field.get_limit_choices_to():
                picker = _Picker(field, widget, _ids(form[name].value()))
                pickers[field.queryset.model].append(picker)
    for same_kind in pickers.values():
        ids = set().union(*(picker.ids for picker in same_kind))
        queryset = same_kind[0].field.queryset
        rows: Iterable[models.Model] = () if queryset is None or not ids else queryset.filter(pk__in=ids)
        by_id = {str(row.pk): row for row in rows}
        for picker in same_kind:
            picker.widget.rows = by_id
            if isinstance(picker.field, ChosenRowField | ChosenRowsField):
                picker.field.rows = by_id


def _ids(value: Any) -> set[str]:
    values = value if isinstance(value, list | tuple | set) else [value]
    return {str(one) for one in values if one not in (None, "")}
