"""Rows that were deleted, made anew or added meanwhile: nothing typed is lost, nothing is doubled."""

from collections.abc import Callable
from typing import Any
from unittest.mock import patch

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError
from django.test import Client

from relations.models import Involvement, Passage, Record, Source
from tests.support.admin import change_url, fill_form, form_errors, page_form, record_url, save_form
from tests.support.joining import decide, opened, questions
from tests.support.world import a_claim, a_draft, a_vocabulary

SignIn = Callable[[User], Client]
HUGE = "9" * 400
MILESTONES = [
    {"stage": "proposed", "date": "2018", "note": "At sea", "citations": []},
    {"stage": "signed", "date": "2019", "note": "", "citations": []},
]


@pytest.fixture
def one(ada: User, signed_in: SignIn) -> Client:
    return signed_in(ada)


@pytest.fixture
def other(ben: User, signed_in: SignIn) -> Client:
    return signed_in(ben)


@pytest.fixture
def source(db: None) -> Record:
    """A source with three places that nothing cites."""
    a_vocabulary()
    source = Source.objects.get()
    source.passages.all().delete()
    for position, locator in enumerate(("p. 1", "p. 2", "p. 3"), start=1):
        Passage.objects.create(source=source, locator=locator, position=position)
    return source.record


def saved_over(client: Client, record: Record, typed: dict) -> Any:
    """Send a form after a newer save, answer for oneself whatever that asks, and save."""
    answer = client.post(change_url(record), typed)
    if answer.status_code == 302:
        return answer
    if newer := page_form(answer).find(id="id_overwrite_token"):
        return client.post(
            change_url(record), fill_form(answer, overwrite_token=newer["value"]) | {"_continue": ["1"]}
        )
    return client.post(change_url(record), decide(answer, **dict.fromkeys(questions(answer), "mine")))


def ties(record: Record) -> list[tuple[str, str]]:
    return sorted(record.entry.involvements.values_list("actor__slug", "role"))


@pytest.mark.long
def test_an_actor_deleted_and_added_again_meanwhile_is_saved_over(one: Client, other: Client) -> None:
    record = a_draft("event")
    typed = opened(one, record, title="Ada's title")
    actor = record.entry.involvements.first().actor_id
    save_form(other, record, **{"involvements-0-DELETE": "on"})
    save_form(other, record, **{"involvements-1-actor": actor, "involvements-1-role": "side"})
    before = ties(record)
    assert saved_over(one, record, typed).status_code == 302
    assert ties(record) == before
    record.refresh_from_db()
    assert record.entry.title == "Ada's title"


def test_a_row_both_added_stands_once(one: Client, other: Client) -> None:
    record = a_draft("event")
    actor = record.entry.involvements.first().actor_id
    added = {"involvements-2-actor": actor, "involvements-2-role": "host"}
    typed = opened(one, record, **added)
    save_form(other, record, **added)
    assert saved_over(one, record, typed).status_code == 302
    assert ties(record) == [("arland", "host"), ("arland", "side"), ("borland", "side")]


@pytest.mark.long
def test_a_row_changed_into_one_that_was_added_meanwhile_stands_once(one: Client, other: Client) -> None:
    record = a_draft("event")
    actor = record.entry.involvements.first().actor_id
    typed = opened(one, record, title="Ada's title", **{"involvements-0-role": "host"})
    save_form(other, record, **{"involvements-2-actor": actor, "involvements-2-role": "host"})
    assert saved_over(one, record, typed).status_code == 302
    assert ties(record) == [("arland", "host"), ("borland", "side")]


