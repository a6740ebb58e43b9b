"""What all inlines share: nothing typed is lost, rights follow the record, and rows keep an order."""

import re
from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from relations.admin.pickers import WithPickers
from relations.models import Passage

# Most rows a form of this kind can hold, so that a forged count cannot ask for a million.
MOST = 300
LAST = 100_000


class KeepingFormSet(BaseInlineFormSet):
    """Rows that somebody else deleted meanwhile are taken as new ones: what was typed in them stays."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.is_bound:
            self._take_vanished_as_new()

    def _take_vanished_as_new(self) -> None:
        try:
            total, initial = (int(self.data[f"{self.prefix}-{name}_FORMS"]) for name in ("TOTAL", "INITIAL"))
        except (KeyError, ValueError):
            return  # the management form says itself what is wrong with it
        if not 0 <= initial <= total <= MOST + initial:
            return
        rows = {str(row.pk): row for row in self.get_queryset()}
        posted = [
            str(self.data.get(f"{self.prefix}-{n}-{self.model._meta.pk.name}", "")) for n in range(initial)
        ]
        kept = [n for n in range(initial) if posted[n] in rows]
        # The admin pairs forms and rows by their order, so the rows come in the order of the forms.
        self._queryset = [rows[posted[n]] for n in kept]
        if len(kept) < initial:
            vanished = [n for n in range(initial) if posted[n] not in rows]
            self._renumber(kept, vanished, list(range(initial, total)))

    def _renumber(self, kept: list[int], vanished: list[int], new: list[int]) -> None:
        data = self.data.copy()
        order = {str(old): number for number, old in enumerate([*kept, *vanished, *new])}
        own = re.compile(rf"{re.escape(self.prefix)}-(\d+)-(.+)", re.DOTALL)
        for name in [name for name in data if own.fullmatch(name)]:
            del data[name]
        forget = {self.model._meta.pk.name, self.fk.name}
        for name, values in self.data.lists():
            match = own.fullmatch(name)
            if not match or match[1] not in order:
                continue
            is_new = int(match[1]) in vanished and match[2] in forget
            data.setlist(f"{self.prefix}-{order[match[1]]}-{match[2]}", [""] if is_new else values)
        data[f"{self.prefix}-INITIAL_FORMS"] = str(len(kept))
        self.data = data


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
    max_num = MOST
    extra = 1

    def get_formset(
        self, request: HttpRequest, obj: models.Model | None = None, **kwargs: Any
    ) -> type[BaseInlineFormSet]:
        return super().get_formset(request, obj, **{"absolute_max": MOST, **kwargs})

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
