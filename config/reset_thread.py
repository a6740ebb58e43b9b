"""The thread of each worker that writes letters to who forgot a password."""

from django.db import DatabaseError

from config.periodic_thread import PeriodicThread
from relations.admin.people.password_reset import write_letters
from relations.admin.people.reset_requests import reset_requests


class ResetThread(PeriodicThread):
    """What is asked for waits in memory: whoever asked before the server stopped asks once more."""

    subject = "Letters for new passwords"
    interval = 2.0

    def perform(self) -> float:
        reset_requests.has_reader.set()
        reset_requests.forget_addresses()
        accounts = reset_requests.take_all()
        while accounts:
            try:
                write_letters(accounts[0])
            except DatabaseError:  # they were told that a letter is on its way
                for account in accounts:
                    reset_requests.put(account)
                raise
            del accounts[0]
        return self.interval
