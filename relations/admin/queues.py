"""Queues: what waits for somebody, on the first page of the admin and each in full on a page of its own.

A queue is a subclass of Queue with an instance in ``QUEUES`` of ``queue_list.py``.
"""

from dataclasses import dataclass
from typing import Any, ClassVar

from django.contrib.auth.models import User
from django.db import models
from django.db.models import Count, Window
from django.urls import reverse

from relations.admin.permissions import VIEW_ENTRIES_PERMISSION

MAX_LISTED = 8


@dataclass(frozen=True, slots=True)
class QueueLine:
    """What a list says of a row: its name, where that leads, and a line about it."""

    name: str
    url: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class QueueSummary:
    """The first lines of a queue for one user, and how many there are."""

    name: str
    title: str
    lines: list[QueueLine]
    total: int
    url: str


class Queue:
    """Rows that wait. ``name`` is its address, ``/admin/queues/<name>/``."""

    name: ClassVar[str]
    title: ClassVar[Any]
    permission: ClassVar[str] = VIEW_ENTRIES_PERMISSION

    def rows(self, user: User) -> "models.QuerySet[Any]":
        """What waits for this user, oldest first, with all that ``describe`` reads: one query."""
        raise NotImplementedError

    def describe(self, row: Any) -> QueueLine:
        raise NotImplementedError

    def url(self) -> str:
        """The list of all of it."""
        return reverse("admin:queue", args=[self.name])

    def is_for(self, user: User) -> bool:
        return user.has_perm(self.permission)

    def summarize(self, user: User) -> QueueSummary:
        """Counted by the query that lists them."""
        rows = list(self.rows(user).annotate(queue_total=Window(Count("*")))[:MAX_LISTED])
        return QueueSummary(
            name=self.name,
            title=str(self.title),
            lines=[self.describe(row) for row in rows],
            total=rows[0].queue_total if rows else 0,
            url=self.url(),
        )
