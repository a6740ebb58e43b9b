"""What the forms and lists of events, agreements and issues share; and the list of all entries."""

from collections import Counter
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from relations.admin.autocomplete import RecordAutocompleteMultiple, innermost_widget
from relations.admin.claim import ClaimInline
from relations.admin.claim_cards import add_cards
from relations.admin.entry_panels import entry_panels
from relations.admin.filters import (
    CLAIM_FILTERS,
    STATUS_FILTER,
    TOPIC_AND_RELATIONSHIP_FILTERS,
    EntryKindFilter,
    related_count,
)
from relations.admin.generics import InlineModelAdmin, ModelMultipleChoiceField
from relations.admin.involvement import InvolvementInline
from relations.admin.link import LinkInline
from relations.admin.missing import PROPOSE_PERMISSION, may_propose
from relations.admin.record_urls import change_url
from relations.admin.working_copy import WorkingCopyAdmin
from relations.admin.working_copy_form import WorkingCopyForm
from relations.models import Claim, Entry, ErrorReport, Relationship, Topic

# In the forms of all three kinds, after what and when it was.
BELONGS_TO = ("topics", "relationships")


class EntryForm(WorkingCopyForm):
    """Topics are chosen from the curated list: a typo never makes one."""

    topics = forms.ModelMultipleChoiceField(
        Topic.objects.all(),
        label=gettext_lazy("Topics"),
        required=False,
        widget=RecordAutocompleteMultiple(Entry._meta.get_field("topics"), admin.site),
        help_text=gettext_lazy("Type a few letters and choose. At least one is needed to publish."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.pk and not self.is_bound:
            self.fields["title"].widget.attrs["autofocus"] = True


def _new_topic_attrs(request: HttpRequest) -> dict[str, str]:
    """For the picker of topics: where one that is not there is added or, by contributors, proposed."""
    if may_propose(request):
        return {
            "data-new-url": reverse("admin:propose_topic"),
            "data-new-row": _("Propose topic “{name}”… (in a new tab)"),
        }
    if request.user.has_perm(PROPOSE_PERMISSION):
        return {
            "data-new-url": reverse("admin:relations_topic_add"),
            "data-new-row": _("Add topic “{name}”… (in a new tab)"),
        }
    return {}


class DatedEntryAdmin(WorkingCopyAdmin):
    search_fields = ("title", "slug", "summary", "claims__text", "record__key")
    search_help_text = gettext_lazy("Searches titles, summaries and claims.")
    date_hierarchy = "last_day"
    ordering = ("title",)

    @admin.display(description=gettext_lazy("date"), ordering="last_day")
    def date_label(self, row: Entry) -> str:
        return row.date.label if row.date else ""


class EntryKindAdmin(DatedEntryAdmin):
    """Base of the three kinds of entries."""

    form = EntryForm
    inlines: ClassVar[tuple[type[InlineModelAdmin], ...]] = (ClaimInline, InvolvementInline, LinkInline)
    autocomplete_fields = ("relationships",)

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        rows: models.QuerySet[Any] = (
            super().get_queryset(request).annotate(claim_count=related_count(Claim, "entry"))
        )
        return rows

    def formfield_for_manytomany(
        self, db_field: "models.ManyToManyField[Any, Any]", request: HttpRequest, **kwargs: Any
    ) -> ModelMultipleChoiceField | None:
        if db_field.name == "relationships":
            kwargs["queryset"] = Relationship.objects.select_related("first", "second")
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        context |= entry_panels(request)
        row = context.get("original")
        accepted = ErrorReport.objects.to_be_corrected()
        context["error_reports"] = list(accepted.filter(record=row.record_id)) if row else []
        if topics := context["adminform"].form.fields.get("topics"):
            innermost_widget(topics.widget).attrs |= _new_topic_attrs(request)
        response = super().render_change_form(request, context, *args, **kwargs)
        formsets = [inline.formset for inline in context["inline_admin_formsets"]]
        faulty = {fault.path.removeprefix("claims/") for fault in context.get("faults", ())}
        faulty |= {report.claim for report in context["error_reports"]}
        anchors = (each.thread.comment.anchor for each in context.get("open_threads", ()))
        claims = next(formset for formset in formsets if formset.model is Claim)
        add_cards(claims.forms, faulty, Counter(anchor.removeprefix("claims/") for anchor in anchors))
        return response

    @admin.display(description=gettext_lazy("claims"), ordering="claim_count")
    def claim_count(self, row: Any) -> int:
        return int(row.claim_count)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Where the reference has one relationship, a new entry belongs to it."""
        relationships = list(Relationship.objects.values_list("pk", flat=True)[:2])
        only = {"relationships": relationships} if len(relationships) == 1 else {}
        return {**only, **super().get_changeform_initial_data(request)}


@admin.register(Entry)
class EntryAdmin(DatedEntryAdmin):
    """Every entry in one list. Each is edited in the form of its own kind."""

    inlines = ()
    prepopulate_slug_from = ""
    list_display = ("linked_title", "kind", "date_label")
    list_display_links = None
    list_filter = (STATUS_FILTER, EntryKindFilter, *CLAIM_FILTERS, *TOPIC_AND_RELATIONSHIP_FILTERS)

    @admin.display(description=gettext_lazy("title"), ordering="title")
    def linked_title(self, row: Entry) -> str:
        return format_html('<a href="{}">{}</a>', change_url(row), row.title)

    @admin.display(description=gettext_lazy("kind"), ordering="record__kind")
    def kind(self, row: Entry) -> str:
        return row.record.get_kind_display()

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        row = self.get_row_or_404(request, object_id)
        return HttpResponseRedirect(change_url(row.record.working_copy))

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        raise Http404(_("The revisions are kept with the event, agreement or issue."))

    def compare_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self.history_view(request, object_id)

    def restore_view(self, request: HttpRequest, object_id: str, revision_id: str) -> HttpResponse:
        return self.history_view(request, object_id)
