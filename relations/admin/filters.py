"""Filters of the lists. Each value carries its count (the admin's facets)."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.db.models.functions import Coalesce
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


class NamedFilter(admin.RelatedFieldListFilter):
    """Names to choose from, read once: the admin makes every filter anew for each filter it counts."""

    def field_choices(
        self, field: Any, request: HttpRequest, model_admin: admin.ModelAdmin
    ) -> list[tuple[int, str]]:
        kept = request.__dict__.setdefault("_names_of_filters", {})
        if self.field_path not in kept:
            kept[self.field_path] = [(row.pk, str(row)) for row in self.rows(field, request, model_admin)]
        return kept[self.field_path]

    def rows(
        self, field: Any, request: HttpRequest, model_admin: admin.ModelAdmin
    ) -> models.QuerySet[models.Model]:
        model = field.remote_field.model
        own = [one.name for one in model._meta.concrete_fields if one.name in ("first", "second")]
        return model._default_manager.select_related(*own)


class NamedInUseFilter(NamedFilter):
    """Only the names that some row of the list bears."""

    def rows(
        self, field: Any, request: HttpRequest, model_admin: admin.ModelAdmin
    ) -> models.QuerySet[models.Model]:
        used = model_admin.model._default_manager.order_by().values(self.field_path)
        return super().rows(field, request, model_admin).filter(pk__in=used)


def count_of(model: type[models.Model], column: str) -> Coalesce:
    """How many rows of ``model`` refer to each row of a list by ``column``.

    A subquery and not a join, so that the list's other counts do not pay for it.
    """
    rows = model._default_manager.filter(**{column: models.OuterRef("pk")}).order_by().values(column)
    counted = rows.annotate(count=models.Count("pk")).values("count")
    return Coalesce(models.Subquery(counted), 0)


STATUS = "record__status"
TIES = (("topics", NamedFilter), ("relationships", NamedFilter))
FILTERS_OF_ENTRIES = (STATUS, KindFilter, DueFilter, UncitedFilter, *TIES)
