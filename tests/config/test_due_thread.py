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
from relations.models import ScheduledPublication, VersionCounter
from tests.support.scheduling import fall_due, scheduled
from tests.support.world import a_draft

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


def test_a_database_that_is_away_is_told_once(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def away(*_arguments: Any) -> Any:
        raise OperationalError("gone")

    monkeypatch.setattr(due_thread, "is_settled", away)
    thread = DueThread()
    assert [thread.pass_once() for _again in range(3)] == [60] * 3
    assert len([line for line in caplog.messages if "tried again every 60 seconds: gone" in line]) == 1
