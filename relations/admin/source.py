"""Sources, with the passages that claims cite."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminURLFieldWidget
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from relations.admin.contributor import AuthorInline, EditorInline
from relations.admin.deletion import deletion_refusal
from relations.admin.filters import STATUS_FILTER, related_count
from relations.admin.generics import BaseInlineFormSet, ModelForm, TabularInline
from relations.admin.inlines import OrderedForm, OrderedFormSet, RecordInline
from relations.admin.labelled_cells import LabelledCells
from relations.admin.passage import record_citing_revisions
from relations.admin.row_matching import PassageMatchingFormSet
from relations.admin.working_copy import WorkingCopyAdmin
from relations.documents import safe_web_url
from relations.models import Contributor, Passage, Source


class InlinePassageForm(OrderedForm):
    class Meta:
        model = Passage
        fields = "__all__"
        widgets = {"excerpt": forms.Textarea(attrs={"rows": 2})}


class PassageFormSet(LabelledCells, OrderedFormSet, PassageMatchingFormSet):
    def clean(self) -> None:
        """A passage that claims cite is not deleted."""
        super().clean()
        for form in self.deleted_forms:
            if form.instance.pk and (reason := deletion_refusal(form.instance)):
                raise ValidationError(reason)


class PassageInline(RecordInline, TabularInline):
    model = Passage
    form = InlinePassageForm
    formset = PassageFormSet
    ordering = ("position", "locator")
    fields = ("locator", "excerpt", "position")
    verbose_name_plural = gettext_lazy("passages: the places in it that claims point at")


class WebAddressWidget(AdminURLFieldWidget):
    """The field, with a link to the address typed in it where that may be one."""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        return {**super().get_context(name, value, attrs), "url_valid": bool(safe_web_url(value or ""))}


@admin.register(Source)
class SourceAdmin(WorkingCopyAdmin):
    inlines = (AuthorInline, EditorInline, PassageInline)
    list_display = ("title", "type", "author_names", "date_label", "passage_count")
    list_filter = (STATUS_FILTER, "type", "language")
    search_fields = (
        *("title", "publisher", "slug", "doi", "isbn", "container"),
        *("contributors__family", "contributors__institution"),
    )
    autocomplete_fields = ("issuer",)
    formfield_overrides = {models.URLField: {"assume_scheme": "https", "widget": WebAddressWidget}}
    ordering = ("title",)
    fieldsets = (
        (None, {"fields": ("title", ("type", "language"), "date", "date_note")}),
        (
            gettext_lazy("Where it was published"),
            {
                "fields": (
                    "container",
                    ("volume", "issue", "pages"),
                    ("publisher", "place", "edition"),
                    ("doi", "isbn", "issn"),
                    ("url", "accessed_on", "archived_url"),
                )
            },
        ),
        (gettext_lazy("What it says of itself"), {"fields": ("description", "reaches", "issuer")}),
        (
            gettext_lazy("More"),
            {"fields": ("original_title", "original_language", "introduction", "slug")},
        ),
    )

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        rows: models.QuerySet[Any] = (
            super()
            .get_queryset(request)
            .annotate(passage_count=related_count(Passage, "source"))
            .prefetch_related("contributors")
        )
        return rows

    @admin.display(description=gettext_lazy("authors"))
    def author_names(self, row: Any) -> str:
        authors = (one for one in row.contributors.all() if one.role == Contributor.Role.AUTHOR)
        return "; ".join(map(str, authors))

    @admin.display(description=gettext_lazy("passages"), ordering="passage_count")
    def passage_count(self, row: Any) -> int:
        return int(row.passage_count)

    @admin.display(description=gettext_lazy("date"), ordering="date")
    def date_label(self, row: Source) -> str:
        return row.date.label if row.date else _("not given")

    def save_related(
        self, request: HttpRequest, form: ModelForm, formsets: Iterable[BaseInlineFormSet], change: bool
    ) -> None:
        super().save_related(request, form, formsets, change)
        if change:
            self._record_citing_revisions(request, formsets)

    def save_beside_document(
        self, request: HttpRequest, form: ModelForm, formsets: Iterable[BaseInlineFormSet]
    ) -> None:
        passages = [formset for formset in formsets if formset.model is Passage]
        for formset in passages:
            self.save_formset(request, form, formset, change=True)
        self._record_citing_revisions(request, passages)

    def _record_citing_revisions(self, request: HttpRequest, formsets: Iterable[BaseInlineFormSet]) -> None:
        changed = (row for formset in formsets for row, _fields in formset.changed_objects)
        record_citing_revisions([row for row in changed if isinstance(row, Passage)], request.user)
