"""Before a public page is made: what is due is performed, once for all requests of a process that ask.

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


class Settler:
    """Lets one request of this process at a time perform what is due."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._retry_at = 0.0

    def settle(self) -> tuple[CounterRow, bool]:
        """The version counter with everything performed that is due; and whether that is so.

        It is not where nothing can be written, by anybody or because another one
        writes. Raises BeingPublishedError while it is being performed here.
        """
        counter = VersionCounter.objects.read()
        if not counter.is_due():
            return counter, True
        if time.monotonic() < self._retry_at:
            return counter, False
        if not self._lock.acquire(timeout=MAX_WAIT):
            raise BeingPublishedError
        try:
            if VersionCounter.objects.read().is_due() and time.monotonic() >= self._retry_at:
                self._perform()
        finally:
            self._lock.release()
        counter = VersionCounter.objects.read()
        return counter, not counter.is_due()

    def _perform(self) -> None:
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


settler = Settler()


def settle() -> tuple[CounterRow, bool]:
    """See ``Settler.settle``."""
    return settler.settle()
