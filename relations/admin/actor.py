"""Actors: states, organisations, groups, offices, persons."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from relations.admin.filters import STATUS, NamedInUseFilter
from relations.admin.forms import RecordedForm
from relations.admin.recorded import RecordedAdmin
from relations.models import Actor


class ActorForm(RecordedForm):
    named_by = ("name",)


@admin.register(Actor)
class ActorAdmin(RecordedAdmin):
    form = ActorForm
    slug_from = "name"
    list_display = ("name", "type", "acts_for")
    list_filter = (STATUS, "type", ("acts_for", NamedInUseFilter))
    list_select_related = ("record", "acts_for")
    search_fields = ("name", "slug", "description")
    autocomplete_fields = ("acts_for",)
    ordering = ("name",)
    fieldsets = (
        (None, {"fields": (("name", "type"), "description", "acts_for")}),
        (_("More"), {"fields": (("existed_from", "existed_to"), "introduction", "slug")}),
    )
