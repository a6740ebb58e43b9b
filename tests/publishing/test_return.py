"""What is withdrawn at a time comes back at a later one, if that was scheduled in knowledge of it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from relations import publishing
from relations.models import Record, Review, ScheduledPublication
from relations.publishing import PublishingError
from relations.publishing.settle import publish_due
from tests.support.reviewing import newest, require_reviews, save_as, sent
from tests.support.scheduling import fall_due, scheduled, scheduled_withdrawal
from tests.support.world import a_draft, a_published, change

pytestmark = pytest.mark.django_db

Person = Callable[[str, str], User]
NOW = timezone.now


@pytest.fixture
def carol(person: Person) -> User:
    return person("carol", "editor")


def on_day(number: int) -> datetime:
    return NOW() + timedelta(days=number)


@pytest.fixture
def go_to(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Let the clock run to a little after the time of a day, and what is due be performed."""

    def travel(day: int) -> None:
        monkeypatch.setattr(timezone, "now", lambda: NOW() + timedelta(days=day, minutes=5))
        publish_due()

    return travel


def state_of(one: ScheduledPublication) -> str:
    one.refresh_from_db()
    return one.failure or one.state


def test_what_is_unchanged_comes_back_after_its_withdrawal(ada: User, go_to: Any) -> None:
    record = a_published()
    away = scheduled_withdrawal(record, user=ada, due_at=on_day(1))
    back = scheduled(record, user=ada, due_at=on_day(2), note="Back again.")
    assert publishing.foresee([away, back]) == {away.pk: [], back.pk: []}
    go_to(1)
    assert Record.objects.get(pk=record.pk).status == Record.Status.WITHDRAWN
    assert publishing.foreseen_faults(back) == []
    go_to(2)
    assert (state_of(away), state_of(back)) == ("done", "done")
    assert Record.objects.get(pk=record.pk).status == Record.Status.PUBLISHED


def test_it_comes_back_as_it_was_changed(ada: User, go_to: Any) -> None:
    record = a_published()
    scheduled_withdrawal(record, user=ada, due_at=on_day(1))
    scheduled(change(record, summary="Set right."), user=ada, due_at=on_day(2), note="Back again.")
    go_to(2)
    record = Record.objects.select_related("edition").get(pk=record.pk)
    assert record.current_edition.read_document()["summary"] == "Set right."


def test_a_draft_is_withdrawn_after_it_was_published(ada: User, go_to: Any) -> None:
    record = a_draft()
    with pytest.raises(PublishingError, match="Only what is published can be withdrawn"):
        scheduled_withdrawal(record, user=ada, due_at=on_day(2))
    out = scheduled(record, user=ada, due_at=on_day(1))
    with pytest.raises(PublishingError, match="Only what is published can be withdrawn"):
        scheduled_withdrawal(record, user=ada, due_at=on_day(0) + timedelta(hours=1))
    away = scheduled_withdrawal(record, user=ada, due_at=on_day(2))
    publishing.cancel(out, user=ada)
    [fault] = publishing.foreseen_faults(away)
    assert fault.message == "Only what is published can be withdrawn."
    out = scheduled(record, user=ada, due_at=on_day(1))
    assert publishing.foreseen_faults(away) == []
    go_to(2)
    assert (state_of(out), state_of(away)) == ("done", "done")


def test_what_nobody_knew_to_be_withdrawn_does_not_come_back(ada: User, go_to: Any) -> None:
    record = a_published()
    back = scheduled(change(record, summary="Two."), user=ada, due_at=on_day(2), note="Reworded.")
    away = scheduled_withdrawal(record, user=ada, due_at=datetime(on_day(1).year + 1, 3, 5, 14, tzinfo=UTC))
    publishing.reschedule(back, user=ada, due_at=away.due_at + timedelta(days=1), time_zone="UTC")
    assert publishing.foreseen_faults(back) == []
    publishing.reschedule(away, user=ada, due_at=away.due_at, time_zone="Europe/Berlin")  # no other time
    publishing.reschedule(away, user=ada, due_at=away.due_at + timedelta(hours=1), time_zone="UTC")
    assert publishing.foreseen_faults(back) == []  # it still comes back after it
    publishing.reschedule(away, user=ada, due_at=away.due_at + timedelta(days=2), time_zone="UTC")
    away = publishing.reschedule(away, user=ada, due_at=away.due_at + timedelta(hours=1), time_zone="UTC")
    [fault] = publishing.foreseen_faults(back)
    assert fault.message == (
        f"It will be withdrawn on 5 March {away.due_at.year}, 15:00 UTC, as was decided after this was "
        "scheduled. To bring it back, cancel this and schedule it again."
    )
    go_to((away.due_at - NOW()).days + 2)
    assert "It was withdrawn since this was scheduled: see edition 2." in state_of(back)


