"""Agreements, with the milestones they went through."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from relations.admin.claim import ClaimInline
from relations.admin.entry import BELONGS_TO, EntryKindAdmin
from relations.admin.filters import CLAIM_FILTERS, STATUS_FILTER, TOPIC_AND_RELATIONSHIP_FILTERS
from relations.admin.involvement import InvolvementInline
from relations.admin.link import LinkInline
from relations.admin.milestone import MilestoneInline
from relations.models import Agreement


@admin.register(Agreement)
class AgreementAdmin(EntryKindAdmin):
    inlines = (ClaimInline, MilestoneInline, InvolvementInline, LinkInline)
    list_display = ("title", "form_label", "date_label", "claim_count")
    list_filter = (STATUS_FILTER, "form", *CLAIM_FILTERS, *TOPIC_AND_RELATIONSHIP_FILTERS)
    fieldsets = (
        (None, {"fields": ("title", ("form", "date"), *BELONGS_TO, "summary")}),
        (_("Note on the date, address"), {"classes": ("collapse",), "fields": ("date_note", "slug")}),
    )

    @admin.display(description=_("form"), ordering="form")
    def form_label(self, row: Agreement) -> str:
        return row.get_form_display()
