"""Issues. Their date is derived from their claims, so no field takes it."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from relations.admin.entry import BELONGS_TO, EntryKindAdmin
from relations.admin.filters import CLAIM_FILTERS, STATUS_FILTER, TOPIC_AND_RELATIONSHIP_FILTERS
from relations.models import Issue


@admin.register(Issue)
class IssueAdmin(EntryKindAdmin):
    list_display = ("title", "stance_and_state", "state_as_of", "date_label", "claim_count")
    list_filter = (STATUS_FILTER, "stance", "state", *CLAIM_FILTERS, *TOPIC_AND_RELATIONSHIP_FILTERS)
    fieldsets = (
        (None, {"fields": ("title", ("stance", "state", "state_as_of"), *BELONGS_TO, "summary")}),
        (_("Address"), {"classes": ("collapse",), "fields": ("slug",)}),
    )

    @admin.display(description=_("stance, state"), ordering="state")
    def stance_and_state(self, row: Issue) -> str:
        return f"{row.get_stance_display()}, {row.get_state_display()}"
