"""Sources, with the passages that claims point at."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminURLFieldWidget
from django.core.exceptions import ValidationError
from django.db import models
from django.forms import BaseInlineFormSet, ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from relations.admin.deletion import reason_to_stay
from relations.admin.filters import STATUS, count_of
from relations.admin.inlines import OrderedForm, OrderedFormSet, RecordInline
from relations.admin.keeping import KeepingPassages
from relations.admin.passage import keep_citing
from relations.admin.recorded import RecordedAdmin
from relations.documents import web_address
from relations.models import Passage, Source


class PassageForm(OrderedForm):
    class Meta:
        model = Passage
        fields = "__all__"
        widgets = {"excerpt": forms.Textarea(attrs={"rows": 2})}


class PassageFormSet(OrderedFormSet, KeepingPassages):
    def clean(self) -> None:
        """A passage that claims rest on is not deleted from under them."""
        super().clean()
        for form in self.deleted_forms:
            if form.instance.pk and (reason := reason_to_stay(form.instance)):
                raise ValidationError(reason)


class PassageInline(RecordInline, admin.TabularInline):
    model = Passage
    form = PassageForm
    formset = PassageFormSet
    ordering = ("position", "locator")
    fields = ("locator", "excerpt", "position")
    verbose_name_plural = gettext_lazy("passages: the places in it that claims point at")


class WebAddressWidget(AdminURLFieldWidget):
    """The field, and the link to what stands in it where that may be one."""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        return {**super().get_context(name, value, attrs), "url_valid": bool(web_address(value or ""))}


@admin.register(Source)
class SourceAdmin(RecordedAdmin):
    inlines = (PassageInline,)
    list_display = ("title", "type", "author", "when", "passage_count")
    list_filter = (STATUS, "type", "language")
    search_fields = ("title", "author", "publisher", "slug")
    autocomplete_fields = ("issuer",)
    formfield_overrides = {models.URLField: {"assume_scheme": "https", "widget": WebAddressWidget}}
    ordering = ("title",)
    fieldsets = (
        (None, {"fields": ("title", ("type", "language"), "author", "publisher", ("date", "date_note"))}),
        (gettext_lazy("What it says of itself"), {"fields": ("description", "reaches", "issuer")}),
        (gettext_lazy("More"), {"fields": (("url", "accessed_on"), "introduction", "slug")}),
    )

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        return super().get_queryset(request).annotate(passage_count=count_of(Passage, "source"))

    @admin.display(description=gettext_lazy("passages"), ordering="passage_count")
    def passage_count(self, row: Any) -> int:
        return row.passage_count

    @admin.display(description=gettext_lazy("date"), ordering="date")
    def when(self, row: Source) -> str:
        return row.date.label if row.date else _("not given")

    def save_related(
        self, request: HttpRequest, form: ModelForm, formsets: list[BaseInlineFormSet], change: bool
    ) -> None:
        super().save_related(request, form, formsets, change)
        if change:
            passages = [row for formset in formsets for row, _fields in formset.changed_objects]
            keep_citing(passages, request.user)