def test_what_was_to_be_withdrawn_later_is_not_brought_back_by_an_update(ada: User, go_to: Any) -> None:
    """The update was to be published before the withdrawal, which is moved before it."""
    record = a_published()
    away = scheduled_withdrawal(record, user=ada, due_at=on_day(3))
    update = scheduled(change(record, summary="Two."), user=ada, due_at=on_day(2), note="Reworded.")
    publishing.reschedule(away, user=ada, due_at=on_day(1), time_zone="UTC")
    [fault] = publishing.foreseen_faults(update)
    assert fault.message.startswith("It will be withdrawn on ")
    go_to(2)
    assert (state_of(away), Record.objects.get(pk=record.pk).status) == ("done", Record.Status.WITHDRAWN)
    assert "It was withdrawn since this was scheduled: see edition 2." in state_of(update)


def test_what_is_given_a_time_after_a_withdrawal_brings_back(ada: User, go_to: Any) -> None:
    """It was scheduled before the withdrawal was, and is moved past it while that waits."""
    record = a_published()
    back = scheduled(change(record, summary="Two."), user=ada, due_at=on_day(1), note="Reworded.")
    away = scheduled_withdrawal(record, user=ada, due_at=on_day(2))
    publishing.reschedule(back, user=ada, due_at=on_day(3), time_zone="UTC")
    assert publishing.foresee([away, back]) == {away.pk: [], back.pk: []}
    go_to(2)
    assert publishing.foreseen_faults(back) == []
    go_to(3)
    assert (state_of(away), state_of(back)) == ("done", "done")


def test_another_time_alone_does_not_undo_a_withdrawal_that_was_made(ada: User, go_to: Any) -> None:
    record = a_published()
    update = scheduled(change(record, summary="Two."), user=ada, due_at=on_day(2), note="Reworded.")
    scheduled_withdrawal(record, user=ada, due_at=on_day(1))
    go_to(2)
    failure = state_of(update)
    assert "It was withdrawn since this was scheduled: see edition 2." in failure
    publishing.reschedule(update, user=ada, due_at=timezone.now() + timedelta(hours=1), time_zone="UTC")
    [fault] = publishing.foreseen_faults(update)
    assert str(fault) == failure


def test_an_update_that_was_to_come_before_a_withdrawal_is_given_no_time_after_it(
    ada: User, carol: User, go_to: Any
) -> None:
    """It was scheduled in knowledge of the withdrawal, not to undo it, and was held back."""
    record = a_published()
    away = scheduled_withdrawal(record, user=ada, due_at=on_day(2))
    update = scheduled(change(record, summary="Two."), user=carol, due_at=on_day(1), note="Reworded.")
    User.objects.filter(pk=carol.pk).update(is_active=False)
    go_to(1)
    assert "is not active any more" in state_of(update)
    go_to(2)
    assert state_of(away) == "done"
    with pytest.raises(PublishingError, match="It was withdrawn since this was scheduled: see edition 2"):
        publishing.reschedule(update, user=ada, due_at=timezone.now() + timedelta(hours=1), time_zone="UTC")
    assert "is not active any more" in state_of(update)


