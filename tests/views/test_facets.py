"""All values of a facet: the page behind "Show all", under every page that has a finder."""

from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from bs4 import BeautifulSoup, Tag
from django.test import Client

from relations.finder import facet_values as listing
from relations.presenters import name_list
from tests.support.factories import publish_document, publish_documents, withdraw_record
from tests.support.world import a_claim, a_document
from tests.views.pages import links, open_page, words

pytestmark = pytest.mark.django_db

# By slug: its title, and how many events cite it. Nothing cites the last.
SOURCES = {
    "accord": ("Accord of Port Arle", 3),
    "elysee": ("Élysée minutes", 2),
    "budget": ("Budget speech", 2),
    "minutes": ("Joint minutes", 1),
    "unread": ("Unread minutes", 0),
}


@pytest.fixture(autouse=True)
def _world(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """A list names two values of a facet, a page of all of them holds two."""
    monkeypatch.setattr(listing, "LISTED_VALUES", 2)
    monkeypatch.setattr(name_list, "PAGE_SIZE", 2)
    publish_documents(
        [
            a_document("actor"),
            a_document("actor", name="Borland", slug="borland"),
            a_document("topic"),
            a_document("topic", name="Fish", slug="fish"),
            a_document("relationship"),
            *(
                a_document("source", slug=slug, title=title, passages=["Page 1"])
                for slug, (title, _n) in SOURCES.items()
            ),
            *(event(number) for number in range(3)),
        ]
    )


def event(number: int) -> dict[str, Any]:
    """The events of 2010, 2011 and 2012; the first is about fish."""
    cited = [{"source": slug, "locator": "Page 1"} for slug, (_t, n) in SOURCES.items() if number < n]
    return a_document(
        "event",
        key=f"vvvvv{number + 2}",
        slug=f"event-{number}",
        date=str(2010 + number),
        topics=["fish"] if number == 0 else ["defence"],
        claims=[a_claim(id=f"cccccccc{number}2", citations=cited)],
    )


def values(page: BeautifulSoup) -> list[tuple[str, int]]:
    return [(words(link.select_one("span")), int(words(link.select_one(".num")))) for link in rows(page)]


def rows(page: BeautifulSoup) -> list[Tag]:
    return page.select(".facets li a")


def every(reader: Client, path: str) -> list[tuple[str, int]]:
    """The values of all pages."""
    found = []
    while path:
        page = open_page(reader, path)
        found += values(page)
        following = page.select_one('.pagination a[rel="next"]')
        path = urlsplit(path).path + following["href"] if following else ""
    return found


BY_COUNT = [("Accord of Port Arle", 3), ("Budget speech", 2), ("Élysée minutes", 2), ("Joint minutes", 1)]


def test_a_list_that_does_not_name_all_values_leads_to_them(reader: Client) -> None:
    page = open_page(reader, "/entries/?type=event&from=2010&page_size=1&page=2")
    (link,) = (a for a in page.select(".facets a") if words(a).startswith("Show all"))
    assert words(link) == "Show all 4 sources"
    assert link["href"] == "/entries/facets/source/?type=event&from=2010&page_size=1"
    assert every(reader, link["href"]) == BY_COUNT


def test_a_facet_whose_values_are_all_named_has_no_such_link(reader: Client) -> None:
    page = open_page(reader, "/entries/")
    more = [link["href"] for link in page.select(".facets a") if "facets/" in link["href"]]
    assert more == ["/entries/facets/source/?"]


def test_values_stand_by_count_or_by_name(reader: Client) -> None:
    assert every(reader, "/entries/facets/source/") == BY_COUNT
    page = open_page(reader, "/entries/facets/source/")
    (other,) = (a["href"] for a in page.select(".name-search .note a"))
    assert every(reader, "/entries/facets/source/" + other) == sorted(
        BY_COUNT, key=lambda v: v[0].replace("É", "E")
    )


def test_the_page_says_what_it_counts_in(reader: Client) -> None:
    page = open_page(reader, "/entries/facets/source/?topic=fish&source=accord&q=summit")
    # The count of a value is what it would find as its facet's only choice: so the facet's own is left out.
    assert words(page.select_one(".lede")) == "1 entry about Fish matching “summit”"
    assert words(page.h1) == "Sources"
    assert page.title.get_text().startswith("Sources: 1 entry about Fish")
    assert len(page.select(".chips a")) == 3


def test_counts_leave_the_facets_own_choice_out(reader: Client) -> None:
    assert sorted(every(reader, "/entries/facets/source/?source=minutes")) == sorted(
        (f"{label} (chosen; remove)" if label == "Joint minutes" else label, count)
        for label, count in BY_COUNT
    )


def test_choosing_a_value_leads_back_to_the_list_with_it(reader: Client) -> None:
    page = open_page(reader, "/entries/facets/source/?topic=defence&sort=oldest")
    assert links(page.select_one(".facets")) == [
        "/entries/?topic=defence&source=accord&sort=oldest",
        "/entries/?topic=defence&source=budget&sort=oldest",
    ]


def test_what_is_chosen_stands_first_and_can_be_taken_out(reader: Client) -> None:
    page = open_page(reader, "/entries/facets/source/?topic=fish&source=unread")
    first = rows(page)[0]
    assert (words(first), first["aria-current"]) == ("Unread minutes (chosen; remove) 0", "true")
    assert first["href"] == "/entries/?topic=fish"


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("elysee", ["Élysée minutes"]),
        ("MINUTE", ["Élysée minutes", "Joint minutes"]),
        ("arle port", ["Accord of Port Arle"]),
        ("unread", []),
        ("–", [label for label, _count in BY_COUNT]),
    ],
)
def test_values_are_found_by_any_part_of_their_names(reader: Client, typed: str, found: list[str]) -> None:
    assert [label for label, _n in every(reader, f"/entries/facets/source/?name={typed}")] == found


