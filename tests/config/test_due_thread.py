"""A worker's thread performs what falls due, and sleeps until then."""

import logging
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import OperationalError
from django.utils import timezone

from config import due_thread
from config.due_thread import DueThread
from relations.models import Autosave, ErrorReport, ReportCounter, ScheduledPublication, VersionCounter
from tests.support.scheduling import fall_due, scheduled
from tests.support.world import a_draft, a_published

# Committed: a thread has a connection of its own, and closes it.
pytestmark = pytest.mark.django_db(transaction=True)


def test_it_sleeps_until_something_falls_due_and_a_minute_at_most(ada: User) -> None:
    assert DueThread().pass_once() <= 60
    one = scheduled(a_draft(), user=ada, due_at=timezone.now() + timedelta(seconds=50))
    assert 5 < DueThread().pass_once() <= 50
    one.refresh_from_db()
    assert one.state == "waiting"


def test_it_performs_what_is_due_and_says_so(ada: User, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, logger="config.due_thread")
    one = scheduled(a_draft(), user=ada)
    due_at = fall_due(one)
    thread = DueThread()
    thread.start()
    for _attempt in range(1000):
        if ScheduledPublication.objects.get().state != "waiting":
            break
        thread._stopped.wait(0.01)
    thread.stop()
    thread.join(10)
    one.refresh_from_db()
    assert (one.state, one.publication.published_at) == ("done", due_at)
    assert [line for line in caplog.messages if f"Scheduled publication {one.pk}" in line]


def test_the_day_that_ended_is_settled_by_it() -> None:
    DueThread().pass_once()
    midnight = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0)
    assert VersionCounter.objects.get().settled_until > midnight


def test_what_nobody_saved_in_thirty_days_is_deleted_by_it(ada: User) -> None:
    now = timezone.now()
    for number, days in enumerate((29, 31)):
        typed_at = now - timedelta(days=days)
        Autosave.objects.create(
            user=ada, form="event/1", page=f"page {number}", fields="{}", sequence=1, typed_at=typed_at
        )
    DueThread().pass_once()
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
    DueThread().pass_once()
    assert [row.text for row in ErrorReport.objects.all()] == ["89 days ago", ""]
    assert not ReportCounter.objects.exists()


def test_a_database_that_is_away_is_told_once(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def away(*_arguments: Any) -> Any:
        raise OperationalError("gone")

    monkeypatch.setattr(due_thread, "is_settled", away)
    thread = DueThread()
    assert [thread.pass_once() for _again in range(3)] == [60] * 3
    assert len([line for line in caplog.messages if "tried again every 60 seconds: gone" in line]) == 1
