"""The thread of each worker that deletes what was stored long enough: this is the one list of it."""

from typing import Any

from axes.models import AccessAttempt, AccessLog
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone

from config.periodic_thread import PeriodicThread
from config.throttle import KNOWN_FOR
from relations.models import Autosave, DeletedDraft, ErrorReport, Letter, ReportCounter
from relations.models.lock_wait import atomic_within

# In one transaction, which is over in some milliseconds: an editor who saves meanwhile notices nothing.
BATCH = 500
# Between two batches, in seconds, so that on SQLite those who wait to write come first.
PAUSE = 1.0
# For those who write; then it is tried again a minute later.
MAX_WAIT = 1.0

Rows = QuerySet[Any]


class ExpiryThread(PeriodicThread):
    """Of its own: many rows to delete, or one that cannot be deleted, hold up nothing that is due.

    Those of other workers and machines do the same at the same time, and take other rows or find none.
    """

    subject = "What was stored long enough"
    interval = 60.0

    def perform(self) -> float:
        _erase_reports()
        deleted = [_delete_batch(rows) for rows in _expired()]
        return PAUSE if max(deleted) == BATCH else self.interval


def _erase_reports() -> None:
    """What readers wrote long ago, and who reported errors on another day: at most some hundred of a day."""
    reports = ErrorReport.objects.expired()
    if reports.exists():  # to change nothing takes the place of a writer, too
        reports.erase()
    ReportCounter.objects.delete_past()


def _expired() -> list[Rows]:
    """What nobody is offered, shown or counted by any more."""
    now = timezone.now()
    return [
        Autosave.objects.expired(),
        DeletedDraft.objects.expired(),
        Letter.objects.expired(),
        Session.objects.filter(expire_date__lte=now),
        AccessLog.objects.filter(attempt_time__lte=now - KNOWN_FOR),
        AccessAttempt.objects.filter(attempt_time__lte=now - settings.AXES_COOLOFF_TIME),
    ]


def _delete_batch(expired: Rows) -> int:
    """Delete some of these rows, and say how many: none that somebody else is about to change or delete."""
    if not expired.exists():  # so that it takes the place of no writer
        return 0
    with atomic_within(MAX_WAIT):
        free = expired.order_by().select_for_update(skip_locked=True, of=("self",))
        keys = list(free.values_list("pk", flat=True)[:BATCH])
        expired.model._default_manager.filter(pk__in=keys).delete()
    return len(keys)
