"""The queue of claims whose day of review has passed."""

from typing import Any

from django.contrib.auth.models import User
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from relations.admin.queues import Queue, QueueLine
from relations.models import Claim


class DueClaimsQueue(Queue):
    name = "claims-due"
    title = gettext_lazy("Claims due for a check")

    ordering = ("review_by", "pk")

    def waiting(self, user: User) -> "models.QuerySet[Any]":
        return Claim.objects.filter(review_by__lt=timezone.localdate())

    def with_related(self, rows: "models.QuerySet[Any]") -> "models.QuerySet[Any]":
        return rows.select_related("entry")

    def describe(self, row: Claim) -> QueueLine:
        day = date_format(row.review_by, "j F Y") if row.review_by else ""
        return QueueLine(
            name=Truncator(row.text).chars(110),
            url=f"{reverse('admin:record', args=[row.entry.record_id])}#claim-{row.code}",
            detail=_("%(entry)s · by %(day)s") % {"entry": row.entry.title, "day": day},
        )
