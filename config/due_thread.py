"""The thread of each worker that performs what is scheduled, when it falls due."""

import logging
from datetime import timedelta

from django.utils import timezone

from config.periodic_thread import PeriodicThread
from relations.models import VersionCounter
from relations.publishing.settle import is_settled, publish_due

logger = logging.getLogger(__name__)


class DueThread(PeriodicThread):
    """Sleeps until something falls due, a minute at most: what was scheduled meanwhile, by any process or
    machine, may be due sooner.

    Those of other workers and machines wake at the same moment: whoever locks the
    version first performs it, and the others find nothing left to do.
    """

    subject = "What is due"
    interval = 60.0

    def perform(self) -> float:
        if VersionCounter.objects.read().is_due():
            for scheduled in publish_due():
                logger.info(
                    "Scheduled publication %d, due at %s: %s",
                    scheduled.pk,
                    scheduled.due_at.isoformat(timespec="seconds"),
                    scheduled.state,
                )
        now = timezone.now()
        midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
        # So that no reader of the day that ended waits for it.
        is_settled(midnight - timedelta(microseconds=1))
        due = VersionCounter.objects.read().next_due
        times = [self.interval, (midnight + timedelta(days=1) - now).total_seconds()]
        if due:
            times.append((due - now).total_seconds())
        return max(0.01, min(times))