def test_a_return_that_was_held_back_is_published_at_another_time(ada: User, carol: User, go_to: Any) -> None:
    record = a_published()
    scheduled_withdrawal(record, user=ada, due_at=on_day(1))
    back = scheduled(record, user=carol, due_at=on_day(3), note="Back again.")
    go_to(1)
    User.objects.filter(pk=carol.pk).update(is_active=False)
    go_to(3)
    assert "is not active any more" in state_of(back)
    publishing.reschedule(back, user=ada, due_at=timezone.now() + timedelta(hours=1), time_zone="UTC")
    assert publishing.foreseen_faults(back) == []
    go_to(4)
    assert state_of(back) == "done"


def test_a_later_revision_that_is_to_come_is_foreseen_as_such(ada: User, go_to: Any) -> None:
    record = change(a_published(), summary="Two.")
    late = scheduled(record, user=ada, due_at=on_day(2), note="Reworded.")
    scheduled(change(record, summary="Three."), user=ada, due_at=on_day(1), note="Reworded.")
    [fault] = publishing.foreseen_faults(late)
    assert fault.message.startswith("A later revision will be published before this, on ")
    go_to(2)
    assert "A later revision was published since this was scheduled: see edition 2." in state_of(late)


def test_a_withdrawal_by_hand_before_is_not_the_one_that_was_known(ada: User, go_to: Any) -> None:
    record = a_published()
    away = scheduled_withdrawal(record, user=ada, due_at=on_day(1))
    back = scheduled(record, user=ada, due_at=on_day(2), note="Back again.")
    publishing.withdraw([record], user=ada, reason="Somebody's private address stands in it.")
    go_to(2)
    assert state_of(away) == "done"
    assert "It was withdrawn since this was scheduled" in state_of(back)


def test_what_was_corrected_before_the_withdrawal_does_not_come_back_uncorrected(
    ada: User, go_to: Any
) -> None:
    record = a_published()
    scheduled_withdrawal(record, user=ada, due_at=on_day(1))
    back = scheduled(record, user=ada, due_at=on_day(2), note="Back again.")
    publishing.publish([change(record, summary="Set right.")], user=ada, note="A slip.")
    [fault] = publishing.foreseen_faults(back)
    assert "A later revision was published since" in fault.message
    go_to(2)
    assert state_of(back) == str(fault)


def test_without_the_withdrawal_there_is_nothing_to_bring_back(ada: User, go_to: Any) -> None:
    record = a_published()
    away = scheduled_withdrawal(record, user=ada, due_at=on_day(1))
    with pytest.raises(PublishingError, match="Nothing has changed"):
        scheduled(record, user=ada, due_at=on_day(0) + timedelta(hours=1), note="Again.")
    back = scheduled(record, user=ada, due_at=on_day(2), note="Back again.")
    publishing.cancel(away, user=ada)
    assert publishing.foreseen_faults(back) == []
    go_to(2)
    assert state_of(back) == "done"
    assert Record.objects.get(pk=record.pk).current_edition.number == 1


def test_the_same_is_not_scheduled_twice(ada: User) -> None:
    record = a_draft()
    scheduled(record, user=ada, due_at=on_day(1))
    with pytest.raises(PublishingError, match="scheduled already to be published like this"):
        scheduled(record, user=ada, due_at=on_day(2))


# Where review is required


def test_an_approval_of_before_brings_nothing_back(ada: User, carol: User, go_to: Any) -> None:
    record = save_as(ada, a_published(), summary="As Ada has it.")
    publishing.approve([sent(record, ada)], user=carol)
    require_reviews()
    scheduled_withdrawal(record, user=ada, due_at=on_day(1))
    back = scheduled(record, user=ada, due_at=on_day(2), note="Back again.")
    [fault] = publishing.foreseen_faults(back)
    assert (
        fault.message == "It will be withdrawn on a date set after it was approved. Send it for review again."
    )
    go_to(2)
    assert "It was withdrawn since it was approved. Send it for review again." in state_of(back)


