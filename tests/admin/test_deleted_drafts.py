"""The deletion of a draft is undone: with everything that belonged to it, where its name is still free."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from relations import documents, publishing
from relations.models import Comment, DeletedDraft, Event, Passage, Record, Topic
from relations.publishing import NewComment, deleted_drafts
from tests.support.admin import (
    change_url,
    changelist_url,
    fill_form,
    main_content,
    messages_on,
    page_form,
    parse_html,
    record_url,
    save_form,
    text_of,
)
from tests.support.world import a_claim, a_document, a_draft, a_published, a_vocabulary, change, save

SignIn = Callable[[User], Client]
CLAIMS = [a_claim(), a_claim(id="dddddddd22", text="A second claim.")]


@pytest.fixture
def client_of_ada(ada: User, signed_in: SignIn) -> Client:
    return signed_in(ada)


def delete(client: Client, record: Record) -> Any:
    """Delete a draft on its page; the list that this leads to."""
    url = record_url(record, "delete")
    return client.get(client.post(url, fill_form(client.get(url))).url)


def undo(client: Client, draft: DeletedDraft | None = None) -> Any:
    draft = draft or DeletedDraft.objects.get()
    url = f"/admin/relations/{draft.kind}/deleted/{draft.pk}/"
    return client.post(url, fill_form(client.get(url)))


def faults_of_undoing(client: Client, draft: DeletedDraft | None = None) -> list[str]:
    """What the page says that is to bring it back, and says again to who sends it all the same."""
    draft = draft or DeletedDraft.objects.get()
    url = f"/admin/relations/{draft.kind}/deleted/{draft.pk}/"
    answers = [client.get(url), client.post(url)]
    before, after = ([text_of(li) for li in main_content(each).select(".faults li")] for each in answers)
    assert before == after
    return after


def everything_of(record: Record) -> dict[str, Any]:
    """All that there is of a record, with the ids of its rows."""
    return {
        "document": documents.encode(record),
        "row": record.working_copy.pk,
        "revisions": list(record.revisions.values()),
        "comments": list(record.comments.values()),
        "reviews": list(record.reviews.values()),
    }


def test_undo_is_offered_after_deleting(client_of_ada: Client) -> None:
    page = delete(client_of_ada, a_draft("event"))
    link = parse_html(page).find("a", string="Undo")
    assert "It can be brought back for 30 days. Undo" in messages_on(page)
    asked = client_of_ada.get(link["href"])
    assert "Summit in Port Arle" in text_of(main_content(asked))
    assert not Event.objects.exists()


@pytest.mark.long
def test_everything_comes_back_under_its_address(ada: User, ben: User, client_of_ada: Client) -> None:
    record = a_draft("event", claims=CLAIMS)
    save_form(client_of_ada, record, title="Second title")
    first, second = (NewComment("claims/dddddddd22", "Is it?", "second"), NewComment("", "Well."))
    publishing.comment(record.revisions.first(), user=ben, new=[first, second])
    publishing.comment(record.revisions.first(), user=ada, replies={Comment.objects.first().pk: "Yes."})
    publishing.send_for_review([record], user=ben, reviewer=None)
    before = everything_of(record)
    url = change_url(record)
    delete(client_of_ada, record)
    assert not Record.objects.filter(kind="event").exists()
    done = undo(client_of_ada)
    assert done.url == url
    assert everything_of(Record.objects.get(pk=record.pk)) == before
    assert not DeletedDraft.objects.exists()
    assert messages_on(client_of_ada.get(done.url))[-1] == "“Second title” is a draft again."


@pytest.mark.long
def test_revisions_that_come_back_say_what_they_restored(ada: User, client_of_ada: Client) -> None:
    record = a_draft("event", claims=CLAIMS)
    first = record.revisions.get()
    save_form(client_of_ada, record, title="Second title")
    publishing.restore_revision(record, first, ada)
    delete(client_of_ada, record)
    undo(client_of_ada)
    revisions = Record.objects.get(key=record.key).revisions
    assert revisions.first().restores == revisions.last()


def test_places_of_a_source_come_back_with_their_excerpts(client_of_ada: Client) -> None:
    a_vocabulary()
    source = Record.objects.get(kind="source")
    save_form(client_of_ada, source, **{"passages-0-excerpt": "For editors."})
    before = list(Passage.objects.values())
    delete(client_of_ada, source)
    assert not Passage.objects.exists()
    undo(client_of_ada)
    assert list(Passage.objects.values()) == before


@pytest.mark.database
@pytest.mark.parametrize("kind", ["agreement", "issue", "topic", "actor", "relationship"])
def test_every_kind_comes_back(client_of_ada: Client, kind: str) -> None:
    a_vocabulary()
    others = {"topic": {"slug": "arms", "name": "Arms"}, "actor": {"slug": "nato", "name": "NATO"}}
    if kind == "relationship":
        save(a_document("actor", **others["actor"]))
        others[kind] = {"slug": "arland-nato", "sides": ["arland", "nato"]}
    record = a_draft(kind, **others.get(kind, {}))
    before = everything_of(record)
    delete(client_of_ada, record)
    undo(client_of_ada)
    assert everything_of(Record.objects.get(pk=record.pk)) == before


def test_many_that_were_deleted_at_once_are_in_the_list(client_of_ada: Client) -> None:
    drafts = [a_draft("event"), a_draft("event", key="vvvvv3", slug="another", title="Another", claims=[])]
    chosen = {"_selected_action": [str(draft.working_copy.pk) for draft in drafts]}
    deleted = {"action": "delete_selected", "post": "yes"} | chosen
    page = client_of_ada.get(client_of_ada.post(changelist_url("event"), deleted).url)
    listed = client_of_ada.get(parse_html(page).find("a", string="Undo")["href"])
    names = [text_of(link) for link in main_content(listed).select(".record-list a")]
    assert sorted(names) == ["Another", "Summit in Port Arle"]
    link = parse_html(client_of_ada.get(changelist_url("event"))).find("a", string="Deleted drafts")
    assert link["href"] == "/admin/relations/event/deleted/"
    every = parse_html(client_of_ada.get(changelist_url("entry"))).find("a", string="Deleted drafts")
    assert client_of_ada.get(every["href"]).status_code == 200


def test_what_another_has_by_now_is_said(client_of_ada: Client) -> None:
    record = a_draft("topic", slug="arms", name="Arms")
    delete(client_of_ada, record)
    save(a_document("topic", slug="arms", name="Weapons"))
    draft = DeletedDraft.objects.get()
    url = f"/admin/relations/topic/deleted/{draft.pk}/"
    page = client_of_ada.get(url)
    assert "Its address, “arms”, has been given to another." in text_of(
        main_content(page).select_one(".faults")
    )
    assert page_form(page).find("input", type="submit") is None
    assert client_of_ada.post(url).status_code == 200
    assert Topic.objects.filter(slug="arms").get().name == "Weapons"
    assert DeletedDraft.objects.exists()


def test_a_name_and_a_pair_that_another_has_by_now_are_said(client_of_ada: Client) -> None:
    delete(client_of_ada, a_draft("topic", slug="arms", name="Arms"))
    save(a_document("topic", slug="weapons", name="Arms"))
    assert faults_of_undoing(client_of_ada) == ["There is a topic of this name already."]
    relationship = Record.objects.get(kind="relationship")
    delete(client_of_ada, relationship)
    save(a_document("relationship", slug="borland-arland", sides=["borland", "arland"]))
    found = faults_of_undoing(client_of_ada, DeletedDraft.objects.get(kind="relationship"))
    assert found == ["There is a relationship of these two sides already."]
    assert Record.objects.filter(kind="relationship").count() == 1


def test_an_address_code_or_claim_that_an_entry_of_another_kind_has_by_now_is_said(
    client_of_ada: Client,
) -> None:
    event = a_draft("event", slug="summit")
    delete(client_of_ada, event)
    same = save(a_document("issue", slug="summit", key="vvvvv9", claims=[]))
    address = "Its address, “summit”, has been given to another."
    assert faults_of_undoing(client_of_ada) == [address]
    same.working_copy.delete()
    save(a_document("issue", slug="other", key=event.key, claims=[a_claim()]))
    assert faults_of_undoing(client_of_ada) == [address, "Another entry has one of its claims."]
    assert not Event.objects.exists()


def test_a_topic_whose_theme_has_a_theme_by_now_stays_deleted(client_of_ada: Client) -> None:
    defence = a_draft("topic", key="defence", slug="defence", name="Defence")
    delete(client_of_ada, a_draft("topic", key="arms", slug="arms", name="Arms", parent="defence"))
    a_draft("topic", key="security", slug="security", name="Security")
    change(defence, parent="security")
    page = main_content(undo(client_of_ada))
    assert "A topic's theme is itself a theme: two levels only." in text_of(page)
    assert not Topic.objects.filter(slug="arms").exists()


def test_the_name_that_a_merged_topic_keeps_is_said(client_of_ada: Client, ada: User) -> None:
    defence = a_published("topic")
    delete(client_of_ada, a_draft("topic", slug="weapons", name="Arms"))
    publishing.merge(a_published("topic", slug="arms", name="Arms"), into=defence, user=ada)
    assert faults_of_undoing(client_of_ada) == [
        "A topic that was merged has this name in just this form. Write it in another."
    ]
    assert not Topic.objects.filter(slug="weapons").exists()


def test_what_is_taken_between_the_look_and_the_write_is_said(
    client_of_ada: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    delete(client_of_ada, a_draft("topic", slug="arms", name="Arms"))
    monkeypatch.setattr(deleted_drafts, "restoration_faults", lambda _draft: [])
    save(a_document("topic", slug="arms", name="Weapons"))
    with pytest.raises(publishing.RestorationError, match="Another record says the same of itself"):
        publishing.undo_deletion(DeletedDraft.objects.get())
    assert DeletedDraft.objects.exists()


def test_what_it_names_that_is_gone_is_left_out(client_of_ada: Client) -> None:
    record = a_draft("event", topics=["defence"])
    delete(client_of_ada, record)
    delete(client_of_ada, Topic.objects.get().record)
    draft = DeletedDraft.objects.get(kind="event")
    page = client_of_ada.get(f"/admin/relations/event/deleted/{draft.pk}/")
    assert [text_of(item) for item in main_content(page).select("ul.lost li")] == ["topic “defence”"]
    undo(client_of_ada, draft)
    record = Record.objects.get(kind="event")
    assert documents.encode(record)["topics"] == []
    assert [revision.origin for revision in record.revisions.all()] == ["restored", "saved"]


def test_ids_that_are_taken_by_now_are_given_anew(client_of_ada: Client, ben: User) -> None:
    """As after a backup was restored, which counts from the rows that it holds."""
    record = a_draft("event", claims=CLAIMS)
    publishing.comment(record.revisions.get(), user=ben, new=[NewComment("", "Well?")])
    content = documents.encode(record)
    delete(client_of_ada, record)
    draft = DeletedDraft.objects.get()
    other = a_draft("event", key="vvvvv3", slug="another", title="Another", claims=[])
    taken = {"record": other.pk, "revision": other.revisions.get().pk}
    rows = json.loads(draft.rows)
    for row in rows:
        row["fields"] |= {name: pk for name, pk in taken.items() if name in row["fields"]}
        row["pk"] = taken.get(row["model"].partition(".")[2], row["pk"])
    draft.row, draft.rows = other.working_copy.pk, json.dumps(rows)
    draft.save()
    undo(client_of_ada)
    back = Record.objects.get(key=record.key)
    assert documents.encode(back) == content
    assert (back.revisions.count(), back.comments.get().text) == (1, "Well?")
    assert other.revisions.count() == 1


def test_thirty_days_later_it_is_gone(client_of_ada: Client) -> None:
    delete(client_of_ada, a_draft("event"))
    draft = DeletedDraft.objects.get()
    DeletedDraft.objects.update(deleted_at=timezone.now() - timedelta(days=30, minutes=1))
    assert client_of_ada.get(f"/admin/relations/event/deleted/{draft.pk}/").status_code == 404
    page = client_of_ada.get("/admin/relations/event/deleted/")
    assert "There are none." in text_of(main_content(page))


@pytest.mark.parametrize("path", ["", "{pk}/"])
def test_who_may_not_delete_sees_none_of_it(client_of_ada: Client, as_role: Any, path: str) -> None:
    delete(client_of_ada, a_draft("event"))
    url = "/admin/relations/event/deleted/" + path.format(pk=DeletedDraft.objects.get().pk)
    nobody = as_role("nobody")
    assert [nobody.get(url).status_code, nobody.post(url).status_code] == [403, 403]
    assert not Event.objects.exists()
