"""Events."""

from django.contrib import admin

from relations.admin.entries import ADDRESS, WHERE, EntryBaseAdmin
from relations.admin.filters import STATUS, TIES, DueFilter, UncitedFilter
from relations.models import Event


@admin.register(Event)
class EventAdmin(EntryBaseAdmin):
    list_display = ("title", "when", "place", "claim_count")
    list_filter = (STATUS, DueFilter, UncitedFilter, *TIES)
    fieldsets = (
        (None, {"fields": ("title", "summary", ("date", "place"), "date_note")}),
        WHERE,
        ADDRESS,
    )
