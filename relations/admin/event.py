"""Events."""

from django.contrib import admin

from relations.admin.entry import COMMON_FIELDSETS, EntryKindAdmin
from relations.admin.filters import CLAIM_FILTERS, STATUS_FILTER, TOPIC_AND_RELATIONSHIP_FILTERS
from relations.models import Event


@admin.register(Event)
class EventAdmin(EntryKindAdmin):
    list_display = ("title", "date_label", "place", "claim_count")
    list_filter = (STATUS_FILTER, *CLAIM_FILTERS, *TOPIC_AND_RELATIONSHIP_FILTERS)
    fieldsets = (
        (None, {"fields": ("title", "summary", ("date", "place"), "date_note")}),
        *COMMON_FIELDSETS,
    )
