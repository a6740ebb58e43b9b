"""Filters of the lists. Each value carries its count (the admin's facets)."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from relations.models import Record


class DueFilter(admin.SimpleListFilter):
    """Entries with a claim whose day of review has passed."""

    title = _("review")
    parameter_name = "due"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, Any]]:
        return [("yes", _("a claim is due for a check"))]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet) -> models.QuerySet:
        if self.value() != "yes":
            return queryset
        return queryset.filter(claims__review_by__lt=timezone.localdate()).distinct()


class UncitedFilter(admin.SimpleListFilter):
    """Entries with a claim that cites nothing."""

    title = _("citations")
    parameter_name = "uncited"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, Any]]:
        return [("yes", _("a claim has none"))]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet) -> models.QuerySet:
        if self.value() != "yes":
            return queryset
        return queryset.filter(claims__isnull=False, claims__passages__isnull=True).distinct()


class KindFilter(admin.SimpleListFilter):
    title = _("kind")
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, Any]]:
        return [(kind.value, kind.label) for kind in Record.ENTRY_KINDS]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet) -> models.QuerySet:
        if self.value() not in Record.ENTRY_KINDS:
            return queryset
        return queryset.filter(record__kind=self.value())


STATUS = "record__publication"
FILTERS_OF_ENTRIES = (STATUS, KindFilter, DueFilter, UncitedFilter, "topics", "relationships")
