"""Issues: their date is derived from their claims, so it is not asked for."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from relations.admin.entries import ADDRESS, WHERE, EntryBaseAdmin
from relations.admin.filters import STATUS, TIES, DueFilter, UncitedFilter
from relations.models import Issue


@admin.register(Issue)
class IssueAdmin(EntryBaseAdmin):
    list_display = ("title", "stance_and_state", "state_as_of", "when", "claim_count")
    list_filter = (STATUS, "stance", "state", DueFilter, UncitedFilter, *TIES)
    fieldsets = (
        (None, {"fields": ("title", "summary", ("stance", "state", "state_as_of"))}),
        WHERE,
        ADDRESS,
    )

    @admin.display(description=_("stance, state"), ordering="state")
    def stance_and_state(self, row: Issue) -> str:
        return f"{row.get_stance_display()}, {row.get_state_display()}"
