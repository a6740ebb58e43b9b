"""Scheduling: what is refused at once, changed, and cancelled."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.db.models import ProtectedError
from django.utils import timezone

from relations import publishing
from relations.models import Record, ScheduledPublication
from relations.publishing import PublishingError
from tests.support.scheduling import in_an_hour, perform, scheduled, scheduled_withdrawal
from tests.support.world import a_draft, a_published, change

pytestmark = pytest.mark.django_db


def test_everything_that_is_to_go_out_is_named_with_its_revision(ada: User) -> None:
    record = a_draft()
    one = scheduled(record, user=ada)
    items = {item.record: item for item in one.items.all()}
    assert {each.kind for each in items} == {"event", "actor", "topic", "relationship", "source"}
    assert all(item.revision == each.revisions.first() for each, item in items.items())
    assert [each for each, item in items.items() if not item.companion] == [record]


@pytest.mark.parametrize(
    ("ahead", "words"),
    [
        (timedelta(seconds=-1), "This time has passed."),
        (timedelta(days=4000), "within the next ten years"),
    ],
)
def test_a_time_that_cannot_be_kept_is_refused(ada: User, ahead: timedelta, words: str) -> None:
    record, at = a_published(), timezone.now() + ahead
    waiting = scheduled(change(record, summary="Two."), user=ada, note="Reworded.")
    for attempt in (
        lambda: scheduled(record, user=ada, note="Again.", due_at=at),
        lambda: scheduled_withdrawal(record, user=ada, due_at=at),
        lambda: publishing.reschedule(waiting, user=ada, due_at=at, time_zone="UTC"),
    ):
        with pytest.raises(PublishingError, match=words):
            attempt()
    assert ScheduledPublication.objects.count() == 1


def test_what_could_not_be_published_now_is_not_scheduled(ada: User) -> None:
    record = a_published()
    with pytest.raises(PublishingError, match="Nothing has changed"):
        scheduled(record, user=ada)
    with pytest.raises(PublishingError, match="Say in one sentence what changed"):
        scheduled(change(record, summary="Two."), user=ada)
    with pytest.raises(PublishingError, match="no citation"):
        scheduled(change(record, claims=[{**claim(record), "citations": []}]), user=ada, note="Reworded.")
    with pytest.raises(PublishingError, match="Say in one sentence why"):
        scheduled_withdrawal(record, user=ada, reason=" ")


def claim(record: Record) -> dict[str, object]:
    found: dict[str, object] = record.current_edition.read_document()["claims"][0]
    return found


def test_what_was_held_back_is_given_another_time_by_another(ada: User, root: User) -> None:
    one = scheduled(a_draft(), user=ada)
    ada.groups.clear()
    perform(one)
    assert one.state == "failed"
    again = publishing.reschedule(one, user=root, due_at=in_an_hour(), time_zone="Asia/Kolkata")
    assert (again.state, again.failure, again.scheduled_by) == ("waiting", "", root)
    perform(again)
    assert again.state == "done"


def test_another_time_keeps_when_it_was_scheduled(ada: User) -> None:
    one = scheduled(a_draft(), user=ada)
    again = publishing.reschedule(one, user=ada, due_at=in_an_hour(), time_zone="UTC")
    assert again.scheduled_at == one.scheduled_at
    assert again.time_set_at > one.time_set_at


def test_what_was_scheduled_before_there_were_two_times_has_its_own_twice(ada: User) -> None:
    one = scheduled(a_draft(), user=ada)
    ScheduledPublication.objects.update(scheduled_at=timezone.now() - timedelta(days=3))
    import_module("relations.migrations.0026_time_set_at").fill(apps, None)
    one.refresh_from_db()
    assert one.time_set_at == one.scheduled_at


@pytest.mark.parametrize(("end", "words"), [("done", "done already"), ("cancelled", "cancelled already")])
def test_what_has_ended_is_neither_changed_nor_cancelled(ada: User, end: str, words: str) -> None:
    one = scheduled(a_draft(), user=ada)
    if end == "done":
        perform(one)
    else:
        publishing.cancel(one, user=ada)
    with pytest.raises(PublishingError, match=words):
        publishing.cancel(one, user=ada)
    with pytest.raises(PublishingError, match=words):
        publishing.reschedule(one, user=ada, due_at=in_an_hour(), time_zone="UTC")


def test_a_draft_that_is_scheduled_is_not_deleted(ada: User) -> None:
    record = a_draft()
    one = scheduled(record, user=ada)
    with pytest.raises(ProtectedError, match="It is scheduled"):
        record.working_copy.delete()
    publishing.cancel(one, user=ada)
    record.working_copy.delete()
    assert not Record.objects.filter(pk=record.pk).exists()
