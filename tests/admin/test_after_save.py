"""After a save: Save stays in the form, at the field it was pressed in; the other buttons lead on."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client

from relations.models import Claim, Record
from tests.support.admin import (
    action_url,
    change_url,
    fill_form,
    messages_on,
    parse_html,
    record_url,
    text_of,
)
from tests.support.world import a_claim, a_draft

SignIn = Callable[[User], Client]
pytestmark = pytest.mark.django_db

CLAIMS = [a_claim(id=f"ccccccccc{n}", text=f"Claim {n}.") for n in (2, 3, 4)]


@pytest.fixture
def client(ada: User, signed_in: SignIn) -> Client:
    return signed_in(ada)


@pytest.fixture
def record(db: None) -> Record:
    return a_draft("event", claims=CLAIMS)


def led_to(client: Client, record: Record, button: str, focus: str = "", **values: object) -> str:
    """Where the form of a record leads when a button is pressed with the cursor in a field."""
    page = client.get(change_url(record))
    answer = client.post(change_url(record), fill_form(page, **values) | {button: [""], "_focus": [focus]})
    assert answer.status_code == 302
    return str(answer["Location"])


@pytest.mark.parametrize("field", ["id_title", "id_topics", "id_claims-1-text", "id_involvements-0-actor"])
def test_save_comes_back_to_the_field_it_was_pressed_in(client: Client, record: Record, field: str) -> None:
    assert led_to(client, record, "_continue", field) == f"{change_url(record)}#{field}"


def test_save_without_script_comes_back_to_the_form(client: Client, record: Record) -> None:
    assert led_to(client, record, "_continue") == change_url(record)


@pytest.mark.long
def test_a_claim_is_come_back_to_under_the_number_it_has_then(client: Client, record: Record) -> None:
    moved = {"claims__0__position": 3, "claims__2__position": 1}
    assert led_to(client, record, "_continue", "id_claims-2-text", **moved).endswith("#id_claims-0-text")
    deleted = {"claims__0__DELETE": "on"}
    assert led_to(client, record, "_continue", "id_claims-1-note", **deleted).endswith("#id_claims-0-note")
    assert led_to(client, record, "_continue", "id_claims-0-text", **deleted) == change_url(record)


def test_a_new_claim_is_come_back_to(client: Client, record: Record) -> None:
    new = {"claims__3__kind": "reported-fact", "claims__3__text": "New.", "claims__3__position": 1}
    assert led_to(client, record, "_continue", "id_claims-3-text", **new).endswith("#id_claims-1-text")
    assert Claim.objects.values_list("text", flat=True)[1] == "New."


def test_a_new_entry_opens_at_the_field_it_was_saved_in(client: Client, record: Record) -> None:
    url = "/admin/relations/event/add/"
    values = {"title": "Another", "claims__2__kind": "reported-fact", "claims__2__text": "Told."}
    data = fill_form(client.get(url), **values) | {"_continue": [""], "_focus": ["id_claims-2-kind"]}
    answer = client.post(url, data)
    another = Record.objects.exclude(pk=record.pk).get(kind="event")
    assert answer["Location"] == f"{change_url(another)}#id_claims-0-kind"


@pytest.mark.parametrize(
    "forged", ["title", "id_claims-99-text", "id_nothings-0-text", "id_title#x", "//example.org", "id_<b>"]
)
def test_what_is_no_field_of_the_form_is_ignored(client: Client, record: Record, forged: str) -> None:
    assert led_to(client, record, "_continue", forged) == change_url(record)


@pytest.mark.long
def test_the_other_buttons_lead_on(client: Client, record: Record) -> None:
    assert led_to(client, record, "_preview", "id_title") == record_url(record, "preview")
    assert led_to(client, record, "_review") == action_url("send_for_review", record)
    assert led_to(client, record, "_publish") == action_url("publish", record)
    assert messages_on(client.get(action_url("publish", record)))[-1] == "“Summit in Port Arle” is saved."


@pytest.mark.long
def test_one_bar_has_one_save_and_what_may_be_done_next(
    client: Client, ben: User, signed_in: SignIn, record: Record
) -> None:
    def buttons(client: Client, url: str) -> list[str]:
        page = parse_html(client.get(url))
        assert page.select(".save-bar #autosave-status, .save-bar #presence, .submit-row") != []
        assert page.select(".submit-row") == []
        return [str(button["name"]) for button in page.select(".save-bar button")]

    new = "/admin/relations/event/add/"
    for url in (change_url(record), new):
        assert buttons(client, url) == ["_continue", "_preview", "_review", "_publish"]
        assert buttons(signed_in(ben), url) == ["_continue", "_preview", "_review"]
    assert buttons(client, f"{new}?_popup=1") == ["_save"]


def test_the_bar_says_when_it_was_saved(client: Client, record: Record) -> None:
    saved = parse_html(client.get(change_url(record))).select_one(".save-bar .saved-at")
    assert text_of(saved).startswith("Saved ")
    assert parse_html(client.get("/admin/relations/event/add/")).select(".saved-at") == []
