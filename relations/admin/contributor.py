"""The authors of a source and the editors of what it stands in: one line for each, in order."""

from typing import Any

from django import forms
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from relations.admin.generics import TabularInline
from relations.admin.inlines import OrderedForm, OrderedFormSet, RecordInline
from relations.admin.labelled_cells import LabelledCells
from relations.models import Contributor
from relations.models.source import ContributorRole

WIDTHS = {"given": 12, "particle": 4, "family": 13, "suffix": 4, "institution": 20}


class ContributorForm(OrderedForm):
    class Meta:
        model = Contributor
        fields = "__all__"
        widgets = {name: forms.TextInput(attrs={"size": size}) for name, size in WIDTHS.items()}


class ContributorFormSet(LabelledCells, OrderedFormSet):
    role: ContributorRole
    identity_fields = ("family", "given", "particle", "suffix", "institution")
    similarity_fields = ("family", "institution")

    @classmethod
    def get_default_prefix(cls) -> str:
        return f"{cls.role}s"  # the second of two forms of one model would have the first one's in its own

    def _construct_form(self, i: int, **kwargs: Any) -> Any:
        form = super()._construct_form(i, **kwargs)  # type: ignore[misc]  # the stubs lack it
        form.instance.role = self.role
        return form

    def all_rows(self) -> "models.QuerySet[Any]":
        return super().all_rows().filter(role=self.role)


class AuthorFormSet(ContributorFormSet):
    role = ContributorRole.AUTHOR


class EditorFormSet(ContributorFormSet):
    role = ContributorRole.EDITOR


class ContributorInline(RecordInline, TabularInline):
    model = Contributor
    form = ContributorForm
    formset: type[ContributorFormSet]
    ordering = ("position", "pk")
    fields = ("given", "particle", "family", "suffix", "institution", "position")

    def get_queryset(self, request: HttpRequest) -> "models.QuerySet[Any]":
        rows: models.QuerySet[Any] = super().get_queryset(request).filter(role=self.formset.role)
        return rows


class AuthorInline(ContributorInline):
    formset = AuthorFormSet
    verbose_name = _("author")
    verbose_name_plural = _(
        "authors, in order: of a person the parts of the name, or the name of an institution"
    )


class EditorInline(ContributorInline):
    formset = EditorFormSet
    verbose_name = _("editor")
    verbose_name_plural = _("editors of the journal, book or series it stands in")
