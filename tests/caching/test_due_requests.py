"""The first request after something fell due gets it; no cache keeps what was public before."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.db import connection, connections, transaction
from django.test import Client
from django.utils import timezone

from relations.caching import due_publications
from relations.models import Edition, Record, ScheduledPublication, VersionCounter
from tests.caching.test_response_cache import Process
from tests.support.scheduling import fall_due, in_an_hour, scheduled, scheduled_withdrawal
from tests.support.world import a_draft, a_published, change

# Committed: threads and a server's process have connections of their own.
pytestmark = pytest.mark.django_db(transaction=True)

ADDRESSES = (
    "/entries/",
    "/entries.json",
    "/changes.atom",
    "/topics/defence/",
    "/entries.json?type=event",
    "/",
)


@pytest.fixture
def one(ada: User) -> ScheduledPublication:
    """A summit that is to be published in an hour; a pact is public."""
    a_published("agreement")
    return scheduled(a_draft("event"), user=ada)


@pytest.mark.parametrize("path", ADDRESSES)
def test_who_asks_with_the_tag_of_a_moment_before_gets_the_item(one: ScheduledPublication, path: str) -> None:
    process = Process()
    before = process.cache(path)
    tag = before.headers["ETag"]
    assert process.get(path, **{"If-None-Match": tag}).status == "304 Not Modified"
    assert b"Summit in Port Arle" not in before.body
    due_at = fall_due(one)
    after = process.get(path, **{"If-None-Match": tag})
    assert after.status == "200 OK"
    assert b"Summit in Port Arle" in after.body
    assert Edition.objects.get(record__kind="event").published_at == due_at
    assert process.get(path, **{"If-None-Match": after.headers["ETag"]}).status == "304 Not Modified"


def test_a_withdrawal_is_a_410_for_the_first_who_asks(ada: User, reader: Client) -> None:
    one = scheduled_withdrawal(a_published("event"), user=ada)
    assert reader.get("/events/summit/").status_code == 200
    fall_due(one)
    assert reader.get("/events/summit/").status_code == 410


def test_twenty_requests_at_once_make_one_edition(one: ScheduledPublication) -> None:
    fall_due(one)
    together = threading.Barrier(20)

    def ask(number: int) -> bytes:
        try:
            together.wait()
            return Client().get(f"/entries/?x={number}").content
        finally:
            connections.close_all()

    with ThreadPoolExecutor(20) as pool:
        pages = list(pool.map(ask, range(20)))
    assert all(b"Summit in Port Arle" in page for page in pages)
    assert Edition.objects.filter(record__kind="event").count() == 1
    assert VersionCounter.objects.version() == ScheduledPublication.objects.get(pk=one.pk).publication_id


@contextmanager
def another_writes() -> Iterator[None]:
    """Another connection holds what whoever publishes has to lock."""
    begun, done = threading.Event(), threading.Event()

    def hold() -> None:
        with transaction.atomic():
            VersionCounter.objects.lock()
            begun.set()
            done.wait(30)
        connections.close_all()

    thread = threading.Thread(target=hold)
    thread.start()
    begun.wait(30)
    try:
        yield
    finally:
        done.set()
        thread.join()


@contextmanager
def nobody_writes() -> Iterator[None]:
    """As on a replica."""
    sqlite = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA query_only = ON" if sqlite else "SET default_transaction_read_only = on")
        yield
        cursor.execute("PRAGMA query_only = OFF" if sqlite else "SET default_transaction_read_only = off")


@pytest.mark.parametrize("obstacle", [another_writes, nobody_writes])
def test_where_nothing_can_be_written_pages_are_of_the_version_before_and_kept_by_nobody(
    one: ScheduledPublication, monkeypatch: pytest.MonkeyPatch, obstacle: Any
) -> None:
    monkeypatch.setattr(due_publications, "DATABASE_WAIT", 0.1)
    process = Process()
    tags = {path: process.cache(path).headers["ETag"] for path in ADDRESSES}
    fall_due(one)
    with obstacle():
        for path in (*ADDRESSES, "/topics/"):
            answer = process.get(path, **{"If-None-Match": tags.get(path, "")})
            assert (answer.status, answer.headers["Cache-Control"]) == ("200 OK", "no-store")
            assert "ETag" not in answer.headers
            assert b"Summit in Port Arle" not in answer.body
    due_publications.publisher.clear()
    assert b"Summit in Port Arle" in process.get("/entries/").body


def test_of_many_requests_one_waits_for_the_database(
    one: ScheduledPublication, monkeypatch: pytest.MonkeyPatch, reader: Client
) -> None:
    tried = []

    def refused(wait: float) -> None:
        tried.append(wait)
        raise due_publications.BeingPublishedError("database is locked")

    monkeypatch.setattr(due_publications, "publish_due", refused)
    fall_due(one)
    assert [reader.get("/entries/").status_code for _again in range(5)] == [200] * 5
    assert tried == [due_publications.DATABASE_WAIT]


@pytest.mark.parametrize("path", ["/entries/", "/entries.json"])
def test_who_would_wait_too_long_is_told_to_come_back(
    one: ScheduledPublication, monkeypatch: pytest.MonkeyPatch, reader: Client, path: str
) -> None:
    monkeypatch.setattr(due_publications, "MAX_WAIT", 0.05)
    fall_due(one)
    with due_publications.publisher.lock:  # another request performs it
        answer = reader.get(path)
    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0
    assert "no-store" in answer.headers["Cache-Control"]
    assert "being published" in answer.content.decode()


@pytest.mark.parametrize("headers", [{}, {"If-None-Match": "{tag}"}])
def test_a_shared_cache_keeps_nothing_beyond_what_is_known_to_fall_due(
    ada: User, settings: Any, headers: dict[str, str]
) -> None:
    settings.SHARED_CACHE_SECONDS = 600
    draft = a_draft("event")
    a_published("agreement")
    process = Process()
    first = process.cache("/entries/")
    sent = {name: value.format(tag=first.headers["ETag"]) for name, value in headers.items()}
    in_django, here = Process(), process
    assert process.get("/entries/", **sent).headers["Cache-Control"] == "public, max-age=0, s-maxage=600"
    one = scheduled(draft, user=ada, due_at=timezone.now() + timedelta(seconds=90))
    for answer in (here.get("/entries/", **sent), in_django.get("/entries/", **sent)):
        directive = answer.headers["Cache-Control"]
        assert directive.startswith("public, max-age=0, s-maxage=")
        assert 80 <= int(directive.rpartition("=")[2]) <= 90
    assert not here.get("/entries/", **sent).by_django
    ScheduledPublication.objects.filter(pk=one.pk).update(due_at=in_an_hour())
    assert Record.objects.get(pk=draft.pk).edition is None


def test_what_falls_due_is_told_without_a_second_query(
    one: ScheduledPublication, django_assert_num_queries: Any, reader: Client
) -> None:
    reader.get("/entries/")
    with django_assert_num_queries(1):
        assert reader.get("/entries/").status_code == 200
    change(Record.objects.get(kind="agreement"), summary="Other words.")


def test_time_alone_makes_the_tag_of_a_second_before_worthless(ada: User) -> None:
    """Nothing but the clock moves between the two requests: no row is written, no process started."""
    with time_machine.travel(timezone.now(), tick=False) as clock:
        a_published("agreement")
        one = scheduled(a_draft("event"), user=ada, due_at=timezone.now() + timedelta(seconds=4))
        process = Process()
        tags = {path: process.cache(path).headers["ETag"] for path in ADDRESSES}
        version = VersionCounter.objects.version()
        handed_out = process.get(f"/entries/@v{version}.json").body
        clock.move_to(one.due_at - timedelta(seconds=1))
        for path, tag in tags.items():
            assert process.get(path, **{"If-None-Match": tag}).status == "304 Not Modified"
        clock.move_to(one.due_at)
        for path, tag in tags.items():
            answer = process.get(path, **{"If-None-Match": tag})
            assert answer.status == "200 OK"
            assert b"Summit in Port Arle" in answer.body
    assert Edition.objects.get(record__kind="event").published_at == one.due_at
    assert process.get(f"/entries/@v{version}.json").body == handed_out
