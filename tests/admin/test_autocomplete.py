"""What a picker offers, and in which order."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from relations.models import Actor, Passage, Source
from tests.support.world import a_claim, a_document, a_draft, a_vocabulary, save

SignIn = Callable[[User], Client]

ACTOR = {"app_label": "relations", "model_name": "involvement", "field_name": "actor"}
PASSAGE = {"app_label": "relations", "model_name": "claim", "field_name": "passages"}
LINK = {"app_label": "relations", "model_name": "link", "field_name": "target"}


@pytest.fixture
def offered(ada: User, signed_in: SignIn) -> Callable[..., list[dict[str, str]]]:
    client = signed_in(ada)

    def ask(asked: dict[str, str], term: str = "", **more: Any) -> list[dict[str, str]]:
        found = client.get("/admin/autocomplete/", asked | {"term": term} | more).json()["results"]
        return list(found)

    return ask


def an_actor(name: str, **values: Any) -> None:
    slug = name.lower().replace(" ", "-").replace("+", "")
    save(a_document("actor", name=name, slug=slug, **values))


def texts(rows: list[dict[str, str]]) -> list[str]:
    return [row["text"] for row in rows]


def test_names_come_before_descriptions_and_beginnings_before_middles(offered: Callable[..., Any]) -> None:
    an_actor("Australia", description="An ally, unlike Russia.")
    an_actor("Belorussia")
    an_actor("Envoy to Russia")
    an_actor("Russian Navy")
    an_actor("Russia")
    assert texts(offered(ACTOR, "Russia")) == [
        *("Russia", "Russian Navy", "Envoy to Russia", "Belorussia", "Australia")
    ]
    assert (
        texts(offered(ACTOR, " russia "))
        == texts(offered(ACTOR, "RUSSIA"))
        == texts(offered(ACTOR, "Russia"))
    )


def test_another_name_counts_as_a_name(offered: Callable[..., Any]) -> None:
    an_actor("Usable plan")
    an_actor("United States", other_names=[{"name": "USA", "shared": False}])
    assert texts(offered(ACTOR, "usa")) == ["United States", "Usable plan"]


def test_of_equals_what_is_used_most_comes_first(offered: Callable[..., Any]) -> None:
    a_draft("event", actors=[{"actor": "borland", "role": role} for role in ("side", "host")])
    assert texts(offered(ACTOR))[:2] == ["Borland", "Arland"]


def test_the_type_stands_beside_the_name(offered: Callable[..., Any]) -> None:
    an_actor("Arland")
    an_actor("Envoy", type="person", acts_for="arland")
    assert {row["text"]: row["hint"] for row in offered(ACTOR)} == {
        "Arland": "state",
        "Envoy": "person, for Arland",
    }


def test_places_of_sources_cited_here_come_first_then_those_cited_last(offered: Callable[..., Any]) -> None:
    a_vocabulary()
    sources = {}
    for name in ("Agenda", "Zeal"):
        save(a_document("source", key=name.lower(), slug=name.lower(), title=name))
        source = Source.objects.get(title=name)
        sources[name] = Passage.objects.create(source=source, locator="Page 1", excerpt=f"Of {name}.")
        Passage.objects.create(source=source, locator="Page 2")
    a_draft("event", claims=[a_claim(citations=[{"source": "agenda", "locator": "Page 1"}])])
    names = texts(offered(PASSAGE, "page", cited=[sources["Zeal"].pk, "x", 10**30]))
    assert names[:3] == ["Zeal: Page 1", "Zeal: Page 2", "Agenda: Page 1"]
    assert texts(offered(PASSAGE))[0] == "Agenda: Page 1"
    assert next(row["hint"] for row in offered(PASSAGE, "Zeal")) == "Of Zeal."


def test_entries_are_told_apart_by_kind_and_date(offered: Callable[..., Any]) -> None:
    a_draft("event")
    [row] = offered(LINK, "summit")
    assert (row["text"], row["hint"]) == ("Summit in Port Arle", "event, 4 September 2019")


@pytest.mark.parametrize("asked", [ACTOR, PASSAGE, LINK], ids=lambda asked: asked["field_name"])
def test_as_many_queries_however_many_are_offered(
    ada: User, signed_in: SignIn, asked: dict[str, str], django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    a_draft("event")
    for number in range(12):
        an_actor(f"Actor {number}", type="person", acts_for="arland")
        Passage.objects.create(source=Source.objects.get(), locator=f"Page {number}")
    client = signed_in(ada)
    client.get("/admin/autocomplete/", asked)
    with django_assert_max_num_queries(7):
        client.get("/admin/autocomplete/", asked | {"term": "a"})
    assert Actor.objects.count() > 12
