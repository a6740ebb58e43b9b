"""What is typed in a form is stored before it is saved: when, whose it is, and when it is over."""

import json
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.core.management import call_command
from django.db import OperationalError
from django.test import Client
from django.utils import timezone

from relations.admin.autosave import address, presence, storage
from relations.admin.autosave.ticket import Ticket
from relations.models import Autosave, Event, Record, Revision, Source
from tests.support.admin import change_url, fill_form, form_errors, page_form, parse_html, save_form, text_of
from tests.support.autosave import (
    TICKET,
    first_sequence,
    go_on,
    offers_on,
    send,
    submission,
    ticket_of,
    type_in,
)
from tests.support.refused import RefusedQuery, no_garbage_collection
from tests.support.world import a_claim, a_draft, a_published, change

pytestmark = pytest.mark.django_db

ADD = "/admin/relations/event/add/"
CLAIMS = [a_claim(id=f"ccccccccc{n}", text=f"Claim {n}.") for n in (2, 3, 4)]


@pytest.fixture
def ada_client(ada: User, signed_in: Callable[[User], Client]) -> Client:
    return signed_in(ada)


@pytest.fixture
def ben_client(ben: User, signed_in: Callable[[User], Client]) -> Client:
    return signed_in(ben)


def saved(client: Client, response: Any, /, **values: Any) -> Any:
    """Press Save on a page that is open."""
    url = response.wsgi_request.path
    return client.post(url, fill_form(response, **values) | {"_continue": ["1"]})


def claims_of(response: Any) -> list[str]:
    texts = page_form(response).select('textarea[name^="claims-"][name$="-text"]')
    return [text.get_text().strip() for text in texts if "__prefix__" not in text["name"]]


# Stored


def test_what_is_typed_is_stored_without_a_cookie_and_nothing_is_read_back(ada_client: Client) -> None:
    record = a_draft("event")
    page = ada_client.get(change_url(record))
    answer = send(submission(page, title="Summit in Port Arle, second day"))
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.json().keys() == {"state", "at"}
    row = Autosave.objects.get()
    assert (row.user.username, row.form) == ("ada", f"event/{record.working_copy.pk}")
    assert row.base == str(record.revisions.first().pk)
    assert row.read_fields()["title"] == ["Summit in Port Arle, second day"]
    assert Event.objects.get().title == "Summit in Port Arle"


def test_neither_tokens_nor_passwords_are_stored(ada_client: Client) -> None:
    page = ada_client.get(change_url(a_draft("event")))
    sent = submission(page)
    sent["fields"] |= {"password": ["secret"], "sign-in-username": ["ada"], "new_password1": ["secret"]}
    sent["fields"] |= {"csrfmiddlewaretoken": ["token"], TICKET: ["token"], "claims-__prefix__-text": [""]}
    assert send(sent).status_code == 200
    stored = Autosave.objects.get().fields
    assert "secret" not in stored
    assert not {"csrfmiddlewaretoken", TICKET, "edit_token", "overwrite_token"} & json.loads(stored).keys()
    assert "__prefix__" not in stored
    assert "sign-in" not in stored


def test_what_comes_late_overwrites_nothing_newer(ada_client: Client) -> None:
    page = ada_client.get(change_url(a_draft("event")))
    type_in(page, 2, title="Second")
    late = send(submission(page, 1, title="First"))
    assert (late.status_code, late.json()["state"]) == (200, "older")
    assert Autosave.objects.get().read_fields()["title"] == ["Second"]
    again = send(submission(page, 2, title="Second"))  # its own answer was lost
    assert again.json()["state"] == "stored"


def test_only_what_changed_is_sent_as_a_tab_closes(ada_client: Client) -> None:
    page = ada_client.get(change_url(a_draft("event", claims=CLAIMS)))
    type_in(page, 1, title="Whole")
    body = submission(page, 2)
    changed = {"title": ["Part"], "claims-1-text": []}
    assert send({**body, "since": body["sequence"] - 1, "fields": changed}).json()["state"] == "stored"
    fields = Autosave.objects.get().read_fields()
    assert fields["title"] == ["Part"]
    assert fields["claims-0-text"] == ["Claim 2."]
    assert "claims-1-text" not in fields
    # A part of something that is not what stands there is no form.
    assert send({**body, "sequence": body["sequence"] + 1, "fields": changed, "since": 1}).status_code == 400
    assert Autosave.objects.get().read_fields()["title"] == ["Part"]


