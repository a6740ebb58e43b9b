"""Actors: states, organisations, groups, offices, persons."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from relations.admin.filters import STATUS_FILTER, UsedRecordFilter
from relations.admin.working_copy import WorkingCopyAdmin
from relations.admin.working_copy_form import WorkingCopyForm
from relations.models import Actor


class ActorForm(WorkingCopyForm):
    slug_source_fields = ("name",)


@admin.register(Actor)
class ActorAdmin(WorkingCopyAdmin):
    form = ActorForm
    prepopulate_slug_from = "name"
    list_display = ("name", "type", "acts_for")
    list_filter = (STATUS_FILTER, "type", ("acts_for", UsedRecordFilter))
    list_select_related = ("record", "acts_for")
    search_fields = ("name", "slug", "description")
    autocomplete_fields = ("acts_for",)
    ordering = ("name",)
    fieldsets = (
        (None, {"fields": (("name", "type"), "description", "acts_for")}),
        (_("More"), {"fields": (("existed_from", "existed_to"), "introduction", "slug")}),
    )
