"""What is scheduled is foreseen upon what is scheduled before it, in so many queries for any number."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from relations import publishing
from relations.admin.queue_list import summarize_queues
from relations.models import Record, Reference, ScheduledPublication
from tests.support.admin import parse_html
from tests.support.reviewing import require_reviews
from tests.support.scheduling import scheduled, scheduled_withdrawal
from tests.support.world import a_claim, a_document, a_draft, a_published, change, save

pytestmark = pytest.mark.django_db

LETTERS = "bcdfghjkmn"


def on_day(number: int) -> Any:
    return timezone.now() + timedelta(days=number)


def code(prefix: str, number: int) -> str:
    return prefix + "".join(LETTERS[int(digit)] for digit in f"{number:04}")


def an_event(number: int, **values: Any) -> Record:
    """A draft of its own address, with a claim of its own."""
    values = {"claims": [a_claim(id=code("cccccc", number))]} | values
    return save(
        a_document("event", key=code("vv", number), slug=f"event-{number}", title=f"Event {number}", **values)
    )


def a_topic(number: int, **values: Any) -> Record:
    return save(a_document("topic", slug=f"topic-{number}", name=f"Topic {number}", **values))


def messages(one: ScheduledPublication) -> list[str]:
    return [fault.message for fault in publishing.foreseen_faults(one)]


def test_an_address_that_another_draft_will_have_by_then_is_told(ada: User) -> None:
    a_published()
    first, second = a_topic(1), a_topic(2)
    late = scheduled(first, user=ada, due_at=on_day(2))
    change(first, slug="elsewhere")
    assert messages(late) == []
    early = scheduled(change(second, slug="topic-1"), user=ada, due_at=on_day(1))
    assert messages(late) == ["The address “topic-1” once belonged to another page. Choose another slug."]
    publishing.reschedule(early, user=ada, due_at=on_day(3), time_zone="UTC")
    assert messages(late) == []
    assert messages(early) == ["The address “topic-1” once belonged to another page. Choose another slug."]


def test_what_is_withdrawn_by_then_is_told_to_what_names_it(ada: User) -> None:
    a_published()
    topic = a_topic(1)
    publishing.publish([topic])
    event = an_event(1, topics=["topic-1"])
    one = scheduled(event, user=ada, due_at=on_day(2))
    with pytest.raises(publishing.PublishingError, match="It is in use by 1 record"):
        scheduled_withdrawal(topic, user=ada, due_at=on_day(1))
    change(event, topics=["defence"])
    with pytest.raises(publishing.PublishingError, match="It is in use by 1 record"):
        scheduled_withdrawal(topic, user=ada, due_at=on_day(3))
    away = scheduled_withdrawal(topic, user=ada, due_at=on_day(1))
    assert messages(away) == []
    assert messages(one) == ["“Topic 1” is withdrawn. Choose another, or publish it again first."]


def test_actors_that_will_act_for_each_other_are_told(ada: User) -> None:
    state, ministry = (a_draft("actor", slug=slug, name=slug.title()) for slug in ("state", "ministry"))
    publishing.publish([state, ministry])
    late = scheduled(change(state, acts_for="ministry"), user=ada, due_at=on_day(2), note="Now for it.")
    change(state, acts_for="")
    early = scheduled(change(ministry, acts_for="state"), user=ada, due_at=on_day(1), note="Now for it.")
    assert messages(early) == []
    assert messages(late) == ["This actor would act for itself, by way of those it acts for."]


def test_a_companion_that_another_brings_out_before_needs_nothing(ada: User) -> None:
    """It is public by then, as another revision of it."""
    first = scheduled(a_draft(), user=ada, due_at=on_day(2))
    topic = Record.objects.get(kind="topic")
    second = scheduled(change(topic, name="Armed forces"), user=ada, due_at=on_day(1))
    save(a_document("topic", key="other", slug="other", name="Defence"))
    assert (messages(first), messages(second)) == ([], [])
    publishing.cancel(second, user=ada)
    assert messages(first) == ["There is a topic of this name already."]


# So many queries for any number


@pytest.fixture(params=[1, 8])
def queue(request: pytest.FixtureRequest, ada: User) -> list[ScheduledPublication]:
    """Seven that wait, each in the way of something else, or eight times as many."""
    a_published()
    require_reviews()
    Reference.objects.update(review_required=False)
    rows = []
    for number in range(0, 7 * request.param, 7):
        topics = [a_topic(number + n) for n in range(5)]
        events = [an_event(number + n, topics=[f"topic-{number}"]) for n in range(2)]
        publishing.publish([*topics, events[0]])
        unused, merged = topics[3], topics[4]
        rows += [
            scheduled(change(events[0], summary="Two."), user=ada, due_at=on_day(1), note="Reworded."),
            scheduled(events[1], user=ada, due_at=on_day(1)),
            scheduled_withdrawal(events[0], user=ada, due_at=on_day(2), replacement=events[1]),
            scheduled(events[0], user=ada, due_at=on_day(3), note="Back again."),
            scheduled(change(topics[1], description="More."), user=ada, due_at=on_day(2), note="More."),
            scheduled_withdrawal(unused, user=ada, due_at=on_day(2)),
            scheduled(change(merged, description="More."), user=ada, due_at=on_day(2), note="More."),
        ]
        publishing.merge(merged, into=topics[2])
        change(events[1], topics=[f"topic-{number + 3}"])
        publishing.rename(topics[1], slug=f"renamed-{number}", name=f"Renamed {number}")
    Reference.objects.update(review_required=True)
    return rows


@pytest.mark.slow
def test_a_queue_is_foreseen_in_eighteen_queries_its_page_in_24_and_the_first_page_none(
    queue: list[ScheduledPublication], ada: User, signed_in: Any, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(18):
        foreseen = publishing.foresee(queue)
        said = [str(fault) for faults in foreseen.values() for fault in faults]
    assert len(foreseen) == len(queue)
    for words in ("Nobody has approved it", "was merged into", "It is in use by", "It was renamed"):
        assert sum(words in one for one in said) >= len(queue) // 7, words
    client = signed_in(ada)
    client.get("/admin/")
    with django_assert_num_queries(24):
        page = parse_html(client.get("/admin/queues/scheduled/"))
    assert len(page.select("ul.record-list a")) == min(len(queue), 50)
    assert "will be held back" in page.text
    assert ada.has_perm("relations.view_entry")  # its permissions are read once
    with django_assert_num_queries(len(("what waits", "records", "what is scheduled"))):
        summarize_queues(ada)
