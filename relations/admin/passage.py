"""Passages: found by autocomplete when a claim is cited, and added there and then."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from relations import publishing
from relations.admin.conflicts import ConflictCheckedAdmin, ConflictCheckedForm
from relations.admin.deletion import DraftDeletionAdmin
from relations.admin.filters import FacetedListAdmin, UsedRecordFilter, related_count
from relations.admin.generics import BaseInlineFormSet, ModelForm
from relations.admin.permissions import signed_in_user
from relations.models import Claim, Passage, Record


def record_citing_revisions(passages: Iterable[Passage], user: Any) -> None:
    """The entries that cite a changed passage name its locator: their documents changed with it."""
    passages = list(passages)
    claims = models.Q(entry__claims__passages__in=passages)
    milestones = models.Q(entry__agreement__milestones__passages__in=passages)
    for record in Record.objects.filter(claims | milestones).distinct():
        publishing.record_revision(record, user)


class PassageForm(ConflictCheckedForm):
    class Meta:
        widgets = {"excerpt": forms.Textarea(attrs={"rows": 4})}

    def clean_locator(self) -> str:
        """The source is no field of the form once the passage is saved, so the form would not look."""
        locator: str = self.cleaned_data["locator"]
        others = Passage.objects.filter(source=self.instance.source_id, locator=locator)
        if self.instance.source_id and others.exclude(pk=self.instance.pk).exists():
            raise ValidationError(gettext("The source has this place already."))
        return locator


class SourceFilter(UsedRecordFilter):
    """A source that was merged keeps the places that the other has, too, with their excerpts."""

    lists_merged = True


@admin.register(Passage)
class PassageAdmin(ConflictCheckedAdmin, DraftDeletionAdmin, FacetedListAdmin):
    form = PassageForm
    list_display = ("locator", "source", "claim_count")
    list_filter = (("source", SourceFilter),)
    list_select_related = ("source",)
    ordering = ("source__title", "position", "locator")
    search_fields = ("locator", "source__title", "excerpt")
    autocomplete_fields = ("source",)
    fields = ("source", "locator", "excerpt")

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        claim_count = related_count(Claim.passages.through, "passage")
        rows: models.QuerySet[Any] = (
            super().get_queryset(request).select_related("source").annotate(claim_count=claim_count)
        )
        return rows

    @admin.display(description=_("claims"), ordering="claim_count")
    def claim_count(self, row: Any) -> int:
        return int(row.claim_count)

    def get_readonly_fields(self, request: HttpRequest, obj: Passage | None = None) -> tuple[str, ...]:
        return ("source",) if obj else ()

    def save_model(self, request: HttpRequest, obj: Passage, form: ModelForm, change: bool) -> None:
        if not change:
            obj.position = obj.source.passages.count() + 1
        super().save_model(request, obj, form, change)

    def save_related(
        self, request: HttpRequest, form: ModelForm, formsets: Iterable[BaseInlineFormSet], change: bool
    ) -> None:
        super().save_related(request, form, formsets, change)
        publishing.record_revision(
            Record.objects.get(pk=form.instance.source.record_id), signed_in_user(request)
        )
        record_citing_revisions([form.instance], signed_in_user(request))

    def delete_model(self, request: HttpRequest, obj: Passage) -> None:
        record = Record.objects.get(pk=obj.source.record_id)
        super().delete_model(request, obj)
        publishing.record_revision(record, signed_in_user(request))

    def delete_queryset(self, request: HttpRequest, queryset: models.QuerySet[Any]) -> None:
        records = list(Record.objects.filter(source__passages__in=queryset).distinct())
        super().delete_queryset(request, queryset)
        for record in records:
            publishing.record_revision(record, signed_in_user(request))
