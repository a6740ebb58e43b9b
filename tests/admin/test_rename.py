"""Rename: a new address and name; the old address leads on."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client

from relations.models import Record, Relationship, Topic
from tests.support.admin import (
    action_url,
    form_errors,
    main_content,
    messages_on,
    page_form,
    submit_action,
    text_of,
)
from tests.support.world import a_draft, a_published, change

SignIn = Callable[[User], Client]


def test_an_old_link_leads_to_the_new_address(ada: User, signed_in: SignIn, reader: Client) -> None:
    record = a_published("topic")
    submit_action(signed_in(ada), "rename", record, slug="armed-forces", name="Armed forces")
    moved = reader.get("/topics/defence/")
    assert (moved.status_code, moved.url) == (301, "/topics/armed-forces/")
    assert Topic.objects.get().name == "Armed forces"


@pytest.mark.parametrize(
    ("values", "told", "note"),
    [
        ({"name": "Armed forces"}, "Renamed. Its address is the same as before.", "Renamed from “Defence”."),
        ({"slug": "forces"}, "Renamed. Old links lead to the new address.", "Renamed from “defence”."),
    ],
)
def test_old_links_are_spoken_of_where_the_address_changed(
    ada: User, signed_in: SignIn, values: dict[str, str], told: str, note: str
) -> None:
    record, client = a_published("topic"), signed_in(ada)
    done = submit_action(client, "rename", record, **values)
    assert messages_on(client.get(done.url)) == [told]
    record.refresh_from_db()
    assert record.current_edition.change_note == note


def test_what_was_changed_since_stays_unpublished(ada: User, signed_in: SignIn) -> None:
    record = a_published("event")
    change(record, summary="Not yet for readers.")
    submit_action(signed_in(ada), "rename", record, slug="summit-of-2019")
    record.refresh_from_db()
    assert record.status == Record.Status.CHANGED
    assert "Not yet for readers." not in record.edition.document


def test_the_form_begins_with_what_it_is_called_now(ada: User, signed_in: SignIn) -> None:
    page = signed_in(ada).get(action_url("rename", a_published("event")))
    assert page_form(page).find(id="id_slug")["value"] == "summit"
    assert page_form(page).find(id="id_name")["value"] == "Summit in Port Arle"
    assert "/events/summit/" in text_of(main_content(page).find("code"))


def test_a_relationship_has_an_address_and_no_name(ada: User, signed_in: SignIn) -> None:
    a_published("event")
    record = Relationship.objects.get().record
    page = signed_in(ada).get(action_url("rename", record))
    assert page_form(page).find(id="id_name") is None
    assert submit_action(signed_in(ada), "rename", record, slug="arland-and-borland").status_code == 302


def test_an_address_that_is_none_is_refused_in_the_words_of_the_form(ada: User, signed_in: SignIn) -> None:
    refused = submit_action(signed_in(ada), "rename", a_published("topic"), slug="Frigate contract")
    (error,) = form_errors(refused)
    assert "small letters, digits and single hyphens" in error


@pytest.mark.parametrize("slug", ["", "two words", "trade", "summit/..", "x" * 200])
def test_a_bad_or_taken_address_is_refused_at_its_field(ada: User, signed_in: SignIn, slug: str) -> None:
    a_published("topic", slug="trade", name="Trade")
    record = a_published("topic")
    refused = submit_action(signed_in(ada), "rename", record, slug=slug)
    assert refused.status_code == 200
    assert form_errors(refused)
    record.refresh_from_db()
    assert record.edition.number == 1


def test_a_name_that_is_taken_is_refused(ada: User, signed_in: SignIn) -> None:
    a_published("topic", slug="trade", name="Trade")
    record = a_published("topic")
    refused = submit_action(signed_in(ada), "rename", record, slug="commerce", name="trade")
    assert form_errors(refused) == ["There is a topic of this name already. It is written “Trade”."]


def test_a_draft_is_not_renamed(ada: User, signed_in: SignIn) -> None:
    refused = submit_action(signed_in(ada), "rename", a_draft("event"), slug="other")
    assert "Change the slug in the form." in text_of(main_content(refused).select_one(".refusal"))
    assert Record.objects.filter(edition__isnull=False).count() == 0
