"""Whoever forgot a password asks here; a thread of the worker looks up who is meant, and writes the letters.

So neither the answer nor what comes next on the same connection takes longer where there is such an account.
"""

import time
from collections import OrderedDict, deque
from queue import Empty, Full, Queue
from threading import Event, Lock

from axes.helpers import get_client_ip_address
from django.http import HttpRequest

# More are not waiting for a person, and are dropped.
MAX_WAITING = 100
# From one address, in each process of the server. An address is forgotten after this time.
ADDRESS_LIMIT = 20
SECONDS = 3600


class ResetRequests:
    """``has_reader`` is set by the thread that reads them; a server without one writes letters itself."""

    def __init__(self) -> None:
        self.has_reader = Event()
        self._waiting: Queue[str] = Queue(MAX_WAITING)
        # When somebody asked, by address; whose last time is longest ago stands first.
        self._asked: OrderedDict[str, deque[float]] = OrderedDict()
        self._lock = Lock()

    def is_one_too_many(self, request: HttpRequest) -> bool:
        """Whether so many came from this address within the hour; else it is counted."""
        address = get_client_ip_address(request)
        self.forget_addresses()
        with self._lock:
            now = time.monotonic()
            times = self._asked.setdefault(address, deque())
            while times and times[0] <= now - SECONDS:
                times.popleft()
            if len(times) >= ADDRESS_LIMIT:
                return True
            times.append(now)
            self._asked.move_to_end(address)
            return False

    def forget_addresses(self) -> None:
        """Those from which nothing was counted within the hour."""
        with self._lock:
            over = time.monotonic() - SECONDS
            while self._asked and next(iter(self._asked.values()))[-1] <= over:
                self._asked.popitem(last=False)

    def put(self, account: str) -> bool:
        """False where too many wait."""
        try:
            self._waiting.put_nowait(account)
        except Full:
            return False
        return True

    def take_all(self) -> list[str]:
        accounts = []
        try:
            while True:
                accounts.append(self._waiting.get_nowait())
        except Empty:
            return accounts


reset_requests = ResetRequests()
