"""The thread of each worker that sends letters, where EMAIL_URL names a mail server."""

import logging

from config.periodic_thread import PeriodicThread
from relations.mail.notices import write_letters
from relations.mail.outbox import send_waiting

logger = logging.getLogger(__name__)


class MailThread(PeriodicThread):
    """Writes and sends letters, in a thread of its own: a mail server that hangs holds up nothing else."""

    subject = "Mail"
    interval = 10.0

    def perform(self) -> float:
        try:
            write_letters()
        finally:  # no notice that makes no letter holds up the others
            _send()
        return self.interval


def _send() -> None:
    for attempt in send_waiting():
        if attempt.failure:
            logger.warning("Letter %d could not be sent: %s", attempt.letter.pk, attempt.failure)
        else:
            logger.info("Letter %d was sent", attempt.letter.pk)
