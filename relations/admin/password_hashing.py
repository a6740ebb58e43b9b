"""One password is hashed at a time in a process: a hash takes a core for as long as a hundred pages."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib.auth.hashers import PBKDF2PasswordHasher

# One that hashes and one that waits. A server's process has four threads (gunicorn.conf.py):
# two are left for readers, however many ask to sign in.
QUEUE_LENGTH = 2
# Seconds that the second waits for the slot.
QUEUE_TIMEOUT = 3
# Seconds after which a person whose password was not looked at is told to try again.
RETRY_AFTER = 2

_queue = threading.BoundedSemaphore(QUEUE_LENGTH)
_slot = threading.Lock()


class _ThreadState(threading.local):
    has_slot = False


_thread = _ThreadState()


class HashingQueueFullError(Exception):
    """Other passwords are being hashed. This one was not; a few seconds later there is room."""


@contextmanager
def hashing_slot() -> Iterator[None]:
    """Hold the process's only slot for hashing; a thread that holds it already goes on.

    Take it before a transaction is begun: the thread that holds it may have to write, too.
    Raises HashingQueueFullError when somebody waits already, or when the wait was too long.
    """
    if _thread.has_slot:
        yield
        return
    if not _queue.acquire(blocking=False):
        raise HashingQueueFullError
    try:
        if not _slot.acquire(timeout=QUEUE_TIMEOUT):
            raise HashingQueueFullError
        _thread.has_slot = True
        try:
            yield
        finally:
            _thread.has_slot = False
            _slot.release()
    finally:
        _queue.release()


class QueuedPBKDF2PasswordHasher(PBKDF2PasswordHasher):
    """Django's own hasher within the slot: no code that hashes, now or later, can forget to wait."""

    def encode(self, password: str, salt: str, iterations: int | None = None) -> str:
        with hashing_slot():
            return super().encode(password, salt, iterations)
