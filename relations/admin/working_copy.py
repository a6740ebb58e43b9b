"""What the admin's pages of all records share: list, form, history, deletion, permissions."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from relations import publishing
from relations.admin import changelist_actions, preview, revisions
from relations.admin.add_actor import ADD_ACTOR_PERMISSION, AddActorForm
from relations.admin.after_save import AfterSaveAdmin
from relations.admin.autosave.model_admin import AutosavedAdmin
from relations.admin.chosen_options import load_chosen_options
from relations.admin.conflicts import DELETED, ConflictCheckedAdmin
from relations.admin.deleted_drafts import UndoableDeletionAdmin
from relations.admin.error_links import error_links
from relations.admin.filters import FacetedListAdmin
from relations.admin.generics import BaseInlineFormSet, ModelForm
from relations.admin.joining.page import joining_response
from relations.admin.permissions import signed_in_user
from relations.admin.publishing_actions.faults import locate_faults
from relations.admin.record_urls import compare_url, public_url, withdrawn_url
from relations.admin.review.open_comments import comments_context
from relations.admin.review.state import review_states
from relations.admin.schedule.lines import next_step, schedules_of
from relations.admin.working_copy_form import WorkingCopyForm
from relations.catalogue import record_url
from relations.models import Record, WorkingCopy
from relations.models.permissions import PUBLISH_PERMISSION
from relations.publishing import check


class WorkingCopyListAdmin(FacetedListAdmin):
    """The list of a kind: the status of each record, and the way to its public page."""

    actions = (
        changelist_actions.send_selected_for_review,
        changelist_actions.publish_selected,
        changelist_actions.withdraw_selected,
    )
    list_select_related: ClassVar[tuple[str, ...]] = ("record",)

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        return super().get_queryset(request).select_related(*self.list_select_related)

    def get_list_display(self, request: HttpRequest) -> tuple[Any, ...]:
        return (*self.list_display, "status", "public_link")

    @admin.display(description=gettext_lazy("status"), ordering="record__status")
    def status(self, row: WorkingCopy) -> str:
        record = row.record
        if record.merged_into_id:
            return _("merged into another")
        label = record.get_status_display()
        return format_html('<span class="status status-{}">{}</span>', record.status, label)

    @admin.display(description=gettext_lazy("page"))
    def public_link(self, row: WorkingCopy) -> str:
        url = public_url(row.record, row.slug)
        if not url:
            return ""
        return format_html('<a href="{}" aria-label="{}">{}</a>', url, _("Open “%s”") % row, _("open"))

    def get_search_results(
        self, request: HttpRequest, queryset: models.QuerySet[Any], search_term: str
    ) -> tuple[models.QuerySet[Any], bool]:
        rows, may_repeat = super().get_search_results(request, queryset, search_term)
        if "app_label" in request.GET and "field_name" in request.GET:  # the request of an autocomplete
            rows = rows.exclude(record__status=Record.Status.WITHDRAWN)
        return rows, may_repeat

    def has_publish_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(PUBLISH_PERMISSION)


class WorkingCopyAdmin(
    AfterSaveAdmin, AutosavedAdmin, UndoableDeletionAdmin, ConflictCheckedAdmin, WorkingCopyListAdmin
):
    """Base of the seven kinds. ``prepopulate_slug_from`` names the field that a new slug is typed from."""

    form = WorkingCopyForm
    prepopulate_slug_from = "title"
    save_on_top = False

    # The form

    def get_prepopulated_fields(self, request: HttpRequest, obj: WorkingCopy | None = None) -> dict[str, Any]:
        if not self.prepopulate_slug_from or (obj is not None and obj.record.edition_id):
            return {}
        return {"slug": (self.prepopulate_slug_from,)}

    def get_readonly_fields(self, request: HttpRequest, obj: WorkingCopy | None = None) -> tuple[Any, ...]:
        fixed = ("address",) if obj is not None and obj.record.edition_id else ()
        return (*super().get_readonly_fields(request, obj), *fixed)

    def get_fieldsets(self, request: HttpRequest, obj: WorkingCopy | None = None) -> Any:
        """Once published, the slug is no field any more: the address is shown in its place."""
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or not obj.record.edition_id:
            return fieldsets
        return [
            (
                title,
                {**options, "fields": ["address" if name == "slug" else name for name in options["fields"]]},
            )
            for title, options in fieldsets
        ]

    @admin.display(description=gettext_lazy("address"))
    def address(self, row: WorkingCopy) -> str:
        url = record_url(row.record.kind, row.slug)
        return format_html("<code>{}</code> {}", url, _("It changes only by Rename; old links keep working."))

    def has_change_permission(self, request: HttpRequest, obj: WorkingCopy | None = None) -> bool:
        """What was merged is not changed. A form of it that was open is read all the same, to be refused."""
        is_merged = obj is not None and obj.record_id and obj.record.merged_into_id
        return (not is_merged or self._is_sent_form(request)) and super().has_change_permission(request, obj)

    def _is_sent_form(self, request: HttpRequest) -> bool:
        match = request.resolver_match
        name = f"{self.opts.app_label}_{self.opts.model_name}_change"
        return request.method == "POST" and match is not None and match.url_name == name

    def save_related(
        self, request: HttpRequest, form: ModelForm, formsets: Iterable[BaseInlineFormSet], change: bool
    ) -> None:
        super().save_related(request, form, formsets, change)
        publishing.record_revision(form.instance.record, signed_in_user(request))

    def save_beside_document(
        self, request: HttpRequest, form: ModelForm, formsets: Iterable[BaseInlineFormSet]
    ) -> None:
        """Save what a form has that no document holds."""

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: WorkingCopy | None = None,
    ) -> HttpResponse:
        # A refused form, whose row is still locked, may need no page of its own.
        if request.method == "POST" and (joined := joining_response(self, request, context)):
            return joined
        form = context["adminform"].form
        if not (obj and obj.pk) and getattr(form, "newer_token", "") == DELETED and request.resolver_match:
            object_id = request.resolver_match.kwargs.get("object_id", "")
            context["deleted_draft"] = self.deleted_draft(request, object_id)
        formsets = [inline.formset for inline in context["inline_admin_formsets"]]
        load_chosen_options([form, *(row for formset in formsets for row in formset.forms)])
        context["error_links"] = error_links(form, formsets) if context["errors"] else []
        context["may_publish"] = request.user.has_perm(PUBLISH_PERMISSION)
        context["add_actor_form"] = AddActorForm() if request.user.has_perm(ADD_ACTOR_PERMISSION) else None
        if obj is not None and obj.pk:
            context["record"] = obj.record
            context["public_url"] = public_url(obj.record, obj.slug)
            context["withdrawn_url"] = withdrawn_url(obj.record)
            # Of what is saved: a form that is shown again holds something else.
            is_checked = "check" in request.GET and request.method != "POST"
            context["faults"] = check(obj.record) if is_checked else []
            context["located_faults"] = locate_faults(obj.record, context["faults"], form_url="")
            context["review_state"] = review_states([obj.record])[obj.record_id]
            context["compare_url"] = compare_url(obj)
            context["saved_at"] = obj.record.revisions.values_list("saved_at", flat=True).first()
            context["schedules"] = schedules_of(obj.record)
            context["next_step"] = next_step(obj.record, context["schedules"])
            context |= comments_context(obj.record)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def response_add(
        self, request: HttpRequest, obj: WorkingCopy, post_url_continue: str | None = None
    ) -> HttpResponse:
        self.end_autosave(request, obj)
        return super().response_add(request, obj, post_url_continue)

    def response_change(self, request: HttpRequest, obj: WorkingCopy) -> HttpResponse:
        self.end_autosave(request, obj)
        if obj.record.status == Record.Status.WITHDRAWN:
            words = _("“%(name)s” is withdrawn: readers see nothing of this until it is published again.")
            messages.warning(request, words % {"name": obj})
        return super().response_change(request, obj)

    # The other pages of a record

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        view = self.admin_site.admin_view
        own = [
            path("<path:object_id>/preview/", view(self.preview_view), name=f"{name}_preview"),
            path("<path:object_id>/history/compare/", view(self.compare_view), name=f"{name}_compare"),
            path(
                "<path:object_id>/history/<str:revision_id>/restore/",
                view(self.restore_view),
                name=f"{name}_restore",
            ),
        ]
        return own + super().get_urls()

    def get_row_or_404(self, request: HttpRequest, object_id: str, change: bool = False) -> WorkingCopy:
        """The row an address names. Raises PermissionDenied, Http404."""
        row = self.get_object(request, unquote(object_id))
        if not self.has_view_or_change_permission(request, row):
            raise PermissionDenied
        if not isinstance(row, WorkingCopy):
            raise Http404(_("There is no such %(kind)s.") % {"kind": self.opts.verbose_name})
        if change and not self.has_change_permission(request, row):
            raise PermissionDenied
        return row

    def preview_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return preview.preview_view(request, self.get_row_or_404(request, object_id))

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return revisions.history_page(self, request, self.get_row_or_404(request, object_id))

    def compare_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return revisions.comparison_page(self, request, self.get_row_or_404(request, object_id))

    def restore_view(self, request: HttpRequest, object_id: str, revision_id: str) -> HttpResponse:
        row = self.get_row_or_404(request, object_id, change=True)
        return revisions.restore_page(self, request, row, revision_id)