@pytest.mark.long
def test_two_tabs_keep_their_texts_apart(ada_client: Client) -> None:
    record = a_draft("event")
    first, second = (ada_client.get(change_url(record)) for _tab in range(2))
    type_in(first, title="In the first tab")
    type_in(second, title="In the second tab")
    type_in(first, 2, title="In the first tab, later")
    offers = offers_on(ada_client.get(change_url(record)))
    assert ["later" in offer for offer in offers] == [True, False]
    assert "second tab" in offers[1]
    saved(ada_client, second, title="In the second tab")
    (offer,) = offers_on(ada_client.get(change_url(record)))
    assert "[added: first ]" in offer
    assert "You saved it since" in offer


# Refused


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\xff\xfe",
        b"[]",
        b"[" * 100_000,
        b'{"ticket": 1}',
        b"9" * 5000,
        b'{"ticket": "x", "sequence": -1, "since": null, "fields": {}}',
        b'{"ticket": "x", "sequence": 99999999999999999999, "since": null, "fields": {}}',
        b'{"ticket": "x", "sequence": 1.5, "since": null, "fields": {}}',
        b'{"ticket": "x", "sequence": 1, "since": "1", "fields": {}}',
        b'{"ticket": "x", "sequence": 1, "since": null, "fields": []}',
        b'{"ticket": "x", "sequence": 1, "since": null, "fields": {"title": "x"}}',
        b'{"ticket": "x", "sequence": 1, "since": null, "fields": {"title": [1]}}',
        b'{"ticket": "x", "sequence": 1, "since": null, "fields": {"title": ["a\\u0000b"]}}',
        b'{"ticket": "x", "sequence": 1, "since": null, "fields": {"title": ["\\ud800"]}}',
        b'{"ticket": "x", "sequence": 1, "since": null, "fields": {"\\udfff": ["x"]}}',
        b'{"ticket": "x", "sequence": 1, "since": null, "fields": {"claims-TOTAL_FORMS": ["9999"]}}',
        b'{"ticket": "x", "sequence": 1, "since": null, "fields": {"edit_token": ["%s"]}}' % (b"1" * 61),
    ],
)
def test_what_no_page_sends_is_refused_in_words(body: bytes) -> None:
    answer = send(body)
    assert answer.status_code == 400
    assert answer.json()["state"] == "refused"
    assert answer.json()["reason"]


def test_what_a_page_may_send_has_a_size(ada_client: Client) -> None:
    page = ada_client.get(change_url(a_draft("event")))
    answer = send(submission(page, summary="x" * 1_100_000))
    assert answer.status_code == 413
    assert "larger" in answer.json()["reason"]
    assert not Autosave.objects.exists()


@pytest.mark.long
def test_nobody_stores_more_forms_than_there_is_room_for(
    ada_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storage, "MAX_ROWS_PER_USER", 2)
    record = a_draft("event")
    for title in ("One", "Two"):
        type_in(ada_client.get(change_url(record)), title=title)
    answer = send(submission(ada_client.get(change_url(record)), title="Three"))
    assert (answer.status_code, answer.json()["state"]) == (400, "refused")
    assert Autosave.objects.count() == 2


def test_a_ticket_is_for_one_form_of_one_user(ada_client: Client) -> None:
    page = ada_client.get(change_url(a_draft("event")))
    body = submission(page)
    forged = Ticket.read(ticket_of(page)).sign()[:-2] + "xx"
    for ticket in ("", "x", forged, "\ud800:x", "x:\ud800"):
        answer = send({**body, "ticket": ticket})
        assert (answer.status_code, answer.json()["state"]) == (403, "refused")
    assert not Autosave.objects.exists()


