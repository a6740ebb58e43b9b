"""Threads of a worker that look after something again and again, beside those that answer requests."""

import logging
import threading

from django.db import Error, connection

logger = logging.getLogger(__name__)


class PeriodicThread(threading.Thread):
    """Performs, sleeps as long as that said, and performs again, whatever went wrong.

    ``subject`` is what log lines call that which is looked after; ``interval``, in seconds, is how
    soon it is tried again when the database was away, or something else failed.
    """

    subject: str
    interval: float

    def __init__(self) -> None:
        super().__init__(name=type(self).__name__, daemon=True)
        self._stopped = threading.Event()
        self._last_error = ""

    def run(self) -> None:
        while not self._stopped.wait(self.pass_once()):
            pass

    def stop(self) -> None:
        """Have it end when it wakes, which is now unless it performs something."""
        self._stopped.set()

    def pass_once(self) -> float:
        """Perform; returns in how many seconds to do so again."""
        try:
            wait = self.perform()
        except Error as error:
            self.report(" ".join(str(error).split()))
            return self.interval
        except Exception:
            # Readers and editors go on.
            logger.exception("%s could not be looked after", self.subject)
            return self.interval
        finally:
            # It is asked seldom, and meanwhile the file may be moved or the server restarted.
            connection.close()
        self._last_error = ""
        return wait

    def perform(self) -> float:
        """What there is to do; returns in how many seconds to look again."""
        raise NotImplementedError

    def report(self, error: str) -> None:
        """Once for each error in a row: it is met again every time."""
        if error != self._last_error:
            logger.warning(
                "%s cannot be looked after, and is tried again every %d seconds: %s",
                self.subject,
                self.interval,
                error,
            )
        self._last_error = error
