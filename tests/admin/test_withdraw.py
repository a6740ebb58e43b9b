"""Withdraw, with a reason and a replacement, from one form and from a list."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client

from relations.models import Record, Source
from tests.support.admin import (
    action_url,
    change_url,
    changelist_url,
    fill_form,
    form_errors,
    main_content,
    parse_html,
    record_url,
    submit_action,
    text_of,
)
from tests.support.world import a_claim, a_draft, a_published

SignIn = Callable[[User], Client]


def test_readers_are_told_why_and_sent_on(ada: User, signed_in: SignIn, reader: Client) -> None:
    record = a_published("event")
    other = a_published("event", key="vvvvv3", slug="another", claims=[a_claim(id="dddddddd22")])
    done = submit_action(
        signed_in(ada), "withdraw", record, reason="It was told twice.", replacement=other.entry.pk
    )
    assert done.status_code == 302
    gone = reader.get("/events/summit/")
    assert gone.status_code == 410
    assert "It was told twice." in gone.content.decode()
    assert parse_html(gone).find("a", href="/events/another/")


def test_its_form_names_what_replaces_it(ada: User, signed_in: SignIn) -> None:
    record = a_published("event")
    other = a_published(
        "event", key="vvvvv3", slug="another", title="Other", claims=[a_claim(id="dddddddd22")]
    )
    client = signed_in(ada)
    submit_action(client, "withdraw", record, reason="It was told twice.", replacement=other.entry.pk)
    notice = parse_html(client.get(change_url(record))).select_one(".notice")
    assert "In its place stands Other ." in text_of(notice)
    assert client.get(notice.a["href"]).url == change_url(other)


def test_its_form_and_its_revisions_say_who_withdrew_it_and_why(
    ada: User, signed_in: SignIn, reader: Client
) -> None:
    record = a_published("event")
    client = signed_in(ada)
    submit_action(client, "withdraw", record, reason="It was told <twice>.")
    for address in (change_url(record), record_url(record, "history")):
        notice = parse_html(client.get(address)).select_one(".notice")
        assert "Withdrawn by ada on " in text_of(notice)
        assert ": “It was told <twice>.”" in text_of(notice)
        told = notice.find("a", string="What readers are told")
        assert reader.get(told["href"]).status_code == 410


def test_a_reason_is_needed(ada: User, signed_in: SignIn) -> None:
    record = a_published("event")
    refused = submit_action(signed_in(ada), "withdraw", record)
    assert form_errors(refused) == ["Say in one sentence why. Readers will see it."]
    record.refresh_from_db()
    assert record.status == Record.Status.PUBLISHED


def test_vocabulary_in_use_is_not_withdrawn(ada: User, signed_in: SignIn) -> None:
    a_published("event")
    source = Source.objects.get().record
    refused = submit_action(signed_in(ada), "withdraw", source, reason="Out.")
    assert "Merge it into another instead." in text_of(main_content(refused).select_one(".refusal"))
    source.refresh_from_db()
    assert source.status == Record.Status.PUBLISHED


def test_the_page_lists_what_names_it_besides_what_goes_with_it(ada: User, signed_in: SignIn) -> None:
    entry = a_published("event")
    source = Source.objects.get().record
    client = signed_in(ada)

    def named(*records: Record) -> list[str]:
        page = main_content(client.get(action_url("withdraw", *records)))
        return [text_of(link) for link in page.select(".referrers a")]

    assert named(source) == ["Summit in Port Arle"]
    assert named(entry) == []
    assert named(source, entry) == []


def test_a_draft_cannot_be_its_replacement(ada: User, signed_in: SignIn) -> None:
    record = a_published("event")
    draft = a_draft("event", key="vvvvv3", slug="another", claims=[])
    refused = submit_action(signed_in(ada), "withdraw", record, reason="Out.", replacement=draft.entry.pk)
    assert refused.status_code == 200
    assert form_errors(refused)


def test_of_many_records_it_is_not_searched_who_names_them(
    ada: User, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = a_published("topic"), a_published("topic", key="vvvvv3", slug="another", name="Another")
    path = f"{action_url('withdraw', one)}&record={other.pk}"
    assert "Nothing names it." in text_of(main_content(signed_in(ada).get(path)))
    monkeypatch.setattr("relations.admin.publishing_actions.referrers.MAX_RECORDS", 1)
    said = text_of(main_content(signed_in(ada).get(path)))
    assert "What names them is listed for 1 records at most: withdraw fewer at once to see it." in said


def test_many_are_withdrawn_from_a_list(ada: User, signed_in: SignIn) -> None:
    records = [
        a_published("event"),
        a_published("event", key="vvvvv3", slug="another", claims=[a_claim(id="dddddddd22")]),
    ]
    client = signed_in(ada)
    chosen = [str(record.working_copy.pk) for record in records]
    asked = client.post(changelist_url("event"), {"action": "withdraw_selected", "_selected_action": chosen})
    client.post("/admin/withdraw/", fill_form(asked, reason="Both were wrong."))
    states = {Record.objects.get(pk=record.pk).status for record in records}
    assert states == {Record.Status.WITHDRAWN}


@pytest.mark.long
def test_the_working_copy_says_that_it_is_withdrawn_and_can_be_published_again(
    ada: User, signed_in: SignIn, reader: Client
) -> None:
    record = a_published("event")
    client = signed_in(ada)
    submit_action(client, "withdraw", record, reason="Too early.")
    page = client.get(change_url(record))
    assert "This is withdrawn" in text_of(main_content(page).select_one(".notice"))
    submit_action(client, "publish", record, note="Back again.")
    assert reader.get("/events/summit/").status_code == 200
