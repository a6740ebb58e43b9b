"""Relationships: two sides and their dossier."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from relations.admin.filters import STATUS_FILTER
from relations.admin.working_copy import WorkingCopyAdmin
from relations.admin.working_copy_form import WorkingCopyForm
from relations.models import Relationship


class RelationshipForm(WorkingCopyForm):
    slug_source_fields = ("first", "second")


@admin.register(Relationship)
class RelationshipAdmin(WorkingCopyAdmin):
    form = RelationshipForm
    prepopulate_slug_from = ""
    list_display = ("__str__", "description")
    list_filter = (STATUS_FILTER,)
    list_select_related = ("record", "first", "second")
    search_fields = ("first__name", "second__name", "slug")
    autocomplete_fields = ("first", "second")
    fieldsets = (
        (None, {"fields": (("first", "second"), "description")}),
        (_("More"), {"fields": ("introduction", "slug")}),
    )
