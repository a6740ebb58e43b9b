"""The actors that a text names are offered to whoever writes it."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from relations import publishing
from relations.admin.named_actors import MAX_OFFERED, find_named
from relations.models import Record
from tests.support.world import a_document, a_published, an_other_name, save

SignIn = Callable[[User], Client]
ADDRESS = "/admin/named-actors/"


def an_actor(name: str, *others: str, shared: tuple[str, ...] = ()) -> Record:
    """An actor with other names, of which some are shared."""
    names = [*map(an_other_name, others), *(an_other_name(one, shared=True) for one in shared)]
    slug = f"a{Record.objects.count()}"
    return save(a_document("actor", name=name, slug=slug, other_names=names))


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("India wants more trade.", ["India"]),
        ("India’s and Russia's ministers", ["India", "Russia"]),
        ("RUSSIA asked India; India answered.", ["Russia", "India"]),
        ("The UNSC met, and so did the U.N.S.C.", ["UN Security Council"]),
        ("The U.S. and the USA", ["United States"]),
        ("the West, and the west wind; Western", ["The West"]),
        ("Путин и Индия", ["Vladimir Putin"]),
        ("A Russian Navy ship", ["Russian Navy"]),
        ("India–Russia–China, then Russia", ["India", "Russia"]),
        ("Two plus Two: BRICS+", ["BRICS"]),
        ("let us go, indian summer, indiana", []),
        ("30 billion US dollars, a US dollar and US$ 30; U.S. dollars, US-dollar, United States dollars", []),
        ("India lent US $30 and asked the US.", ["India", "United States"]),
        ("The Ministry said so", []),
        ("", []),
    ],
)
def test_names_and_other_names_are_found(db: None, text: str, named: list[str]) -> None:
    for name, *others in (
        ("India",),
        ("Russia",),
        ("UN Security Council", "UNSC"),
        ("United States", "US", "USA"),
        ("The West",),
        ("Vladimir Putin", "Путин"),
        ("Russian Navy",),
        ("BRICS",),
    ):
        an_actor(name, *others)
    an_actor("Ministry of Arland", shared=("Ministry",))
    assert [actor.name for actor in find_named(text)] == named


def test_what_is_withdrawn_is_not_offered(db: None) -> None:
    record = an_actor("India")
    publishing.publish([record])
    publishing.withdraw([record], reason="It was no actor.")
    assert list(find_named("India")) == []


def test_the_work_is_bounded_by_the_text(ada: User, signed_in: SignIn) -> None:
    for number in range(MAX_OFFERED + 1):
        an_actor(f"Actor {number}")
    client = signed_in(ada)
    text = " ".join(f"Actor {number}" for number in range(100_000))
    with CaptureQueriesContext(
        connection,
    ) as queries:
        answer = client.post(ADDRESS, {"text": text})
    assert [row["text"] for row in answer.json()["actors"]] == [f"Actor {n}" for n in range(MAX_OFFERED)]
    assert len(queries) < 30
    with CaptureQueriesContext(connection) as queries:
        client.post(ADDRESS, {"text": "Actor 3 met Actor 4."})
    names = [query["sql"] for query in queries if "relations_recordname" in query["sql"]]
    assert len(names) == 1


@pytest.mark.parametrize("text", ["a\0B \ud7ff", "India\u200b \u202e", "x" * 200_000, "A." * 10_000])
def test_any_text_is_answered(ada: User, signed_in: SignIn, text: str) -> None:
    answer = signed_in(ada).post(ADDRESS, {"text": text})
    assert (answer.status_code, answer.json()) == (200, {"actors": []})


def test_who_sees_no_entries_is_told_no_actors(ada: User, signed_in: SignIn, client: Client) -> None:
    a_published("event")
    assert client.post(ADDRESS, {"text": "Arland"}).status_code == 403
    ada.is_superuser = False
    ada.save()
    ada.groups.clear()
    assert signed_in(ada).post(ADDRESS, {"text": "Arland"}).status_code == 403
