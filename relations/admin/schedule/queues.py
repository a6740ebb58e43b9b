"""The queues of what is scheduled: what waits for its time, and what was held back."""

from typing import Any

from django.contrib.auth.models import User
from django.db import models
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from relations.admin.queues import Queue, QueueLine
from relations.admin.schedule.lines import schedule_line, with_items
from relations.models import ScheduledPublication


class ScheduleQueue(Queue):
    family = "schedules"
    ordering = ("due_at", "pk")

    def with_related(self, rows: "models.QuerySet[Any]") -> "models.QuerySet[Any]":
        return with_items(rows)


class ScheduledQueue(ScheduleQueue):
    """What falls due next stands first."""

    name = "scheduled"
    title = gettext_lazy("Scheduled")

    def waiting(self, user: User) -> "models.QuerySet[Any]":
        return ScheduledPublication.objects.waiting()

    def describe(self, row: ScheduledPublication) -> QueueLine:
        line = schedule_line(row)
        detail = line.words
        if line.faults:
            reason = Truncator(line.faults[0].message).chars(160)
            detail = _("%(detail)s · as it stands it will be held back: %(reason)s") % {
                "detail": detail,
                "reason": reason,
            }
        return QueueLine(name=line.names, url=line.url, detail=detail)


class HeldBackQueue(ScheduleQueue):
    name = "held-back"
    title = gettext_lazy("Held back")

    def waiting(self, user: User) -> "models.QuerySet[Any]":
        return ScheduledPublication.objects.failed()

    def describe(self, row: ScheduledPublication) -> QueueLine:
        line = schedule_line(row)
        reason = Truncator(row.failure.replace("\n", " ")).chars(160)
        return QueueLine(name=line.names, url=line.url, detail=f"{line.words} · {reason}")
