"""An actor that a picker does not know is added in place, as a draft."""

from collections.abc import Callable

from django.contrib.auth.models import User
from django.test import Client

from relations.models import Actor, Record
from tests.support.world import a_document, a_published, save

SignIn = Callable[[User], Client]
ADDRESS = "/admin/add-actor/"


def test_name_and_type_make_a_draft_with_a_revision(ada: User, signed_in: SignIn) -> None:
    answer = signed_in(ada).post(ADDRESS, {"name": "Port Authority of Côte", "type": "organisation"})
    actor = Actor.objects.get()
    assert answer.status_code == 201
    assert answer.json() == {"id": str(actor.pk), "text": "Port Authority of Côte"}
    assert (actor.slug, actor.type, actor.record.status) == (
        "port-authority-of-cote",
        "organisation",
        Record.Status.NEVER,
    )
    assert actor.record.revisions.get().saved_by == ada


def test_a_slug_that_another_has_gets_a_number(ada: User, signed_in: SignIn) -> None:
    save(a_document("actor", name="The Port", slug="port"))
    client = signed_in(ada)
    client.post(ADDRESS, {"name": "Port", "type": "group"})
    client.post(ADDRESS, {"name": "Порт", "type": "group"})
    assert {row.name: row.slug for row in Actor.objects.all()} == {
        "The Port": "port",
        "Port": "port-2",
        "Порт": "actor",
    }


def test_a_name_that_is_taken_is_offered(ada: User, signed_in: SignIn) -> None:
    save(a_document("actor", other_names=[{"name": "The Land", "shared": False}]))
    answer = signed_in(ada).post(ADDRESS, {"name": "the land", "type": "state"})
    assert answer.status_code == 200
    said = answer.json()
    assert said["existing"] == {"id": str(Actor.objects.get().pk), "text": "Arland"}
    assert "There is an actor of this name already." in said["errors"]["name"][0]["message"]


def test_what_cannot_be_an_actor_is_told_by_field(ada: User, signed_in: SignIn) -> None:
    client = signed_in(ada)
    for values, fields in (
        ({}, {"name", "type"}),
        ({"name": "X" * 101, "type": "state"}, {"name"}),
        ({"name": "\u200b", "type": "state"}, {"name"}),
        ({"name": "Port", "type": "harbour"}, {"type"}),
        ({"name": "a\0b", "type": "state"}, {"name"}),
    ):
        answer = client.post(ADDRESS, values)
        assert (answer.status_code, set(answer.json()["errors"])) == (200, fields), values
    assert not Actor.objects.exists()


def test_who_may_not_add_actors_adds_none(ada: User, signed_in: SignIn, client: Client) -> None:
    a_published("event")
    before = Actor.objects.count()
    assert client.post(ADDRESS, {"name": "Port", "type": "state"}).status_code == 403
    ada.is_superuser = False
    ada.save()
    ada.groups.clear()
    assert signed_in(ada).post(ADDRESS, {"name": "Port", "type": "state"}).status_code == 403
    assert signed_in(ada).get(ADDRESS).status_code in (403, 405)
    assert Actor.objects.count() == before
