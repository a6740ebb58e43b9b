"""Topics, and themes, which are topics without a theme."""

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from relations.admin.filters import STATUS, NamedInUseFilter, count_of
from relations.admin.forms import RecordedForm
from relations.admin.recorded import RecordedAdmin
from relations.models import TaggedEntry, Topic


class TopicForm(RecordedForm):
    named_by = ("name",)


@admin.register(Topic)
class TopicAdmin(RecordedAdmin):
    form = TopicForm
    slug_from = "name"
    list_display = ("name", "parent", "entry_count")
    list_filter = (STATUS, ("parent", NamedInUseFilter))
    list_select_related = ("record", "parent")
    search_fields = ("name", "slug", "description")
    ordering = ("name",)
    fieldsets = (
        (None, {"fields": ("name", "parent", "description")}),
        (_("More"), {"fields": ("introduction", "slug")}),
    )

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        return super().get_queryset(request).annotate(entry_count=count_of(TaggedEntry, "tag"))

    @admin.display(description=_("entries"), ordering="entry_count")
    def entry_count(self, row: Topic) -> int:
        return row.entry_count
