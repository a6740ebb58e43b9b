"""Filters of the lists, and the list that counts each of their values (the admin's facets)."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db import models
from django.db.models.fields.related import RelatedField
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from relations.admin.generics import ModelAdmin
from relations.models import Record, WorkingCopy


class FacetedChangeList(ChangeList):
    """Makes its filters once. Django makes all of them anew for each filter whose values it counts."""

    _filters: tuple[list[admin.ListFilter], bool, dict[str, bool | str], bool, bool] | None = None

    def get_filters(
        self, request: HttpRequest
    ) -> tuple[list[admin.ListFilter], bool, dict[str, bool | str], bool, bool]:
        if self._filters is None:
            self._filters = super().get_filters(request)
        return self._filters


class FacetedListAdmin(ModelAdmin):
    show_facets = admin.ShowFacets.ALWAYS
    show_full_result_count = False
    list_per_page = 50

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return FacetedChangeList


class ReviewDueFilter(admin.SimpleListFilter):
    """Entries with a claim whose day of review has passed."""

    title = _("review")
    parameter_name = "due"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> list[tuple[str, Any]]:
        return [("yes", _("a claim is due for a check"))]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet[Any]) -> models.QuerySet[Any]:
        if self.value() != "yes":
            return queryset
        return queryset.filter(claims__review_by__lt=timezone.localdate()).distinct()


class UncitedClaimFilter(admin.SimpleListFilter):
    """Entries with a claim that cites nothing."""

    title = _("citations")
    parameter_name = "uncited"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> list[tuple[str, Any]]:
        return [("yes", _("a claim has none"))]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet[Any]) -> models.QuerySet[Any]:
        if self.value() != "yes":
            return queryset
        return queryset.filter(claims__isnull=False, claims__passages__isnull=True).distinct()


class EntryKindFilter(admin.SimpleListFilter):
    title = _("kind")
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> list[tuple[str, Any]]:
        return [(kind.value, kind.label) for kind in Record.ENTRY_KINDS]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet[Any]) -> models.QuerySet[Any]:
        if self.value() not in Record.ENTRY_KINDS:
            return queryset
        return queryset.filter(record__kind=self.value())


class RelatedRecordFilter(admin.RelatedFieldListFilter):
    """Django's filter, with the names of relationships read in one query."""

    # What was merged into another is nothing to filter by: what names it names the other.
    lists_merged = False

    def field_choices(
        self, field: "RelatedField[Any, Any]", request: HttpRequest, model_admin: ModelAdmin
    ) -> list[tuple[str, Any]]:
        return [(row.pk, str(row)) for row in self.choosable_rows(field, model_admin)]

    def choosable_rows(
        self, field: "RelatedField[Any, Any]", model_admin: ModelAdmin
    ) -> models.QuerySet[models.Model]:
        model = field.related_model
        sides = [column.name for column in model._meta.concrete_fields if column.name in ("first", "second")]
        rows: models.QuerySet[models.Model] = model._default_manager.select_related(*sides)
        if self.lists_merged or not issubclass(model, WorkingCopy):
            return rows
        return rows.filter(record__merged_into=None)


class UsedRecordFilter(RelatedRecordFilter):
    """Only the records that some row of the list refers to."""

    def choosable_rows(
        self, field: "RelatedField[Any, Any]", model_admin: ModelAdmin
    ) -> models.QuerySet[models.Model]:
        used = model_admin.model._default_manager.order_by().values(self.field_path)
        return super().choosable_rows(field, model_admin).filter(pk__in=used)


def related_count(model: type[models.Model], column: str) -> Coalesce:
    """How many rows of ``model`` refer to each row of a list by ``column``.

    A subquery and not a join, so that the list's other counts do not pay for it.
    """
    rows = model._default_manager.filter(**{column: models.OuterRef("pk")}).order_by().values(column)
    counts = rows.annotate(count=models.Count("pk")).values("count")
    return Coalesce(models.Subquery(counts), 0)


STATUS_FILTER = "record__status"
TOPIC_AND_RELATIONSHIP_FILTERS = (("topics", RelatedRecordFilter), ("relationships", RelatedRecordFilter))
CLAIM_FILTERS = (ReviewDueFilter, UncitedClaimFilter)
