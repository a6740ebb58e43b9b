"""A day that is over is answered for good: only when nothing can be published any more with a time on it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from relations.caching import due_publications
from relations.models import Edition, Publication, VersionCounter
from relations.publishing import settle
from tests.caching.test_due_requests import another_writes
from tests.support.scheduling import fall_due, scheduled
from tests.support.world import a_draft, a_published

# Committed: another connection writes.
pytestmark = pytest.mark.django_db(transaction=True)

YESTERDAY = timezone.now().astimezone(UTC).date() - timedelta(days=1)
PAGE = f"/entries/@{YESTERDAY}/"
NOON = datetime(YESTERDAY.year, YESTERDAY.month, YESTERDAY.day, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _published_the_day_before(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(due_publications, "DATABASE_WAIT", 0.1)
    monkeypatch.setattr(settle, "MAX_WAIT", 0.1)
    a_published("agreement")
    Publication.objects.update(published_at=NOON)


def test_while_somebody_publishes_it_is_not_known_yet(reader: Client) -> None:
    with another_writes():
        waiting = reader.get(PAGE)
        present = reader.get("/entries/")
    assert (waiting.status_code, present.status_code) == (503, 200)
    assert int(waiting.headers["Retry-After"]) > 0
    assert "no-store" in waiting.headers["Cache-Control"]
    assert reader.get(PAGE).status_code == 200
    with another_writes():
        assert reader.get(f"/issues/@{YESTERDAY}/").status_code == 200, "it is known for good"


@pytest.mark.parametrize("path", ["/changes/", "/agreements/pact/changes/"])
def test_nothing_is_compared_with_it_before_it_is_known(reader: Client, path: str) -> None:
    with another_writes():
        assert reader.get(f"{path}?since={YESTERDAY}").status_code == 503
    assert reader.get(f"{path}?since={YESTERDAY}").status_code == 200


def test_what_fell_due_on_it_is_there_for_the_first_who_asks(ada: User, reader: Client) -> None:
    one = scheduled(a_draft("event"), user=ada)
    fall_due(one, at=NOON + timedelta(hours=11, minutes=30))
    page = reader.get(PAGE).content.decode()
    assert "Summit in Port Arle" in page
    assert Edition.objects.get(record__kind="event").published_at == NOON + timedelta(hours=11, minutes=30)


def test_while_that_cannot_be_performed_it_is_not_known_yet(ada: User, reader: Client) -> None:
    one = scheduled(a_draft("event"), user=ada)
    fall_due(one, at=NOON + timedelta(hours=11))
    with another_writes():
        assert reader.get(PAGE).status_code == 503
        assert reader.get(f"/entries/@v{VersionCounter.objects.version()}/").status_code == 200


def test_a_publication_that_was_under_way_is_not_missed(
    reader: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It ended between the reading of the version and the lock."""

    def settled(moment: datetime) -> bool:
        Publication.objects.update(published_at=moment)
        VersionCounter.objects.filter(pk=1).update(version=VersionCounter.objects.version() + 1)
        return True

    monkeypatch.setattr("relations.views.pins.is_settled", settled)
    assert reader.get(PAGE).status_code == 503
