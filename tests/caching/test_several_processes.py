"""Several processes of the server read while an editor publishes: none serves an older state again."""

import gzip
import os
import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http.client import HTTPConnection, HTTPException
from typing import Any
from urllib.parse import quote

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.db import connection
from django.utils import timezone

from relations import publishing
from relations.models import Edition, Publication, Record, ScheduledPublication, VersionCounter
from tests.support.processes import started
from tests.support.scheduling import scheduled
from tests.support.world import a_draft, a_published, change

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

PROCESSES = 3
PUBLICATIONS = 20
STATE = re.compile(rb"State ([0-9]+)\.")
# A record, a list, a feed and a search: each is cached in its own way.
ADDRESSES = ("/events/summit.json", "/entries.json?topic=defence", "/changes.atom", "/entries.json?q=state")


def database_url() -> str:
    """The test's own database, as an operator names it."""
    database = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{database['NAME']}"
    user, password = quote(database["USER"]), quote(database["PASSWORD"])
    account = f"{user}:{password}" if password else user
    return f"postgres://{account}@{database['HOST']}:{database['PORT'] or 5432}/{database['NAME']}"


CACHES = sorted({"locmem://", os.environ.get("CACHE_URL", "locmem://")})


@pytest.fixture(params=CACHES)
def port(request: pytest.FixtureRequest) -> Iterator[int]:
    """Where a server with several processes answers, on the test's database.

    Once with a cache for each process, and once with that of the suite, if there is one for all.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        number = free.getsockname()[1]
    variables = {
        "PATH": os.environ["PATH"],
        "SECRET_KEY": "a-key-for-tests-only-" * 3,
        "DATABASE_URL": database_url(),
        "SITE_URL": f"http://127.0.0.1:{number}",
        "PORT": str(number),
        "CACHE_URL": request.param,
    }
    command = [sys.executable, "-W", "ignore", "-m", "gunicorn", "--workers", str(PROCESSES)]
    with started(command, cwd=settings.BASE_DIR, env=variables, stderr=subprocess.DEVNULL) as process:
        _wait_for(number, process)
        yield number


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    for _attempt in range(600):
        assert process.poll() is None, "the server ended"
        connected = HTTPConnection("127.0.0.1", port, timeout=20)
        try:
            connected.request("GET", "/health/")
            assert connected.getresponse().status == 200
            return
        except (OSError, HTTPException):
            time.sleep(0.05)
        finally:
            connected.close()
    raise AssertionError("the server did not answer within half a minute")


@dataclass
class Observed:
    """What readers may no longer see less of: the newest state published, or seen by anyone."""

    newest: int = 0
    faults: list[str] = field(default_factory=list)
    read: int = 0
    confirmed: int = 0
    done: bool = False

    def raise_to(self, state: int) -> None:
        self.newest = max(self.newest, state)


def _read_repeatedly(
    port: int, address: str, has_cache: bool, observed: Observed, lock: threading.Lock
) -> None:
    """Read again and again: as a browser with a cache does, which asks whether its page is valid, or anew.

    What is asked for anew may come from the page cache, or from a process's response cache.
    """
    cached: tuple[str, int] | None = None
    while not observed.done:
        # A new connection each time, so that any process may answer.
        client = HTTPConnection("127.0.0.1", port, timeout=20)
        with lock:
            least = observed.newest
        known = {"If-None-Match": cached[0]} if cached and has_cache else {}
        client.request("GET", address, headers={"Accept-Encoding": "gzip"} | known)
        answer = client.getresponse()
        body = answer.read()
        client.close()
        time.sleep(0.02)  # else the publisher waits for its turn most of the time
        if answer.status == 304:
            state = cached[1]
        else:
            page = gzip.decompress(body) if answer.headers["Content-Encoding"] == "gzip" else body
            state = max((int(found) for found in STATE.findall(page)), default=0)
            cached = (answer.headers["ETag"], state)
        with lock:
            observed.read += 1
            observed.confirmed += answer.status == 304
            if state < least:
                observed.faults.append(f"{address}: {answer.status}, state {state} after {least}")
            observed.raise_to(state)


def test_no_process_serves_an_older_state_again(port: int) -> None:
    event = a_published("event", summary="State 0.")
    observed, lock = Observed(), threading.Lock()
    readers = [
        threading.Thread(target=_read_repeatedly, args=(port, address, has_cache, observed, lock))
        for address in ADDRESSES
        for has_cache in (True, False)
    ]
    for reader in readers:
        reader.start()
    try:
        for state in range(1, PUBLICATIONS + 1):
            _publish(event, state)
            with lock:
                observed.raise_to(state)
            # Long enough for some answers to be kept and confirmed, and too short for all.
            time.sleep(0.02)
    finally:
        time.sleep(0.2)
        observed.done = True
        for reader in readers:
            reader.join()
    assert observed.faults == []
    assert observed.newest == PUBLICATIONS
    assert observed.read > PUBLICATIONS
    assert observed.confirmed > 0


def _publish(event: Record, state: int) -> Any:
    changed = change(event, summary=f"State {state}.")
    return publishing.publish([changed], note=f"State {state}.")


@pytest.fixture
def due_soon(ada: User) -> ScheduledPublication:
    """Asked for before ``port``: a server's thread learns of it when it starts."""
    return scheduled(a_draft(), user=ada, due_at=timezone.now() + timedelta(seconds=3))


@pytest.mark.usefixtures("due_soon", "port")
@pytest.mark.parametrize("port", CACHES[-1:], indirect=True)  # nobody asks, so no cache has a part in it
def test_what_falls_due_is_performed_though_nobody_asks() -> None:
    until = time.monotonic() + 60
    while (one := ScheduledPublication.objects.get()).state == "waiting" and time.monotonic() < until:
        time.sleep(0.1)
    assert one.publication is not None
    assert (one.state, one.publication.published_at) == ("done", one.due_at)


@dataclass(frozen=True)
class Answer:
    """What one of many who ask at once was told; ``asked_at`` is before the request went out."""

    asked_at: datetime
    status: int
    body: bytes


def _ask_at(port: int, moment: datetime, address: str) -> Answer:
    time.sleep(max((moment - timezone.now()).total_seconds(), 0))
    asked_at = timezone.now()
    client = HTTPConnection("127.0.0.1", port, timeout=20)
    client.request("GET", address)
    answer = client.getresponse()
    body = answer.read()
    client.close()
    return Answer(asked_at, answer.status, body)


def test_twenty_requests_in_the_second_it_is_due_make_one_edition(ada: User, port: int) -> None:
    a_published("agreement")
    before = VersionCounter.objects.version()
    one = scheduled(a_draft(), user=ada, due_at=timezone.now() + timedelta(seconds=2))
    moments = [one.due_at + timedelta(milliseconds=ms) for ms in range(-100, 900, 50)]
    # Pages need the collected static files, which a test has not.
    paths = ("/entries.json", "/changes.atom", "/entries.csv", "/entries.json?q=summit")
    addresses = paths * 5
    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(_ask_at, [port] * 20, moments, addresses))
    assert {answer.status for answer in answers} == {200}
    for answer in answers:
        assert b"Summit in Port Arle" in answer.body or answer.asked_at < one.due_at
    edition = Edition.objects.get(record__kind="event")
    assert (edition.born, edition.published_at) == (before + 1, one.due_at)
    assert VersionCounter.objects.version() == Publication.objects.count() == before + 1
