"""Publish and correct, from one form and from a list."""

from collections import Counter
from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.http import HttpRequest
from django.test import Client
from django.test.utils import CaptureQueriesContext

from relations.admin.publishing_actions import PublishAction, publish_target
from relations.documents.compare import compare
from relations.models import Edition, Record
from tests.support.admin import (
    action_url,
    change_url,
    changelist_url,
    fill_form,
    form_errors,
    main_content,
    messages_on,
    page_form,
    parse_html,
    save_form,
    submit_action,
    text_of,
)
from tests.support.world import a_claim, a_draft, a_published, change

SignIn = Callable[[User], Client]


def test_what_is_published_with_it_is_listed_first(ada: User, signed_in: SignIn) -> None:
    record = a_draft("event")
    page = signed_in(ada).get(action_url("publish", record))
    first, chosen = main_content(page).select("ol.targets")
    listed = [text_of(item.find("a")) for item in first.find_all("li", recursive=False)]
    assert set(listed) == {"Arland", "Borland", "Defence", "Arland–Borland", "Joint statement"}
    items = chosen.find_all("li", recursive=False)
    assert [text_of(item.find("a")) for item in items] == ["Summit in Port Arle"]


def test_what_readers_will_get_is_shown_whole(ada: User, signed_in: SignIn) -> None:
    page = signed_in(ada).get(action_url("publish", a_draft("event")))
    source, event = (
        next(item for item in main_content(page).select("ol.targets > li") if text_of(item.find("a")) == name)
        for name in ("Joint statement", "Summit in Port Arle")
    )
    for item, words in (
        (source, "2019"),
        (event, "Reported fact The two states met. (Joint statement, Paragraph 1)"),
    ):
        details = item.find("details", open=True)
        assert text_of(details.summary) == "What readers will get"
        assert words in text_of(details)


def test_the_page_reads_nothing_twice(ada: User, signed_in: SignIn) -> None:
    """But which revisions are the newest, for the token of all that was read."""
    record = change(a_published(), title="Second summit")
    client = signed_in(ada)
    with CaptureQueriesContext(connection) as queries:
        client.get(action_url("publish", record))
    times = Counter(query["sql"] for query in queries)
    assert times
    assert [sql for sql, count in times.items() if count > 1 and "MAX" not in sql] == []


def test_publishing_makes_an_edition_of_the_record_and_its_companions(ada: User, signed_in: SignIn) -> None:
    record = a_draft("event")
    client = signed_in(ada)
    done = submit_action(client, "publish", record)
    assert done.status_code == 302
    assert done.url == change_url(record)
    assert Edition.objects.count() == 6
    assert Edition.objects.get(record=record).published_by == ada
    assert "Published, for everyone to see" in messages_on(client.get(done.url))[0]


def test_each_fault_stands_at_the_claim_it_concerns(ada: User, signed_in: SignIn) -> None:
    claims = [a_claim(), a_claim(id="dddddddd22", text="A second claim.", citations=[])]
    record = a_draft("event", claims=claims, summary="")
    page = signed_in(ada).get(action_url("publish", record))
    faults = {text_of(item.find("a")): item for item in main_content(page).select("ul.faults li")}
    assert faults["Summary"].a["href"].endswith("?check=1#id_summary")
    at_claim = faults["Claim 2"]
    assert at_claim.a["href"] == f"{change_url(record)}?check=1#claim-dddddddd22"
    assert text_of(at_claim.q) == "A second claim."
    assert text_of(at_claim.select_one(".fault")) == (
        "This claim has no citation. Add the passage it rests on."
    )
    assert main_content(page).find("form", method="post") is None


def test_a_refusal_publishes_nothing_and_keeps_the_note(ada: User, signed_in: SignIn) -> None:
    record = a_published("event")
    change(record, title="Another title")
    client = signed_in(ada)
    sent = fill_form(client.get(action_url("publish", record)), note="A note that took thought.")
    change(record, claims=[a_claim(citations=[])])
    sent["state_token"] = current_state_token(client, record)
    refused = client.post("/admin/publish/", sent)
    assert refused.status_code == 200
    assert "Nothing was published." in text_of(main_content(refused).select_one(".refusal"))
    assert text_of(page_form(refused).find(id="id_note")) == "A note that took thought."
    record.refresh_from_db()
    assert record.edition.number == 1


def current_state_token(client: Client, record: Record) -> str:
    from relations.admin.publishing_actions.base import state_token

    record.refresh_from_db()
    return state_token([record])


