"""Queues: what waits for somebody, on the first page of the admin and each in full on a page of its own.

A queue is a subclass of Queue with an instance in one of the tuples of ``queue_list.py``: ``YOURS``,
``REVIEWING``, ``ELSEWHERE``, ``GAPS`` or ``MORE_GAPS``.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, ClassVar

from django.contrib.auth.models import User
from django.db import models
from django.db.models import OuterRef
from django.urls import reverse
from django.utils.translation import gettext_lazy

from relations.admin.first_rows import Question, read_first_rows
from relations.admin.permissions import VIEW_ENTRIES_PERMISSION


@dataclass(frozen=True, slots=True)
class QueueLine:
    """What a list says of a row: its name, where that leads, and a line about it.

    ``record`` is the row id of the record that can be assigned to somebody, of kind ``kind``.
    """

    name: str
    url: str
    detail: str = ""
    record: int = 0
    kind: str = ""


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

    Queues of one ``family`` have rows of one model and the same ``with_related``: the first page reads
    the rows of all of them at once.
    """

    name: ClassVar[str]
    title: ClassVar[Any]
    permission: ClassVar[str] = VIEW_ENTRIES_PERMISSION
    family: ClassVar[str] = ""
    ordering: ClassVar[tuple[str, ...]]
    # From a row to the record that can be assigned to somebody, as a lookup; "" where nothing is.
    record_path: ClassVar[str] = ""
    # What to know before one assigns, where a row is not a record.
    assigning: ClassVar[Any] = ""
    # Whether ``waiting`` asks the same all day, but for who the user is.
    lasts: ClassVar[bool] = True
    # That order, and what stands on the pages before and after, in words.
    order: ClassVar[Any] = gettext_lazy("the oldest first")
    before: ClassVar[Any] = gettext_lazy("older")
    after: ClassVar[Any] = gettext_lazy("newer")

    def waiting(self, user: User) -> "models.QuerySet[Any]":
        """What waits for this user, in any order."""
        raise NotImplementedError

    def waiting_since(self, user: User, moment: OuterRef) -> "models.QuerySet[Any]":
        """What has waited since a moment at least, without having left the queue in between.

        This answer is for queues to which nothing comes back; others give one of their own.
        """
        return self.waiting(user)

    def with_related(self, rows: "models.QuerySet[Any]") -> "models.QuerySet[Any]":
        """Rows of this queue with everything that ``describe`` reads of them joined or prefetched."""
        return rows

    def rows(self, user: User) -> "models.QuerySet[Any]":
        """What waits for this user, in its order: one query."""
        return self.with_related(self.waiting(user)).order_by(*self.ordering)

    def describe(self, row: Any) -> QueueLine:
        raise NotImplementedError

    def describe_all(self, rows: Iterable[Any]) -> list[QueueLine]:
        """A line for each of the rows; in place of ``describe`` where that takes a look at all of them."""
        return [self.describe(row) for row in rows]

    def describe_first(self, rows: Iterable[Any]) -> list[QueueLine]:
        """The lines of the first page: without what takes queries of its own to say."""
        return self.describe_all(rows)

    def read(self, ids: Iterable[int], model: type[models.Model]) -> Iterable[Any]:
        """The rows with these ids and all that describing them reads, in any order: one query."""
        return self.with_related(model._default_manager.filter(pk__in=ids)).order_by()

    def url(self) -> str:
        """The list of all of it."""
        return reverse("admin:queue", args=[self.name])

    def is_for(self, user: User) -> bool:
        return user.has_perm(self.permission)


def summarize(queues: Sequence[Queue], user: User) -> list[QueueSummary]:
    """The queues in which something waits: a query says what, and one for each family reads it."""
    asked = [Question(one.name, one.waiting, one.ordering, lasts=one.lasts) for one in queues]
    found = read_first_rows(asked, user)
    rows: dict[str, dict[int, Any]] = {}
    for name, members in groupby(sorted((one for one in queues if one.name in found), key=_family), _family):
        family = list(members)
        ids = {pk for queue in family for pk in found[queue.name].ids}
        rows[name] = {row.pk: row for row in family[0].read(ids, found[family[0].name].model)}
    return [
        QueueSummary(
            name=queue.name,
            title=str(queue.title),
            lines=queue.describe_first(_in_order(rows[_family(queue)], found[queue.name].ids)),
            total=found[queue.name].total,
            url=queue.url(),
        )
        for queue in queues
        if queue.name in found
    ]


def _family(queue: Queue) -> str:
    return queue.family or queue.name


def _in_order(rows: dict[int, Any], ids: list[int]) -> list[Any]:
    """The rows in the order of ``ids``; what was deleted between the two queries is left out."""
    return [rows[pk] for pk in ids if pk in rows]
