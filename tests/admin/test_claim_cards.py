"""Claims as cards: which begin folded, and what their line says; errors are linked and never folded away."""

from collections.abc import Callable
from typing import Any

import pytest
from bs4 import Tag
from django.contrib import admin
from django.contrib.auth.models import User
from django.test import Client

from relations.models import Comment, Record
from tests.support.admin import change_url, fill_form, form_errors, parse_html, text_of
from tests.support.world import a_claim, a_draft

SignIn = Callable[[User], Client]
pytestmark = pytest.mark.django_db

CLAIMS = [a_claim(id=f"ccccccccc{n}", text=f"Claim {n}.") for n in (2, 3, 4)]


@pytest.fixture
def client(ada: User, signed_in: SignIn) -> Client:
    return signed_in(ada)


def cards(page: Any) -> list[Tag]:
    return list(parse_html(page).select("#claims-group .inline-related:not(.empty-form)"))


def folded(page: Any) -> list[bool]:
    return ["is-folded" in card["class"] for card in cards(page)]


def line(card: Tag) -> str:
    for hidden in card.select(".fold [hidden]"):
        hidden.decompose()
    return text_of(card.select_one(".fold"))


def test_three_saved_claims_begin_folded_and_two_open(client: Client) -> None:
    record = a_draft("event", claims=CLAIMS[:2])
    assert folded(client.get(change_url(record))) == [False, False, False]
    record = a_draft(
        "event",
        key="wwwww2",
        slug="other",
        claims=[c | {"id": f"ddddddddd{n}"} for n, c in zip("234", CLAIMS, strict=True)],
    )
    assert folded(client.get(change_url(record))) == [True, True, True, False]


def test_new_claims_begin_open(client: Client) -> None:
    assert set(folded(client.get("/admin/relations/event/add/"))) == {False}


def test_the_line_says_what_is_folded(client: Client) -> None:
    said = {"kind": "position", "speaker": "arland", "side": "arland", "text": "Trade is to grow. " * 20}
    record = a_draft("event", claims=[CLAIMS[0] | {"citations": []}, CLAIMS[1] | said, CLAIMS[2]])
    first, second, third, _new = map(line, cards(client.get(change_url(record))))
    assert first == "Claim #1 reported fact Claim 2. no citation"
    assert second.startswith("Claim #2 position Arland Trade is to grow. Trade is")
    assert len(second) < 160
    assert second.endswith("…")
    assert third == "Claim #3 reported fact Claim 4."


def test_a_claim_with_an_open_comment_begins_open(client: Client, ada: User) -> None:
    record = a_draft("event", claims=CLAIMS)
    comment = {"record": record, "revision": record.revisions.first(), "author": ada, "text": "Sure?"}
    Comment.objects.create(anchor="claims/ccccccccc3", **comment)
    page = client.get(change_url(record))
    assert folded(page) == [True, False, True, False]
    assert line(cards(page)[1]) == "Claim #2 reported fact Claim 3. 1 open comment"


def test_a_claim_with_a_fault_begins_open(client: Client) -> None:
    record = a_draft("event", claims=[*CLAIMS[:2], CLAIMS[2] | {"citations": []}])
    assert folded(client.get(change_url(record))) == [True, True, True, False]
    assert folded(client.get(f"{change_url(record)}?check=1")) == [True, True, False, False]


@pytest.mark.parametrize(
    ("field", "value", "label"),
    [
        ("text", "", "Claim 2: Text"),
        ("figure_date", "some day", "Claim 2: Date of the figures"),
        ("review_by", "nonsense", "Claim 2: Check again by"),
        ("position", "-3", "Claim 2: Order"),
    ],
)
def test_an_error_opens_its_card_and_its_panel_and_is_linked(
    client: Client, field: str, value: str, label: str
) -> None:
    record = a_draft("event", claims=CLAIMS)
    values = {f"claims__1__{field}": value}
    refused = client.post(change_url(record), fill_form(client.get(change_url(record)), **values))
    assert folded(refused) == [True, False, True, False]
    link = parse_html(refused).select_one(".error-links a")
    assert (link["href"], link.text) == (f"#id_claims-1-{field}", label)
    wrong = parse_html(refused).find(id=f"id_claims-1-{field}")
    assert wrong.find_parent("details") is None
    assert len(form_errors(refused)) == len(parse_html(refused).select(".error-links li")) == 1


def test_what_was_typed_stands_in_the_line_of_a_refused_form(client: Client) -> None:
    record = a_draft("event", claims=CLAIMS)
    page = client.get(change_url(record))
    typed = {"claims__0__text": "Typed anew.", "claims__0__kind": "prospect", "title": ""}
    refused = client.post(change_url(record), fill_form(page, **typed))
    assert line(cards(refused)[0]) == "Claim #1 prospect Typed anew."


def test_the_errors_of_every_part_of_a_form_are_linked(client: Client, record: Record) -> None:
    page = client.get(change_url(record))
    wrong = {
        "title": "",
        "slug": "No Slug",
        "claims__0__kind": "",
        "involvements__0__role": "",
        "links__0__kind": "counterpart",
    }
    refused = client.post(change_url(record), fill_form(page, **wrong))
    links = [str(link["href"]) for link in parse_html(refused).select(".error-links a")]
    assert links == [
        *("#id_title", "#id_slug", "#id_claims-0-kind", "#id_involvements-0-role", "#id_links-0-target"),
    ]
    for link in links:
        assert parse_html(refused).find(id=link[1:]).find_parent("details") is None


@pytest.fixture
def record(db: None) -> Record:
    return a_draft("event")


def test_no_collapsed_panel_has_a_line_of_several_fields(client: Client) -> None:
    """Django looks for the errors of a panel by the names of its fields, not within such a line."""
    admins = [one for model, one in admin.site._registry.items() if model._meta.app_label == "relations"]
    parts = [*admins, *(inline for one in admins for inline in one.inlines)]
    for part in parts:
        for _title, options in part.fieldsets or ():
            if "collapse" in options.get("classes", ()):
                assert all(isinstance(field, str) for field in options["fields"]), part
