"""What all inlines share: permissions follow the record, and rows have an order."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from relations.admin.autocomplete import AutocompleteAdmin
from relations.admin.generics import (
    InlineModelAdmin,
    ModelForm,
    ModelMultipleChoiceField,
)
from relations.admin.input_validation import MAX_INLINE_ROWS
from relations.admin.row_matching import RowMatchingFormSet
from relations.models import Passage

END_POSITION = 100_000


class OrderedForm(ModelForm):
    """An empty order means "at the end"."""

    # Of the rows that one page shows, whose class is made for it.
    _shared_media: forms.Media | None = None

    position = forms.IntegerField(label=_("Order"), required=False, min_value=0, max_value=END_POSITION - 1)

    @property
    def media(self) -> forms.Media:
        """Every row needs the same scripts, and the page asks each of them."""
        rows = type(self)
        if rows._shared_media is None:
            rows._shared_media = super().media
        return rows._shared_media

    def clean_position(self) -> int:
        position: int | None = self.cleaned_data["position"]
        return END_POSITION if position is None else position


class OrderedFormSet(RowMatchingFormSet):
    """Rows are numbered from 1 after each save; a row given another's number takes its place."""

    def submitted_forms(self) -> list[ModelForm]:
        """The rows in the order in which saving would number them; they are sent in the order they had."""

        def place(form: ModelForm) -> tuple[int, int, bool, int]:
            number, was_saved = self.sent_rows[self.forms.index(form)]
            position: int = form.cleaned_data["position"]
            return position, position - (number + 1) if was_saved else 0, not was_saved, number

        return sorted(super().submitted_forms(), key=place)

    def save(self, commit: bool = True) -> list[models.Model]:
        saved = super().save(commit)
        moves = {}
        for form in self.initial_forms:
            if "position" in form.changed_data and form.instance.pk:
                moves[form.instance.pk] = form.instance.position - (form.initial.get("position") or 0)
        rows: Iterable[Any] = self.all_rows()
        in_order = sorted(rows, key=lambda row: (row.position, moves.get(row.pk, 0), row.pk))
        for number, row in enumerate(in_order, start=1):
            if row.position != number:
                row.position = number
                row.save(update_fields=["position"])
        return saved


class RecordInline(AutocompleteAdmin, InlineModelAdmin):
    """Whoever may change the record may change its parts."""

    formset = RowMatchingFormSet
    max_num = MAX_INLINE_ROWS
    extra = 1

    def _has_record_permission(self, request: HttpRequest, action: str) -> bool:
        return request.user.has_perm(f"relations.{action}_{self.parent_model._meta.model_name}")

    def has_view_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return self._has_record_permission(request, "view") or self._has_record_permission(request, "change")

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return self._has_record_permission(request, "change")

    def has_add_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        may_change = self._has_record_permission(request, "change")
        return may_change or (obj is None and self._has_record_permission(request, "add"))

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return self._has_record_permission(request, "change")


class CitingInline(RecordInline):
    """Rows that cite passages, each named with its source."""

    def formfield_for_manytomany(
        self, db_field: "models.ManyToManyField[Any, Any]", request: HttpRequest, **kwargs: Any
    ) -> ModelMultipleChoiceField | None:
        if db_field.name == "passages":
            kwargs["queryset"] = Passage.objects.select_related("source")
        return super().formfield_for_manytomany(db_field, request, **kwargs)
