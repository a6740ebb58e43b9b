"""Relationships: two sides and their dossier."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from relations.admin.filters import STATUS
from relations.admin.forms import RecordedForm
from relations.admin.recorded import RecordedAdmin
from relations.models import Relationship


class RelationshipForm(RecordedForm):
    named_by = ("first", "second")


@admin.register(Relationship)
class RelationshipAdmin(RecordedAdmin):
    form = RelationshipForm
    slug_from = ""
    list_display = ("__str__", "description")
    list_filter = (STATUS,)
    list_select_related = ("record", "first", "second")
    search_fields = ("first__name", "second__name", "slug")
    autocomplete_fields = ("first", "second")
    fieldsets = (
        (None, {"fields": (("first", "second"), "description")}),
        (_("More"), {"fields": ("introduction", "slug")}),
    )
