"""Which threads each worker has beside those that answer."""

from django.conf import settings

from config.due_thread import DueThread
from config.expiry_thread import ExpiryThread
from config.mail_thread import MailThread
from config.periodic_thread import PeriodicThread
from config.reset_thread import ResetThread


def worker_threads() -> list[PeriodicThread]:
    """Not started yet."""
    mail = [MailThread()] if settings.SENDS_MAIL else []
    return [DueThread(), ExpiryThread(), ResetThread(), *mail]
