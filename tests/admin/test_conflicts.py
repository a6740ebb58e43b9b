"""A save over a newer save that cannot be joined is refused, with everything typed kept on the page."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from relations import publishing
from relations.models import Entry, Event, Passage, Record, Source, Topic
from relations.publishing import deleted_drafts
from tests.support.admin import (
    change_url,
    fill_form,
    form_errors,
    form_fields,
    messages_on,
    page_form,
    record_url,
    save_form,
    text_of,
)
from tests.support.joining import opened
from tests.support.world import a_claim, a_document, a_draft, a_published, a_vocabulary, save

SignIn = Callable[[User], Client]
TWO = [a_claim(), a_claim(id="dddddddd22", text="A second claim.")]


@pytest.fixture
def source(db: None) -> Record:
    """The places in a source are in no revision: with them, two versions of it are not joined."""
    a_vocabulary()
    return Record.objects.get(kind=Record.Kind.SOURCE)


def save_excerpt(client: Client, source: Record, **values: Any) -> None:
    assert save_form(client, source, **{"passages-0-excerpt": "Ben's"}, **values).status_code == 302


def test_a_stale_save_is_refused_and_says_who_saved(
    ada: User, ben: User, signed_in: SignIn, source: Record
) -> None:
    one, other = signed_in(ada), signed_in(ben)
    typed = opened(one, source, title="Ada's title", **{"passages-1-excerpt": "An hour of typing."})
    save_excerpt(other, source, title="Ben's title")
    refused = one.post(change_url(source), typed)
    assert refused.status_code == 200
    assert any("ben saved this" in error for error in form_errors(refused))
    assert Source.objects.get().title == "Ben's title"
    form = page_form(refused)
    assert form.find(id="id_title")["value"] == "Ada's title"
    assert text_of(form.find(id="id_passages-1-excerpt")) == "An hour of typing."
    assert form.select_one(".conflict a")["href"].endswith("/history/")


def test_it_is_saved_over_the_newer_one_when_asked_for(
    ada: User, ben: User, signed_in: SignIn, source: Record
) -> None:
    one, other = signed_in(ada), signed_in(ben)
    typed = opened(one, source, title="Ada's title")
    save_excerpt(other, source, title="Ben's title")
    refused = one.post(change_url(source), typed)
    newer = page_form(refused).find(id="id_overwrite_token")["value"]
    again = one.post(change_url(source), fill_form(refused, overwrite_token=newer) | {"_continue": ["1"]})
    assert again.status_code == 302
    assert Source.objects.get().title == "Ada's title"
    titles = [revision.document for revision in source.revisions.all()]
    assert any("Ben's title" in title for title in titles)


@pytest.mark.long
def test_accepting_one_newer_save_does_not_accept_the_next(
    ada: User, ben: User, signed_in: SignIn, source: Record
) -> None:
    one, other = signed_in(ada), signed_in(ben)
    typed = opened(one, source, title="Ada's title")
    save_excerpt(other, source)
    refused = one.post(change_url(source), typed)
    newer = page_form(refused).find(id="id_overwrite_token")["value"]
    save_form(other, source, title="Ben's next title")
    again = one.post(change_url(source), fill_form(refused, overwrite_token=newer))
    assert again.status_code == 200
    assert Source.objects.get().title == "Ben's next title"


def test_what_was_typed_into_a_deleted_draft_becomes_a_new_one(ada: User, signed_in: SignIn) -> None:
    record = a_draft("event", claims=TWO)
    one = signed_in(ada)
    url = change_url(record)
    typed = opened(one, record, **{"claims-0-text": "An hour of typing."})
    Event.objects.get().delete()
    refused = one.post(url, typed)
    assert refused.status_code == 200
    assert "Somebody deleted this" in " ".join(form_errors(refused))
    form = page_form(refused)
    assert form["action"] == "/admin/relations/event/add/"
    accept = form.find(id="id_overwrite_token")["value"]
    assert one.post(form["action"], fill_form(refused, overwrite_token=accept)).status_code == 302
    assert set(Entry.objects.get().claims.values_list("text", flat=True)) == {
        "An hour of typing.",
        "A second claim.",
    }


def test_a_form_without_its_stamp_is_refused(ada: User, signed_in: SignIn) -> None:
    record = a_draft("event")
    one = signed_in(ada)
    refused = one.post(change_url(record), opened(one, record, edit_token=None, title="Forged"))
    assert refused.status_code == 200
    assert Event.objects.get().title != "Forged"


def test_publishing_in_between_is_a_newer_state_only_when_the_text_changed(
    ada: User, signed_in: SignIn
) -> None:
    record = a_draft("event")
    one = signed_in(ada)
    typed = opened(one, record, title="Later title")
    publishing.publish([record], user=ada)
    assert one.post(change_url(record), typed).status_code == 302


@pytest.mark.parametrize("field", ["excerpt", "locator"])
def test_two_editors_of_one_passage(ada: User, ben: User, signed_in: SignIn, field: str) -> None:
    """An excerpt is in no document, so no revision tells of it."""
    a_vocabulary()
    passage = Passage.objects.first()
    url = f"/admin/relations/passage/{passage.pk}/change/"
    one, other = signed_in(ada), signed_in(ben)
    page = one.get(url)
    other.post(url, fill_form(other.get(url), **{field: "Ben's"}))
    refused = one.post(url, fill_form(page, **{field: "Ada's"}))
    assert refused.status_code == 200
    passage.refresh_from_db()
    assert getattr(passage, field) == "Ben's"
    assert "Ada's" in str(page_form(refused).find(id=f"id_{field}"))


@pytest.mark.long
def test_the_next_save_after_a_save_goes_through(ada: User, signed_in: SignIn) -> None:
    record = a_published("event")
    client = signed_in(ada)
    for title in ("One", "Two", "Three"):
        assert save_form(client, record, title=title).status_code == 302
    assert form_fields(page_form(client.get(change_url(record))))["title"] == ["Three"]


@pytest.mark.long
def test_a_draft_deleted_meanwhile_is_brought_back_with_what_was_typed(ada: User, signed_in: SignIn) -> None:
    record = a_draft("event", claims=TWO)
    one, other = signed_in(ada), signed_in(ada)
    url = change_url(record)
    typed = opened(one, record, **{"claims-0-text": "An hour of typing."})
    assert other.post(record_url(record, "delete"), {"post": "yes"}).status_code == 302
    refused = one.post(url, typed)
    assert "Somebody deleted this" in " ".join(form_errors(refused))
    assert "what ada deleted" in text_of(page_form(refused).find("label", attrs={"for": "id_bring_back"}))
    assert not Event.objects.exists()
    saved = one.post(url, fill_form(refused, bring_back="on") | {"_continue": ["1"]})
    assert saved.url == url
    assert list(Event.objects.get().claims.values_list("code", "text")) == [
        ("cccccccc22", "An hour of typing."),
        ("dddddddd22", "A second claim."),
    ]
    assert Record.objects.get(pk=record.pk).revisions.count() == 2


def test_a_draft_deleted_meanwhile_is_saved_as_a_new_one(ada: User, signed_in: SignIn) -> None:
    record = a_draft("event", claims=TWO)
    one, other = signed_in(ada), signed_in(ada)
    url = change_url(record)
    typed = opened(one, record, title="Ada's title")
    assert other.post(record_url(record, "delete"), {"post": "yes"}).status_code == 302
    refused = one.post(url, typed)
    accept = page_form(refused).find(id="id_overwrite_token")["value"]
    assert one.post(url, fill_form(refused, overwrite_token=accept)).status_code == 302
    assert Event.objects.get().title == "Ada's title"
    assert Event.objects.get().record.key != record.key


def test_what_cannot_be_brought_back_is_said_and_nothing_typed_is_lost(ada: User, signed_in: SignIn) -> None:
    record = a_draft("topic", slug="arms", name="Arms")
    one, other = signed_in(ada), signed_in(ada)
    url = change_url(record)
    typed = opened(one, record, description="Ada's description.")
    assert other.post(record_url(record, "delete"), {"post": "yes"}).status_code == 302
    save(a_document("topic", slug="arms", name="Weapons"))
    refused = one.post(url, typed | {"bring_back": ["on"]})
    assert "Its address, “arms”, has been given to another." in messages_on(refused)
    assert page_form(refused).find(id="id_description").get_text().strip() == "Ada's description."


def test_what_an_entry_of_another_kind_has_by_now_is_not_brought_back_and_nothing_typed_is_lost(
    ada: User, signed_in: SignIn
) -> None:
    record = a_draft("event", slug="summit")
    one, other = signed_in(ada), signed_in(ada)
    url = change_url(record)
    typed = opened(one, record, summary="Ada's summary.")
    assert other.post(record_url(record, "delete"), {"post": "yes"}).status_code == 302
    save(a_document("issue", slug="summit", key="vvvvv9", claims=[]))
    refused = one.post(url, typed | {"bring_back": ["on"]})
    assert refused.status_code == 200
    assert "Its address, “summit”, has been given to another." in messages_on(refused)
    assert page_form(refused).find(id="id_summary").get_text().strip() == "Ada's summary."


def test_what_is_taken_at_the_same_moment_is_not_brought_back_and_nothing_typed_is_lost(
    ada: User, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = a_draft("event", slug="summit")
    one, other = signed_in(ada), signed_in(ada)
    typed = opened(one, record, summary="Ada's summary.")
    url = change_url(record)
    assert other.post(record_url(record, "delete"), {"post": "yes"}).status_code == 302
    save(a_document("issue", slug="summit", key="vvvvv9", claims=[]))
    monkeypatch.setattr(deleted_drafts, "restoration_faults", lambda _draft: [])
    refused = one.post(url, typed | {"bring_back": ["on"]})
    assert "Another record says the same of itself." in messages_on(refused)
    assert page_form(refused).find(id="id_summary").get_text().strip() == "Ada's summary."


def test_who_may_not_delete_may_not_bring_back(ada: User, ben: User, signed_in: SignIn) -> None:
    record = a_draft("event")
    one = signed_in(ben)
    url = change_url(record)
    typed = opened(one, record, title="Ben's title")
    signed_in(ada).post(record_url(record, "delete"), {"post": "yes"})
    refused = one.post(url, typed | {"bring_back": ["on"]})
    assert page_form(refused).find(id="id_bring_back") is None
    assert not Event.objects.exists()


def test_what_was_merged_meanwhile_is_refused_with_all_that_was_typed(
    ada: User, ben: User, signed_in: SignIn
) -> None:
    arms, defence = a_published("topic", slug="arms", name="Arms"), a_published("topic")
    one = signed_in(ada)
    typed = opened(one, arms, description="Ada's description.")
    publishing.merge(arms, into=defence, user=ben)
    refused = one.post(change_url(arms), typed)
    assert refused.status_code == 200
    assert any("This was merged into Defence while you were typing" in e for e in form_errors(refused))
    assert page_form(refused).select_one(".errorlist a")["href"] == change_url(defence)
    assert page_form(refused).find(id="id_description").get_text().strip() == "Ada's description."
    again = one.post(change_url(arms), fill_form(refused) | {"overwrite_token": ["1"], "_continue": ["1"]})
    assert again.status_code == 200
    assert Topic.objects.get(slug="arms").description != "Ada's description."


def test_what_was_withdrawn_meanwhile_is_saved_and_said(ada: User, ben: User, signed_in: SignIn) -> None:
    record = a_published("event")
    one = signed_in(ada)
    typed = opened(one, record, title="Ada's title")
    publishing.withdraw([record], reason="Wrong.", user=ben)
    saved = one.post(change_url(record), typed)
    assert saved.status_code == 302
    assert any(
        "is withdrawn: readers see nothing of this" in text for text in messages_on(one.get(saved.url))
    )
    assert Event.objects.get().title == "Ada's title"