def test_a_search_without_a_matching_value_says_so(reader: Client) -> None:
    page = open_page(reader, "/entries/facets/source/?name=zzz")
    assert words(page.select_one(".notice")) == "No name here holds “zzz”."


def test_the_form_keeps_the_selection_and_the_order(reader: Client) -> None:
    page = open_page(reader, "/timeline/facets/source/?topic=defence&order=name&page=2")
    sent = [(field["name"], field["value"]) for field in page.select(".name-search input")]
    assert sent == [("name", ""), ("topic", "defence"), ("order", "name")]


@pytest.mark.parametrize(
    "path",
    [
        *("/entries/", "/events/", "/timeline/", "/topics/defence/", "/actors/arland/"),
        "/relationships/arland-borland/",
    ],
)
def test_every_page_with_a_finder_has_such_pages(reader: Client, path: str) -> None:
    assert "Show all" in words(open_page(reader, path).select_one(".facets")), path
    page = open_page(reader, f"{path}facets/source/?from=2011")
    assert values(page)[0][1] == 2
    for link in rows(page):
        target, _mark, query = link["href"].partition("?")
        assert target == path
        assert ("from", "2011") in parse_qsl(query)
        open_page(reader, link["href"])
    assert f"{path}?from=2011" in links(page.main)


def test_what_the_page_sets_itself_is_no_value(reader: Client) -> None:
    page = open_page(reader, "/topics/fish/facets/topic/")
    assert (values(page), page.select(".name-search")) == ([], [])
    assert "None of these entries has one." in words(page.main)
    assert every(reader, "/entries/facets/topic/") == [("Defence", 2), ("Fish", 1)]


def test_a_facet_with_a_short_list_has_its_page_too(reader: Client) -> None:
    assert every(reader, "/entries/facets/type/") == [("Events", 3)]
    # Searched and put in another order as any, even when it fits on one page.
    assert open_page(reader, "/entries/facets/type/").select_one("#name")


@pytest.mark.parametrize(
    "path",
    [
        "/entries/facets/nothing/",
        "/entries/facets/q/",
        "/topics/nothing/facets/actor/",
        "/changes/facets/topic/",
    ],
)
def test_what_is_no_facet_is_not_found(reader: Client, path: str) -> None:
    assert reader.get(path).status_code == 404


def test_former_slugs_lead_on_once(reader: Client) -> None:
    publish_document(a_document("topic", slug="armed-forces", key="defence"))
    publish_document(a_document("actor", slug="republic-of-arland", key="arland"))
    leads = {
        "/topics/defence/facets/source/?name=a": "/topics/armed-forces/facets/source/?name=a",
        "/topics/defence/facets/source/?actor=arland": (
            "/topics/armed-forces/facets/source/?actor=republic-of-arland"
        ),
        "/topics/defence/facets/source/?actor=arland&sort=oldest&name=a&order=name&page=2": (
            "/topics/armed-forces/facets/source/"
            "?actor=republic-of-arland&sort=oldest&name=a&order=name&page=2"
        ),
        "/entries/facets/source/?topic=defence&name=a&page=2": (
            "/entries/facets/source/?topic=armed-forces&name=a&page=2"
        ),
    }
    for path, target in leads.items():
        response = reader.get(path)
        assert (response.status_code, response.headers["Location"]) == (301, target)
        assert reader.get(target).status_code == 200


def test_a_withdrawn_records_page_is_gone(reader: Client) -> None:
    fish = publish_document(a_document("topic", name="Fish", slug="fish")).record
    withdraw_record(fish)
    assert reader.get("/topics/fish/facets/source/").status_code == 410


def test_the_page_costs_one_query_and_a_records_two(reader: Client, django_assert_num_queries: Any) -> None:
    reader.get("/")
    for path, queries in (("/entries/facets/source/", 1), ("/topics/fish/facets/source/", 2)):
        with django_assert_num_queries(queries):
            reader.get(path)