@pytest.mark.long
def test_a_place_changed_into_one_that_was_added_meanwhile_is_refused_in_words(
    one: Client, other: Client, source: Record
) -> None:
    typed = opened(one, source, title="Ada's title", **{"passages-0-locator": "p. 4"})
    save_form(other, source, **{"passages-3-locator": "p. 4"})
    refused = saved_over(one, source, typed)
    assert refused.status_code == 200
    assert any("Somebody else added the same one" in error for error in form_errors(refused))
    assert page_form(refused).find(id="id_title")["value"] == "Ada's title"
    newer = page_form(refused).find(id="id_overwrite_token")["value"]
    again = fill_form(refused, overwrite_token=newer, **{"passages-0-DELETE": "on"}) | {"_continue": ["1"]}
    assert one.post(change_url(source), again).status_code == 302
    assert list(Passage.objects.values_list("locator", flat=True)) == ["p. 2", "p. 3", "p. 4"]


@pytest.mark.long
def test_a_passage_deleted_and_added_again_meanwhile_is_saved_over(
    one: Client, other: Client, source: Record
) -> None:
    typed = opened(one, source, title="Ada's title", **{"passages-1-excerpt": "Typed by Ada."})
    save_form(other, source, **{"passages-1-DELETE": "on"})
    save_form(other, source, **{"passages-2-locator": "p. 2"})
    assert saved_over(one, source, typed).status_code == 302
    kept = dict(Passage.objects.values_list("locator", "excerpt"))
    assert kept == {"p. 1": "", "p. 2": "Typed by Ada.", "p. 3": ""}


@pytest.mark.long
def test_a_restored_agreement_is_saved_over_without_doubling_its_milestones(
    one: Client, other: Client
) -> None:
    record = a_draft("agreement", milestones=MILESTONES, claims=[a_claim(), a_claim(id="dddddddd22")])
    typed = opened(one, record, title="Ada's title", **{"milestones-1-note": "In the harbour"})
    save_form(other, record, title="Ben's title")
    first = record.revisions.order_by("pk").first()
    restored = other.post(f"{record_url(record, 'history')}{first.pk}/restore/")
    assert restored.status_code == 302
    assert saved_over(one, record, typed).status_code == 302
    rows = record.entry.agreement.milestones.values_list("stage", "note")
    assert list(rows) == [("proposed", "At sea"), ("signed", "In the harbour")]
    assert record.entry.claims.count() == 2


@pytest.mark.long
def test_a_claim_that_was_deleted_and_restored_meanwhile_is_the_same_claim(
    one: Client, other: Client
) -> None:
    record = a_draft("event", claims=[a_claim(text="It rained.\nThen it stopped.")])
    typed = opened(one, record, title="Ada's title", **{"claims-0-text": "It rained.\r\nThen it stopped."})
    first = record.revisions.get()
    save_form(other, record, **{"claims-0-DELETE": "on"})
    other.post(f"{record_url(record, 'history')}{first.pk}/restore/")
    assert saved_over(one, record, typed).status_code == 302
    assert list(record.entry.claims.values_list("code", flat=True)) == ["cccccccc22"]


@pytest.mark.long
def test_a_claim_that_was_deleted_and_restored_meanwhile_is_known_by_its_code(
    one: Client, other: Client
) -> None:
    record = a_draft("event", claims=[a_claim(), a_claim(id="dddddddd22", text="A second claim.")])
    assert fill_form(one.get(change_url(record)))["claims-1-code"] == ["dddddddd22"]
    typed = opened(one, record, **{"claims-0-text": "Written anew.", "claims-1-text": "The two states met."})
    first = record.revisions.get()
    save_form(other, record, **{"claims-0-DELETE": "on", "claims-1-DELETE": "on"})
    other.post(f"{record_url(record, 'history')}{first.pk}/restore/")
    assert saved_over(one, record, typed).status_code == 302
    assert dict(record.entry.claims.values_list("code", "text")) == {
        "cccccccc22": "Written anew.",
        "dddddddd22": "The two states met.",
    }


def test_two_passages_are_swapped(one: Client, source: Record) -> None:
    rows = {row.pk: row.locator for row in Passage.objects.all()}
    sent = save_form(one, source, **{"passages-0-locator": "p. 2", "passages-1-locator": "p. 1"})
    assert sent.status_code == 302
    swapped = {"p. 1": "p. 2", "p. 2": "p. 1", "p. 3": "p. 3"}
    assert {row.pk: row.locator for row in Passage.objects.all()} == {
        pk: swapped[locator] for pk, locator in rows.items()
    }


