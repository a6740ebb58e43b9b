"""Contributors ask what is missing and propose topics; an editor takes one up, or declines with a word."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from relations import publishing
from relations.models import Comment, Record, Review, Topic
from tests.support.admin import (
    change_url,
    fill_form,
    form_errors,
    main_content,
    messages_on,
    parse_html,
    record_url,
    text_of,
)
from tests.support.reviewing import save_as
from tests.support.world import a_claim, a_draft

pytestmark = pytest.mark.django_db

SignIn = Callable[[User], Client]
PROPOSE = "/admin/propose-topic/"


def propose(client: Client, **values: Any) -> Any:
    values = {"name": "Fisheries", "reason": "Both texts speak of it."} | values
    return client.post(PROPOSE, fill_form(client.get(PROPOSE), **values), follow=True)


def queued(client: Client, name: str) -> list[str]:
    section = parse_html(client.get("/admin/")).find("section", attrs={"aria-labelledby": f"{name}-heading"})
    return [text_of(line) for line in section.select(".record-list li")] if section else []


def test_what_is_missing_is_listed_for_who_can_mend_it(ben: User, signed_in: SignIn) -> None:
    a_draft("agreement", claims=[a_claim(citations=[])])
    page = main_content(signed_in(ben).get("/admin/missing/"))
    assert [text_of(heading) for heading in page.select("h3")] == [
        "With a claim that cites nothing (1)",
        "Sources that nothing cites (1)",
        "Topics without an issue (1)",
        "Actors without a description (2)",
        "Agreements and projects without a state (1)",
    ]


def test_a_topic_is_proposed_with_a_reason(ada: User, ben: User, signed_in: SignIn) -> None:
    page = propose(signed_in(ben))
    assert "Both texts speak of it." in text_of(main_content(page))
    topic = Topic.objects.get()
    assert (topic.slug, topic.record.status) == ("fisheries", Record.Status.NEVER)
    assert Comment.objects.get().author == ben
    editor = signed_in(ada)
    (line,) = queued(editor, "proposed-topics")
    assert line.startswith("Fisheries Topic · ben proposes it, since ")
    assert queued(editor, "for-my-review") == []


def test_it_is_taken_up(ada: User, ben: User, signed_in: SignIn) -> None:
    propose(signed_in(ben))
    publishing.approve([Review.objects.get()], user=ada)
    editor = signed_in(ada)
    assert queued(editor, "proposed-topics") == []
    assert len(queued(editor, "approved")) == len(queued(signed_in(ben), "approved")) == 1


def test_who_proposed_it_sees_the_word_by_which_it_is_declined(
    ada: User, ben: User, signed_in: SignIn
) -> None:
    propose(signed_in(ben))
    publishing.send_back(Review.objects.get(), user=ada, note="It belongs under Trade.")
    (line,) = queued(signed_in(ben), "sent-back")
    assert "It belongs under Trade." in line
    assert queued(signed_in(ada), "proposed-topics") == []


def test_a_contributor_proposes_and_publishes_nothing(ben: User, signed_in: SignIn) -> None:
    client = signed_in(ben)
    propose(client)
    record = Record.objects.get()
    assert client.post("/admin/publish/", {"record": record.pk}).status_code == 403
    with pytest.raises(publishing.PublishingError):
        publishing.approve([Review.objects.get()], user=ben)
    record.refresh_from_db()
    assert record.edition is None


def test_a_name_that_is_taken_or_no_reason_is_said_and_nothing_is_lost(ben: User, signed_in: SignIn) -> None:
    a_draft("event")
    before = Topic.objects.count()
    client = signed_in(ben)
    taken = propose(client, name="Defence", description="Arms.")
    assert len(form_errors(taken)) == 1
    assert parse_html(taken).select_one("#id_description")["value"] == "Arms."
    assert form_errors(propose(client, reason=" ")) == ["This field is required."]
    assert Topic.objects.count() == before


@pytest.mark.parametrize("name", ["💩", "---"])
def test_a_name_that_nobody_can_say_is_none(ben: User, signed_in: SignIn, name: str) -> None:
    assert form_errors(propose(signed_in(ben), name=name)) == ["Write a name with a letter or a digit in it."]
    assert not Topic.objects.exists()


@pytest.mark.parametrize("state", ["waits", "declined", "declined, written in by another"])
def test_who_proposed_it_deletes_it_once_it_is_declined(
    ada: User, ben: User, signed_in: SignIn, state: str
) -> None:
    client = signed_in(ben)
    propose(client)
    if state != "waits":
        publishing.send_back(Review.objects.get(), user=ada, note="It belongs under Trade.")
    if "another" in state:
        save_as(ada, Record.objects.get(), description="As Ada has it.")
    url = record_url(Record.objects.get(), "delete")
    links = parse_html(client.get(change_url(Record.objects.get()))).select("a.deletelink")
    assert bool(links) is (state == "declined")
    page = client.get(url)
    if state == "declined":
        answer = client.post(url, fill_form(page), follow=True)
        assert not any("Undo" in said for said in messages_on(answer))  # which is for editors
    else:
        assert page.status_code == client.post(url, {"post": "yes"}).status_code == 403
    assert Topic.objects.exists() is (state != "declined")


def test_only_who_publishes_nothing_is_led_to_propose(ada: User, ben: User, signed_in: SignIn) -> None:
    for user, led in ((ada, False), (ben, True)):
        links = parse_html(signed_in(user).get("/admin/")).select(f'a[href="{PROPOSE}"]')
        assert bool(links) is led
