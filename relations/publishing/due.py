"""What is due: whoever publishes next performs it first, so that versions follow the order of time."""

import logging
from datetime import datetime

from django.db import transaction
from django.db.models import Min
from django.utils import timezone
from django.utils.translation import gettext as _

from relations.models import Edition, Publication, ScheduledPublication, VersionCounter
from relations.models.outages import is_outage
from relations.publishing.faults import PublishingError
from relations.publishing.forecast import Forecast
from relations.publishing.forecast_data import read_acts
from relations.publishing.notices import notify_of_failure

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
        notify_of_failure(scheduled)


def _make(scheduled: ScheduledPublication) -> Publication:
    """What it says, as one publication; or the one that did so already. Raises PublishingError."""
    # They begin with what is here.
    from relations.publishing.publish import publish
    from relations.publishing.withdraw import withdraw

    [act] = read_acts([scheduled])
    forecast = Forecast([act])
    if forecast.is_done_already(act):
        return _publication_of([record.current_edition for record in act.chosen])
    if faults := forecast.obstacles(act):
        raise PublishingError(faults)
    if scheduled.action == ScheduledPublication.Action.WITHDRAW:
        editions = withdraw(
            act.chosen,
            user=scheduled.scheduled_by,
            reason=scheduled.note,
            replacement=scheduled.replacement,
            at=scheduled.due_at,
        )
    else:
        editions = publish(
            act.chosen,
            user=scheduled.scheduled_by,
            note=scheduled.note,
            correction=scheduled.correction,
            revisions=[item.revision for item in act.items if item.revision],
            at=scheduled.due_at,
        )
    return _publication_of(editions)


def _publication_of(editions: list[Edition]) -> Publication:
    """The last one that made any of them."""
    return Publication.objects.get(version=max(edition.born for edition in editions))
