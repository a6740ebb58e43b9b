"""A step that is replayed leaves what the product's own code left, and nothing else is ever replayed."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone

from relations import publishing
from relations.models import Edition, Record, Topic
from relations.search import fulltext
from relations.search.query import parse_query
from tests.support import replay
from tests.support.factories import publish_document
from tests.support.replay import replayed
from tests.support.world import a_document, a_draft, a_published

pytestmark = pytest.mark.django_db


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The titles that a step was really carried out with; no recording of before is known."""
    monkeypatch.setattr(replay, "_recordings", type(replay._recordings)())
    return []


@pytest.fixture
def step(calls: list[str]) -> Callable[[str], Edition]:
    """Publishes an event, replayed."""

    @replayed(lambda edition: edition.pk, lambda pk: Edition.objects.get(pk=pk))
    def publish(title: str) -> Edition:
        calls.append(title)
        return publish_document(a_document("event", title=title))

    return publish


def undone(function: Callable[[], None]) -> None:
    with transaction.atomic():
        function()
        transaction.set_rollback(True)


def found(words: str) -> int:
    """How many editions hold these words, one of which may be a phrase."""
    terms = parse_query(words)
    return len(set.intersection(*(set(fulltext.with_any_weight(p)) for p in fulltext.search(terms).values())))


def test_a_replayed_step_leaves_the_same_rows_and_finds_the_same_words(
    calls: list[str], step: Callable[[str], Edition]
) -> None:
    states: list[replay.Tables] = []

    def carry_out() -> None:
        edition = step("A pact on natural gas")
        assert edition.read_document()["title"] == "A pact on natural gas"
        assert (found("natural"), found('"natural gas"'), found('"gas natural"')) == (1, 1, 0)
        states.append(replay._tables())

    undone(carry_out)
    undone(carry_out)
    assert calls == ["A pact on natural gas"]
    assert states[0] == states[1]
    assert states[0]["relations_edition"]


def test_after_a_replayed_step_the_product_goes_on(calls: list[str], step: Callable[[str], Edition]) -> None:
    undone(lambda: step("A pact"))
    edition = step("A pact")
    again = publish_document(a_document("event", title="Another title"))
    assert calls == ["A pact"]
    assert (again.record, again.number, again.born) == (edition.record, 2, edition.born + 1)
    assert Edition.objects.get(pk=edition.pk).died == again.born
    assert publish_document(a_document("topic")).pk > again.pk > edition.pk


def test_with_other_arguments_or_upon_other_rows_it_is_carried_out(
    calls: list[str], step: Callable[[str], Edition]
) -> None:
    undone(lambda: step("A pact"))
    undone(lambda: step("A treaty"))
    publish_document(a_document("topic"))
    step("A pact")
    assert calls == ["A pact", "A treaty", "A pact"]


def test_at_another_time_it_is_carried_out(calls: list[str], step: Callable[[str], Edition]) -> None:
    undone(lambda: step("A pact"))
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        tomorrow = timezone.now()
        assert step("A pact").published_at >= tomorrow
    assert calls == ["A pact", "A pact"]


@pytest.fixture
def twice() -> None:
    undone(lambda: a_published("event"))


@pytest.mark.usefixtures("twice")
def test_records_given_by_a_replay_are_as_those_of_the_step() -> None:
    record = a_published("event")
    assert record == Record.objects.get(key="vvvvv2")
    assert record.edition == Edition.objects.get(record=record)
    assert record.working_copy.title == "Summit in Port Arle"
    draft = a_draft("topic", slug="trade", name="Trade")
    assert (draft.topic, draft.edition) == (Topic.objects.get(slug="trade"), None)
    assert [edition.record for edition in publishing.publish([draft])] == [draft]
