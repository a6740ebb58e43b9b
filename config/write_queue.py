"""Requests of editors that write: half of a worker's threads at most, so that readers never wait behind them.

A write may wait for the database for many seconds. Those for which there is no thread wait here, which
costs none; whoever would wait too long is answered at once, with all that was sent
(config/unavailable.py).

What pages send by themselves, while somebody types, has one thread at a time, after those who save: a page
that is told to wait sends again. What readers send has another one thread, whatever editors do, and neither
makes the other wait.
"""

import re
import time
from collections import deque
from collections.abc import Callable
from typing import Any

from django.conf import settings

# Seconds that one waits for a thread, and how many do.
WAIT_TIMEOUT = 10.0
MAX_WAITING = 32
# The same of what pages send by themselves.
UNATTENDED_WAIT_TIMEOUT = 1.0
# What readers send: of errors in a claim.
READERS_FORM = re.compile("/claims/[^/]+/report/")
READING = ("GET", "HEAD", "OPTIONS", "TRACE")


class WriteQueue:
    """``run`` gives a connection's request to a thread; ``threads`` are those of the worker."""

    def __init__(self, threads: int, run: Callable[[Any], None]) -> None:
        self.limit = max(1, threads // 2)
        self.running: set[Any] = set()
        self._run = run
        self._waiting: deque[tuple[float, Any]] = deque()
        self._unattended: Any = None
        self._unattended_waiting: deque[tuple[float, Any]] = deque()
        self._reader: Any = None
        self._readers_waiting: deque[tuple[float, Any]] = deque()
        self._refused: set[Any] = set()

    def submit(self, conn: Any, request: Any, *, is_full: bool) -> None:
        """Run it now, or when others are done. ``is_full``: too much is held already to hold this."""
        if is_readers(request):
            self._submit_readers(conn, is_full=is_full)
            return
        if not is_write(request):
            self._run(conn)
            return
        unattended = is_unattended(request)
        waiting = self._unattended_waiting if unattended else self._waiting
        timeout = UNATTENDED_WAIT_TIMEOUT if unattended else WAIT_TIMEOUT
        if len(self.running) < self.limit and not (unattended and self._unattended is not None):
            self._begin(conn, unattended=unattended)
        elif is_sign_in(request) or is_full or len(waiting) >= MAX_WAITING:
            # Whoever signs in does not wait before those who save.
            self._refuse(conn)
        else:
            waiting.append((time.monotonic() + timeout, conn))

    def finish(self, conn: Any) -> None:
        """A request is done and its thread is free: begin the next ones that wait."""
        self._refused.discard(conn)
        self.running.discard(conn)
        if conn == self._unattended:
            self._unattended = None
        while self._waiting and len(self.running) < self.limit:
            self._begin(self._waiting.popleft()[1])
        if self._unattended_waiting and self._unattended is None and len(self.running) < self.limit:
            self._begin(self._unattended_waiting.popleft()[1], unattended=True)
        if conn == self._reader:
            self._reader = self._readers_waiting.popleft()[1] if self._readers_waiting else None
            if self._reader is not None:
                self._run(self._reader)

    def check_timeouts(self, now: float) -> None:
        """Answer those that waited too long."""
        for waiting in (self._waiting, self._unattended_waiting, self._readers_waiting):
            while waiting and waiting[0][0] < now:
                self._refuse(waiting.popleft()[1])

    def is_refused(self, conn: Any) -> bool:
        """Whether the answer is to be that others write."""
        return conn in self._refused

    def _submit_readers(self, conn: Any, *, is_full: bool) -> None:
        if self._reader is None:
            self._reader = conn
            self._run(conn)
        elif is_full or len(self._readers_waiting) >= MAX_WAITING:
            self._refuse(conn)
        else:
            self._readers_waiting.append((time.monotonic() + WAIT_TIMEOUT, conn))

    def _begin(self, conn: Any, *, unattended: bool = False) -> None:
        self.running.add(conn)
        if unattended:
            self._unattended = conn
        self._run(conn)

    def _refuse(self, conn: Any) -> None:
        self._refused.add(conn)
        self._run(conn)


def is_write(request: Any) -> bool:
    """``request``: gunicorn's, or None where it could not be read."""
    return (
        request is not None
        and request.method not in READING
        and request.path.startswith((settings.CSRF_COOKIE_PATH, settings.AUTOSAVE_PATH))
    )


def is_readers(request: Any) -> bool:
    """Whether a reader sends it. ``request``: as of ``is_write``."""
    return (
        request is not None
        and request.method not in READING
        and READERS_FORM.fullmatch(request.path) is not None
    )


def is_unattended(request: Any) -> bool:
    """Whether a page sends it by itself: what is typed in it, and that it is open."""
    return request.path in (settings.AUTOSAVE_PATH, f"{settings.CSRF_COOKIE_PATH}presence/")


def is_sign_in(request: Any) -> bool:
    return bool(request.path == f"{settings.CSRF_COOKIE_PATH}login/")
