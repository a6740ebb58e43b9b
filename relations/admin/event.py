"""Events."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from relations.admin.entry import BELONGS_TO, EntryKindAdmin
from relations.admin.filters import CLAIM_FILTERS, STATUS_FILTER, TOPIC_AND_RELATIONSHIP_FILTERS
from relations.models import Event


@admin.register(Event)
class EventAdmin(EntryKindAdmin):
    list_display = ("title", "date_label", "place", "claim_count")
    list_filter = (STATUS_FILTER, *CLAIM_FILTERS, *TOPIC_AND_RELATIONSHIP_FILTERS)
    fieldsets = (
        (None, {"fields": ("title", "date", *BELONGS_TO, "summary")}),
        (
            _("Place, note on the date, address"),
            {"classes": ("collapse",), "fields": ("place", "date_note", "slug")},
        ),
    )
