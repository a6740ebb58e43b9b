"""Pickers: the admin's autocomplete, deaf to ids that are none, with nothing beside it but "add another"."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import (
    AutocompleteSelect,
    AutocompleteSelectMultiple,
    RelatedFieldWidgetWrapper,
)
from django.db import models
from django.http import HttpRequest

from relations.admin.bad_input import ids_in

NOBODY = "0"  # the id of no row


class _OnlyIds:
    """What was sent and is no id becomes the id of no row, which the field then refuses in words."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        value = super().value_from_datadict(data, files, name)
        if isinstance(value, list | tuple):
            return [_id(one) for one in value]
        return _id(value) if value else value


def _id(value: Any) -> str:
    return str(next(iter(ids_in([str(value)])), NOBODY))


class Picker(_OnlyIds, AutocompleteSelect):
    pass


class PickerOfMany(_OnlyIds, AutocompleteSelectMultiple):
    """Without "clear all": its script takes one Backspace for that, and every citation would be gone."""

    def build_attrs(self, base_attrs: dict[str, Any], extra_attrs: dict[str, Any] | None = None) -> dict:
        return super().build_attrs(base_attrs, extra_attrs) | {"data-allow-clear": "false"}


class WithPickers(admin.options.BaseModelAdmin):
    """``autocomplete_fields`` are drawn with our pickers."""

    def formfield_for_foreignkey(
        self, db_field: models.ForeignKey, request: HttpRequest, **kwargs: Any
    ) -> forms.ModelChoiceField | None:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", Picker(db_field, self.admin_site))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(
        self, db_field: models.ManyToManyField, request: HttpRequest, **kwargs: Any
    ) -> forms.ModelMultipleChoiceField | None:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", PickerOfMany(db_field, self.admin_site))
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def formfield_for_dbfield(
        self, db_field: models.Field, request: HttpRequest, **kwargs: Any
    ) -> forms.Field | None:
        """A record is changed on a page of its own, not from beside a picker."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        widget = getattr(field, "widget", None)
        if isinstance(widget, RelatedFieldWidgetWrapper):
            widget.can_change_related = widget.can_delete_related = widget.can_view_related = False
            widget = widget.widget
        if isinstance(self, admin.TabularInline) and widget is not None:
            # A column's heading is no label of the fields below it.
            widget.attrs.setdefault("aria-label", field.label)
        return field