def test_who_typed_nothing_for_a_minute_only_has_the_form_open(
    ada_client: Client, ben_client: Client
) -> None:
    record = a_draft("event")
    adas, bens = (client.get(change_url(record)) for client in (ada_client, ben_client))

    def others(client: Client, page: Any) -> list[str]:
        question = {"ticket": ticket_of(page), "open": True}
        answer = client.post("/admin/presence/", question, content_type="application/json")
        return list(answer.json()["others"])

    assert others(ben_client, bens) == []
    type_in(bens, title="Second day")
    assert others(ada_client, adas) == ["ben is typing in this form."]
    Autosave.objects.update(typed_at=timezone.now() - timedelta(seconds=66))
    assert others(ada_client, adas) == ["ben has this form open."]


@pytest.mark.parametrize("ticket", ["", "x", "x:y", "\ud800:x", "x:\ud800"])
def test_nobody_asks_who_has_a_form_open_without_its_ticket(ticket: str) -> None:
    answer = Client().post("/admin/presence/", {"ticket": ticket}, content_type="application/json")
    assert (answer.status_code, answer.json()["state"]) == (403, "refused")


def test_reading_and_other_sites_are_refused(ada_client: Client) -> None:
    page = ada_client.get(change_url(a_draft("event")))
    assert Client().get("/autosave/").status_code == 405
    for header in ({"Origin": "https://elsewhere.example"}, {"Sec-Fetch-Site": "cross-site"}):
        assert send(submission(page), **header).status_code == 403
    assert not Autosave.objects.exists()
    own = {"Origin": "http://testserver", "Sec-Fetch-Site": "same-origin"}
    assert send(submission(page), **own).status_code == 200


def sign_out(client: Client, user: User) -> None:
    client.post("/admin/logout/")


def deactivate(_client: Client, user: User) -> None:
    User.objects.filter(pk=user.pk).update(is_active=False)


def change_password(_client: Client, user: User) -> None:
    user.set_password("another")
    user.save()


def delete_account(_client: Client, user: User) -> None:
    user.delete()


@pytest.mark.parametrize("close", [sign_out, deactivate, change_password, delete_account])
def test_a_ticket_ends_with_what_it_stands_for(ada: User, close: Any, signed_in: Any) -> None:
    client = signed_in(ada)
    page = client.get(change_url(a_draft("event")))
    type_in(page, title="Before")
    close(client, ada)
    answer = send(submission(page, 2, title="After"))
    assert (answer.status_code, answer.json()) == (403, {"state": "ended"})
    assert [row.read_fields()["title"] for row in Autosave.objects.all()] in ([["Before"]], [])


def test_a_ticket_ends_after_twelve_hours(ada_client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    page = ada_client.get(change_url(a_draft("event")))
    now = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: now + timedelta(hours=11, minutes=59))
    type_in(page, title="In time")
    monkeypatch.setattr(timezone, "now", lambda: now + timedelta(hours=12, minutes=1))
    assert send(submission(page, 2)).json() == {"state": "ended"}


def test_it_is_stored_after_the_session_ended(ada_client: Client) -> None:
    page = ada_client.get(change_url(a_draft("event")))
    ada_client.session.flush()
    type_in(page, title="Typed on")