def test_a_second_edition_needs_a_note(ada: User, signed_in: SignIn) -> None:
    record = a_published("event")
    change(record, title="Another title")
    refused = submit_action(signed_in(ada), "publish", record, note="")
    assert form_errors(refused) == ["Say in one sentence what changed."]
    submit_action(signed_in(ada), "publish", record, note="A better title.")
    record.refresh_from_db()
    assert (record.edition.number, record.edition.change_note) == (2, "A better title.")


def test_the_page_shows_what_readers_will_see_change(ada: User, signed_in: SignIn) -> None:
    record = a_published("event")
    change(record, title="Summit in New Port")
    page = signed_in(ada).get(action_url("publish", record))
    changes = main_content(page).select_one("ul.changes")
    assert text_of(changes.find("b")) == "Title"
    assert "New" in text_of(changes.find("ins"))


def test_a_figure_that_was_set_right_drafts_the_note_and_is_looked_for_elsewhere(
    ada: User, signed_in: SignIn
) -> None:
    text = "Russia sent more than {} tons of aid."
    other = a_draft(
        "issue", claims=[a_claim(id="ssssssss22", text="The 22 tons came late; 122 tons did not.")]
    )
    record = a_published("event", summary="It was 22 tons.", claims=[a_claim(text=text.format(22))])
    change(record, claims=[a_claim(text=text.format(23))])
    page = signed_in(ada).get(action_url("publish", record))
    assert text_of(page_form(page).find(id="id_note")) == "“22” became “23”."
    assert page_form(page).find(id="id_correction").has_attr("checked")
    elsewhere = main_content(page).select_one(".warnings")
    links = {text_of(link): link["href"] for link in elsewhere.find_all("a")}
    assert links == {
        "Summary": f"{change_url(record)}?check=1#id_summary",
        "Fishing in the strait: Claim 1": f"{change_url(other)}?check=1#claim-ssssssss22",
    }
    assert [text_of(words) for words in elsewhere.select(".warning")] == ["“22 tons”", "“22 tons”"]


def test_other_words_draft_no_correction(ada: User, signed_in: SignIn) -> None:
    record = a_published("event")
    change(record, title="Summit in Port Bore")
    form = page_form(signed_in(ada).get(action_url("publish", record)))
    assert text_of(form.find(id="id_note")) == "“Arle” became “Bore”."
    assert not form.find(id="id_correction").has_attr("checked")


