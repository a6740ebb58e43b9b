"""What is assigned to one person: to say so, and what that person is shown of it."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import User
from django.db import models, transaction
from django.db.models import OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from relations.admin.dates import day
from relations.admin.queues import Queue, QueueLine
from relations.models import Assignment, Record
from relations.models.permissions import (
    PUBLISH_PERMISSION,
    WRITE_PERMISSION,
    accounts_in_use_with,
    accounts_with,
)


class AssignedQueue(Queue):
    """Each leads to its form. What waits no more in its queue for who has it is gone from here, too, and all
    of it for who may not write any more.
    """

    name = "assigned"
    title = gettext_lazy("Assigned to you")
    ordering = ("assigned_at", "pk")

    def __init__(self, assignable: Sequence[Queue]) -> None:
        self.assignable = {queue.name: queue for queue in assignable}

    def waiting(self, user: User) -> "models.QuerySet[Any]":
        if not user.has_perm(WRITE_PERMISSION):
            return Assignment.objects.none()
        still = Q(pk__in=[])
        for queue in self.assignable.values():
            if queue.is_for(user):
                rows = queue.waiting_since(user, OuterRef("assigned_at")).order_by()
                still |= Q(queue=queue.name, record__in=rows.values(queue.record_path))
        return Assignment.objects.filter(still, user=user)

    def with_related(self, rows: "models.QuerySet[Any]") -> "models.QuerySet[Any]":
        copies = (f"record__{copy}" for copy in Record.WORKING_COPIES)
        return rows.select_related("assigned_by", "record", *copies)

    def describe(self, row: Assignment) -> QueueLine:
        words = {
            "what": self.assignable[row.queue].title,
            "who": _("you") if row.assigned_by_id == row.user_id else row.assigned_by,
            "when": day(row.assigned_at),
        }
        return QueueLine(
            name=str(row.record.working_copy),
            url=reverse("admin:record", args=[row.record_id]),
            detail=_("%(what)s · assigned to you by %(who)s, since %(when)s") % words,
        )


@dataclass(frozen=True, slots=True)
class AssignmentOutcome:
    """What became of what was chosen: that of ``others`` stays theirs, and the list does not show what is
    ``unseen`` to whom it was to be given.
    """

    done: list[Record] = field(default_factory=list)
    others: list[Record] = field(default_factory=list)
    unseen: list[Record] = field(default_factory=list)


def assignees(queue: Queue) -> "models.QuerySet[User]":
    """Who can be given what waits in a queue: the active who may see it and write, and have come."""
    writers = accounts_in_use_with(WRITE_PERMISSION).filter(is_staff=True)
    readers = accounts_with(queue.permission).order_by().values("pk")
    return writers.filter(pk__in=readers).order_by("username")


def assignees_for(queue: Queue, by: User) -> "models.QuerySet[User]":
    """The users to whom ``by`` may assign: everybody if they publish, only themselves if they write."""
    rows = assignees(queue)
    return rows if may_assign_to_others(by) else rows.filter(pk=by.pk)


def may_assign(user: User, kind: str) -> bool:
    """Whether a user may take for themselves a record of this kind that nobody has."""
    return user.has_perm(f"relations.change_{kind}")


def may_assign_to_others(user: User) -> bool:
    return user.has_perm(PUBLISH_PERMISSION)


@transaction.atomic
def assign(queue: Queue, ids: Collection[int], to: User | None, *, by: User) -> AssignmentOutcome:
    """Assign the records that wait in the queue and that ``by`` may change; ``to`` None: to nobody."""
    waiting = queue.waiting(by).order_by().values(queue.record_path)
    records = Record.objects.select_for_update().filter(pk__in=ids).filter(pk__in=waiting).order_by("pk")
    chosen = [record for record in records if may_assign(by, record.kind)]
    held = {one.record_id: one.user_id for one in _held(queue, [record.pk for record in chosen])}
    seen = set(queue.waiting(to or by).order_by().values_list(queue.record_path, flat=True))
    outcome = AssignmentOutcome()
    for record in chosen:
        if held.get(record.pk, by.pk) != by.pk and not may_assign_to_others(by):
            outcome.others.append(record)
        elif record.pk not in seen:
            outcome.unseen.append(record)
        else:
            _write(queue, record, to, by)
            outcome.done.append(record)
    return outcome


def _write(queue: Queue, record: Record, to: User | None, by: User) -> None:
    if to is None:
        Assignment.objects.filter(record=record, queue=queue.name).delete()
    else:
        values = {"user": to, "assigned_by": by, "assigned_at": timezone.now()}
        Assignment.objects.update_or_create(values, record=record, queue=queue.name)


def assignments_of(queue: Queue, lines: Iterable[QueueLine]) -> dict[int, Assignment]:
    """Who has been assigned the records of these lines, by their row ids: one query."""
    held = _held(queue, {line.record for line in lines})
    return {one.record_id: one for one in held.select_related("user", "assigned_by")}


def _held(queue: Queue, records: Collection[int]) -> "models.QuerySet[Assignment]":
    """What was given to who may not do it any more (deactivated, without a role, or in another one) is
    everybody's again.
    """
    able = assignees(queue).order_by().values("pk")
    return Assignment.objects.filter(queue=queue.name, record__in=records, user__in=able)
