"""The admin's autocomplete: other ids than a row can have are refused, and "add another" is its only link."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from django import forms
from django.contrib.admin.widgets import (
    AutocompleteMixin,
    AutocompleteSelect,
    AutocompleteSelectMultiple,
    RelatedFieldWidgetWrapper,
)
from django.db import models
from django.forms.widgets import ChoiceWidget
from django.http import HttpRequest
from django.urls import get_script_prefix, reverse

from relations.admin.add_actor import ADD_ACTOR_PERMISSION
from relations.admin.generics import (
    BaseModelAdmin,
    ModelChoiceField,
    ModelMultipleChoiceField,
)
from relations.admin.input_validation import parse_ids
from relations.models import Actor

MISSING_ID = "0"  # the id of no row, which the field then refuses in words


def _valid_id(value: Any) -> str:
    return str(next(iter(parse_ids([str(value)])), MISSING_ID))


@cache
def _address(name: str, _script_prefix: str) -> str:
    """The address of a page, kept: a form of many rows asks for the same few hundreds of times."""
    return reverse(name)


class ChosenOptionsMixin(AutocompleteMixin, ChoiceWidget):
    """A picker that asks for no rows where it holds none, or where ``rows``, by their ids, has them."""

    rows: Mapping[str, models.Model] | None = None

    def get_url(self) -> str:
        return _address(self.url_name % self.admin_site.name, get_script_prefix())

    def optgroups(self, name: str, value: Sequence[str], attrs: dict[str, Any] | None = None) -> Any:
        chosen = [one for one in value if one]
        if self.rows is None and chosen:
            return super().optgroups(name, list(value), attrs)
        options = []
        if not self.is_required and not self.allow_multiple_selected:
            options.append(self.create_option(name, "", "", False, 0))
        for one in chosen:
            if row := (self.rows or {}).get(str(one)):
                label = self.choices.field.label_from_instance(row)
                options.append(self.create_option(name, row.pk, label, True, len(options)))
        return [(None, options, 0)]


class AddLinkWrapper(RelatedFieldWidgetWrapper):
    """A picker and the link that adds another. A record is changed on a page of its own, not from here."""

    template_name = "admin/widgets/add_link.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        opts = self.rel.model._meta
        key = self.rel.get_related_field().name
        url_name = f"admin:{opts.app_label}_{opts.model_name}_add"
        url = f"{_address(url_name, get_script_prefix())}?_to_field={key}&_popup=1"
        return {
            "widget": {
                "picker": self.widget.render(name, value, attrs),
                "name": name,
                "model": opts.verbose_name,
                "model_name": opts.model_name,
                "takes_some_only": bool(self.rel.limit_choices_to),
                "url": url if self.can_add_related else "",
            }
        }


class ChosenRowField(ModelChoiceField):
    """Asks for no row that was sent where ``rows``, by their ids, has it."""

    rows: Mapping[str, models.Model] | None = None

    def to_python(self, value: Any) -> models.Model | None:
        sent = (self.rows or {}).get(value) if isinstance(value, str) else None
        return sent or super().to_python(value)


class ChosenRowsField(ModelMultipleChoiceField):
    """A field of several rows, which come from ``rows``, in their order, where all of them are there."""

    rows: Mapping[str, models.Model] | None = None

    def clean(self, value: Any) -> Any:
        sent = set(map(str, self.prepare_value(value or ())))
        if not self.rows or not sent or not sent <= self.rows.keys():
            return super().clean(value)
        return [row for pk, row in self.rows.items() if pk in sent]


def innermost_widget(widget: forms.Widget) -> forms.Widget:
    """A field's own widget, without the one with buttons that the admin may have wrapped around it."""
    return widget.widget if isinstance(widget, RelatedFieldWidgetWrapper) else widget


class RecordAutocomplete(ChosenOptionsMixin, AutocompleteSelect):
    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        value = super().value_from_datadict(data, files, name)
        return _valid_id(value) if value else value


class RecordAutocompleteMultiple(ChosenOptionsMixin, AutocompleteSelectMultiple):
    """Without "clear all": its script takes one Backspace for that, and every citation would be gone."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        values = super().value_from_datadict(data, files, name)
        return [_valid_id(value) for value in values] if values else values

    def build_attrs(
        self, base_attrs: dict[str, Any], extra_attrs: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        return super().build_attrs(base_attrs, extra_attrs) | {"data-allow-clear": "false"}


class AutocompleteAdmin(BaseModelAdmin):
    """``autocomplete_fields`` are shown with our widgets."""

    def formfield_for_foreignkey(
        self, db_field: models.ForeignKey[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> ModelChoiceField | None:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", RecordAutocomplete(db_field, self.admin_site))
            kwargs.setdefault("form_class", ChosenRowField)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(
        self, db_field: "models.ManyToManyField[Any, Any]", request: HttpRequest, **kwargs: Any
    ) -> ModelMultipleChoiceField | None:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", RecordAutocompleteMultiple(db_field, self.admin_site))
            kwargs.setdefault("form_class", ChosenRowsField)
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def formfield_for_dbfield(
        self, db_field: "models.Field[Any, Any]", request: HttpRequest, **kwargs: Any
    ) -> forms.Field | None:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is None:
            return None
        if isinstance(wrapper := field.widget, RelatedFieldWidgetWrapper):
            field.widget = AddLinkWrapper(
                wrapper.widget, wrapper.rel, wrapper.admin_site, wrapper.can_add_related
            )
        widget = innermost_widget(field.widget)
        if db_field.related_model is Actor and request.user.has_perm(ADD_ACTOR_PERMISSION):
            widget.attrs["data-add-url"] = reverse("admin:add_actor")
        return field
