"""Deleted drafts of a kind: which there are, and how the deletion of one is undone."""

import json
from collections import Counter
from typing import Any

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from relations import documents, publishing
from relations.admin.deletion import DraftDeletionAdmin
from relations.admin.input_validation import parse_ids
from relations.admin.permissions import signed_in_user
from relations.admin.record_names import working_copy_names
from relations.admin.record_urls import change_url
from relations.documents.compare import compare_with_nothing
from relations.models import DeletedDraft, Entry, Record, WorkingCopy

# The field of a form by which what it was opened from is brought back.
BRING_BACK = "bring_back"


def undo_url(draft: DeletedDraft) -> str:
    return reverse(f"admin:relations_{draft.kind}_undo_deletion", args=[draft.pk])


class UndoableDeletionAdmin(DraftDeletionAdmin):
    """Whoever may delete a draft may bring it back: from the message of it, and from the list of its kind."""

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        view = self.admin_site.admin_view
        own = [
            path("deleted/", view(self.deleted_drafts_view), name=f"{name}_deleted"),
            path("deleted/<str:draft_id>/", view(self.undo_deletion_view), name=f"{name}_undo_deletion"),
        ]
        return own + super().get_urls()

    def deleted_drafts(self) -> "models.QuerySet[DeletedDraft]":
        kinds = Record.ENTRY_KINDS if self.model is Entry else (self.model.record_kind,)
        return DeletedDraft.objects.recoverable().filter(kind__in=kinds).select_related("deleted_by")

    def list_url(self) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_deleted")

    # Deleting

    def delete_model(self, request: HttpRequest, obj: WorkingCopy) -> None:
        publishing.delete_draft(obj, signed_in_user(request))

    def delete_queryset(self, request: HttpRequest, queryset: models.QuerySet[Any]) -> None:
        """One by one, so that each record goes with its row; all or none. Raises ProtectedError."""
        with transaction.atomic():
            for row in queryset:
                publishing.delete_draft(row, signed_in_user(request))
        self._offer_undo(request, self.list_url())

    def response_delete(self, request: HttpRequest, obj_display: str, obj_id: int) -> HttpResponse:
        response = super().response_delete(request, obj_display, obj_id)
        draft = self.deleted_drafts().filter(row=obj_id).first()
        if draft and self.has_delete_permission(request):
            self._offer_undo(request, undo_url(draft))
        return response

    def _offer_undo(self, request: HttpRequest, url: str) -> None:
        words = _("It can be brought back for %(days)d days.") % {"days": DeletedDraft.RETENTION.days}
        messages.info(request, format_html('{} <a href="{}">{}</a>', words, url, _("Undo")))

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        offered = {"deleted_url": self.list_url()} if self.has_delete_permission(request) else {}
        response = super().changelist_view(request, {**offered, **(extra_context or {})})
        if isinstance(response, TemplateResponse) and response.context_data:  # it may ask before it deletes
            response.context_data["recoverable_days"] = DeletedDraft.RETENTION.days
        return response

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        said = {"recoverable_days": DeletedDraft.RETENTION.days}
        return super().delete_view(request, object_id, said | (extra_context or {}))

    # Undoing it from a form that was open when it was deleted

    def deleted_draft(self, request: HttpRequest, object_id: str) -> DeletedDraft | None:
        """The draft that had this id, for who may bring it back."""
        if not self.has_delete_permission(request):
            return None
        return self.deleted_drafts().filter(row__in=parse_ids([unquote(object_id)])).first()

    def can_bring_back(self, request: HttpRequest, object_id: str) -> bool:
        return self.deleted_draft(request, object_id) is not None

    def bring_back(self, request: HttpRequest, object_id: str) -> models.Model | None:
        draft = self.deleted_draft(request, object_id) if BRING_BACK in request.POST else None
        if draft is None:
            return None
        try:
            return self._undo_deletion(request, draft).working_copy
        except publishing.RestorationError as error:
            messages.error(request, str(error))
            return None

    # Undoing it from its page

    def deleted_drafts_view(self, request: HttpRequest) -> HttpResponse:
        self._check_permission(request)
        title = _("Deleted drafts: %(kind)s") % {"kind": self.opts.verbose_name_plural}
        lines = [(draft, undo_url(draft)) for draft in self.deleted_drafts()]
        return self._render(request, "list", title, {"lines": lines, "days": DeletedDraft.RETENTION.days})

    def undo_deletion_view(self, request: HttpRequest, draft_id: str) -> HttpResponse:
        self._check_permission(request)
        draft = self.deleted_drafts().filter(pk__in=parse_ids([draft_id])).first()
        if draft is None:
            raise Http404(_("There is no such deleted draft. Perhaps somebody brought it back already."))
        faults = publishing.restoration_faults(draft)
        if request.method == "POST" and not faults:
            try:
                return HttpResponseRedirect(change_url(self._undo_deletion(request, draft).working_copy))
            except publishing.RestorationError as error:
                faults = error.faults
        document = documents.load_document(draft.document)
        rows = Counter(row["model"] for row in json.loads(draft.rows))
        context = {
            "draft": draft,
            "faults": faults,
            "changes": compare_with_nothing(document, working_copy_names([document])),
            "missing": [f"{kind} “{key}”" for kind, key in sorted(publishing.missing_references(document))],
            "revision_count": rows["relations.revision"],
            "comment_count": rows["relations.comment"],
        }
        return self._render(request, "undo", _("Bring back “%(name)s”") % {"name": draft}, context)

    def _undo_deletion(self, request: HttpRequest, draft: DeletedDraft) -> Record:
        record = publishing.undo_deletion(draft, signed_in_user(request))
        self.log_addition(request, record.working_copy, _("Brought back"))
        messages.success(request, _("“%(name)s” is a draft again.") % {"name": record.working_copy})
        return record

    def _check_permission(self, request: HttpRequest) -> None:
        if not self.has_delete_permission(request):
            raise PermissionDenied

    def _render(
        self, request: HttpRequest, template: str, title: str, context: dict[str, Any]
    ) -> HttpResponse:
        request.current_app = self.admin_site.name
        common = {**self.admin_site.each_context(request), "title": title, "opts": self.opts}
        return TemplateResponse(request, f"admin/deleted_drafts/{template}.html", common | context)
