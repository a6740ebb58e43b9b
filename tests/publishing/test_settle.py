"""Of a moment that is settled nothing new is said any more."""

import time
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.utils import timezone

from relations import publishing
from relations.models import Publication, ScheduledPublication, VersionCounter
from relations.publishing import due, settle
from relations.publishing.settle import is_settled
from tests.support.scheduling import fall_due, scheduled
from tests.support.world import a_draft, a_published

pytestmark = pytest.mark.django_db


def test_a_moment_before_the_last_publication_is_settled_for_one_look(
    django_assert_max_num_queries: Any,
) -> None:
    moment = timezone.now()
    publishing.update_reference(title="One")
    with django_assert_max_num_queries(2):
        assert is_settled(moment)
    assert VersionCounter.objects.get().settled_until is None


def test_a_moment_to_come_is_not() -> None:
    assert not is_settled(timezone.now() + timedelta(seconds=5))


def test_who_asks_first_settles_it_for_all() -> None:
    a_published()
    moment = timezone.now()
    assert is_settled(moment)
    assert VersionCounter.objects.get().settled_until > moment
    assert is_settled(moment)


def test_what_was_due_before_it_is_performed_first(ada: User) -> None:
    one = scheduled(a_draft(), user=ada)
    due_at = fall_due(one)
    assert is_settled(due_at)
    one.refresh_from_db()
    assert (one.state, one.publication.published_at) == ("done", due_at)


def test_what_falls_due_while_it_is_settled_keeps_its_time(
    ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = scheduled(a_draft(), user=ada, due_at=timezone.now() + timedelta(seconds=0.5))

    def perform_due() -> list[ScheduledPublication]:
        performed = due.perform_due()
        time.sleep(1)
        return performed

    monkeypatch.setattr(settle, "perform_due", perform_due)
    assert is_settled(timezone.now())
    monkeypatch.undo()
    due.perform_due()
    one.refresh_from_db()
    assert (one.state, one.publication.published_at) == ("done", one.due_at)


def test_no_clock_puts_a_publication_before_a_settled_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    a_published()
    moment = timezone.now()
    assert is_settled(moment)
    monkeypatch.setattr(timezone, "now", lambda: moment - timedelta(minutes=5))
    publishing.update_reference(title="By a slow clock")
    assert Publication.objects.latest("version").published_at > moment


@pytest.mark.django_db(transaction=True)
def test_where_nothing_can_be_written_it_is_not_known() -> None:
    a_published()
    moment = timezone.now()
    on, off = (
        ("PRAGMA query_only = ON", "PRAGMA query_only = OFF")
        if connection.vendor == "sqlite"
        else ("SET default_transaction_read_only = on", "SET default_transaction_read_only = off")
    )
    with connection.cursor() as cursor:
        cursor.execute(on)
        assert not is_settled(moment)
        cursor.execute(off)
    assert is_settled(moment)
