"""A worker's thread deletes what was stored long enough, a few rows at a time, and is in nobody's way."""

import logging
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from axes.models import AccessAttempt, AccessLog
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.db import connection, models
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from config import expiry_thread
from config.expiry_thread import ExpiryThread
from relations.models import Autosave, DeletedDraft, ErrorReport, Letter, ReportCounter
from relations.publishing.deleted_drafts import delete_draft
from tests.support.world import a_draft, a_published

# Committed: a thread has a connection of its own, and closes it.
pytestmark = pytest.mark.django_db(transaction=True)


def a_letter(user: User, *, made: int, sent: int | None = None, **values: Any) -> Letter:
    """Made and sent so many days ago, under a subject that says so."""
    now = timezone.now()
    return Letter.objects.create(
        user=user,
        subject=f"made {made}, sent {sent}",
        made_at=now - timedelta(days=made),
        sent_at=None if sent is None else now - timedelta(days=sent),
        **values,
    )


def expired_sessions(count: int) -> None:
    long_ago = timezone.now() - timedelta(seconds=1)
    Session.objects.bulk_create(
        Session(session_key=f"key-{number}", session_data="", expire_date=long_ago) for number in range(count)
    )


def age(rows: "models.QuerySet[Any]", **ages: timedelta) -> None:
    rows.update(**{name: timezone.now() - age for name, age in ages.items()})


def test_what_nobody_saved_in_thirty_days_is_deleted(ada: User) -> None:
    now = timezone.now()
    for number, days in enumerate((29, 31)):
        typed_at = now - timedelta(days=days)
        Autosave.objects.create(
            user=ada, form="event/1", page=f"page {number}", fields="{}", sequence=1, typed_at=typed_at
        )
    ExpiryThread().pass_once()
    assert [row.page for row in Autosave.objects.all()] == ["page 0"]


def test_what_readers_wrote_goes_with_its_time_and_who_wrote_with_the_day() -> None:
    entry = a_published()
    for days in (89, 91):
        ErrorReport.objects.create(
            record=entry,
            edition=entry.current_edition,
            claim="cccccccc22",
            text=f"{days} days ago",
            sent_at=timezone.now() - timedelta(days=days),
        )
    yesterday = timezone.now().date() - timedelta(days=1)
    ReportCounter.objects.create(day=yesterday, key="00" * 32).senders.create(sender="11" * 32)
    ExpiryThread().pass_once()
    assert [row.text for row in ErrorReport.objects.all()] == ["89 days ago", ""]
    assert not ReportCounter.objects.exists()


def test_a_deleted_draft_is_kept_for_thirty_days_and_no_longer() -> None:
    older, newer = (delete_draft(a_draft().working_copy) for _each in range(2))
    age(DeletedDraft.objects.filter(pk=older.pk), deleted_at=timedelta(days=30, minutes=1))
    age(DeletedDraft.objects.filter(pk=newer.pk), deleted_at=timedelta(days=29, hours=23))
    ExpiryThread().pass_once()
    assert DeletedDraft.objects.get() == newer


def test_a_letter_goes_thirty_days_after_it_was_sent(ada: User) -> None:
    a_letter(ada, made=40, sent=31)
    a_letter(ada, made=40, sent=29)
    ExpiryThread().pass_once()
    assert [letter.subject for letter in Letter.objects.all()] == ["made 40, sent 29"]


def test_a_letter_that_waits_is_kept_as_long_as_somebody_is_to_get_it(ada: User, ben: User) -> None:
    User.objects.filter(pk=ben.pk).update(is_active=False)
    waiting = a_letter(ada, made=400)
    refused = a_letter(ada, made=400, failure="550 no such mailbox", next_attempt_at=None)
    a_letter(ada, made=31, link=Letter.LinkKind.RESET)
    a_letter(ben, made=31)
    recent = [a_letter(ada, made=29, link=Letter.LinkKind.RESET), a_letter(ben, made=29)]
    ExpiryThread().pass_once()
    assert {*Letter.objects.all()} == {waiting, refused, *recent}


def test_a_session_goes_when_it_is_over() -> None:
    expired_sessions(1)
    Session.objects.create(
        session_key="open", session_data="", expire_date=timezone.now() + timedelta(hours=1)
    )
    ExpiryThread().pass_once()
    assert Session.objects.get().session_key == "open"


def test_who_signed_in_from_where_is_kept_for_ninety_days(ada: User) -> None:
    for address in ("192.0.2.1", "192.0.2.2"):
        AccessLog.objects.create(username="ada", ip_address=address)
    age(AccessLog.objects.filter(ip_address="192.0.2.1"), attempt_time=timedelta(days=90, minutes=1))
    age(AccessLog.objects.filter(ip_address="192.0.2.2"), attempt_time=timedelta(days=89))
    ExpiryThread().pass_once()
    assert AccessLog.objects.get().ip_address == "192.0.2.2"


def test_wrong_passwords_are_kept_as_long_as_they_are_counted() -> None:
    for name in ("old", "new"):
        AccessAttempt.objects.create(username=name, ip_address="192.0.2.1", failures_since_start=1)
    age(AccessAttempt.objects.filter(username="old"), attempt_time=timedelta(minutes=15, seconds=1))
    age(AccessAttempt.objects.filter(username="new"), attempt_time=timedelta(minutes=14))
    ExpiryThread().pass_once()
    assert AccessAttempt.objects.get().username == "new"


def test_many_rows_are_deleted_in_small_transactions_with_pauses_for_those_who_write(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(expiry_thread, "BATCH", 2)
    expired_sessions(5)
    thread = ExpiryThread()
    passes = [(thread.pass_once(), Session.objects.count()) for _again in range(3)]
    assert passes == [(1, 3), (1, 1), (60, 0)]


def test_where_nothing_is_over_no_transaction_begins(ada: User) -> None:
    a_letter(ada, made=1, sent=1)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        ExpiryThread().perform()
    assert {query["sql"].split()[0] for query in queries} == {"SELECT"}
    assert len(queries) == 8


@contextmanager
def another_who_writes(row: Session) -> Iterator[None]:
    """A connection that holds this row or, on SQLite, all that is written."""
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute("BEGIN IMMEDIATE")
            else:
                cursor.execute("BEGIN")
                cursor.execute("SELECT 1 FROM django_session WHERE session_key = %s FOR UPDATE", [row.pk])
            yield
            cursor.execute("ROLLBACK")
    finally:
        other.close()


def test_it_gives_way_to_who_writes(caplog: pytest.LogCaptureFixture) -> None:
    expired_sessions(3)
    held = Session.objects.get(pk="key-1")
    with another_who_writes(held):
        begun = time.monotonic()
        assert ExpiryThread().pass_once() == 60
        assert time.monotonic() - begun < 5
        if connection.vendor == "sqlite":
            assert Session.objects.count() == 3
            assert "What was stored long enough cannot be looked after" in caplog.text
        else:
            assert Session.objects.get() == held
            assert caplog.messages == []
    ExpiryThread().pass_once()
    assert not Session.objects.exists()


def test_several_that_do_so_at_once_are_in_no_others_way(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(expiry_thread, "BATCH", 10)
    caplog.set_level(logging.WARNING)
    expired_sessions(40)
    with ThreadPoolExecutor(4) as pool:
        waits = list(pool.map(lambda thread: thread.pass_once(), [ExpiryThread() for _each in range(4)]))
    assert (waits, Session.objects.count(), caplog.messages) == ([1] * 4, 0, [])
