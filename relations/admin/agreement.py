"""Agreements, with the milestones they went through."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from relations.admin.claims import ClaimInline
from relations.admin.entries import ADDRESS, WHERE, EntryBaseAdmin
from relations.admin.filters import STATUS, TIES, DueFilter, UncitedFilter
from relations.admin.milestones import MilestoneInline
from relations.admin.ties import InvolvementInline, LinkInline
from relations.models import Agreement


@admin.register(Agreement)
class AgreementAdmin(EntryBaseAdmin):
    inlines = (ClaimInline, MilestoneInline, InvolvementInline, LinkInline)
    list_display = ("title", "form_of", "when", "claim_count")
    list_filter = (STATUS, "form", DueFilter, UncitedFilter, *TIES)
    fieldsets = (
        (None, {"fields": ("title", "summary", ("form", "date"), "date_note")}),
        WHERE,
        ADDRESS,
    )

    @admin.display(description=_("form"), ordering="form")
    def form_of(self, row: Agreement) -> str:
        return row.get_form_display()