def test_a_passage_takes_the_place_of_one_deleted_with_it(one: Client, source: Record) -> None:
    sent = save_form(one, source, **{"passages-0-locator": "p. 3", "passages-2-DELETE": "on"})
    assert sent.status_code == 302
    assert sorted(Passage.objects.values_list("locator", flat=True)) == ["p. 2", "p. 3"]


def test_two_actors_of_one_role_are_swapped(one: Client) -> None:
    record = a_draft("event")
    first, second = record.entry.involvements.values_list("actor", flat=True)
    before = list(record.entry.involvements.values_list("pk", flat=True))
    sent = save_form(one, record, **{"involvements-0-actor": second, "involvements-1-actor": first})
    assert sent.status_code == 302
    after = list(record.entry.involvements.values_list("pk", "actor"))
    assert after == list(zip(before, [second, first], strict=True))


def test_two_rows_that_say_the_same_are_refused_in_words(one: Client, source: Record) -> None:
    refused = save_form(one, source, title="Typed", **{"passages-0-locator": "p. 2"})
    assert refused.status_code == 200
    assert form_errors(refused)
    assert page_form(refused).find(id="id_title")["value"] == "Typed"


@pytest.mark.database
@pytest.mark.parametrize("forged", ["abc", "\0", HUGE, "9" * 19, "-1", ""])
def test_forged_ids_of_rows_are_no_server_error_and_double_nothing(one: Client, forged: str) -> None:
    target = a_draft("event", key="wwwww2", slug="other", title="Other", claims=[])
    record = a_draft("event", links=[{"kind": "follows", "entry": target.key}])
    before = ties(record)
    sent = save_form(
        one, record, **{"involvements-0-id": forged, "links-0-id": forged, "claims-0-id": forged}
    )
    assert sent.status_code == 302
    assert (ties(record), record.entry.links.count(), record.entry.claims.count()) == (before, 1, 1)


@pytest.mark.parametrize(
    "changes",
    [{"passages-INITIAL_FORMS": "0"}, {"passages-INITIAL_FORMS": "2"}, {"passages-0-id": HUGE}],
)
def test_forged_counts_of_passages_double_nothing(
    one: Client, source: Record, changes: dict[str, Any]
) -> None:
    before = set(Passage.objects.values_list("pk", "locator"))
    assert save_form(one, source, **changes).status_code == 302
    assert set(Passage.objects.values_list("pk", "locator")) == before


def test_one_id_sent_for_two_rows_is_one_row(one: Client, source: Record) -> None:
    first = Passage.objects.get(locator="p. 1")
    assert save_form(one, source, **{"passages-1-id": first.pk}).status_code == 302
    assert Passage.objects.count() == 3


def test_whatever_the_database_refuses_is_shown_again_with_all_that_was_typed(one: Client) -> None:
    record = a_draft("event")
    refuse = patch.object(Involvement, "save", side_effect=IntegrityError("refused"))
    changes = {"title": "Typed", "involvements-0-role": "host"}
    sent = opened(one, record, **changes)
    with refuse:
        refused = one.post(change_url(record), sent)
    assert refused.status_code == 200
    assert any("This was not saved" in error for error in form_errors(refused))
    assert page_form(refused).find(id="id_title")["value"] == "Typed"
    assert one.post(change_url(record), fill_form(refused) | {"_continue": ["1"]}).status_code == 302


def test_a_passage_is_not_given_the_place_of_another(one: Client, source: Record) -> None:
    passage = Passage.objects.get(locator="p. 1")
    url = f"/admin/relations/passage/{passage.pk}/change/"
    refused = one.post(url, fill_form(one.get(url), locator="p. 2", excerpt="Typed"))
    assert refused.status_code == 200
    assert "The source has this place already." in form_errors(refused)
