"""Schedule: name records and revisions that the server is to publish, or withdraw, at a time."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from relations.models import Record, Revision, ScheduledPublication, ScheduledRecord
from relations.publishing.due import begin_publication, update_next_due
from relations.publishing.faults import Fault, PublishingError
from relations.publishing.forecast import forecast_until
from relations.publishing.forecast_data import Act
from relations.publishing.publish import (
    chosen_revisions,
    companions,
    lock_records,
    with_first_revisions,
)
from relations.publishing.revisions import is_changed
from relations.publishing.superseded import withdrawn_since_due

# Nobody plans further ahead; a year of five digits has no UTC.
MAX_AHEAD = timedelta(days=3660)

State = ScheduledPublication.State


@transaction.atomic
def schedule_publication(
    records: Iterable[Record],
    *,
    user: User,
    due_at: datetime,
    time_zone: str,
    note: str = "",
    correction: bool = False,
    revisions: Iterable[Revision] = (),
    approved: bool = False,
) -> ScheduledPublication:
    """Have these records' newest revisions, or those named, published at a time, companions with them.

    With ``approved`` those that were approved last, where there are any.

    What is saved later is not published then. Raises PublishingError, having changed
    nothing, for what could not be published then, after all that is scheduled before,
    approvals aside; and for a time that has passed.
    """
    begin_publication()
    chosen = lock_records(records)
    named = chosen_revisions(chosen, {each.record_id: each for each in revisions}, approved)
    _raise(_time_faults(chosen[0], due_at))
    taken = with_first_revisions(chosen, user) | named
    others = lock_records(
        companions(chosen, revisions=[taken[record.pk] for record in chosen], approved=approved)
    )
    taken |= with_first_revisions(others, user) | chosen_revisions(others, {}, approved)
    scheduled = ScheduledPublication(
        action=ScheduledPublication.Action.PUBLISH,
        due_at=due_at,
        time_zone=time_zone,
        note=note.strip(),
        correction=correction,
        scheduled_by=user,
    )
    act = Act(scheduled, [*_items(chosen, taken), *_items(others, taken, companion=True)])
    forecast = forecast_until(act)
    act = _without_unchanged(act, forecast.changed(act), approved)
    _raise([fault for fault in forecast.obstacles(act) if fault.path != "review"])
    return _save(act)


@transaction.atomic
def schedule_withdrawal(
    records: Iterable[Record],
    *,
    user: User,
    due_at: datetime,
    time_zone: str,
    reason: str,
    replacement: Record | None = None,
) -> ScheduledPublication:
    """Have records withdrawn at a time that are public then, after all that is scheduled before.

    Raises PublishingError as ``withdraw`` would then.
    """
    begin_publication()
    chosen = lock_records(records)
    _raise(_time_faults(chosen[0], due_at))
    scheduled = ScheduledPublication(
        action=ScheduledPublication.Action.WITHDRAW,
        due_at=due_at,
        time_zone=time_zone,
        note=reason.strip(),
        replacement=replacement,
        scheduled_by=user,
    )
    act = Act(scheduled, _items(chosen, {}))
    _raise(forecast_until(act).obstacles(act))
    return _save(act)


@transaction.atomic
def reschedule(
    scheduled: ScheduledPublication, *, user: User, due_at: datetime, time_zone: str
) -> ScheduledPublication:
    """Give what waits, or was held back, another time, in the name of ``user``. Raises PublishingError.

    Of a withdrawal that is a decision of its own, unknown to what was scheduled or approved before;
    not where it stays before and after the same that is scheduled of its records. Refused for what was
    held back and withdrawn after that: to publish it then would bring it back.
    """
    scheduled, record = _locked(scheduled)
    _raise([*_time_faults(record, due_at), *withdrawn_since_due(scheduled)])
    if scheduled.state != State.WAITING or _is_reordered(scheduled, due_at):
        scheduled.time_set_at = timezone.now()
    scheduled.due_at, scheduled.time_zone, scheduled.scheduled_by = due_at, time_zone, user
    scheduled.state, scheduled.failure, scheduled.ended_at = State.WAITING, "", None
    scheduled.save()
    update_next_due()
    return scheduled


def _is_reordered(scheduled: ScheduledPublication, due_at: datetime) -> bool:
    """Whether the new time of what waits says anything new; that of a publication does, if it is another."""
    if scheduled.action == ScheduledPublication.Action.PUBLISH:
        return due_at != scheduled.due_at
    others = ScheduledPublication.objects.waiting().exclude(pk=scheduled.pk)
    between = others.filter(due_at__range=sorted((scheduled.due_at, due_at)))
    return between.filter(items__record__in=scheduled.items.values("record")).exists()


@transaction.atomic
def cancel(scheduled: ScheduledPublication, *, user: User) -> ScheduledPublication:
    """Drop what waits or was held back. Raises PublishingError when it is done, or was dropped already."""
    scheduled, _record = _locked(scheduled)
    scheduled.state, scheduled.ended_at, scheduled.ended_by = State.CANCELLED, timezone.now(), user
    scheduled.save()
    update_next_due()
    return scheduled


def _locked(scheduled: ScheduledPublication) -> tuple[ScheduledPublication, Record]:
    """The scheduled publication as it is by now, locked so that it cannot fall due, and its first record."""
    begin_publication()
    scheduled = ScheduledPublication.objects.select_for_update(of=("self",)).get(pk=scheduled.pk)
    item = scheduled.items.select_related("record").first()
    if item is None:
        raise ScheduledPublication.DoesNotExist
    if scheduled.state == State.DONE:
        _raise([Fault(item.record, "", _("This was done already."))])
    if scheduled.state == State.CANCELLED:
        _raise([Fault(item.record, "", _("This was cancelled already."))])
    return scheduled, item.record


def _time_faults(record: Record, due_at: datetime) -> list[Fault]:
    now = timezone.now()
    if due_at <= now:
        return [Fault(record, "due_at", _("This time has passed."))]
    if due_at > now + MAX_AHEAD:
        return [Fault(record, "due_at", _("Choose a time within the next ten years."))]
    return []


def _items(
    records: Iterable[Record], revisions: Mapping[int, Revision], *, companion: bool = False
) -> list[ScheduledRecord]:
    return [
        ScheduledRecord(record=record, revision=revisions.get(record.pk), companion=companion)
        for record in records
    ]


def _without_unchanged(act: Act, changed: list[Record], approved: bool) -> Act:
    """The act without chosen records that readers have by then as they are, and what only those name."""
    if not changed:
        _raise([Fault(item.record, "", _unchanged(item)) for item in act.items if not item.companion])
    revisions = [item.revision for item in act.items if item.revision and item.record in changed]
    others = companions(changed, revisions=revisions, approved=approved)
    return Act(act.scheduled, [item for item in act.items if item.record in (*changed, *others)])


def _unchanged(item: ScheduledRecord) -> str:
    if is_changed(Record.objects.select_related("edition").get(pk=item.record_id), item.revision):
        return _("It is scheduled already to be published like this before that time.")
    return _("Nothing has changed since it was published.")


def _save(act: Act) -> ScheduledPublication:
    act.scheduled.save()
    for item in act.items:
        item.scheduled = act.scheduled
    ScheduledRecord.objects.bulk_create(act.items)
    update_next_due()
    return act.scheduled


def _raise(faults: list[Fault]) -> None:
    if faults:
        raise PublishingError(faults)
