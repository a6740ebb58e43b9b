"""Before a public page is made: what is due is published, once for all requests of a process that ask.

The server's own thread does it in time (``config/due_thread.py``); this is for the request
that comes first, and for servers that have no such thread.
"""

import logging
import threading
import time

from django.db import Error

from relations.models import CounterRow, VersionCounter
from relations.models.outages import BeingPublishedError, is_outage, release_frames
from relations.publishing.settle import publish_due

# Seconds that a request waits for another one of its process, and that one for the database.
MAX_WAIT = 2.0
DATABASE_WAIT = 1.5
# Seconds in which no request tries again what the database refused.
RETRY_AFTER = 5.0

logger = logging.getLogger(__name__)


class DuePublisher:
    """Lets one request of this process at a time publish what is due: whoever holds ``lock``."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self._retry_at = 0.0

    def clear(self) -> None:
        """Forget that the database refused: the next request tries again."""
        self._retry_at = 0.0

    def ensure_published(self) -> tuple[CounterRow, bool]:
        """The version counter after everything was published that is due; and whether it was.

        It was not where nothing can be written, by anybody or because another one
        writes. Raises BeingPublishedError while another request publishes it.
        """
        counter = VersionCounter.objects.read()
        if not counter.is_due():
            return counter, True
        if time.monotonic() < self._retry_at:
            return counter, False
        if not self.lock.acquire(timeout=MAX_WAIT):
            raise BeingPublishedError
        try:
            if VersionCounter.objects.read().is_due() and time.monotonic() >= self._retry_at:
                self._publish()
        finally:
            self.lock.release()
        counter = VersionCounter.objects.read()
        return counter, not counter.is_due()

    def _publish(self) -> None:
        try:
            publish_due(DATABASE_WAIT)
        except Error as error:
            if not is_outage(error):
                raise
            release_frames(error)
            self._retry_at = time.monotonic() + RETRY_AFTER
            logger.warning(
                "What is due cannot be published yet; pages show the version before: %s",
                " ".join(str(error).split()),
            )


publisher = DuePublisher()
