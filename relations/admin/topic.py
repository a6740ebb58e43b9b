"""Topics, and themes, which are topics without a theme."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from taggit.models import Tag

from relations.admin.filters import STATUS_FILTER, UsedRecordFilter, related_count
from relations.admin.missing import is_declined_proposal
from relations.admin.named_admin import NamedAdmin
from relations.admin.permissions import signed_in_user
from relations.models import TaggedEntry, Topic


@admin.register(Topic)
class TopicAdmin(NamedAdmin):
    list_display = ("name", "parent", "entry_count")
    list_filter = (STATUS_FILTER, ("parent", UsedRecordFilter))
    list_select_related = ("record", "parent")
    search_fields = ("name", "slug", "description", "record__names__text")
    ordering = ("name",)
    fieldsets = (
        (None, {"fields": ("name", ("other_names", "shared_names"), "parent", "description")}),
        (_("More"), {"fields": ("introduction", "slug")}),
    )

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        rows: models.QuerySet[Any] = (
            super().get_queryset(request).annotate(entry_count=related_count(TaggedEntry, "tag"))
        )
        return rows

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Besides those who may: who proposed a topic that was declined."""
        if super().has_delete_permission(request, obj) or not isinstance(obj, Topic):
            return super().has_delete_permission(request, obj)
        return is_declined_proposal(obj, signed_in_user(request))

    @admin.display(description=_("entries"), ordering="entry_count")
    def entry_count(self, row: Any) -> int:
        return int(row.entry_count)


# Taggit's own tags are rows of a table that nothing here uses: topics are our model. Its page merges tags
# for whoever may open the admin, and fails with a model of tagging that is not its own.
admin.site.unregister(Tag)
