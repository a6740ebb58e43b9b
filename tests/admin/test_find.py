"""The find box leads from words, a title or a public address to where that is edited."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from relations import publishing
from relations.models import Claim
from tests.support.admin import change_url, main_content, parse_html, text_of
from tests.support.world import a_claim, a_document, a_draft, a_published, a_vocabulary, save

SignIn = Callable[[User], Client]

TWO = [a_claim(), a_claim(id="dddddddd22", text="The fleet fished in May.")]


@pytest.fixture
def found(ada: User, signed_in: SignIn) -> Callable[[str], Any]:
    client = signed_in(ada)
    return lambda text: client.get("/admin/find/", {"q": text})


def names(page: HttpResponse) -> list[str]:
    return [text_of(link) for link in main_content(page).select(".found a")]


def test_the_first_page_has_the_box_ready_to_type(ada: User, signed_in: SignIn) -> None:
    box = parse_html(signed_in(ada).get("/admin/")).find(id="find")
    assert box.has_attr("autofocus")
    assert box.find_parent("form")["action"] == "/admin/find/"


@pytest.mark.database
@pytest.mark.parametrize("text", ["Summit in Port Arle", "  summit  IN port arle ", "arle summit"])
def test_a_title_leads_to_its_form(found: Callable[[str], Any], text: str) -> None:
    record = a_draft("event")
    assert found(text).url == change_url(record)


def test_words_of_one_claim_lead_to_its_text(found: Callable[[str], Any]) -> None:
    record = a_draft("event", claims=TWO)
    assert found("fished may").url == f"{change_url(record)}#id_claims-1-text"


@pytest.mark.database
@pytest.mark.parametrize(
    ("address", "anchor"),
    [
        ("/events/summit/", ""),
        ("https://relations.example.org/events/summit/?q=x", ""),
        ("/events/summit.json", ""),
        ("/events/summit/@v3/", ""),
        ("/events/summit/editions/1/", ""),
        ("/e/vvvvv2/", ""),
        ("/e/vvvvv2/1/", ""),
        ("/events/summit/#c-dddddddd22", "#id_claims-1-text"),
        ("https://relations.example.org/claims/dddddddd22/", "#id_claims-1-text"),
    ],
)
def test_the_address_of_a_public_page_leads_to_its_form(
    found: Callable[[str], Any], address: str, anchor: str
) -> None:
    record = a_published("event", claims=TWO)
    assert found(address).url == change_url(record) + anchor


def test_an_address_that_was_changed_leads_there_too(found: Callable[[str], Any]) -> None:
    record = a_published("event")
    publishing.rename(record, slug="meeting")
    assert found("/events/summit/").url == change_url(record)


def test_other_names_are_names(found: Callable[[str], Any]) -> None:
    record = save(a_document("actor", other_names=[{"name": "The Land", "shared": False}]))
    assert found("the land").url == change_url(record)
    a_vocabulary()
    assert names(found("land"))[:2] == ["Arland", "Borland"]


def test_where_several_can_be_meant_they_are_listed_names_first(found: Callable[[str], Any]) -> None:
    a_draft("event", claims=[a_claim(text="They spoke of fishing.")])
    a_draft("issue", summary="On fishing.", title="Nets")
    a_draft("topic", name="Fishing rights", slug="rights")
    page = found("fishing")
    assert names(page) == ["Fishing rights", "Nets", "They spoke of fishing."]
    details = [text_of(one) for one in main_content(page).select(".found .quiet")]
    assert details == ["topic · never published", "issue · never published", "claim in Summit in Port Arle"]


def test_of_what_was_merged_it_says_into_what(found: Callable[[str], Any]) -> None:
    merged = a_published("topic", name="Nets and lines", slug="nets")
    survivor = a_published("topic", key="vvvvv3", name="Nets at sea", slug="fishing")
    publishing.merge(merged, into=survivor, note="The same.")
    details = [text_of(one) for one in main_content(found("nets")).select(".found .quiet")]
    assert details == ["topic · merged into “Nets at sea”", "topic · published"]


@pytest.mark.database
@pytest.mark.parametrize(
    "text", ["", "nothing has these", "https://[", "/events/none/", "//", "#c-x", "xq " * 400]
)
def test_what_is_not_there_says_so(found: Callable[[str], Any], text: str) -> None:
    a_draft("event")
    page = found(text)
    assert page.status_code == 200
    assert names(page) == []
    if text.strip():
        assert "Nothing has all the words" in text_of(main_content(page))


@pytest.mark.long
def test_as_many_queries_however_much_is_found(
    ada: User, signed_in: SignIn, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    for number in range(12):
        a_draft("topic", slug=f"t{number}", name=f"Topic {number}")
        a_draft("event", key=f"v{number}", slug=f"v{number}", title=f"Topic of event {number}", claims=[])
    client = signed_in(ada)
    with django_assert_max_num_queries(16):
        assert len(names(client.get("/admin/find/", {"q": "topic"}))) == 24


@pytest.mark.long
def test_as_many_queries_for_one_claim_as_for_twelve(
    ada: User, signed_in: SignIn, django_assert_num_queries: Callable[[int], Any]
) -> None:
    for number in range(12):
        claims = [a_claim(id=f"cc{number}"), a_claim(id=f"dd{number}", text=f"Nets, {number}.")]
        a_draft("event", key=f"v{number}", slug=f"v{number}", claims=claims)
    client = signed_in(ada)
    client.get("/admin/find/", {"q": "nets"})
    with CaptureQueriesContext(connection) as all_twelve:
        assert len(names(client.get("/admin/find/", {"q": "nets"}))) == 12
    Claim.objects.filter(text__contains="Nets").exclude(text__in=["Nets, 1.", "Nets, 2."]).delete()
    with django_assert_num_queries(len(all_twelve)):
        assert names(client.get("/admin/find/", {"q": "nets"})) == ["Nets, 1.", "Nets, 2."]


def test_who_may_not_see_entries_finds_nothing(client: Client, ada: User, signed_in: SignIn) -> None:
    assert client.get("/admin/find/", {"q": "x"}).status_code == 302
    ada.groups.clear()
    ada.user_permissions.clear()
    ada.is_superuser = False
    ada.save()
    assert signed_in(ada).get("/admin/find/", {"q": "x"}).status_code == 403
