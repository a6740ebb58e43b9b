"""Every save is kept: who, when, what changed, and the way back."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from relations.admin import revisions
from relations.models import Event, Record, Revision, Topic
from tests.support.admin import (
    change_url,
    form_fields,
    main_content,
    messages_on,
    page_form,
    parse_html,
    record_url,
    save_form,
    submit_action,
    text_of,
)
from tests.support.joining import decide, opened
from tests.support.world import a_claim, a_draft, a_published, change

SignIn = Callable[[User], Client]


def restore_page(record: Record, revision: Revision) -> str:
    return record_url(record, "history") + f"{revision.pk}/restore/"


def test_a_save_keeps_topics_actors_and_claims_too(ada: User, signed_in: SignIn) -> None:
    record = a_draft("event")
    save_form(
        signed_in(ada), record, topics=[], **{"claims-0-text": "Other words.", "involvements-0-DELETE": "on"}
    )
    revision = record.revisions.first()
    assert revision.saved_by == ada
    assert '"topics":[]' in revision.document
    assert "Other words." in revision.document
    assert revision.document.count('"role":"side"') == 1


def test_history_says_who_saved_what_and_which_became_an_edition(
    ada: User, ben: User, signed_in: SignIn
) -> None:
    record = a_published("event")
    save_form(signed_in(ben), record, title="Ben's title")
    page = signed_in(ada).get(record_url(record, "history"))
    rows = [text_of(row) for row in main_content(page).select("tbody tr")]
    assert len(rows) == 2
    assert "saved by ben" in rows[0]
    assert "Title" in rows[0]
    assert "edition 1" in rows[1]


def test_a_withdrawal_is_not_taken_for_the_publication_of_a_revision(ada: User, signed_in: SignIn) -> None:
    record = a_published("event")
    client = signed_in(ada)
    submit_action(client, "withdraw", record, reason="Too early.")
    [row] = main_content(client.get(record_url(record, "history"))).select("tbody tr")
    assert "edition 1" in text_of(row)


def test_history_says_from_which_revision_it_was_restored(ada: User, signed_in: SignIn) -> None:
    record = a_published("event")
    client = signed_in(ada)
    save_form(client, record, title="Another title")
    first = record.revisions.last()
    client.post(restore_page(record, first))
    rows = main_content(client.get(record_url(record, "history"))).select("tbody tr")
    saved_at = f"{first.saved_at:%-d %B %Y, %H:%M}"
    said = [f"from the revision of {saved_at}" in text_of(row) for row in rows]
    assert said == [True, False, False]


def test_two_revisions_are_compared_in_words(ada: User, signed_in: SignIn) -> None:
    record = a_draft("event")
    client = signed_in(ada)
    save_form(client, record, **{"claims-0-text": "The two states met at sea."})
    first, second = record.revisions.order_by("pk")
    page = client.get(record_url(record, "compare"), {"old": second.pk, "new": first.pk})
    assert text_of(main_content(page).find("ins")) == "[added: at sea ]" or "at sea" in text_of(
        main_content(page).find("ins")
    )
    assert main_content(page).find("del") is None


def test_names_and_not_keys_stand_in_a_comparison(ada: User, signed_in: SignIn) -> None:
    record = a_draft("event")
    client = signed_in(ada)
    save_form(client, record, topics=[])
    first, second = record.revisions.order_by("pk")
    page = client.get(record_url(record, "compare"), {"old": first.pk, "new": second.pk})
    assert "Defence" in text_of(main_content(page).find("del"))


def changes_listed(client: Client, record: Record) -> list[tuple[str, str]]:
    """Of each line of the list what made it, and what it says changed."""
    rows = main_content(client.get(record_url(record, "history"))).select("tbody tr")
    cells = [row.find_all("td") for row in rows]
    return [(text_of(cell[2]).partition(" by ")[0], text_of(cell[3])) for cell in cells]


@pytest.mark.long
def test_the_list_says_in_a_line_what_each_save_changed(ada: User, signed_in: SignIn) -> None:
    claims = [a_claim(id=f"ccccccccc{n}", text=f"Claim {n}.") for n in (2, 3, 4)]
    record = a_draft("event", claims=claims)
    client = signed_in(ada)
    added = {"claims-3-kind": "assessment", "claims-3-text": "Claim 4."}
    save_form(client, record, title="Other", date="", **{"claims-1-note": "Why.", "claims-2-DELETE": "on"})
    save_form(client, record, place="Port Arle", **{"claims-2-kind": "position", "claims-2-text": "New."})
    save_form(client, record, topics=[], **{"claims-0-position": "3", "involvements-2-role": ""}, **added)
    assert [line for _origin, line in changes_listed(client, record)] == [
        "Claim 4 added; topic removed; claim 3 moved",
        "Place, claim 3 added",
        "Title, claim 2; date, claim 3 removed",
        "the first",
    ]


@pytest.mark.long
def test_a_joined_version_is_told_from_what_was_typed(ada: User, ben: User, signed_in: SignIn) -> None:
    record = a_draft("event")
    one = signed_in(ada)
    typed = opened(one, record, title="Ada's title", summary="Ada's summary.")
    save_form(signed_in(ben), record, summary="Ben's summary.")
    one.post(change_url(record), decide(one.post(change_url(record), typed), Summary="theirs"))
    assert changes_listed(one, record)[:3] == [
        ("joined", "Title"),
        ("typed, before joining", "Title, summary"),
        ("saved", "Summary"),
    ]


@pytest.mark.long
def test_revisions_of_two_pages_are_compared(
    ada: User, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(revisions, "PER_PAGE", 2)
    record = a_draft("event")
    client = signed_in(ada)
    for number in range(4):
        save_form(client, record, title=f"Title {number}")
    *_others, oldest = record.revisions.all()
    newest = record.revisions.first()
    form = main_content(client.get(record_url(record, "history"))).find("form", method="get")
    button = form.find("button", string="older")
    sent = form_fields(form) | {"new": [str(newest.pk)], button["name"]: ["3"]}
    form = main_content(client.get(button["formaction"], sent)).find("form", method="get")
    rows = form.select("tbody tr")
    elsewhere = [row.find("input")["value"] for row in rows if "another page" in text_of(row)]
    assert elsewhere[0] == str(newest.pk)
    page = client.get(form["action"], form_fields(form) | {"old": [str(oldest.pk)]})
    assert text_of(main_content(page).find("ins")) == "[added: Title 3 ]"


def queries_of_history(client: Client, record: Record) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(record_url(record, "history")).status_code == 200
    assert not any('"relations_edition"."document"' in query["sql"] for query in captured)
    return len(captured)


def test_the_history_asks_as_much_for_three_saves_as_for_one(ada: User, signed_in: SignIn) -> None:
    record = a_published("event")
    client = signed_in(ada)
    client.get(record_url(record, "history"))  # content types are asked for once and remembered
    for_one = queries_of_history(client, record)
    change(record, topics=[], actors=[{"actor": "borland", "role": "mediator"}])
    change(record, claims=[a_claim(text="Other words.", speaker="arland", side="borland")])
    assert record.revisions.count() == 3
    assert queries_of_history(client, record) == for_one


def test_the_history_of_a_record_never_saved_says_so(ada: User, signed_in: SignIn) -> None:
    record = a_draft("event")
    record.revisions.all().delete()
    page = signed_in(ada).get(record_url(record, "history"))
    assert "Nothing was saved yet." in text_of(main_content(page))


@pytest.mark.long
def test_restoring_brings_back_everything_and_loses_nothing(ada: User, ben: User, signed_in: SignIn) -> None:
    record = a_draft("event", claims=[a_claim(), a_claim(id="dddddddd22", text="A second claim.")])
    first = record.revisions.get()
    client = signed_in(ada)
    save_form(signed_in(ben), record, title="Ben's title", topics=[], **{"claims-1-DELETE": "on"})
    asked = client.get(restore_page(record, first))
    assert "A second claim." in text_of(main_content(asked).select_one("ul.changes"))
    assert Event.objects.get().title == "Ben's title"
    done = client.post(restore_page(record, first))
    assert done.url == change_url(record)
    assert messages_on(client.get(done.url))[0].startswith("Restored.")
    event = Event.objects.get()
    assert event.title == "Summit in Port Arle"
    assert event.topics.count() == 1
    assert set(event.claims.values_list("code", flat=True)) == {"cccccccc22", "dddddddd22"}
    assert [r.origin for r in record.revisions.all()] == ["restored", "saved", "saved"]
    assert any("Ben's title" in r.document for r in record.revisions.all())


@pytest.mark.long
def test_what_a_revision_names_that_no_longer_exists_is_said_before_and_after(
    ada: User, signed_in: SignIn
) -> None:
    record = a_draft("event")
    first = record.revisions.get()
    client = signed_in(ada)
    save_form(client, record, topics=[])
    Topic.objects.get().delete()
    asked = client.get(restore_page(record, first))
    assert [text_of(item) for item in main_content(asked).select("ul.lost li")] == ["topic “defence”"]
    assert main_content(asked).select_one("ul.changes") is None
    done = client.post(restore_page(record, first))
    assert "Left out, since it no longer exists: topic “defence”." in messages_on(client.get(done.url))
    assert Event.objects.get().topics.count() == 0


def test_restoring_is_not_publishing(ada: User, signed_in: SignIn, reader: Client) -> None:
    record = a_published("event")
    client = signed_in(ada)
    first = record.revisions.get()
    save_form(client, record, title="Another title")
    client.post(restore_page(record, first))
    record.refresh_from_db()
    assert record.edition.number == 1
    assert record.status == Record.Status.PUBLISHED


def test_a_name_that_is_taken_by_now_is_not_restored(ada: User, signed_in: SignIn) -> None:
    record = a_draft("topic", slug="arms", name="Arms")
    first = record.revisions.get()
    client = signed_in(ada)
    save_form(client, record, name="Weapons")
    a_draft("topic", slug="arms-2", name="Arms")
    refused = client.post(restore_page(record, first))
    assert messages_on(client.get(refused.url))[-1].startswith("Not restored")
    assert record.topic.name == "Arms"  # the row as first read
    record.topic.refresh_from_db()
    assert record.topic.name == "Weapons"


def test_what_would_make_three_levels_of_topics_is_not_restored(ada: User, signed_in: SignIn) -> None:
    a_draft("topic", key="defence", slug="defence", name="Defence")
    arms = a_draft("topic", key="arms", slug="arms", name="Arms", parent="defence")
    first, client = arms.revisions.get(), signed_in(ada)
    save_form(client, arms, parent="")
    a_draft("topic", key="rifles", slug="rifles", name="Rifles", parent="arms")
    refused = client.post(restore_page(arms, first))
    said = messages_on(client.get(refused.url))[-1]
    assert said == "Not restored: A theme that has topics stays a theme."
    assert Topic.objects.get(slug="arms").parent is None


def test_the_newest_revision_is_not_offered_to_be_restored(ada: User, signed_in: SignIn) -> None:
    record = a_draft("event")
    save_form(signed_in(ada), record, title="Another title")
    page = signed_in(ada).get(record_url(record, "history"))
    newest, oldest = main_content(page).select("tbody tr")
    assert newest.find("a", string="restore…") is None
    assert oldest.find("a", string="restore…") is not None


def test_the_form_leads_to_the_revisions(ada: User, signed_in: SignIn) -> None:
    record = a_draft("event")
    page = signed_in(ada).get(change_url(record))
    assert parse_html(page).select_one(".historylink")["href"] == record_url(record, "history")


@pytest.mark.parametrize("query", ["", "?old=1", "?old=a&new=b", "?old=1&new=99999999999999999999", "?p=x"])
def test_a_comparison_of_nothing_is_not_found(ada: User, signed_in: SignIn, query: str) -> None:
    assert signed_in(ada).get(record_url(a_draft("event"), "compare") + query).status_code == 404


def test_a_revision_of_another_record_is_not_restored(ada: User, signed_in: SignIn) -> None:
    record, other = a_draft("event"), a_draft("topic", slug="arms", name="Arms")
    client = signed_in(ada)
    assert client.post(restore_page(record, other.revisions.get())).status_code == 404
    assert client.get(record_url(record, "history") + "x/restore/").status_code == 404
    assert page_form(client.get(change_url(record))).find(id="id_title")["value"] == "Summit in Port Arle"
