"""What one typed and did not save is a queue on the first page: one's own alone, each leading to its form."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from bs4 import Tag
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from relations.admin.autosave.queue import TypedQueue
from relations.models import Autosave
from tests.support.admin import change_url, main_content, parse_html, save_form, text_of
from tests.support.autosave import offers_on, type_in
from tests.support.world import a_draft

pytestmark = pytest.mark.django_db

SignIn = Callable[[User], Client]
ADD = "/admin/relations/event/add/"


@pytest.fixture
def client(ada: User, signed_in: SignIn) -> Client:
    return signed_in(ada)


def queue(client: Client) -> Tag | None:
    return parse_html(client.get("/admin/")).find("section", attrs={"aria-labelledby": "typed-heading"})


def names(node: Tag | None) -> list[str]:
    assert node is not None
    return [text_of(link) for link in node.select(".record-list a")]


def age(title: str, days: int) -> None:
    for text in Autosave.objects.unsaved():
        if title in text.fields:
            Autosave.objects.filter(pk=text.pk).update(typed_at=timezone.now() - timedelta(days))


@pytest.mark.long
def test_each_leads_to_its_form_which_offers_it(client: Client) -> None:
    type_in(client.get(change_url(a_draft("event"))), title="Typed on")
    type_in(client.get(ADD), title="A meeting")
    type_in(client.get("/admin/relations/relationship/add/"), description="Neighbours.")
    typed = queue(client)
    assert text_of(typed.h3) == "Typed, not saved (3)"
    assert names(typed) == ["Typed on", "A meeting", "Relationship without a name"]
    assert [text_of(detail).partition(" ·")[0] for detail in typed.select(".quiet")] == [
        "Event",
        "New event",
        "New relationship",
    ]
    for link in typed.select(".record-list a"):
        assert len(offers_on(client.get(link["href"]))) == 1


@pytest.mark.long
def test_eight_are_listed_oldest_first_and_all_on_a_page_of_their_own(client: Client) -> None:
    for number in range(10):
        type_in(client.get(ADD), title=f"Meeting {number}.")
        age(f"Meeting {number}.", days=number)
    oldest_first = [f"Meeting {number}." for number in range(9, -1, -1)]
    typed = queue(client)
    assert names(typed) == oldest_first[:8]
    whole = client.get(typed.select_one("p a")["href"])
    assert names(main_content(whole)) == oldest_first


def test_nobody_elses_is_shown(client: Client, ben: User, signed_in: SignIn) -> None:
    type_in(client.get(ADD), title="A meeting")
    other = signed_in(ben)
    assert queue(other) is None
    assert names(main_content(other.get("/admin/queues/typed/"))) == []


@pytest.mark.long
def test_what_is_saved_thrown_away_or_too_old_is_not_listed(client: Client) -> None:
    record = a_draft("event")
    type_in(client.get(change_url(record)), title="Saved")
    save_form(client, record, title="Saved otherwise")  # by another page: it is still offered
    assert names(queue(client)) == ["Saved"]
    offer = parse_html(client.get(change_url(record))).select_one("section.autosave-offer form")
    client.post(offer["action"])
    assert queue(client) is None
    type_in(client.get(ADD), title="Old")
    age("Old", days=31)
    assert queue(client) is None


def test_of_a_deleted_record_it_leads_to_a_new_form_with_it(client: Client) -> None:
    record = a_draft("event")
    type_in(client.get(change_url(record)), title="Typed on")
    record.working_copy.delete()
    link = queue(client).select_one(".record-list a")
    shown = client.get(link["href"], follow=True)
    assert shown.redirect_chain[-1][0].startswith(ADD)
    assert parse_html(shown).select_one("#id_title")["value"] == "Typed on"


@pytest.mark.long
def test_it_is_one_query(client: Client, ada: User, django_assert_num_queries: Any) -> None:
    for number in range(9):
        type_in(client.get(ADD), title=f"Meeting {number}.")
    waiting = TypedQueue()
    with django_assert_num_queries(1):
        assert [waiting.describe(row).name for row in waiting.rows(ada)[:8]] == [
            f"Meeting {number}." for number in range(8)
        ]
