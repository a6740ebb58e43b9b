"""What the forms and lists of events, agreements and issues share; and the list of all entries."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from relations.admin.claims import ClaimInline
from relations.admin.filters import FILTERS_OF_ENTRIES, count_of
from relations.admin.forms import RecordedForm
from relations.admin.names import edit_url
from relations.admin.pickers import PickerOfMany
from relations.admin.recorded import RecordedAdmin
from relations.admin.ties import InvolvementInline, LinkInline
from relations.models import Claim, Entry, Relationship, Topic

ADDRESS = (gettext_lazy("Address"), {"fields": ("slug",)})
WHERE = (gettext_lazy("Where it belongs"), {"fields": ("relationships", "topics")})


class EntryForm(RecordedForm):
    """Topics are picked from the curated list: a typo never makes one."""

    topics = forms.ModelMultipleChoiceField(
        Topic.objects.all(),
        label=gettext_lazy("Topics"),
        required=False,
        widget=PickerOfMany(Entry._meta.get_field("topics"), admin.site),
        help_text=gettext_lazy("Type a few letters and choose. At least one is needed to publish."),
    )


class EntryBaseAdmin(RecordedAdmin):
    form = EntryForm
    inlines = (ClaimInline, InvolvementInline, LinkInline)
    autocomplete_fields = ("relationships",)
    search_fields = ("title", "slug", "summary", "claims__text", "record__key")
    search_help_text = gettext_lazy("Searches titles, summaries and claims.")
    date_hierarchy = "last_day"
    ordering = ("title",)

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        return super().get_queryset(request).annotate(claim_count=count_of(Claim, "entry"))

    @admin.display(description=gettext_lazy("claims"), ordering="claim_count")
    def claim_count(self, row: Any) -> int:
        return row.claim_count

    @admin.display(description=gettext_lazy("date"), ordering="last_day")
    def when(self, row: Entry) -> str:
        return row.date.label if row.date else ""

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Where the reference has one relationship, a new entry belongs to it."""
        relationships = list(Relationship.objects.values_list("pk", flat=True)[:2])
        only = {"relationships": relationships} if len(relationships) == 1 else {}
        return {**only, **super().get_changeform_initial_data(request)}


class AllEntriesAdmin(RecordedAdmin):
    """Every entry in one list. Each is edited in the form of its own kind."""

    inlines = ()
    slug_from = ""
    list_display = ("title", "kind", "when")
    list_display_links = None
    list_filter = FILTERS_OF_ENTRIES
    search_fields = EntryBaseAdmin.search_fields
    search_help_text = EntryBaseAdmin.search_help_text
    date_hierarchy = "last_day"
    ordering = ("title",)

    def get_list_display(self, request: HttpRequest) -> tuple[str, ...]:
        return ("linked_title", *super().get_list_display(request)[1:])

    @admin.display(description=gettext_lazy("title"), ordering="title")
    def linked_title(self, row: Entry) -> str:
        return format_html('<a href="{}">{}</a>', edit_url(row), row.title)

    @admin.display(description=gettext_lazy("kind"), ordering="record__kind")
    def kind(self, row: Entry) -> str:
        return row.record.get_kind_display()

    @admin.display(description=gettext_lazy("date"), ordering="last_day")
    def when(self, row: Entry) -> str:
        return row.date.label if row.date else ""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict | None = None
    ) -> HttpResponse:
        row = self.row_or_404(request, object_id)
        return HttpResponseRedirect(edit_url(row.record.subject))

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict | None = None
    ) -> HttpResponse:
        raise Http404(_("The revisions are kept with the event, agreement or issue."))

    def restore_view(self, request: HttpRequest, object_id: str, revision_id: str) -> HttpResponse:
        return self.history_view(request, object_id)

    compare_view = history_view
