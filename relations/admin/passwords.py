"""One password is hashed at a time in a process: a hash takes a core for as long as a hundred pages."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib.auth.hashers import PBKDF2PasswordHasher

# One at work and one that waits. A server's process has four threads (gunicorn.conf.py):
# two are left for readers, however many ask to sign in.
PLACES = 2
# Seconds that the second waits for its turn.
PATIENCE = 3
# Seconds after which a person who found no place is told to try again.
RETRY_AFTER = 2

_places = threading.BoundedSemaphore(PLACES)
_turn = threading.Lock()
_own = threading.local()


class BusyError(Exception):
    """Other passwords are being looked at. Nothing was hashed; a few seconds later there is a place."""


@contextmanager
def turn() -> Iterator[None]:
    """Hold the process's only turn at hashing; a thread that has it already goes on.

    Take it before a transaction is begun: who has it may have to write, too.
    Raises BusyError when somebody waits already, or when the wait was too long.
    """
    if getattr(_own, "turn", False):
        yield
        return
    if not _places.acquire(blocking=False):
        raise BusyError
    try:
        if not _turn.acquire(timeout=PATIENCE):
            raise BusyError
        _own.turn = True
        try:
            yield
        finally:
            _own.turn = False
            _turn.release()
    finally:
        _places.release()


class OneAtATime(PBKDF2PasswordHasher):
    """Django's own hasher, in turn: no place that hashes, now or later, can forget to wait."""

    def encode(self, password: str, salt: str, iterations: int | None = None) -> str:
        with turn():
            return super().encode(password, salt, iterations)
