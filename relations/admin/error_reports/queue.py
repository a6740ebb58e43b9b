"""The queue of errors that readers reported: what nobody has decided on, and what is to be corrected."""

from typing import Any

from django.contrib.auth.models import User
from django.db import models
from django.db.models import OuterRef
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from relations.admin.dates import day
from relations.admin.queues import Queue, QueueLine
from relations.documents import document_name
from relations.models import ErrorReport


class ErrorReportsQueue(Queue):
    """Whoever reads entries sees them; who publishes decides."""

    name = "reported-errors"
    title = gettext_lazy("Reported errors")
    ordering = ("sent_at", "pk")
    record_path = "record"

    def waiting(self, user: User) -> "models.QuerySet[Any]":
        return ErrorReport.objects.open()

    def waiting_since(self, user: User, moment: OuterRef) -> "models.QuerySet[Any]":
        return self.waiting(user).filter(sent_at__lt=moment)

    def with_related(self, rows: "models.QuerySet[Any]") -> "models.QuerySet[Any]":
        return rows.select_related("record", "edition", "decided_by")

    def describe(self, row: ErrorReport) -> QueueLine:
        words = {
            "entry": document_name(row.edition.read_document()),
            "when": day(row.sent_at),
            "who": row.decided_by,
        }
        if row.state == ErrorReport.State.ACCEPTED:
            detail = _("%(entry)s · accepted by %(who)s, and to be corrected") % words
        else:
            detail = _("%(entry)s · since %(when)s") % words
        return QueueLine(
            name=Truncator(" ".join(row.text.split())).chars(110) or _("Its text was deleted"),
            url=reverse("admin:error_report", args=[row.pk]),
            detail=detail,
            record=row.record_id,
            kind=row.record.kind,
        )
