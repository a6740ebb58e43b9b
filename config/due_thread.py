"""The thread of each worker that performs what is scheduled, when it falls due; and deletes what nobody
saved in time.
"""

import logging
import threading
from datetime import timedelta

from django.db import Error, connection
from django.utils import timezone

from relations.models import Autosave, VersionCounter
from relations.publishing.settle import is_settled, publish_due

# Seconds between two looks: what was scheduled meanwhile, by any process or machine, may be due sooner.
INTERVAL = 60.0

logger = logging.getLogger(__name__)


class DueThread(threading.Thread):
    """Sleeps until something falls due, a minute at most.

    Those of other workers and machines wake at the same moment: whoever locks the
    version first performs it, and the others find nothing left to do.
    """

    def __init__(self) -> None:
        super().__init__(name="due", daemon=True)
        self._stopped = threading.Event()
        self._last_error = ""

    def run(self) -> None:
        while not self._stopped.wait(self.pass_once()):
            pass

    def stop(self) -> None:
        """Have it end when it wakes, which is now unless it performs something."""
        self._stopped.set()

    def pass_once(self) -> float:
        """Perform what is due; returns in how many seconds to do so again."""
        try:
            wait = self._perform()
        except Error as error:
            self._report(" ".join(str(error).split()))
            return INTERVAL
        except Exception:
            # Readers and editors go on, and the next request that finds it due meets it again.
            logger.exception("What is due could not be looked after")
            return INTERVAL
        finally:
            # It is asked once a minute, and meanwhile the file may be moved or the server restarted.
            connection.close()
        self._last_error = ""
        return wait

    def _perform(self) -> float:
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
        _delete_expired()
        due = VersionCounter.objects.read().next_due
        times = [INTERVAL, (midnight + timedelta(days=1) - now).total_seconds()]
        if due:
            times.append((due - now).total_seconds())
        return max(0.01, min(times))

    def _report(self, error: str) -> None:
        """Once for each error in a row: it is met again every minute."""
        if error != self._last_error:
            logger.warning("What is due cannot be looked after, and is tried again every minute: %s", error)
        self._last_error = error


def _delete_expired() -> None:
    """What was typed and never saved; looked for first, as to delete nothing takes the place of a writer."""
    expired = Autosave.objects.expired()
    if expired.exists():
        expired.delete()
