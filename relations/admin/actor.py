"""Actors: states, organisations, groups, offices, persons."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from relations.admin.filters import STATUS_FILTER, UsedRecordFilter
from relations.admin.named_admin import NamedAdmin
from relations.models import Actor


@admin.register(Actor)
class ActorAdmin(NamedAdmin):
    list_display = ("name", "type", "acts_for")
    list_filter = (STATUS_FILTER, "type", ("acts_for", UsedRecordFilter))
    list_select_related = ("record", "acts_for")
    search_fields = ("name", "slug", "description", "record__names__text")
    autocomplete_fields = ("acts_for",)
    ordering = ("name",)
    fieldsets = (
        (
            None,
            {"fields": (("name", "type"), ("other_names", "shared_names"), "description", "acts_for")},
        ),
        (_("More"), {"fields": (("existed_from", "existed_to"), "introduction", "slug")}),
    )
