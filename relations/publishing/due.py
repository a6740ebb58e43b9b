"""What is due: whoever publishes next performs it first, so that versions follow the order of time."""

import logging
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Min
from django.utils import timezone
from django.utils.translation import gettext as _

from relations.models import (
    Edition,
    Publication,
    Record,
    ScheduledPublication,
    ScheduledRecord,
    VersionCounter,
)
from relations.models.outages import is_outage
from relations.models.permissions import PUBLISH_PERMISSION
from relations.publishing.faults import Fault, PublishingError
from relations.publishing.letters import tell_of_failure
from relations.publishing.revisions import is_changed

logger = logging.getLogger(__name__)


def begin_publication(at: datetime | None = None) -> None:
    """Lock the version and perform what is due by now, inside the caller's transaction.

    Every act of publishing begins so, before it reads the records it is about. With ``at``
    the version is only locked: it is something scheduled that is performed, in its turn.
    """
    counter = VersionCounter.objects.lock()
    if at is None and counter.next_due and counter.next_due <= timezone.now():
        perform_due()


def perform_due() -> list[ScheduledPublication]:
    """Perform what is due, each in order of time as a publication of its own; the version is locked.

    What cannot be performed is marked as failed, with the reason, and changes nothing
    that readers see.
    """
    performed = []
    waiting = ScheduledPublication.objects.waiting().select_related("scheduled_by", "replacement")
    while scheduled := waiting.filter(due_at__lte=timezone.now()).first():
        _perform(scheduled)
        performed.append(scheduled)
    update_next_due()
    return performed


def update_next_due() -> None:
    """Bring the version counter up to date with what waits; the version is locked."""
    counter = VersionCounter.objects.lock()
    waiting = ScheduledPublication.objects.waiting().order_by()
    counter.next_due = waiting.aggregate(due=Min("due_at"))["due"]
    counter.save(update_fields=["next_due"])


def scheduler_faults(scheduled: ScheduledPublication, record: Record) -> list[Fault]:
    """What keeps it from being performed in the name of who scheduled it; of ``record``, as faults are."""
    user: User = scheduled.scheduled_by
    if not user.is_active:
        message = _("The account of %(user)s, who scheduled it, is not active any more.")
    elif not user.has_perm(PUBLISH_PERMISSION):
        message = _("%(user)s, who scheduled it, may not publish any more.")
    else:
        return []
    return [Fault(record, "", message % {"user": user.get_username()})]


def superseded_faults(scheduled: ScheduledPublication, items: list[ScheduledRecord]) -> list[Fault]:
    """What was published or withdrawn since, which would be undone unnoticed."""
    return [
        Fault(item.record, "", message % {"number": edition.number})
        for item in items
        if item.revision_id
        and (edition := item.record.edition)
        and edition.published_at > scheduled.scheduled_at
        and (message := _superseded_by(item, edition))
    ]


def _superseded_by(item: ScheduledRecord, edition: Edition) -> str:
    is_withdrawn = edition.action == Edition.Action.WITHDRAWN
    if item.companion:  # one that is public stays as it is
        return _("It was withdrawn since this was scheduled: see edition %(number)d.") if is_withdrawn else ""
    if is_withdrawn:
        return _(
            "It was withdrawn since this was scheduled: see edition %(number)d. "
            "To bring it back, cancel this and schedule it again."
        )
    if (edition.revision_id or 0) > (item.revision_id or 0):
        return _("A later revision was published since this was scheduled: see edition %(number)d.")
    return ""


def is_done_already(scheduled: ScheduledPublication, items: list[ScheduledRecord]) -> bool:
    """Whether somebody did the same by hand meanwhile."""
    records = [item.record for item in items if not item.companion]
    if scheduled.action == ScheduledPublication.Action.WITHDRAW:
        return all(
            record.status == Record.Status.WITHDRAWN and record.merged_into_id is None for record in records
        )
    return not any(is_changed(item.record, item.revision) for item in items if not item.companion)


def _perform(scheduled: ScheduledPublication) -> None:
    scheduled.ended_at = timezone.now()
    try:
        with transaction.atomic():
            scheduled.publication = _make(scheduled)
        scheduled.state = ScheduledPublication.State.DONE
    except PublishingError as refused:
        scheduled.failure = str(refused)
    except Exception as error:
        if is_outage(error):
            raise  # and is tried again
        logger.exception("Something scheduled could not be performed")
        scheduled.failure = _("The program failed. The log of the server says how.")
    if scheduled.failure:
        scheduled.state = ScheduledPublication.State.FAILED
    scheduled.save()
    if scheduled.failure:
        tell_of_failure(scheduled)


def _make(scheduled: ScheduledPublication) -> Publication:
    """What it says, as one publication; or the one that did so already. Raises PublishingError."""
    # They begin with what is here.
    from relations.publishing.publish import publish
    from relations.publishing.withdraw import withdraw

    items = list(scheduled.items.select_related("record__edition", "record__merged_into", "revision"))
    chosen = [item.record for item in items if not item.companion]
    if is_done_already(scheduled, items):
        return _publication_of([record.current_edition for record in chosen])
    if faults := [*scheduler_faults(scheduled, chosen[0]), *superseded_faults(scheduled, items)]:
        raise PublishingError(faults)
    if scheduled.action == ScheduledPublication.Action.WITHDRAW:
        editions = withdraw(
            chosen,
            user=scheduled.scheduled_by,
            reason=scheduled.note,
            replacement=scheduled.replacement,
            at=scheduled.due_at,
        )
    else:
        editions = publish(
            chosen,
            user=scheduled.scheduled_by,
            note=scheduled.note,
            correction=scheduled.correction,
            revisions=[item.revision for item in items if item.revision],
            at=scheduled.due_at,
        )
    return _publication_of(editions)


def _publication_of(editions: list[Edition]) -> Publication:
    """The last one that made any of them."""
    return Publication.objects.get(version=max(edition.born for edition in editions))
