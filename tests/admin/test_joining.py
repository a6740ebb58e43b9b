"""What two editors wrote is joined: what only one changed is taken, what both changed is asked."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from relations import documents, publishing
from relations.models import Actor, Event, Passage, Record, Revision
from relations.publishing.export_folder import export_folder
from relations.publishing.import_folder import import_folder
from tests.support.admin import (
    action_url,
    change_url,
    fill_form,
    form_errors,
    form_fields,
    main_content,
    page_form,
    parse_html,
    save_form,
    text_of,
)
from tests.support.joining import decide, joined_places, opened, questions, versions
from tests.support.world import (
    a_claim,
    a_document,
    a_draft,
    a_person,
    a_published,
    a_vocabulary,
    save,
)

SignIn = Callable[[User], Client]
CLAIMS = [a_claim(id=f"ccccccccc{n}", text=f"Claim {n}.") for n in (2, 3, 4, 5)]


@pytest.fixture
def one(ada: User, signed_in: SignIn) -> Client:
    """The browser of Ada, who saves second."""
    return signed_in(ada)


@pytest.fixture
def other(ben: User, signed_in: SignIn) -> Client:
    return signed_in(ben)


def document_of(record: Record) -> dict[str, Any]:
    return documents.encode(Record.objects.get(pk=record.pk))


def read(revision: Revision) -> dict[str, Any]:
    return documents.load_document(revision.document)


def trial(one: Client, other: Client) -> tuple[Record, Any]:
    """Ben changed the summary and claim 1, and deleted claim 4; Ada all but claim 4, of claim 1 its note."""
    record = a_draft("event", claims=CLAIMS)
    typed = opened(
        one,
        record,
        title="Ada's title",
        summary="Ada's summary.",
        **{"claims-0-note": "Ada's note.", "claims-1-text": "Ada's claim 2."},
    )
    changed = {"claims-0-text": "Ben's claim 1.", "claims-3-DELETE": "on"}
    assert save_form(other, record, summary="Ben's summary.", **changed).status_code == 302
    return record, one.post(change_url(record), typed)


@pytest.mark.long
def test_what_both_changed_is_one_question_and_the_rest_is_joined(one: Client, other: Client) -> None:
    record, page = trial(one, other)
    assert page.status_code == 200
    assert Event.objects.get().title == "Summit in Port Arle"
    assert record.revisions.count() == 2
    alert = text_of(main_content(page).select_one("[role=alert]"))
    assert alert.startswith("ben saved at ")
    assert joined_places(page) == [
        "title (yours)",
        "claim 1 (both)",
        "claim 2 (yours)",
        "claim 4 removed (ben)",
    ]
    (label,) = questions(page)
    assert label == "Summary"
    assert versions(questions(page)["Summary"]) == {
        "As it was": "it was What is told here.",
        "ben": "Ben's summary.",
        "Yours": "Ada's summary.",
        "Write it anew": "it anew Ada's summary.",
    }


@pytest.mark.long
@pytest.mark.parametrize(
    ("answer", "summary"),
    [
        ({"Summary": "mine"}, "Ada's summary."),
        ({"Summary": "theirs"}, "Ben's summary."),
        ({"Summary": "base"}, "What is told here."),
    ],
)
def test_the_joined_version_has_what_was_chosen_and_all_the_rest(
    one: Client, other: Client, answer: dict[str, str], summary: str
) -> None:
    record, page = trial(one, other)
    before = document_of(record)
    assert one.post(change_url(record), decide(page, **answer)).status_code == 302
    first, second, third = CLAIMS[:3]
    claims = [
        first | {"text": "Ben's claim 1.", "note": "Ada's note."},
        second | {"text": "Ada's claim 2."},
        third,
    ]
    joined = before | {"title": "Ada's title", "summary": summary, "claims": claims}
    assert document_of(record) == joined
    assert read(record.revisions.first()) == joined


@pytest.mark.long
def test_a_version_is_written_anew(one: Client, other: Client) -> None:
    record, page = trial(one, other)
    assert one.post(change_url(record), decide(page, {"Summary": "Both of it."})).status_code == 302
    assert Event.objects.get().summary == "Both of it."


@pytest.mark.long
def test_both_versions_stay_in_the_revisions(one: Client, other: Client, ada: User, ben: User) -> None:
    record, page = trial(one, other)
    one.post(change_url(record), decide(page, Summary="theirs"))
    joined, typed, theirs, opened_from = record.revisions.all()
    assert [(r.origin, r.saved_by) for r in (joined, typed, theirs)] == [
        ("joined", ada),
        ("typed", ada),
        ("saved", ben),
    ]
    assert (joined.base, typed.base) == (theirs, opened_from)
    assert read(typed)["summary"] == "Ada's summary."
    assert len(read(typed)["claims"]) == 4


@pytest.mark.long
def test_an_open_question_is_not_saved(one: Client, other: Client) -> None:
    record, page = trial(one, other)
    refused = one.post(change_url(record), decide(page))
    assert refused.status_code == 200
    assert "Choose one of these." in form_errors(refused)
    assert record.revisions.count() == 2
    assert one.post(change_url(record), decide(refused, Summary="mine")).status_code == 302


@pytest.mark.long
def test_what_is_written_anew_is_checked(one: Client, other: Client) -> None:
    record = a_draft("event")
    typed = opened(one, record, title="Ada's title", date="2019")
    save_form(other, record, title="Ben's title", date="2018")
    page = one.post(change_url(record), typed)
    refused = one.post(change_url(record), decide(page, {"Title": "", "Date": "perhaps"}))
    assert refused.status_code == 200
    assert "Write something here, or choose another one." in form_errors(refused)
    assert len(form_errors(refused)) == 2
    kept = questions(refused)["Date"].find(attrs={"name": lambda name: name and name.endswith("written")})
    assert kept["value"] == "perhaps"
    answers = {"Title": "Both", "Date": "about September 2019"}
    assert one.post(change_url(record), decide(refused, answers)).status_code == 302
    assert (document_of(record)["title"], document_of(record)["date"]) == ("Both", "2019-09~")


@pytest.mark.long
def test_with_nothing_to_ask_the_page_is_shown_all_the_same(one: Client, other: Client) -> None:
    record = a_draft("event", claims=CLAIMS)
    typed = opened(one, record, title="Ada's title")
    save_form(other, record, summary="Ben's summary.")
    page = one.post(change_url(record), typed)
    assert questions(page) == {}
    assert joined_places(page) == ["title (yours)", "summary (ben)"]
    assert Event.objects.get().title == "Summit in Port Arle"
    assert one.post(change_url(record), decide(page)).status_code == 302
    event = Event.objects.get()
    assert (event.title, event.summary) == ("Ada's title", "Ben's summary.")


@pytest.mark.long
def test_the_button_that_was_pressed_leads_where_it_said(one: Client, other: Client) -> None:
    record = a_draft("event")
    typed = opened(one, record, title="Ada's title") | {"_publish": ["1"]}
    del typed["_continue"]
    save_form(other, record, summary="Ben's summary.")
    page = one.post(change_url(record), typed)
    saved = one.post(change_url(record), decide(page))
    assert saved.url == action_url("publish", record)


@pytest.mark.long
def test_a_third_save_is_joined_too_and_what_was_decided_stays(one: Client, other: Client) -> None:
    record = a_draft("event", claims=CLAIMS)
    typed = opened(one, record, title="Ada's title", summary="Ada's summary.", date="2017")
    save_form(other, record, title="Ben's title", summary="Ben's summary.")
    page = one.post(change_url(record), typed)
    save_form(other, record, summary="Ben's second summary.", date="2018")
    again = one.post(change_url(record), decide(page, {"Summary": "Both."}, Title="mine"))
    assert again.status_code == 200
    assert "while you looked at this page" in text_of(main_content(again).select_one("[role=alert]"))
    assert Event.objects.get().title == "Ben's title"
    asked = questions(again)
    assert list(asked) == ["Title", "Summary", "Date"]
    assert asked["Title"].select_one("input[checked]")["value"] == "mine"
    assert asked["Summary"].select_one("input[checked]") is None
    assert versions(asked["Summary"])["Write it anew"] == "it anew Both."
    answers = decide(again, {"Summary": "All of it."}, Date="theirs")
    assert one.post(change_url(record), answers).status_code == 302
    document = document_of(record)
    assert (document["title"], document["summary"], document["date"]) == ("Ada's title", "All of it.", "2018")


@pytest.mark.long
def test_the_button_pressed_twice_saves_once(one: Client, other: Client) -> None:
    record = a_draft("event", claims=CLAIMS)
    added = {"claims-4-kind": "assessment", "claims-4-text": "Ada's claim."}
    typed = opened(one, record, title="Ada's title", **added)
    save_form(other, record, title="Ben's title")
    sent = decide(one.post(change_url(record), typed), Title="theirs")
    assert [one.post(change_url(record), sent).status_code for _time in range(2)] == [302, 302]
    assert record.revisions.count() == 4
    assert len(document_of(record)["claims"]) == 5


@pytest.mark.long
def test_another_answer_after_going_back_is_asked_and_not_taken_for_the_first(
    one: Client, other: Client
) -> None:
    record, page = trial(one, other)
    one.post(change_url(record), decide(page, Summary="theirs"))
    again = one.post(change_url(record), decide(page, Summary="mine"))
    assert again.status_code == 200
    assert list(questions(again)) == ["Summary"]
    assert one.post(change_url(record), decide(again, Summary="mine")).status_code == 302
    assert Event.objects.get().summary == "Ada's summary."


def test_a_form_sent_twice_is_saved_once(one: Client) -> None:
    record = a_draft("event")
    typed = opened(one, record, title="Ada's title")
    assert [one.post(change_url(record), typed).status_code for _time in range(2)] == [302, 302]
    assert record.revisions.count() == 2


def test_whoever_changed_nothing_is_not_asked(one: Client, other: Client) -> None:
    record = a_draft("event")
    typed = opened(one, record)
    save_form(other, record, title="Ben's title")
    assert one.post(change_url(record), typed).status_code == 302
    assert Event.objects.get().title == "Ben's title"
    assert record.revisions.count() == 2


@pytest.mark.long
def test_whoever_goes_back_and_saves_is_asked_about_their_own_save(one: Client) -> None:
    record = a_draft("event", claims=CLAIMS)
    typed = opened(one, record, title="First")
    one.post(change_url(record), typed)
    page = one.post(change_url(record), typed | {"title": ["Second"], "summary": ["More."]})
    assert "You saved this yourself" in text_of(main_content(page).select_one("[role=alert]"))
    assert list(versions(questions(page)["Title"])) == ["As it was", "saved before", "Yours", "Write it anew"]
    one.post(change_url(record), decide(page, Title="mine"))
    assert (Event.objects.get().title, Event.objects.get().summary) == ("Second", "More.")


# Claims


@pytest.mark.long
def test_a_claim_deleted_by_another_and_changed_by_me_keeps_its_address(one: Client, other: Client) -> None:
    record = a_draft("event", claims=CLAIMS)
    typed = opened(one, record, **{"claims-1-text": "Ada's claim 2."})
    save_form(other, record, **{"claims-1-DELETE": "on"})
    page = one.post(change_url(record), typed)
    assert versions(questions(page)["Claim 2"])["ben"] == "not there"
    assert one.post(change_url(record), decide(page, **{"Claim 2": "mine"})).status_code == 302
    assert list(record.entry.claims.values_list("code", "text")) == [
        ("ccccccccc2", "Claim 2."),
        ("ccccccccc3", "Ada's claim 2."),
        ("ccccccccc4", "Claim 4."),
        ("ccccccccc5", "Claim 5."),
    ]


@pytest.mark.long
def test_a_claim_deleted_by_me_and_changed_by_another_is_asked(one: Client, other: Client) -> None:
    record = a_draft("event", claims=CLAIMS)
    typed = opened(one, record, **{"claims-1-DELETE": "on"})
    save_form(other, record, **{"claims-1-text": "Ben's claim 2."})
    page = one.post(change_url(record), typed)
    assert versions(questions(page)["Claim 2"])["Yours"] == "not there"
    one.post(change_url(record), decide(page, **{"Claim 2": "mine"}))
    assert [claim["id"] for claim in document_of(record)["claims"]] == [
        "ccccccccc2",
        "ccccccccc4",
        "ccccccccc5",
    ]


@pytest.mark.long
def test_claims_that_both_added_are_there_and_have_codes_of_their_own(one: Client, other: Client) -> None:
    record = a_draft("event", claims=CLAIMS)

    def added(name: str) -> dict[str, str]:
        return {"claims-4-kind": "assessment", "claims-4-text": f"{name} claim."}

    typed = opened(one, record, **added("Ada's"))
    save_form(other, record, **added("Ben's"))
    page = one.post(change_url(record), typed)
    assert joined_places(page) == ["claim 5 added (ben)", "claim 5 added (yours)"]
    one.post(change_url(record), decide(page))
    claims = document_of(record)["claims"]
    assert [claim["text"] for claim in claims[4:]] == ["Ben's claim.", "Ada's claim."]
    assert len({claim["id"] for claim in claims}) == 6


@pytest.mark.long
def test_the_order_is_asked_only_where_both_moved_claims(one: Client, other: Client) -> None:
    record = a_draft("event", claims=CLAIMS)
    typed = opened(one, record, **{"claims-0-position": "2", "claims-1-position": "1"})
    save_form(other, record, **{"claims-2-position": "4", "claims-3-position": "3"})
    page = one.post(change_url(record), typed)
    assert list(questions(page)) == ["Order of the claims"]
    one.post(change_url(record), decide(page, **{"Order of the claims": "mine"}))
    texts = [claim["text"] for claim in document_of(record)["claims"]]
    assert texts == ["Claim 3.", "Claim 2.", "Claim 4.", "Claim 5."]


@pytest.mark.long
def test_what_claims_name_is_read_for_all_of_them_at_once(one: Client, other: Client) -> None:
    def queries(record: Record) -> int:
        typed = opened(one, record, title="Ada's title")
        save_form(other, record, summary="Ben's summary.")
        with CaptureQueriesContext(connection) as captured:
            one.post(change_url(record), typed)
        return sum('FROM "relations_record"' in query["sql"] for query in captured)

    named = {"speaker": "arland", "side": "borland"}
    many = [a_claim(id=f"ccccccccc{n}", **named) for n in range(2, 9)]
    of_one = queries(a_draft("event", claims=[a_claim(**named)]))
    assert queries(a_draft("event", key="wwwww2", slug="other", title="Other", claims=many)) == of_one


@pytest.mark.long
def test_two_texts_of_one_claim_are_never_mixed(one: Client, other: Client) -> None:
    record = a_draft("event", claims=[a_claim(text="exports grew")])
    typed = opened(one, record, **{"claims-0-text": "trade grew sharply"})
    save_form(other, record, **{"claims-0-text": "exports grew slowly"})
    page = one.post(change_url(record), typed)
    assert list(questions(page)) == ["Claim 1: text"]
    one.post(change_url(record), decide(page, **{"Claim 1: text": "theirs"}))
    assert document_of(record)["claims"][0]["text"] == "exports grew slowly"


@pytest.mark.long
def test_a_speaker_is_written_anew_by_choosing_one(one: Client, other: Client) -> None:
    record = a_draft("event")
    save(a_document("actor", name="Premier", slug="premier", type="person"))
    actors = {actor.slug: str(actor.pk) for actor in Actor.objects.all()}
    typed = opened(one, record, **{"claims-0-speaker": actors["arland"]})
    save_form(other, record, **{"claims-0-speaker": actors["borland"]})
    page = one.post(change_url(record), typed)
    label = "Claim 1: speaker or owner"
    assert versions(questions(page)[label])["ben"] == "Borland"
    assert one.post(change_url(record), decide(page, {label: actors["premier"]})).status_code == 302
    assert document_of(record)["claims"][0]["speaker"] == "premier"


@pytest.mark.long
def test_a_code_of_another_entrys_claim_is_not_taken(one: Client, other: Client) -> None:
    record = a_draft("event", claims=CLAIMS)
    typed = opened(
        one, record, **{"claims-4-kind": "assessment", "claims-4-text": "New.", "claims-4-code": "zzzzzzzzz2"}
    )
    save_form(other, record, title="Ben's title")
    one.post(change_url(record), decide(one.post(change_url(record), typed)))
    assert document_of(record)["claims"][4]["id"] != "zzzzzzzzz2"


# Every kind


MILESTONES = [
    {"stage": "proposed", "date": "2018", "note": "At sea", "citations": []},
    {"stage": "signed", "date": "2019", "note": "", "citations": []},
]
KINDS: dict[str, tuple[dict[str, Any], dict[str, str], dict[str, str], dict[str, Any]]] = {
    "event": ({}, {"place": "Arle"}, {"date": "2018"}, {"place": "Arle", "date": "2018"}),
    "agreement": (
        {"milestones": MILESTONES},
        {"milestones-1-note": "Ada's note", "title": "Ada's title"},
        {"milestones-0-DELETE": "on", "milestones-1-date": "2020"},
        {"title": "Ada's title", "milestones": [MILESTONES[1] | {"note": "Ada's note", "date": "2020"}]},
    ),
    "issue": (
        {},
        {"title": "Ada's title"},
        {"state": "contained"},
        {"title": "Ada's title", "state": "contained"},
    ),
    "topic": (
        {"slug": "arms", "name": "Arms"},
        {"other_names": "Weapons"},
        {"description": "Ben's description."},
        {"other_names": [{"name": "Weapons", "shared": False}], "description": "Ben's description."},
    ),
    "actor": (
        {"slug": "premier", "name": "Premier", "type": "person"},
        {"existed_from": "2001"},
        {"shared_names": "PM"},
        {"existed_from": "2001", "other_names": [{"name": "PM", "shared": True}]},
    ),
    "relationship": (
        {"slug": "premier-arland", "sides": ["premier", "arland"]},
        {"introduction": "Ada's."},
        {"description": "Ben's."},
        {"introduction": "Ada's.", "description": "Ben's."},
    ),
    "source": (
        {"slug": "report", "title": "Report", "authors": [a_person("Arle"), a_person("Borle")]},
        {"authors-0-given": "Ann", "doi": "https://doi.org/10.1000/182"},
        {"authors-1-DELETE": "on", "publisher": "Ben's press"},
        {"authors": [a_person("Arle", given="Ann")], "doi": "10.1000/182", "publisher": "Ben's press"},
    ),
}


def a_record(kind: str, **values: Any) -> Record:
    """A draft; of a relationship, of two that have none yet."""
    if kind == "relationship":
        a_vocabulary()
        save(a_document("actor", name="Premier", slug="premier", type="person"))
    return a_draft(kind, **values)


@pytest.mark.long
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_joined(one: Client, other: Client, kind: str) -> None:
    values, mine, theirs, joined = KINDS[kind]
    record = a_record(kind, **values)
    before = document_of(record)
    typed = opened(one, record, **mine)
    assert save_form(other, record, **theirs).status_code == 302
    page = one.post(change_url(record), typed)
    assert questions(page) == {}
    assert one.post(change_url(record), decide(page)).status_code == 302
    assert document_of(record) == before | joined
    assert [revision.origin for revision in record.revisions.all()] == ["joined", "typed", "saved", "saved"]


@pytest.mark.long
@pytest.mark.parametrize("kind", KINDS)
def test_what_was_sent_is_read_as_it_would_be_saved(one: Client, other: Client, kind: str) -> None:
    """The version typed over a newer save is the one that a save on the base would have made."""
    values, mine, theirs, _joined = KINDS[kind]
    alone = a_record(kind, **values)
    typed = opened(one, alone, **mine)
    first = alone.revisions.get()
    save_form(one, alone, **mine)
    saved = document_of(alone)
    publishing.restore_revision(alone, first)
    save_form(other, alone, **theirs)
    token = typed["edit_token"][0]
    typed["edit_token"] = [token.replace(str(first.pk), str(alone.revisions.all()[1].pk), 1)]
    one.post(change_url(alone), decide(one.post(change_url(alone), typed)))
    assert read(alone.revisions.get(origin=Revision.Origin.TYPED)) == saved


# Other editors, and what is not joined


@pytest.mark.long
def test_a_form_with_errors_is_mended_before_it_is_joined(one: Client, other: Client) -> None:
    record = a_draft("event")
    typed = opened(one, record, title="", summary="Ada's summary.")
    save_form(other, record, date="2018")
    refused = one.post(change_url(record), typed)
    assert "This field is required." in form_errors(refused)
    page = one.post(change_url(record), fill_form(refused, title="Ada's title") | {"_continue": ["1"]})
    assert joined_places(page) == ["title (yours)", "summary (yours)", "date (ben)"]


def test_an_import_is_another_editor(one: Client, tmp_path: Path) -> None:
    record = a_published("event")
    export_folder(tmp_path)
    typed = opened(one, record, title="Ada's title")
    (file,) = (tmp_path / "events").glob("*.md")
    file.write_text(file.read_text("utf-8").replace("What is told here.", "Imported."), "utf-8")
    assert import_folder(tmp_path).changed
    page = one.post(change_url(record), typed)
    assert "An import changed this at" in text_of(main_content(page).select_one("[role=alert]"))
    assert joined_places(page) == ["title (yours)", "summary (import)"]


def test_a_rename_is_another_editor(one: Client, ben: User) -> None:
    record = a_published("event")
    typed = opened(one, record, title="Ada's title")
    publishing.rename(record, slug="meeting", user=ben)
    page = one.post(change_url(record), typed)
    assert "ben renamed this" in text_of(main_content(page).select_one("[role=alert]"))
    assert one.post(change_url(record), decide(page)).status_code == 302
    assert (document_of(record)["slug"], document_of(record)["title"]) == ("meeting", "Ada's title")


def test_a_topic_that_was_merged_meanwhile_comes_as_its_survivor(one: Client, ben: User) -> None:
    arms = a_published("topic", slug="arms", name="Arms")
    record = a_published("event", topics=["arms"])
    survivor = Record.objects.get(kind="topic", key="defence")
    publishing.publish([survivor])
    typed = opened(one, record, title="Ada's title")
    publishing.merge(arms, into=survivor, user=ben)
    answer = one.post(change_url(record), typed)
    if answer.status_code == 200:
        answer = one.post(change_url(record), decide(answer))
    assert answer.status_code == 302
    assert (document_of(record)["topics"], document_of(record)["title"]) == (["defence"], "Ada's title")


def test_places_in_a_source_that_another_changed_are_refused_as_before(one: Client, other: Client) -> None:
    a_vocabulary()
    source = Record.objects.get(kind="source")
    typed = opened(one, source, title="Ada's title")
    save_form(other, source, publisher="Ben's press", **{"passages-0-excerpt": "Ben's excerpt."})
    refused = one.post(change_url(source), typed)
    assert any("ben saved this" in error for error in form_errors(refused))
    assert page_form(refused).find(id="id_title")["value"] == "Ada's title"


def test_places_that_i_changed_are_saved_with_the_joined_source(one: Client, other: Client) -> None:
    record = a_published("event")
    source = Record.objects.get(kind="source")
    changes = {"passages-0-locator": "Paragraph 1a", "passages-1-excerpt": "Ada's excerpt."}
    typed = opened(one, source, title="Ada's title", **changes)
    save_form(other, source, publisher="Ben's press")
    page = one.post(change_url(source), typed)
    assert Passage.objects.filter(locator="Paragraph 1").exists()
    assert one.post(change_url(source), decide(page)).status_code == 302
    assert list(Passage.objects.values_list("locator", "excerpt")) == [
        ("Paragraph 1a", ""),
        ("Paragraph 2", "Ada's excerpt."),
    ]
    assert document_of(source)["publisher"] == "Ben's press"
    assert read(record.revisions.first())["claims"][0]["citations"][0]["locator"] == "Paragraph 1a"


@pytest.mark.long
def test_the_page_goes_through_signing_in_again(one: Client, other: Client) -> None:
    record, page = trial(one, other)
    one.logout()
    asked = one.post(change_url(record), decide(page, {"Summary": "Both of it."}))
    assert asked.status_code == 403
    form = parse_html(asked).find("form", id="login-form")
    signed = form_fields(form) | {"sign-in-username": ["ada"], "sign-in-password": ["ada's password"]}
    assert one.post(change_url(record), signed).status_code == 302
    assert document_of(record)["summary"] == "Both of it."


@pytest.mark.long
def test_who_may_not_change_it_may_not_join(one: Client, other: Client, as_role: Any) -> None:
    record, page = trial(one, other)
    assert as_role("nobody").post(change_url(record), decide(page, Summary="mine")).status_code == 403


@pytest.mark.long
@pytest.mark.parametrize(
    "forged",
    [
        {"onto_revision": ["abc"]},
        {"join-0-choice": ["anything"]},
        {"join-0-path": ["claims/zzzzzzzzz2"]},
        {"join-0-shown": ["0"]},
        {"join-999-path": ["x/y/z"], "join-999-choice": ["mine"]},
        {"edit_token": ["99999999"]},
    ],
)
def test_a_forged_answer_writes_nothing(one: Client, other: Client, forged: dict[str, list[str]]) -> None:
    record, page = trial(one, other)
    answer = one.post(change_url(record), decide(page) | forged)
    assert answer.status_code == 200
    assert record.revisions.count() == 2


def test_saving_without_a_change_makes_no_revision_and_keeps_an_approval(
    one: Client, ada: User, ben: User
) -> None:
    record = a_draft("event")
    publishing.approve(publishing.send_for_review([record], user=ben), user=ada)
    assert save_form(one, record).status_code == 302
    assert record.revisions.count() == 1
    assert record.reviews.approved().unused().exists()
