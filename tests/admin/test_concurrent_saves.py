"""Two editors press a button at the same moment: nothing is lost, and nothing is published unseen."""

from collections.abc import Callable, Sequence
from threading import Barrier, Thread
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client

from relations.admin.publishing_actions import PublishAction
from relations.models import Event, Record
from tests.support.admin import Fields, action_url, change_url, fill_form
from tests.support.joining import decide, questions
from tests.support.world import a_claim, a_draft

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
CLAIMS = [a_claim(id=f"ccccccccc{n}", text=f"Claim {n}.") for n in (2, 3)]


def post_at_once(clients: Sequence[Client], url: str, forms: Sequence[Fields]) -> dict[int, Any]:
    """The answers to as many as there are clients, each with its form, by their numbers."""
    start = Barrier(len(clients))
    answers: dict[int, Any] = {}

    def post(number: int) -> None:
        try:
            start.wait(timeout=10)
            answers[number] = clients[number].post(url, forms[number])
        finally:
            connection.close()

    threads = [Thread(target=post, args=(number,)) for number in range(len(clients))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return answers


def test_of_two_simultaneous_saves_the_second_is_joined(
    ada: User, ben: User, signed_in: Callable[[User], Client]
) -> None:
    record = a_draft("event", claims=CLAIMS)
    url = change_url(record)
    clients = [signed_in(ada), signed_in(ben)]
    forms = [
        fill_form(c.get(url), title=f"Title {n}", **{f"claims-{n}-text": f"Text {n}."}) | {"_continue": ["1"]}
        for n, c in enumerate(clients)
    ]
    answers = post_at_once(clients, url, forms)
    (saved,) = [number for number, answer in answers.items() if answer.status_code == 302]
    (second,) = [number for number, answer in answers.items() if answer.status_code == 200]
    assert Event.objects.get().title == f"Title {saved}"
    assert record.revisions.count() == 2
    page = answers[second]
    assert list(questions(page)) == ["Title"]
    assert clients[second].post(url, decide(page, Title="mine")).status_code == 302
    event = Event.objects.get()
    assert event.title == f"Title {second}"
    assert list(event.claims.values_list("text", flat=True)) == ["Text 0.", "Text 1."]
    assert [revision.origin for revision in record.revisions.all()] == ["joined", "typed", "saved", "saved"]


@pytest.mark.parametrize("kind", ["event", "topic"])
def test_a_new_form_that_is_sent_twice_at_once_makes_one_record(
    ada: User, signed_in: Callable[[User], Client], kind: str
) -> None:
    url = f"/admin/relations/{kind}/add/"
    name = "title" if kind == "event" else "name"
    clients = [signed_in(ada), signed_in(ada)]
    sent = fill_form(clients[0].get(url), **{name: "A meeting"}) | {
        "_continue": [""],
        "_focus": [f"id_{name}"],
    }
    answers = post_at_once(clients, url, [sent, sent])
    made = Record.objects.get(kind=kind)
    assert {answer.status_code for answer in answers.values()} == {302}
    assert {answer["Location"].partition("#")[0] for answer in answers.values()} == {change_url(made)}
    assert made.revisions.count() == 1
    # A reload, and "Back" and Save, send it once more.
    assert clients[0].post(url, sent)["Location"] == change_url(made)
    assert Record.objects.get(kind=kind) == made


def test_a_save_between_the_check_and_the_publishing_waits(
    ada: User, ben: User, signed_in: Callable[[User], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    record = a_draft("event")
    client, other = signed_in(ada), signed_in(ben)
    url = change_url(record)
    unseen = fill_form(other.get(url), title="Nobody has read this") | {"_continue": ["1"]}
    sent = fill_form(client.get(action_url("publish", record)))

    def save_meanwhile() -> None:
        try:
            other.post(url, unseen)
        finally:
            connection.close()

    saving = Thread(target=save_meanwhile)
    perform = PublishAction.perform

    def perform_while_saving(self: PublishAction, *args: Any) -> Any:
        saving.start()
        saving.join(timeout=1)  # time enough for a save that no lock delays
        return perform(self, *args)

    monkeypatch.setattr(PublishAction, "perform", perform_while_saving)
    assert client.post("/admin/publish/", sent).status_code == 302
    saving.join(timeout=60)
    record.refresh_from_db()
    assert record.edition.read_document()["title"] == "Summit in Port Arle"
    assert Event.objects.get().title == "Nobody has read this"
    assert record.status == Record.Status.CHANGED