def test_a_busy_database_is_said_with_the_time_to_try_again(
    ada_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = ada_client.get(change_url(a_draft("event")))

    def locked(*_arguments: Any) -> Any:
        raise OperationalError("database is locked")

    monkeypatch.setattr(address, "store", locked)
    answer = send(submission(page))
    assert (answer.status_code, answer.json(), answer.headers["Retry-After"]) == (503, {"state": "busy"}, "2")


@pytest.mark.long
@pytest.mark.database
@pytest.mark.parametrize(("module", "name"), [(address, "store"), (presence, "_write")])
def test_a_busy_database_is_let_go_of_at_once(
    ada_client: Client, monkeypatch: pytest.MonkeyPatch, module: Any, name: str
) -> None:
    """Else whichever thread frees its cursor later waits for it."""
    page = ada_client.get(change_url(a_draft("event")))
    query = RefusedQuery()
    monkeypatch.setattr(module, name, query)
    monkeypatch.setattr(module, "is_outage", lambda _error: True)
    with no_garbage_collection():
        send(submission(page))
        ada_client.post("/admin/presence/", {"ticket": ticket_of(page)}, content_type="application/json")
        assert query.is_freed


# Offered


@pytest.mark.long
def test_the_newest_is_offered_and_those_before_it_are_folded_into_one_line(ada_client: Client) -> None:
    record = a_draft("event")
    for number in range(4):
        type_in(ada_client.get(change_url(record)), title=f"Visit {number}")
    page = parse_html(ada_client.get(change_url(record)))
    (newest,) = page.select("section.autosave-offer:not(details section)")
    assert "Visit 3" in text_of(newest)
    (older,) = page.select("details.older-offers")
    assert not older.has_attr("open")
    assert text_of(older.summary) == "3 older"
    assert ["Visit" in text_of(offer) for offer in older.select("section.autosave-offer")] == [True] * 3
    # Day before month, and the year.
    assert re.search(r"^\d{1,2} [A-Z][a-z]+ \d{4}, \d\d:\d\d UTC$", text_of(newest.select_one("h2 time")))


def test_it_is_offered_with_its_age_and_the_difference(ada_client: Client) -> None:
    record = a_draft("event", claims=CLAIMS)
    page = ada_client.get(change_url(record))
    type_in(
        page,
        title="Summit in Port Arle, second day",
        **{"claims-0-text": "Claim two.", "claims-1-DELETE": "on", "claims-3-text": "A new one."},
        **{"claims-3-kind": "reported-fact", "actors-1-role": "host"},
    )
    Autosave.objects.update(typed_at=timezone.now() - timedelta(hours=3))
    page = ada_client.get(change_url(record))
    (offer,) = offers_on(page)
    assert "You typed in this form on" in offer
    assert "3 hours ago" in offer
    assert "saved it since" not in offer
    labels = [text_of(b) for b in parse_html(page).select(".autosave-offer b")]
    assert labels[:1] == ["Title"]
    assert {"Claim 1", "Claim 2", "Claim"} <= set(labels)
    assert "[added: , second day ]" in offer
    assert "A new one." in offer
    assert claims_of(page)[0] == "Claim 2."  # never put in by itself


@pytest.mark.long
def test_going_on_shows_all_that_was_typed_without_judging_it(ada_client: Client) -> None:
    record = a_draft("event", claims=CLAIMS)
    page = ada_client.get(change_url(record))
    passage = Source.objects.get().passages.last()
    type_in(
        page,
        title="",
        date="no date at all",
        **{"claims-1-text": "Claim three.", "claims-3-text": "A new one.", "claims-3-kind": "assessment"},
        **{"claims-3-passages": [str(passage.pk)]},
    )
    shown = go_on(ada_client, ada_client.get(change_url(record)))
    assert form_errors(shown) == []
    fields = fill_form(shown)
    assert (fields["title"], fields["date"]) == ([""], ["no date at all"])
    assert claims_of(shown) == ["Claim 2.", "Claim three.", "Claim 4.", "A new one."]
    assert fields["claims-3-passages"] == [str(passage.pk)]
    assert Event.objects.get().title == "Summit in Port Arle"  # shown, and not saved
    response = saved(ada_client, shown, title="A title", date="2019-09-04")
    assert response.status_code == 302, form_errors(response)
    assert offers_on(ada_client.get(change_url(record))) == []
    texts = list(Event.objects.get().claims.values_list("text", flat=True))
    assert texts == ["Claim 2.", "Claim three.", "Claim 4.", "A new one."]
    assert Event.objects.get().claims.last().passages.get() == passage


def test_a_save_ends_it_and_what_comes_late_makes_no_offer(ada_client: Client) -> None:
    record = a_draft("event")
    page = ada_client.get(change_url(record))
    type_in(page, title="Typed")
    saved(ada_client, page, title="Typed and saved")
    late = send(submission(page, 2, title="Typed"))
    assert late.json()["state"] == "closed"
    assert Autosave.objects.exclude(fields="").count() == 0
    assert offers_on(ada_client.get(change_url(record))) == []


def test_a_save_of_a_page_in_which_nothing_was_stored_yet_refuses_what_comes_late(ada_client: Client) -> None:
    record = a_draft("event")
    page = ada_client.get(change_url(record))
    saved(ada_client, page, title="Typed and saved")
    assert send(submission(page, title="Typed")).json()["state"] == "closed"
    assert offers_on(ada_client.get(change_url(record))) == []


def test_what_was_stored_after_the_save_was_sent_is_still_offered(ada_client: Client) -> None:
    """Its button was pressed, the loading stopped, and it was typed on before the save had come so far."""
    page = ada_client.get(change_url(a_draft("event")))
    type_in(page, 1, title="First")
    type_in(page, 2, title="Second")
    answer = saved(ada_client, page, title="First", autosave_sequence=first_sequence(page) + 1)
    assert answer.status_code == 302
    (offer,) = offers_on(ada_client.get(page.wsgi_request.path))
    assert "Second" in offer
    assert "You saved it since" in offer
    assert send(submission(page, 1, title="First")).json()["state"] == "older"


@pytest.mark.long
def test_a_save_that_is_refused_ends_nothing(ada_client: Client) -> None:
    record = a_draft("event")
    page = ada_client.get(change_url(record))
    type_in(page, title="Typed", date="never")
    refused = saved(ada_client, page, title="Typed", date="never")
    assert form_errors(refused)
    assert offers_on(ada_client.get(change_url(record)))
    # The page that comes back goes on where the other one was, with whatever it sends.
    assert Ticket.read(ticket_of(refused)).page == Ticket.read(ticket_of(page)).page
    assert first_sequence(refused) > first_sequence(page)
    type_in(refused, title="Typed again", date="never")
    saved(ada_client, refused, date="2019")
    assert offers_on(ada_client.get(change_url(record))) == []


@pytest.mark.long
def test_going_on_takes_the_text_over_and_saving_at_once_ends_it(ada_client: Client) -> None:
    record = a_draft("event")
    type_in(ada_client.get(change_url(record)), title="Typed")
    shown = go_on(ada_client, ada_client.get(change_url(record)))
    assert saved(ada_client, shown).status_code == 302
    assert Event.objects.get().title == "Typed"
    assert offers_on(ada_client.get(change_url(record))) == []


def test_going_on_beside_the_tab_that_is_still_open_loses_neither(ada_client: Client) -> None:
    record = a_draft("event")
    first = ada_client.get(change_url(record))
    type_in(first, title="Typed")
    second = go_on(ada_client, ada_client.get(change_url(record)))
    type_in(first, 2, title="Typed on in the first tab")
    type_in(second, title="Typed on in the second tab")
    titles = {row.read_fields()["title"][0] for row in Autosave.objects.unsaved()}
    assert titles == {"Typed on in the first tab", "Typed on in the second tab"}


def test_it_is_offered_to_nobody_else(ada_client: Client, ben_client: Client) -> None:
    record = a_draft("event")
    row = type_in(ada_client.get(change_url(record)), title="Typed by Ada")
    assert b"Typed by Ada" not in ben_client.get(change_url(record)).content
    answer = ben_client.get(f"{change_url(record)}?go-on={row.pk}", follow=True)
    assert b"Typed by Ada" not in answer.content
    assert b"not stored any more" in answer.content
    assert ben_client.post(f"/admin/autosave/{row.pk}/discard/").status_code == 404
    assert Autosave.objects.unsaved().exists()


@pytest.mark.long
def test_what_is_joined_by_itself_ends_it(ada_client: Client, ben_client: Client) -> None:
    record = a_draft("event", claims=CLAIMS)
    type_in(ada_client.get(change_url(record)), title="Ada's title")
    save_form(ben_client, record, summary="Ben's summary")
    shown = go_on(ada_client, ada_client.get(change_url(record)))
    asked = saved(ada_client, shown)
    if asked.status_code == 200:  # nothing is asked, but looked at
        asked = ada_client.post(change_url(record), fill_form(asked) | {"_continue": ["1"]})
    event = Event.objects.get()
    assert (event.title, event.summary) == ("Ada's title", "Ben's summary")
    assert offers_on(ada_client.get(change_url(record))) == []


@pytest.mark.long
def test_who_saved_since_is_said_and_nothing_of_theirs_is_overwritten(
    ada_client: Client, ben_client: Client
) -> None:
    record = a_draft("event", claims=CLAIMS)
    type_in(ada_client.get(change_url(record)), title="Ada's title")
    save_form(ben_client, record, title="Ben's title")
    (offer,) = offers_on(ada_client.get(change_url(record)))
    assert "ben saved it since" in offer
    shown = go_on(ada_client, ada_client.get(change_url(record)))
    assert "ben saved it since" in offers_on(shown)[0]
    asked = saved(ada_client, shown)
    assert Event.objects.get().title == "Ben's title"
    # Both changed the title, which is asked; until that is answered the text is stored.
    assert Autosave.objects.unsaved().exists()
    answers = fill_form(asked)
    question = parse_html(asked).select_one('input[type=radio][value="mine"]')["name"]
    answer = ada_client.post(change_url(record), {**answers, question: ["mine"], "_continue": ["1"]})
    assert answer.status_code == 302
    assert Event.objects.get().title == "Ada's title"
    assert not Autosave.objects.unsaved().exists()


@pytest.mark.long
def test_a_claim_that_was_typed_never_fills_another_one(ada_client: Client, ben_client: Client) -> None:
    record = a_draft("event", claims=CLAIMS)
    page = ada_client.get(change_url(record))
    type_in(page, **{"claims-2-text": "Claim 4, reworded."})
    # Meanwhile the last claim is deleted, and another one stands in its place.
    other = a_claim(id="ddddddddd2", text="Something else.")
    change(record, claims=[*CLAIMS[:2], other])
    shown = go_on(ada_client, ada_client.get(change_url(record)))
    fields = fill_form(shown)
    ids = {fields[f"claims-{n}-text"][0]: fields[f"claims-{n}-id"][0] for n in range(3)}
    assert ids["Claim 4, reworded."] == ""
    assert record.working_copy.claims.get(code="ddddddddd2").text == "Something else."


def test_thrown_away_it_is_gone(ada_client: Client) -> None:
    record = a_draft("event")
    page = ada_client.get(change_url(record))
    row = type_in(page, title="Typed")
    form = parse_html(ada_client.get(change_url(record))).select_one(".autosave-offer form")
    answer = ada_client.post(form["action"], follow=True)
    assert "thrown away" in text_of(parse_html(answer).select_one(".messagelist"))
    assert offers_on(answer) == []
    row.refresh_from_db()
    assert row.fields == ""
    assert ada_client.get(form["action"]).status_code == 405
    assert send(submission(page, 2)).json()["state"] == "closed"


def test_what_says_what_is_saved_is_not_offered(ada_client: Client) -> None:
    record = a_draft("event")
    page = ada_client.get(change_url(record))
    type_in(page)
    assert offers_on(ada_client.get(change_url(record))) == []
    type_in(page, 2, title="Typed")
    undone = {**submission(page, 3), "fields": {}}
    assert send(undone).json()["state"] == "stored"
    assert not Autosave.objects.unsaved().exists()


def test_what_nobody_saves_is_deleted_after_thirty_days(ada_client: Client) -> None:
    record = a_draft("event")
    type_in(ada_client.get(change_url(record)), title="Typed")
    Autosave.objects.update(typed_at=timezone.now() - timedelta(days=30))
    assert offers_on(ada_client.get(change_url(record))) == []
    assert Autosave.objects.expired().count() == 1
    Autosave.objects.update(typed_at=timezone.now() - timedelta(days=29))
    assert offers_on(ada_client.get(change_url(record)))
    assert Autosave.objects.expired().count() == 0


# New forms


@pytest.mark.long
def test_a_new_form_is_offered_again_and_becomes_one_record(ada_client: Client) -> None:
    a_draft("event")
    page = ada_client.get(ADD)
    type_in(page, title="A summit", date="2020", **{"claims-0-text": "They met."})
    shown = ada_client.get(ADD)
    (offer,) = offers_on(shown)
    assert "You typed “A summit” on" in offer
    shown = go_on(ada_client, shown)
    fields = fill_form(shown)
    assert (fields["title"], fields["claims-0-text"]) == (["A summit"], ["They met."])
    assert page_form(shown)["action"] == ADD
    values = fill_form(shown, **{"claims-0-kind": "reported-fact"}) | {"_continue": ["1"]}
    answers = [ada_client.post(ADD, values) for _press in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302], form_errors(answers[0])
    assert len({answer["Location"] for answer in answers}) == 1
    assert Event.objects.filter(title="A summit").count() == 1
    assert offers_on(ada_client.get(ADD)) == []
    # Its address, with "Back", leads to what was saved.
    back = ada_client.get(shown.wsgi_request.get_full_path().split("&")[0])
    assert back["Location"] == answers[0]["Location"]


@pytest.mark.long
def test_what_was_typed_about_a_deleted_record_can_become_a_new_one(ada_client: Client) -> None:
    record = a_draft("event", claims=CLAIMS)
    row = type_in(ada_client.get(change_url(record)), title="Typed")
    url = change_url(record)
    record.working_copy.delete()
    shown = ada_client.get(f"{url}?go-on={row.pk}", follow=True)
    assert shown.wsgi_request.path == ADD
    assert claims_of(shown)[:3] == ["Claim 2.", "Claim 3.", "Claim 4."]
    refused = ada_client.post(ADD, fill_form(shown))
    assert "Somebody deleted this" in form_errors(refused)[0]
    assert saved(ada_client, refused, overwrite_token="deleted").status_code == 302
    assert not Autosave.objects.unsaved().exists()


# Every form


@pytest.mark.long
@pytest.mark.parametrize("kind", ["event", "agreement", "issue", "topic", "actor", "relationship", "source"])
def test_every_kind_of_record_is_stored_offered_and_gone_on_with(ada_client: Client, kind: str) -> None:
    a_published("event")
    record = Record.objects.filter(kind=kind).first() or a_draft(kind)
    page = ada_client.get(change_url(record))
    names = fill_form(page)
    field = next(name for name in ("title", "description", "introduction") if name in names)
    type_in(page, **{field: "Typed here"})
    page = ada_client.get(change_url(record))
    assert "Typed here" in offers_on(page)[0]
    shown = go_on(ada_client, page)
    assert form_errors(shown) == []
    assert fill_form(shown)[field] == ["Typed here"]
    before = Revision.objects.count()
    assert saved(ada_client, shown).status_code == 302
    assert Revision.objects.count() == before + 1
    assert offers_on(ada_client.get(change_url(record))) == []


def test_the_reference_is_stored_and_gone_on_with(root: User, signed_in: Callable[[User], Client]) -> None:
    client = signed_in(root)
    url = "/admin/relations/reference/1/change/"
    type_in(client.get(url), title="Another title")
    shown = go_on(client, client.get(url))
    assert fill_form(shown)["title"] == ["Another title"]
    assert saved(client, shown).status_code == 302
    assert offers_on(client.get(url)) == []


def test_who_may_only_look_stores_nothing(ada: User, signed_in: Callable[[User], Client]) -> None:
    record = a_draft("event")
    looker = User.objects.create_user("looker", is_staff=True)
    looker.user_permissions.add(Permission.objects.get(codename="view_event"))
    page = signed_in(looker).get(change_url(record))
    assert page.status_code == 200
    assert not parse_html(page).select(f"input[name={TICKET}]")


# Backups


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_backup_brings_what_was_typed_back(ada: User, signed_in: Any, tmp_path: Any) -> None:
    client = signed_in(ada)
    record = a_draft("event")
    type_in(client.get(change_url(record)), title="Typed before the backup")
    call_command("backup", str(tmp_path / "site.backup"), verbosity=0)
    Autosave.objects.all().delete()
    call_command("restore", str(tmp_path / "site.backup"), force=True, verbosity=0)
    client = signed_in(User.objects.get(username="ada"))
    assert "before the backup" in offers_on(client.get(change_url(record)))[0]


def test_a_deactivated_account_keeps_its_texts_and_a_deleted_one_takes_them_with_it(
    ada: User, signed_in: Callable[[User], Client]
) -> None:
    record = a_draft("event")
    type_in(signed_in(ada).get(change_url(record)), title="Typed")
    User.objects.filter(pk=ada.pk).update(is_active=False)
    assert Autosave.objects.unsaved().count() == 1
    ada.delete()
    assert Autosave.objects.count() == 0
