"""Settle: perform what is due as an act of its own, and know of which moments nothing new will be said."""

from contextlib import AbstractContextManager
from datetime import UTC, datetime

from django.db import Error, transaction
from django.utils import timezone

from relations.models import Publication, ScheduledPublication, VersionCounter
from relations.models.lock_wait import atomic_within
from relations.models.outages import is_outage, release_frames
from relations.publishing.due import perform_due

# Seconds that whoever asks about a moment waits for those who write.
MAX_WAIT = 1.5


def publish_due(wait: float | None = None) -> list[ScheduledPublication]:
    """Perform what is due. Waits so many seconds at most for others who write; raises Error then."""
    with _transaction(wait):
        VersionCounter.objects.lock()
        return perform_due()


def is_settled(moment: datetime) -> bool:
    """Whether what was public at ``moment`` is known for good: nothing gets a time up to it any more.

    That is so when something was published later, or when, after ``moment``, the version was
    locked once with nothing left that was due; which is done here, once for all
    processes. False for a moment to come, and where that cannot be written down now.
    """
    counter = VersionCounter.objects.filter(pk=1).first()
    if counter and counter.settled_until and moment < counter.settled_until:
        return True
    latest = Publication.objects.order_by("-version").values_list("published_at", flat=True).first()
    if latest and moment < latest:
        return True
    if moment >= timezone.now():
        return False
    try:
        return moment < _settle()
    except Error as error:
        if not is_outage(error):
            raise
        release_frames(error)
        return False


def _settle() -> datetime:
    """Until when everything is settled from now on."""
    with _transaction(MAX_WAIT):
        counter = VersionCounter.objects.lock()
        perform_due()
        counter.refresh_from_db()
        # What falls due meanwhile is performed next, with the time it was due at.
        counter.settled_until = min(timezone.now(), counter.next_due or datetime.max.replace(tzinfo=UTC))
        counter.save(update_fields=["settled_until"])
    return counter.settled_until


def _transaction(wait: float | None) -> AbstractContextManager[None]:
    """A transaction that waits so many seconds for a lock, or as long as any other."""
    return transaction.atomic() if wait is None else atomic_within(wait)
