"""Schedule: name records and revisions that the server is to publish, or withdraw, at a time."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from relations.models import Record, Revision, ScheduledPublication, ScheduledRecord
from relations.publishing.approval import approval_faults
from relations.publishing.due import (
    begin_publication,
    is_done_already,
    scheduler_faults,
    superseded_faults,
    update_next_due,
)
from relations.publishing.faults import Fault, PublishingError
from relations.publishing.new_editions import revision_faults
from relations.publishing.publish import (
    chosen_revisions,
    companions,
    lock_records,
    with_first_revisions,
)
from relations.publishing.revisions import is_changed
from relations.publishing.withdraw import withdrawal_faults

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
    nothing, for what ``publish`` would refuse now, and for a time that has passed.
    """
    begin_publication()
    chosen = lock_records(records)
    named = chosen_revisions(chosen, {each.record_id: each for each in revisions}, approved)
    _raise(_time_faults(chosen[0], due_at))
    taken = with_first_revisions(chosen, user) | named
    changed = [record for record in chosen if is_changed(record, taken[record.pk])]
    if not changed:
        _raise([Fault(record, "", _("Nothing has changed since it was published.")) for record in chosen])
    others = lock_records(
        companions(changed, revisions=[taken[record.pk] for record in changed], approved=approved)
    )
    taken |= with_first_revisions(others, user) | chosen_revisions(others, {}, approved)
    _raise(revision_faults({record: taken[record.pk] for record in (*others, *changed)}, note))
    scheduled = ScheduledPublication.objects.create(
        action=ScheduledPublication.Action.PUBLISH,
        due_at=due_at,
        time_zone=time_zone,
        note=note.strip(),
        correction=correction,
        scheduled_by=user,
    )
    _add_records(scheduled, changed, taken)
    _add_records(scheduled, others, taken, companion=True)
    update_next_due()
    return scheduled


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
    """Have public records withdrawn at a time. Raises PublishingError as ``withdraw`` would now."""
    begin_publication()
    chosen = lock_records(records)
    _raise([*_time_faults(chosen[0], due_at), *withdrawal_faults(chosen, reason, replacement)])
    scheduled = ScheduledPublication.objects.create(
        action=ScheduledPublication.Action.WITHDRAW,
        due_at=due_at,
        time_zone=time_zone,
        note=reason.strip(),
        replacement=replacement,
        scheduled_by=user,
    )
    _add_records(scheduled, chosen, {})
    update_next_due()
    return scheduled


@transaction.atomic
def reschedule(
    scheduled: ScheduledPublication, *, user: User, due_at: datetime, time_zone: str
) -> ScheduledPublication:
    """Give what waits, or was held back, another time, in the name of ``user``. Raises PublishingError."""
    scheduled, record = _locked(scheduled)
    _raise(_time_faults(record, due_at))
    scheduled.due_at, scheduled.time_zone, scheduled.scheduled_by = due_at, time_zone, user
    scheduled.state, scheduled.failure, scheduled.ended_at = State.WAITING, "", None
    scheduled.save()
    update_next_due()
    return scheduled


@transaction.atomic
def cancel(scheduled: ScheduledPublication, *, user: User) -> ScheduledPublication:
    """Drop what waits or was held back. Raises PublishingError when it is done, or was dropped already."""
    scheduled, _record = _locked(scheduled)
    scheduled.state, scheduled.ended_at, scheduled.ended_by = State.CANCELLED, timezone.now(), user
    scheduled.save()
    update_next_due()
    return scheduled


def foreseen_faults(scheduled: ScheduledPublication) -> list[Fault]:
    """What would keep it from being performed as everything stands now; nothing changes."""
    items = list(scheduled.items.select_related("record__edition", "record__merged_into", "revision"))
    chosen = [item.record for item in items if not item.companion]
    if not chosen or is_done_already(scheduled, items):
        return []
    faults = [*scheduler_faults(scheduled, chosen[0]), *superseded_faults(scheduled, items)]
    if scheduled.action == ScheduledPublication.Action.WITHDRAW:
        return [*faults, *withdrawal_faults(chosen, scheduled.note, scheduled.replacement)]
    taken = {item.record: item.revision for item in items if item.revision and _goes_out(item)}
    unapproved = approval_faults((record, revision.pk) for record, revision in taken.items())
    return [*faults, *unapproved, *revision_faults(taken, scheduled.note)]


def _goes_out(item: ScheduledRecord) -> bool:
    """Companions go out only if they are not public by then."""
    return not item.companion or item.record.status == Record.Status.NEVER


def _locked(scheduled: ScheduledPublication) -> tuple[ScheduledPublication, Record]:
    """It as it is now, which cannot fall due meanwhile, with the first of its records."""
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


def _add_records(
    scheduled: ScheduledPublication,
    records: Iterable[Record],
    revisions: Mapping[int, Revision],
    *,
    companion: bool = False,
) -> None:
    ScheduledRecord.objects.bulk_create(
        ScheduledRecord(
            scheduled=scheduled, record=record, revision=revisions.get(record.pk), companion=companion
        )
        for record in records
    )


def _raise(faults: list[Fault]) -> None:
    if faults:
        raise PublishingError(faults)
