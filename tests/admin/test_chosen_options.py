"""What the pickers of a form hold is asked for once for all of them."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from relations.models import Record
from tests.support.admin import change_url, fill_form, form_errors, page_form
from tests.support.world import a_claim, a_draft

SignIn = Callable[[User], Client]
pytestmark = pytest.mark.django_db

LETTERS = "23456789abcdefghjk"


def an_entry(claims: int, first: int = 0, **values: Any) -> Record:
    said = {"kind": "position", "speaker": "arland", "side": "borland"}
    other = {"source": "joint-statement", "locator": "Paragraph 2"}
    return a_draft(
        "event",
        claims=[
            a_claim(id=f"ccccccccc{letter}", text=f"Claim {letter}.", **said)
            | ({"citations": [other]} if letter in "3579" else {})
            for letter in LETTERS[first : first + claims]
        ],
        **values,
    )


def options(page: Any, name: str) -> list[str]:
    return [option.text for option in page_form(page).select(f'select[name="{name}"] option[selected]')]


@pytest.mark.long
def test_as_many_queries_for_sixteen_claims_as_for_two(
    ada: User, signed_in: SignIn, django_assert_num_queries: Callable[[int], Any]
) -> None:
    few = change_url(an_entry(2))
    twice = [
        {"actor": name, "role": role} for name in ("arland", "borland") for role in ("side", "cause", "host")
    ]
    values = {"key": "vvvvv3", "slug": "other", "title": "Other", "actors": twice}
    many = change_url(an_entry(16, first=2, **values))
    client = signed_in(ada)
    client.get(few)
    with CaptureQueriesContext(connection) as of_few:
        client.get(few)
    with django_assert_num_queries(len(of_few)):
        client.get(many)


@pytest.mark.long
def test_a_form_that_is_sent_asks_as_much_for_sixteen_claims_as_for_two(
    ada: User, signed_in: SignIn, django_assert_num_queries: Callable[[int], Any]
) -> None:
    facts = [a_claim(id=f"ccccccccc{letter}", text=f"Claim {letter}.") for letter in LETTERS]
    few = change_url(a_draft("event", claims=facts[:2]))
    many = change_url(a_draft("event", key="vvvvv3", slug="other", claims=facts[2:]))
    client = signed_in(ada)
    sent_few, sent_many = fill_form(client.get(few)), fill_form(client.get(many))
    with CaptureQueriesContext(connection) as of_few:
        assert client.post(few, sent_few).status_code == 302
    with django_assert_num_queries(len(of_few)):
        assert client.post(many, sent_many).status_code == 302


def test_a_row_that_is_not_there_is_refused_in_words(ada: User, signed_in: SignIn) -> None:
    """Though others of the same form are, which were read together with it."""
    url = change_url(an_entry(2))
    client = signed_in(ada)
    gone = {"claims-0-passages": ["1", "999"], "claims-1-speaker": "998"}
    refused = client.post(url, fill_form(client.get(url), **gone))
    assert form_errors(refused) == [
        "Select a valid choice. 999 is not one of the available choices.",
        "Select a valid choice. That choice is not one of the available choices.",
    ]


@pytest.mark.parametrize("table", ["relations_passage", "relations_actor", "relations_topic"])
def test_one_query_for_all_that_are_chosen_of_a_kind(ada: User, signed_in: SignIn, table: str) -> None:
    client, record = signed_in(ada), an_entry(9)
    with CaptureQueriesContext(connection) as queries:
        client.get(change_url(record))
    asked = [query["sql"] for query in queries if f'FROM "{table}"' in query["sql"]]
    chosen = [sql for sql in asked if f'WHERE "{table}"."id" IN' in sql or '"record_id" IN' in sql]
    assert len(chosen) == 1


def test_every_picker_shows_what_it_holds(ada: User, signed_in: SignIn) -> None:
    page = signed_in(ada).get(change_url(an_entry(4)))
    for number in range(4):
        assert options(page, f"claims-{number}-speaker") == ["Arland"]
        assert options(page, f"claims-{number}-side") == ["Borland"]
    assert options(page, "claims-1-passages") == ["Joint statement: Paragraph 2"]
    assert options(page, "claims-2-passages") == ["Joint statement: Paragraph 1"]
    assert options(page, "topics") == ["Defence"]
    assert options(page, "relationships") == ["Arland–Borland"]
    assert options(page, "involvements-1-actor") == ["Borland"]


def test_a_form_that_is_refused_shows_what_was_chosen(ada: User, signed_in: SignIn) -> None:
    client, record = signed_in(ada), an_entry(2)
    opened = client.get(change_url(record))
    borland = fill_form(opened)["claims-0-side"]
    passages = fill_form(opened)["claims-1-passages"] + fill_form(opened)["claims-0-passages"]
    changed = {"claims__0__speaker": borland, "claims__1__speaker": "", "claims__1__passages": passages}
    refused = client.post(change_url(record), fill_form(opened, title="", **changed))
    assert refused.status_code == 200
    assert options(refused, "claims-0-speaker") == ["Borland"]
    assert options(refused, "claims-1-speaker") in ([""], [])
    assert options(refused, "claims-1-passages") == [
        "Joint statement: Paragraph 2",
        "Joint statement: Paragraph 1",
    ]


def test_what_is_not_there_any_more_is_not_shown(ada: User, signed_in: SignIn) -> None:
    client, record = signed_in(ada), an_entry(2)
    gone = {"claims__0__speaker": "999999", "claims__1__passages": ["999999", "nonsense"]}
    refused = client.post(change_url(record), fill_form(client.get(change_url(record)), title="", **gone))
    assert refused.status_code == 200
    assert options(refused, "claims-0-speaker") in ([""], [])
    assert options(refused, "claims-1-passages") == []
