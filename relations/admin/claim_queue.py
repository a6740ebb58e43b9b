"""The queue of claims whose day of review has passed."""

from typing import Any

from django.contrib.auth.models import User
from django.db import models
from django.db.models import OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from relations.admin.queues import Queue, QueueLine
from relations.models import Claim, Record
from relations.models.permissions import WRITE_PERMISSION


class DueClaimsQueue(Queue):
    name = "claims-due"
    title = gettext_lazy("Claims due for a check")

    permission = WRITE_PERMISSION
    ordering = ("review_by", "pk")
    record_path = "entry__record"
    assigning = gettext_lazy("An entry is assigned as a whole: with one of its claims all that stand here.")

    def waiting(self, user: User) -> "models.QuerySet[Any]":
        open_entries = Claim.objects.filter(entry__record__in=Record.objects.active().order_by().values("pk"))
        return open_entries.filter(review_by__lt=timezone.localdate())

    def waiting_since(self, user: User, moment: OuterRef) -> "models.QuerySet[Any]":
        return self.waiting(user).filter(review_by__lt=moment)

    def with_related(self, rows: "models.QuerySet[Any]") -> "models.QuerySet[Any]":
        return rows.select_related("entry__record")

    def describe(self, row: Claim) -> QueueLine:
        day = date_format(row.review_by, "j F Y") if row.review_by else ""
        return QueueLine(
            name=Truncator(row.text).chars(110),
            url=f"{reverse('admin:record', args=[row.entry.record_id])}#claim-{row.code}",
            detail=_("%(entry)s · by %(day)s") % {"entry": row.entry.title, "day": day},
            record=row.entry.record_id,
            kind=row.entry.record.kind,
        )
