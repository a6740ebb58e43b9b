"""Deleting is for drafts that nothing uses; what was published is withdrawn or merged instead."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from relations.admin.deletion_words import counted_in_words, without_ties
from relations.admin.generics import ModelAdmin
from relations.models import Passage, Topic, WorkingCopy
from relations.models.permissions import PUBLISH_PERMISSION


def deletion_refusal(row: models.Model) -> str:
    """Why this row is not deleted, in one sentence; empty when it can be."""
    if isinstance(row, WorkingCopy) and row.record.edition_id is not None:
        return _("“%(name)s” has been published: it can be withdrawn, but not deleted.") % {"name": row}
    if isinstance(row, WorkingCopy) and row.record.is_scheduled:
        return _("“%(name)s” is scheduled to be published. Cancel that first.") % {"name": row}
    match row:
        case Topic():
            count = row.tagged.count()  # the database refuses it too, but in its own words
        case WorkingCopy():
            count = row.count_uses()
        case Passage():
            count = row.count_citations()
        case _:
            count = 0
    if not count:
        return ""
    return ngettext(
        "“%(name)s” is in use at %(count)d place. Change that first.",
        "“%(name)s” is in use at %(count)d places. Change them first.",
        count,
    ) % {"name": row, "count": count}


def _withdraw_url(request: HttpRequest, rows: Iterable[models.Model]) -> str:
    """Where those of the rows that are public can be withdrawn; "" where none is, or one may not."""
    if not request.user.has_perm(PUBLISH_PERMISSION):
        return ""
    public = [row.record_id for row in rows if isinstance(row, WorkingCopy) and row.record.is_public]
    return f"{reverse('admin:withdraw')}?{urlencode({'record': public}, doseq=True)}" if public else ""


class DraftDeletionAdmin(ModelAdmin):
    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        published = isinstance(obj, WorkingCopy) and obj.record_id and obj.record.edition_id is not None
        return not published and super().has_delete_permission(request, obj)

    def get_deleted_objects(
        self, objs: Iterable[models.Model], request: HttpRequest
    ) -> tuple[list[Any], dict[str, int], set[str], list[Any]]:
        """Django's list, in which what may not be deleted is "protected": nothing is then deleted."""
        objs = list(objs)
        to_delete, count, perms_needed, protected = super().get_deleted_objects(objs, request)
        reasons = [reason for row in objs if (reason := deletion_refusal(row))]
        if reasons:
            # Published rows are refused for that reason, not for a missing permission.
            perms_needed = set()
        return (
            without_ties(to_delete),
            counted_in_words(count),
            perms_needed,
            [*(format_html("{}", reason) for reason in reasons), *protected],
        )

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        try:
            return super().delete_view(request, object_id, extra_context)
        except models.ProtectedError:
            return self._report_nothing_deleted(request)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if request.method != "POST":
            return super().changelist_view(request, extra_context)
        try:
            with transaction.atomic():
                response = super().changelist_view(request, extra_context)
        except models.ProtectedError:
            return self._report_nothing_deleted(request)
        if isinstance(response, TemplateResponse) and (context := response.context_data or {}).get(
            "protected"
        ):
            context["return_url"] = request.get_full_path()
            context["withdraw_url"] = _withdraw_url(request, context["queryset"])
        return response

    def _report_nothing_deleted(self, request: HttpRequest) -> HttpResponse:
        """When somebody put a row to use, or published it, between the check and the deletion."""
        messages.error(request, _("Nothing was deleted: it was put to use or published in the meantime."))
        return HttpResponseRedirect(request.get_full_path())
