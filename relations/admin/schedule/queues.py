"""The queues of what is scheduled: what waits for its time, and what was held back."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import User
from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from relations.admin.queues import Queue, QueueLine
from relations.admin.schedule.lines import (
    ScheduleLine,
    read_with_items,
    schedule_line,
    schedule_lines,
    with_items,
)
from relations.models import ScheduledPublication, ScheduledRecord
from relations.models.permissions import PUBLISH_PERMISSION


class ScheduleQueue(Queue):
    family = "schedules"
    ordering = ("due_at", "pk")

    def with_related(self, rows: "models.QuerySet[Any]") -> "models.QuerySet[Any]":
        return with_items(rows)

    def read(self, ids: Iterable[int], model: type[models.Model]) -> Iterable[Any]:
        return read_with_items(ids)

    def describe_all(self, rows: Iterable[Any]) -> list[QueueLine]:
        return self._lines(schedule_lines(rows))

    def describe_first(self, rows: Iterable[Any]) -> list[QueueLine]:
        """The list says what will be held back: to foresee it takes many queries."""
        return self._lines(schedule_line(row.scheduled, row.items) for row in rows)

    def _lines(self, lines: Iterable[ScheduleLine]) -> list[QueueLine]:
        return [QueueLine(name=line.names, url=line.url, detail=self.detail(line)) for line in lines]

    def detail(self, line: ScheduleLine) -> str:
        raise NotImplementedError


class ScheduledQueue(ScheduleQueue):
    """What falls due next stands first."""

    name = "scheduled"
    title = gettext_lazy("Scheduled")
    order = gettext_lazy("the soonest first")
    before = gettext_lazy("sooner")
    after = gettext_lazy("later")

    def waiting(self, user: User) -> "models.QuerySet[Any]":
        return _concerning(ScheduledPublication.objects.waiting(), user)

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
        return _concerning(ScheduledPublication.objects.failed(), user)

    def detail(self, line: ScheduleLine) -> str:
        reason = Truncator(line.scheduled.failure.replace("\n", " ")).chars(160)
        return f"{line.words} · {reason}"


def _concerning(rows: "models.QuerySet[ScheduledPublication]", user: User) -> "models.QuerySet[Any]":
    """Who may not publish sees what takes a revision of theirs."""
    if user.has_perm(PUBLISH_PERMISSION):
        return rows
    own = ScheduledRecord.objects.filter(scheduled=OuterRef("pk"), revision__saved_by=user)
    return rows.filter(Exists(own.order_by()))
