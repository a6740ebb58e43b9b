"""The queues of what is scheduled: what waits for its time, and what was held back."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import User
from django.db import models
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from relations.admin.queues import Queue, QueueLine
from relations.admin.schedule.lines import ScheduleLine, schedule_lines, with_items
from relations.models import ScheduledPublication


class ScheduleQueue(Queue):
    family = "schedules"
    ordering = ("due_at", "pk")

    def with_related(self, rows: "models.QuerySet[Any]") -> "models.QuerySet[Any]":
        return with_items(rows)

    def describe_all(self, rows: Iterable[Any]) -> list[QueueLine]:
        return [
            QueueLine(name=line.names, url=line.url, detail=self.detail(line))
            for line in schedule_lines(rows)
        ]

    def detail(self, line: ScheduleLine) -> str:
        raise NotImplementedError


class ScheduledQueue(ScheduleQueue):
    """What falls due next stands first."""

    name = "scheduled"
    title = gettext_lazy("Scheduled")

    def waiting(self, user: User) -> "models.QuerySet[Any]":
        return ScheduledPublication.objects.waiting()

    def detail(self, line: ScheduleLine) -> str:
        if not line.faults:
            return line.words
        return _("%(detail)s · as it stands it will be held back: %(reason)s") % {
            "detail": line.words,
            "reason": Truncator(line.faults[0].message).chars(160),
        }


class HeldBackQueue(ScheduleQueue):
    name = "held-back"
    title = gettext_lazy("Held back")

    def waiting(self, user: User) -> "models.QuerySet[Any]":
        return ScheduledPublication.objects.failed()

    def detail(self, line: ScheduleLine) -> str:
        reason = Truncator(line.scheduled.failure.replace("\n", " ")).chars(160)
        return f"{line.words} · {reason}"
