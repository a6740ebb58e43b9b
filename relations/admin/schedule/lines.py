"""What is said of something scheduled: what, when, by whom, and what would keep it from happening."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple

from django.conf import settings
from django.db.models import Max, Prefetch, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from relations import publishing
from relations.admin.schedule.local_time import time_in_words
from relations.documents import document_name, load_document
from relations.models import Record, Revision, ScheduledPublication, ScheduledRecord
from relations.publishing import Fault

Action = ScheduledPublication.Action
State = ScheduledPublication.State
OPEN_STATES = (State.WAITING, State.FAILED)
# Names that a line gives.
MAX_NAMED = 3
ACTION_WORDS = {
    Action.PUBLISH: gettext_lazy("to be published on %(time)s"),
    Action.WITHDRAW: gettext_lazy("to be withdrawn on %(time)s"),
}


@dataclass(frozen=True, slots=True)
class ScheduleLine:
    """``revision`` is what would be published of the record whose lines these are, if they are of one."""

    scheduled: ScheduledPublication
    url: str
    names: str
    words: str
    faults: Sequence[Fault] = ()
    revision: Revision | None = None


class WithItems(NamedTuple):
    """Something scheduled, with what it takes."""

    pk: int
    scheduled: ScheduledPublication
    items: list[ScheduledRecord]


def with_items(scheduled: "QuerySet[ScheduledPublication]") -> "QuerySet[ScheduledPublication]":
    """The rows with what a line says of each: the records it takes, and who scheduled it."""
    return scheduled.select_related("scheduled_by").prefetch_related(Prefetch("items", _items()))


def read_with_items(ids: Iterable[int]) -> list[WithItems]:
    """The scheduled publications with these ids and their records, in one query: each has one at least."""
    items = _items().filter(scheduled__in=ids).select_related("scheduled__scheduled_by").order_by("pk")
    by_scheduled: dict[ScheduledPublication, list[ScheduledRecord]] = {}
    for item in items:
        by_scheduled.setdefault(item.scheduled, []).append(item)
    return [WithItems(scheduled.pk, scheduled, own) for scheduled, own in by_scheduled.items()]


def _items() -> "QuerySet[ScheduledRecord]":
    copies = [f"record__{copy}" for copy in Record.WORKING_COPIES]
    return ScheduledRecord.objects.select_related("record__edition", "revision", *copies)


def schedules_of(record: Record) -> list[ScheduleLine]:
    """What waits to happen to a record, or was held back; in the order of time."""
    rows = ScheduledPublication.objects.filter(items__record=record, state__in=OPEN_STATES)
    lines = schedule_lines(with_items(rows.order_by("due_at", "pk")))
    return [replace(line, revision=_revision_of(record, line.scheduled)) for line in lines]


def _revision_of(record: Record, scheduled: ScheduledPublication) -> Revision | None:
    return next(item.revision for item in scheduled.items.all() if item.record_id == record.pk)


def plans_for(records: Iterable[Record]) -> list[ScheduleLine]:
    """What waits to happen to any of the records; in the order of time."""
    ids = ScheduledPublication.objects.waiting().filter(items__record__in=list(records)).values("pk")
    rows = ScheduledPublication.objects.filter(pk__in=ids).order_by("due_at", "pk")
    return schedule_lines(with_items(rows))


def overtaken_plans(plans: Iterable[ScheduleLine], revisions: Mapping[int, int]) -> list[int]:
    """Row ids of the plans that are held back if these revisions are published before, by their records.

    It is what relations/publishing/superseded.py says once they are.
    """
    return [
        line.scheduled.pk
        for line in plans
        if any(
            not item.companion and item.revision_id and item.revision_id < revisions.get(item.record_id, 0)
            for item in line.scheduled.items.all()
        )
    ]


def withdrawals_scheduled_at(records: Iterable[Record]) -> dict[int, datetime]:
    """By the row id of a record that waits to be withdrawn, when the time of that was chosen last."""
    items = ScheduledRecord.objects.order_by().filter(
        record__in=list(records), scheduled__state=State.WAITING, scheduled__action=Action.WITHDRAW
    )
    return dict(items.values_list("record").annotate(Max("scheduled__time_set_at")))


def schedule_lines(scheduled: Iterable[ScheduledPublication]) -> list[ScheduleLine]:
    """A line for each, with the faults foreseen; rows read by ``with_items`` take no queries of their own."""
    rows = list(scheduled)
    waiting = [one for one in rows if one.state == State.WAITING]
    foreseen = publishing.foresee(waiting) if waiting else {}
    return [schedule_line(one, one.items.all(), foreseen.get(one.pk, [])) for one in rows]


def schedule_line(
    scheduled: ScheduledPublication, items: Iterable[ScheduledRecord], faults: Sequence[Fault] = ()
) -> ScheduleLine:
    return ScheduleLine(
        scheduled, schedule_url(scheduled), scheduled_names(items), schedule_words(scheduled), faults
    )


def next_step(record: Record, plans: Iterable[ScheduleLine]) -> str:
    """What can be scheduled upon the last thing that waits: to publish the record again, or to withdraw it.

    "" for what is public and stays so: that is withdrawn from its form.
    """
    waiting = [line.scheduled for line in plans if line.scheduled.state == State.WAITING]
    if not waiting:
        return ""
    if waiting[-1].action == Action.WITHDRAW:
        return Action.PUBLISH.value
    return "" if record.is_public else Action.WITHDRAW.value


def schedule_url(scheduled: ScheduledPublication) -> str:
    return reverse("admin:schedule", args=[scheduled.pk])


def schedule_words(scheduled: ScheduledPublication) -> str:
    words = ACTION_WORDS[Action(scheduled.action)] % {
        "time": time_in_words(scheduled.due_at, scheduled.time_zone)
    }
    return _("%(what)s, as scheduled by %(who)s") % {"what": words, "who": scheduled.scheduled_by}


def scheduled_names(items: Iterable[ScheduledRecord]) -> str:
    """What the chosen records are called in what they name."""
    chosen = [item for item in items if not item.companion]
    names = [item_name(item) for item in chosen[:MAX_NAMED]]
    return ", ".join(names) + ("…" if len(chosen) > MAX_NAMED else "")


def item_name(item: ScheduledRecord) -> str:
    """What a record is called: as it is to be published or, if it is to be withdrawn, as it is public."""
    if item.revision:
        return document_name(load_document(item.revision.document))
    if item.record.edition:
        return document_name(item.record.edition.read_document())
    return str(item.record.working_copy)


def caching_warning(scheduled: ScheduledPublication) -> str:
    """What caches between here and readers were told before they could know of it."""
    seconds: int = settings.SHARED_CACHE_SECONDS
    if (scheduled.due_at - timezone.now()).total_seconds() >= seconds:
        return ""
    minutes = -(-seconds // 60)
    return ngettext(
        "That is soon: shared caches may give some readers the page of before for one minute more.",
        "That is soon: shared caches may give some readers the page of before for %(count)d minutes more.",
        minutes,
    ) % {"count": minutes}
