"""Deleting is for drafts that nothing uses; what was published is withdrawn or merged instead."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin, messages
from django.db import models, transaction
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from relations.models import Claim, Entry, Milestone, Passage, Recorded, Relationship, TaggedEntry, Topic


def reason_to_stay(row: models.Model) -> str:
    """Why this row is not deleted, in one sentence; empty when it can be."""
    if isinstance(row, Recorded) and row.record.edition_id is not None:
        return _("“%(name)s” has been published: it can be withdrawn, but not deleted.") % {"name": row}
    match row:
        case Topic():
            count = TaggedEntry.objects.filter(tag=row).count()
        case Relationship():
            count = Entry.objects.filter(relationships=row).count()
        case Passage():
            count = citing(row)
        case _ if hasattr(row, "passages"):
            count = sum(citing(passage) for passage in row.passages.all())
        case _:
            count = 0
    if not count:
        return ""
    return ngettext(
        "“%(name)s” is in use at %(count)d place. Change that first.",
        "“%(name)s” is in use at %(count)d places. Change them first.",
        count,
    ) % {"name": row, "count": count}


def citing(passage: Passage) -> int:
    """How many claims and milestones rest on a passage."""
    return Claim.objects.filter(passages=passage).count() + Milestone.objects.filter(passages=passage).count()


class DraftsOnly(admin.ModelAdmin):
    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        published = isinstance(obj, Recorded) and obj.record_id and obj.record.edition_id is not None
        return not published and super().has_delete_permission(request, obj)

    def get_deleted_objects(
        self, objs: Iterable[models.Model], request: HttpRequest
    ) -> tuple[list, dict, set, list]:
        """The stock list, in which what must stay is "protected": nothing is then deleted."""
        objs = list(objs)
        to_delete, count, perms_needed, protected = super().get_deleted_objects(objs, request)
        reasons = [reason for row in objs if (reason := reason_to_stay(row))]
        if reasons:
            # Published rows are refused for that reason, not for a missing right.
            perms_needed = set()
        return (
            to_delete,
            count,
            perms_needed,
            [*(format_html("{}", reason) for reason in reasons), *protected],
        )

    def delete_queryset(self, request: HttpRequest, queryset: models.QuerySet) -> None:
        """One by one, so that each record goes with its row; all or none."""
        try:
            with transaction.atomic():
                for row in queryset:
                    row.delete()
        except models.ProtectedError as error:
            messages.error(request, error.args[0])
