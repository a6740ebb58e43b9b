"""Publish and correct, from one form and from a list."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.http import HttpRequest
from django.test import Client

from relations.admin.verbs import Publish
from relations.models import Edition, Record
from tests.support.desk import (
    do,
    edit_page,
    errors_in,
    filled,
    form_on,
    list_of,
    main_of,
    messages_in,
    save,
    soup_of,
    verb,
    words,
)
from tests.support.world import a_claim, a_draft, a_published, change

SignIn = Callable[[User], Client]


def test_what_is_published_with_it_is_listed_first(ada: User, signed_in: SignIn) -> None:
    record = a_draft("event")
    page = signed_in(ada).get(verb("publish", record))
    first, chosen = main_of(page).select("ol.targets")
    listed = [words(item.find("a")) for item in first.find_all("li")]
    assert set(listed) == {"Arland", "Borland", "Defence", "Arland–Borland", "Joint statement"}
    assert [words(item.find("a")) for item in chosen.find_all("li")] == ["Summit in Port Arle"]


def test_publishing_makes_an_edition_of_the_record_and_its_companions(ada: User, signed_in: SignIn) -> None:
    record = a_draft("event")
    client = signed_in(ada)
    done = do(client, "publish", record)
    assert done.status_code == 302
    assert done.url == edit_page(record)
    assert Edition.objects.count() == 6
    assert Edition.objects.get(record=record).published_by == ada
    assert "Published, for everyone to see" in messages_in(client.get(done.url))[0]


def test_each_fault_stands_at_the_claim_it_concerns(ada: User, signed_in: SignIn) -> None:
    claims = [a_claim(), a_claim(id="dddddddd22", text="A second claim.", citations=[])]
    record = a_draft("event", claims=claims, summary="")
    page = signed_in(ada).get(verb("publish", record))
    faults = {words(item.find("a")): item for item in main_of(page).select("ul.faults li")}
    assert faults["Summary"].a["href"].endswith("?check=1#id_summary")
    at_claim = faults["Claim 2"]
    assert at_claim.a["href"] == f"{edit_page(record)}?check=1#claim-dddddddd22"
    assert words(at_claim.q) == "A second claim."
    assert words(at_claim.select_one(".fault")) == (
        "This claim has no citation. Add the passage it rests on."
    )
    assert main_of(page).find("form", method="post") is None


def test_a_refusal_publishes_nothing_and_keeps_the_note(ada: User, signed_in: SignIn) -> None:
    record = a_published("event")
    change(record, title="Another title")
    client = signed_in(ada)
    sent = filled(client.get(verb("publish", record)), note="A note that took thought.")
    change(record, claims=[a_claim(citations=[])])
    sent["seen"] = filled_seen(client, record)
    refused = client.post("/admin/publish/", sent)
    assert refused.status_code == 200
    assert "Nothing was published." in words(main_of(refused).select_one(".refusal"))
    assert words(form_on(refused).find(id="id_note")) == "A note that took thought."
    record.refresh_from_db()
    assert record.edition.number == 1


def filled_seen(client: Client, record: Record) -> str:
    from relations.admin.verbs.base import seen

    record.refresh_from_db()
    return seen([record])


def test_a_second_edition_needs_a_note(ada: User, signed_in: SignIn) -> None:
    record = a_published("event")
    change(record, title="Another title")
    refused = do(signed_in(ada), "publish", record)
    assert errors_in(refused) == ["Say in one sentence what changed."]
    do(signed_in(ada), "publish", record, note="A better title.")
    record.refresh_from_db()
    assert (record.edition.number, record.edition.change_note) == (2, "A better title.")


def test_the_page_shows_what_readers_will_see_change(ada: User, signed_in: SignIn) -> None:
    record = a_published("event")
    change(record, title="Summit in New Port")
    page = signed_in(ada).get(verb("publish", record))
    changes = main_of(page).select_one("ul.changes")
    assert words(changes.find("b")) == "Title"
    assert "New" in words(changes.find("ins"))


def test_a_correction_is_marked_as_one(ada: User, signed_in: SignIn) -> None:
    record = a_published("event")
    change(record, title="Another title")
    do(signed_in(ada), "publish", record, note="A wrong name.", correction="on")
    record.refresh_from_db()
    assert record.edition.action == Edition.Action.CORRECTED


def test_a_first_edition_is_not_asked_whether_it_corrects(ada: User, signed_in: SignIn) -> None:
    page = signed_in(ada).get(verb("publish", a_draft("event")))
    assert form_on(page).find(id="id_correction") is None


def test_what_changed_while_the_page_was_read_is_shown_first(ada: User, ben: User, signed_in: SignIn) -> None:
    record = a_draft("event")
    client = signed_in(ada)
    sent = filled(client.get(verb("publish", record)))
    save(signed_in(ben), record, title="Changed meanwhile")
    asked = client.post("/admin/publish/", sent)
    assert "Somebody changed this while you were reading" in errors_in(asked)[0]
    assert not Edition.objects.exists()
    assert client.post("/admin/publish/", filled(asked)).status_code == 302


def test_a_save_while_the_form_is_being_checked_is_shown_first(
    ada: User, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = a_draft("event")
    client = signed_in(ada)
    sent = filled(client.get(verb("publish", record)))
    held = Publish.held

    def held_after_a_save(self: Publish, request: HttpRequest) -> list[Record]:
        change(record, title="Changed meanwhile")
        return held(self, request)

    with monkeypatch.context() as patched:
        patched.setattr(Publish, "held", held_after_a_save)
        asked = client.post("/admin/publish/", sent)
    assert "Somebody changed this while you were reading" in errors_in(asked)[0]
    assert not Edition.objects.exists()


def test_what_goes_with_it_is_not_published_unseen_either(ada: User, signed_in: SignIn) -> None:
    client = signed_in(ada)
    sent = filled(client.get(verb("publish", a_draft("event"))))
    change(Record.objects.get(kind="topic"), description="Nobody has read this.")
    asked = client.post("/admin/publish/", sent)
    assert "Somebody changed this while you were reading" in errors_in(asked)[0]
    assert not Edition.objects.exists()


def test_what_was_deleted_while_the_page_was_read_is_not_found(ada: User, signed_in: SignIn) -> None:
    record = a_draft("event")
    client = signed_in(ada)
    sent = filled(client.get(verb("publish", record)))
    record.subject.delete()
    assert client.post("/admin/publish/", sent).status_code == 404


def test_nothing_to_publish_is_said(ada: User, signed_in: SignIn) -> None:
    page = signed_in(ada).get(verb("publish", a_published("event")))
    assert "Nothing has changed since it was published." in words(main_of(page))
    assert main_of(page).find("form") is None


def test_many_are_published_from_a_list(ada: User, signed_in: SignIn) -> None:
    records = [
        a_draft("event"),
        a_draft("event", key="vvvvv3", slug="another", claims=[a_claim(id="dddddddd22")]),
    ]
    client = signed_in(ada)
    chosen = [str(record.subject.pk) for record in records]
    asked = client.post(list_of("event"), {"action": "publish_selected", "_selected_action": chosen})
    done = client.post("/admin/publish/", filled(asked))
    assert done.url == list_of("event")
    assert {r.status for r in Record.objects.all()} == {Record.Status.PUBLISHED}


def test_of_many_those_that_are_ready_can_go_on(ada: User, signed_in: SignIn) -> None:
    ready = a_draft("event")
    faulty = a_draft("event", key="vvvvv3", slug="another", claims=[])
    page = signed_in(ada).get(verb("publish", ready, faulty))
    onward = main_of(page).select_one(".refusal form")
    assert [field["value"] for field in onward.find_all("input", type="hidden")] == [str(ready.pk)]


def test_saving_and_publishing_is_one_way(ada: User, signed_in: SignIn) -> None:
    record = a_draft("event")
    client = signed_in(ada)
    url = edit_page(record)
    sent = client.post(url, filled(client.get(url), title="Typed last") | {"_publish": ["1"]})
    assert sent.url == verb("publish", record)
    assert "Typed last" in words(main_of(client.get(sent.url)))


@pytest.mark.parametrize("query", ["", "?record=", "?record=abc", "?record=999", "?record=1&record=%00"])
def test_an_address_that_names_nothing_is_refused_in_words(ada: User, signed_in: SignIn, query: str) -> None:
    for name in ("publish", "withdraw", "rename", "merge"):
        assert signed_in(ada).get(f"/admin/{name}/{query}").status_code in (400, 404)


def test_the_form_offers_what_can_be_done(ada: User, ben: User, signed_in: SignIn) -> None:
    def offered(user: User, record: Record) -> list[str]:
        page = signed_in(user).get(edit_page(record))
        return [words(link) for link in soup_of(page).select(".object-tools a")]

    draft = a_draft("event")
    assert offered(ada, draft) == ["Preview", "Revisions", "Publish…"]
    assert offered(ben, draft) == ["Preview", "Revisions"]
    published = a_published("topic", slug="trade", name="Trade")
    assert offered(ada, published) == [
        *("Published page", "Preview", "Revisions", "Rename…", "Merge…", "Withdraw…"),
    ]
    assert offered(ben, published) == ["Published page", "Preview", "Revisions"]