def test_an_approval_of_before_another_time_of_a_withdrawal_that_was_held_back_brings_nothing_back(
    ada: User, carol: User, go_to: Any
) -> None:
    record = save_as(ada, a_published(), summary="As Ada has it.")
    require_reviews()
    away = scheduled_withdrawal(record, user=carol, due_at=on_day(1))
    publishing.approve([sent(record, ada)], user=carol)
    fall_due(away)
    User.objects.filter(pk=carol.pk).update(is_active=False)
    publish_due()
    assert "is not active any more" in state_of(away)
    publishing.reschedule(away, user=ada, due_at=on_day(2), time_zone="UTC")
    back = scheduled(record, user=ada, due_at=on_day(3), note="Back again.")
    [fault] = publishing.foreseen_faults(back)
    assert (
        fault.message == "It will be withdrawn on a date set after it was approved. Send it for review again."
    )
    go_to(2)
    assert not Review.objects.approved().unused().exists()
    go_to(3)
    assert "It was withdrawn since it was approved. Send it for review again." in state_of(back)


@pytest.mark.parametrize("is_reordered", [False, True])
def test_an_approval_outlives_another_time_of_the_withdrawal_if_the_order_stays(
    ada: User, carol: User, go_to: Any, is_reordered: bool
) -> None:
    record = save_as(ada, a_published(), summary="As Ada has it.")
    require_reviews()
    away = scheduled_withdrawal(record, user=carol, due_at=on_day(1))
    publishing.approve([sent(record, ada)], user=carol)
    back = scheduled(record, user=ada, due_at=on_day(3), note="Back again.")
    if is_reordered:
        publishing.reschedule(away, user=ada, due_at=on_day(4), time_zone="UTC")
    publishing.reschedule(away, user=ada, due_at=on_day(2), time_zone="UTC")
    assert bool(publishing.foreseen_faults(back)) == is_reordered
    go_to(3)
    assert (state_of(back) == "done") != is_reordered


@pytest.mark.parametrize("summary", ["As Ada has it.", "What is told here."])
def test_an_approval_given_in_knowledge_of_the_withdrawal_does(
    ada: User, carol: User, go_to: Any, summary: str
) -> None:
    """Also of what is public unchanged."""
    record = save_as(ada, a_published(), summary=summary)
    if summary == "As Ada has it.":
        publishing.approve([sent(record, ada)], user=carol)
    require_reviews()
    scheduled_withdrawal(record, user=ada, due_at=on_day(1))
    back = scheduled(record, user=ada, due_at=on_day(2), note="Back again.")
    assert publishing.foreseen_faults(back)
    publishing.approve([sent(record, ada)], user=carol)
    assert publishing.foreseen_faults(back) == []
    go_to(1)
    assert Review.objects.approved().unused().filter(revision=newest(record)).exists()
    assert publishing.foreseen_faults(back) == []
    go_to(2)
    assert state_of(back) == "done"
    assert not Review.objects.approved().unused().exists()


def test_an_approval_serves_for_one_publication(ada: User, carol: User, go_to: Any) -> None:
    record = save_as(ada, a_published(), summary="As Ada has it.")
    require_reviews()
    scheduled_withdrawal(record, user=ada, due_at=on_day(2))
    publishing.approve([sent(record, ada)], user=carol)
    out = scheduled(record, user=ada, due_at=on_day(1), note="Reworded.")
    back = scheduled(record, user=ada, due_at=on_day(3), note="Back again.")
    foreseen = publishing.foresee([out, back])
    assert foreseen[out.pk] == []
    assert [fault.message for fault in foreseen[back.pk]] == [
        "An approval serves for one publication. Send it for review again."
    ]
    go_to(3)
    assert (state_of(out), state_of(back)) == ("done", str(foreseen[back.pk][0]))


def test_who_wrote_any_of_what_comes_back_does_not_approve_it(ada: User, carol: User, person: Person) -> None:
    record = save_as(carol, a_published(), summary="Carol's.")
    publishing.publish([record], note="Reworded.")
    save_as(ada, record, summary="Ada's.")
    scheduled_withdrawal(record, user=ada, due_at=on_day(1))
    review = sent(record, ada)
    with pytest.raises(PublishingError, match="It is to be withdrawn: who has written any of it"):
        publishing.approve([review], user=carol)
    publishing.approve([review], user=person("dana", "editor"))