def test_what_changes_is_looked_for_once(
    ada: User, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = a_published("event")
    change(record, title="Summit in Port Bore")
    asked = []
    monkeypatch.setattr(publish_target, "compare", lambda *args: asked.append(args) or compare(*args))
    signed_in(ada).get(action_url("publish", record))
    assert len(asked) == 1


def test_what_is_worth_a_look_is_said_and_stops_nothing(ada: User, signed_in: SignIn) -> None:
    record = a_draft("event", date="2999")
    client = signed_in(ada)
    [warning] = main_content(client.get(action_url("publish", record))).select(".warnings li")
    assert text_of(warning) == "Date 2999 has not come yet."
    assert warning.a["href"] == f"{change_url(record)}?check=1#id_date"
    assert submit_action(client, "publish", record).status_code == 302


def test_a_correction_is_marked_as_one(ada: User, signed_in: SignIn) -> None:
    record = a_published("event")
    change(record, title="Another title")
    submit_action(signed_in(ada), "publish", record, note="A wrong name.", correction="on")
    record.refresh_from_db()
    assert record.edition.action == Edition.Action.CORRECTED


def test_a_first_edition_is_not_asked_whether_it_corrects(ada: User, signed_in: SignIn) -> None:
    page = signed_in(ada).get(action_url("publish", a_draft("event")))
    assert page_form(page).find(id="id_correction") is None


@pytest.mark.long
def test_what_changed_while_the_page_was_read_is_shown_first(ada: User, ben: User, signed_in: SignIn) -> None:
    record = a_draft("event")
    client = signed_in(ada)
    sent = fill_form(client.get(action_url("publish", record)))
    save_form(signed_in(ben), record, title="Changed meanwhile")
    asked = client.post("/admin/publish/", sent)
    assert "Somebody changed this while you were reading" in form_errors(asked)[0]
    assert not Edition.objects.exists()
    assert client.post("/admin/publish/", fill_form(asked)).status_code == 302


def test_a_save_while_the_form_is_being_checked_is_shown_first(
    ada: User, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = a_draft("event")
    client = signed_in(ada)
    sent = fill_form(client.get(action_url("publish", record)))
    lock_records = PublishAction.lock_records

    def lock_after_a_save(self: PublishAction, request: HttpRequest) -> list[Record]:
        change(record, title="Changed meanwhile")
        return lock_records(self, request)

    with monkeypatch.context() as patched:
        patched.setattr(PublishAction, "lock_records", lock_after_a_save)
        asked = client.post("/admin/publish/", sent)
    assert "Somebody changed this while you were reading" in form_errors(asked)[0]
    assert not Edition.objects.exists()


def test_what_goes_with_it_is_not_published_unseen_either(ada: User, signed_in: SignIn) -> None:
    client = signed_in(ada)
    sent = fill_form(client.get(action_url("publish", a_draft("event"))))
    change(Record.objects.get(kind="topic"), description="Nobody has read this.")
    asked = client.post("/admin/publish/", sent)
    assert "Somebody changed this while you were reading" in form_errors(asked)[0]
    assert not Edition.objects.exists()


def test_what_was_deleted_while_the_page_was_read_is_not_found(ada: User, signed_in: SignIn) -> None:
    record = a_draft("event")
    client = signed_in(ada)
    sent = fill_form(client.get(action_url("publish", record)))
    record.working_copy.delete()
    assert client.post("/admin/publish/", sent).status_code == 404


def test_nothing_to_publish_is_said(ada: User, signed_in: SignIn) -> None:
    page = signed_in(ada).get(action_url("publish", a_published("event")))
    assert "Nothing has changed since it was published." in text_of(main_content(page))
    assert main_content(page).find("form") is None


def test_many_are_published_from_a_list(ada: User, signed_in: SignIn) -> None:
    records = [
        a_draft("event"),
        a_draft("event", key="vvvvv3", slug="another", claims=[a_claim(id="dddddddd22")]),
    ]
    client = signed_in(ada)
    chosen = [str(record.working_copy.pk) for record in records]
    asked = client.post(changelist_url("event"), {"action": "publish_selected", "_selected_action": chosen})
    done = client.post("/admin/publish/", fill_form(asked))
    assert done.url == changelist_url("event")
    assert {r.status for r in Record.objects.all()} == {Record.Status.PUBLISHED}


def test_of_many_those_that_are_ready_can_go_on(ada: User, signed_in: SignIn) -> None:
    ready = a_draft("event")
    faulty = a_draft("event", key="vvvvv3", slug="another", claims=[])
    page = signed_in(ada).get(action_url("publish", ready, faulty))
    onward = main_content(page).select_one(".refusal form")
    assert [field["value"] for field in onward.find_all("input", type="hidden")] == [str(ready.pk)]


def test_saving_and_publishing_is_one_way(ada: User, signed_in: SignIn) -> None:
    record = a_draft("event")
    client = signed_in(ada)
    url = change_url(record)
    sent = client.post(url, fill_form(client.get(url), title="Typed last") | {"_publish": ["1"]})
    assert sent.url == action_url("publish", record)
    assert "Typed last" in text_of(main_content(client.get(sent.url)))


@pytest.mark.parametrize("query", ["", "?record=", "?record=abc", "?record=999", "?record=1&record=%00"])
def test_an_address_that_names_nothing_is_refused_in_words(ada: User, signed_in: SignIn, query: str) -> None:
    for name in (
        "publish",
        "send_for_review",
        "withdraw",
        "publish-on-a-date",
        "withdraw-on-a-date",
        "rename",
        "merge",
    ):
        assert signed_in(ada).get(f"/admin/{name}/{query}").status_code in (400, 404)


@pytest.mark.long
def test_the_form_offers_what_can_be_done(ada: User, ben: User, signed_in: SignIn) -> None:
    def offered(user: User, record: Record) -> list[str]:
        page = signed_in(user).get(change_url(record))
        return [text_of(link) for link in parse_html(page).select(".object-tools a")]

    draft = a_draft("event")
    assert offered(ada, draft) == offered(ben, draft) == ["Revisions"]
    published = a_published("topic", slug="trade", name="Trade")
    assert offered(ada, published) == ["Published page", "Revisions", "Rename…", "Merge…", "Withdraw…"]
    assert offered(ben, published) == ["Published page", "Revisions"]
