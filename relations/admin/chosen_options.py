"""What the pickers of a form hold, read for all of them at once: one query for each kind of record."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, NamedTuple

from django import forms
from django.db import models

from relations.admin.autocomplete import ChosenOptionsMixin, innermost_widget


class _Picker(NamedTuple):
    queryset: "models.QuerySet[Any]"
    widget: ChosenOptionsMixin
    ids: set[str]


def load_chosen_options(all_forms: Iterable[forms.BaseForm]) -> None:
    """Give every picker of these forms the rows that it holds, so that it asks for none itself."""
    pickers: dict[type[models.Model], list[_Picker]] = defaultdict(list)
    for form in all_forms:
        for name, field in form.fields.items():
            widget = innermost_widget(field.widget)
            if not isinstance(widget, ChosenOptionsMixin) or not isinstance(field, forms.ModelChoiceField):
                continue
            # Of a field that takes some rows of its kind only, Django asks for what it holds.
            if field.queryset is not None and not field.get_limit_choices_to():
                picker = _Picker(field.queryset, widget, _ids(form[name].value()))
                pickers[field.queryset.model].append(picker)
    for same_kind in pickers.values():
        ids = set().union(*(picker.ids for picker in same_kind))
        rows: Iterable[models.Model] = same_kind[0].queryset.filter(pk__in=ids) if ids else ()
        by_id = {str(row.pk): row for row in rows}
        for picker in same_kind:
            picker.widget.rows = by_id


def _ids(value: Any) -> set[str]:
    values = value if isinstance(value, list | tuple | set) else [value]
    return {str(one) for one in values if one not in (None, "")}
