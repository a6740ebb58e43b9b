"""What all inlines share: rights follow the record, and rows keep an order."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from relations.admin.bad_input import MOST_ROWS
from relations.admin.keeping import KeepingFormSet
from relations.admin.pickers import WithPickers
from relations.models import Passage

LAST = 100_000


class OrderedForm(forms.ModelForm):
    """An empty order means "at the end"."""

    position = forms.IntegerField(label=_("Order"), required=False, min_value=0, max_value=LAST - 1)

    def clean_position(self) -> int:
        position = self.cleaned_data["position"]
        return LAST if position is None else position


class OrderedFormSet(KeepingFormSet):
    """Rows are numbered from 1 after each save; a row given another's number takes its place."""

    def save(self, commit: bool = True) -> list[models.Model]:
        saved = super().save(commit)
        moves = {}
        for form in self.initial_forms:
            if "position" in form.changed_data and form.instance.pk:
                moves[form.instance.pk] = form.instance.position - (form.initial.get("position") or 0)
        rows = self.model._default_manager.filter(**{self.fk.name: self.instance.pk})
        in_order = sorted(rows, key=lambda row: (row.position, moves.get(row.pk, 0), row.pk))
        for number, row in enumerate(in_order, start=1):
            if row.position != number:
                row.position = number
                row.save(update_fields=["position"])
        return saved


class RecordInline(WithPickers, admin.options.InlineModelAdmin):
    """Whoever may change the record may change its parts."""

    formset = KeepingFormSet
    max_num = MOST_ROWS
    extra = 1

    def get_formset(
        self, request: HttpRequest, obj: models.Model | None = None, **kwargs: Any
    ) -> type[BaseInlineFormSet]:
        formset = super().get_formset(request, obj, **kwargs)
        there = formset.model._default_manager.filter(**{formset.fk.name: obj}).count() if obj else 0
        # An entry that was imported with more rows can be edited all the same.
        formset.absolute_max = MOST_ROWS + there
        return formset

    def _may(self, request: HttpRequest, action: str) -> bool:
        return request.user.has_perm(f"relations.{action}_{self.parent_model._meta.model_name}")

    def has_view_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return self._may(request, "view") or self._may(request, "change")

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return self._may(request, "change")

    def has_add_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return self._may(request, "change") or (obj is None and self._may(request, "add"))

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return self._may(request, "change")


class CitingInline(RecordInline):
    """Rows that rest on passages, each named with its source."""

    def formfield_for_manytomany(
        self, db_field: models.ManyToManyField, request: HttpRequest, **kwargs: Any
    ) -> forms.ModelMultipleChoiceField:
        if db_field.name == "passages":
            kwargs["queryset"] = Passage.objects.select_related("source")
        return super().formfield_for_manytomany(db_field, request, **kwargs)
