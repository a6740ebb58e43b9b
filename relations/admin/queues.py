"""Queues: what waits for somebody, on the first page of the admin and each in full on a page of its own.

A queue is a subclass of Queue with an instance in ``QUEUES`` of ``queue_list.py``.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, ClassVar

from django.contrib.auth.models import User
from django.db import models
from django.db.models import Case, Count, Value, When, Window
from django.db.models.functions import RowNumber
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
    """Rows that wait. ``name`` is its address, ``/admin/queues/<name>/``.

    Queues of one ``family`` have rows of one model, in the same order and with the same
    ``with_related``, and no row waits in two of them: the first page reads them together.
    """

    name: ClassVar[str]
    title: ClassVar[Any]
    permission: ClassVar[str] = VIEW_ENTRIES_PERMISSION
    family: ClassVar[str] = ""
    ordering: ClassVar[tuple[str, ...]]

    def waiting(self, user: User) -> "models.QuerySet[Any]":
        """What waits for this user, in any order."""
        raise NotImplementedError

    def with_related(self, rows: "models.QuerySet[Any]") -> "models.QuerySet[Any]":
        """The same with all that describing them reads."""
        return rows

    def rows(self, user: User) -> "models.QuerySet[Any]":
        """What waits for this user, oldest first: one query."""
        return self.with_related(self.waiting(user)).order_by(*self.ordering)

    def describe(self, row: Any) -> QueueLine:
        raise NotImplementedError

    def describe_all(self, rows: Iterable[Any]) -> list[QueueLine]:
        """A line for each of the rows; in place of ``describe`` where that takes a look at all of them."""
        return [self.describe(row) for row in rows]

    def url(self) -> str:
        """The list of all of it."""
        return reverse("admin:queue", args=[self.name])

    def is_for(self, user: User) -> bool:
        return user.has_perm(self.permission)

    def summary(self, rows: Sequence[Any]) -> QueueSummary:
        """Of its first rows, each of which has the number of all as ``queue_total``."""
        return QueueSummary(
            name=self.name,
            title=str(self.title),
            lines=self.describe_all(rows),
            total=rows[0].queue_total if rows else 0,
            url=self.url(),
        )


def summarize(queues: Sequence[Queue], user: User) -> list[QueueSummary]:
    """Each queue's first rows, counted by the query that lists them: one for a family, or a queue of none."""
    found: dict[str, list[Any]] = {}
    for name, members in groupby(sorted(queues, key=_family), key=_family):
        family = list(members)
        for row in _first_rows(family, user):
            found.setdefault(row.queue if len(family) > 1 else name, []).append(row)
    return [queue.summary(found.get(queue.name, [])) for queue in queues]


def _family(queue: Queue) -> str:
    return queue.family or queue.name


def _first_rows(family: Sequence[Queue], user: User) -> "models.QuerySet[Any]":
    first = family[0]
    rows: models.QuerySet[Any]
    if len(family) == 1:
        rows = first.rows(user).annotate(queue_total=Window(Count("*")))
        return rows[:MAX_LISTED]
    ids = {queue.name: queue.waiting(user).order_by().values("pk") for queue in family}
    labels = Case(
        *(When(pk__in=rows, then=Value(name)) for name, rows in ids.items()),
        default=Value(""),
        output_field=models.CharField(),
    )
    model = first.waiting(user).model
    rows = model._default_manager.annotate(queue=labels).exclude(queue="")
    rows = rows.annotate(
        queue_total=Window(Count("*"), partition_by=["queue"]),
        queue_place=Window(RowNumber(), partition_by=["queue"], order_by=first.ordering),
    ).filter(queue_place__lte=MAX_LISTED)
    return first.with_related(rows).order_by(*first.ordering)
