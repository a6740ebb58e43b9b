"""Lists of names that do not fit on one page: relationships, sources, actors and topics."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from relations.presenters import entry_lists, home, name_list
from tests.support.factories import publish_documents
from tests.support.world import a_claim, a_document
from tests.views.pages import links, open_page, publish_world, section, words

pytestmark = pytest.mark.django_db

LISTS = ("/relationships/", "/sources/", "/actors/", "/topics/")
STATES = ("cerland", "dorland", "évoland")


@pytest.fixture(autouse=True)
def _world(db: None) -> None:
    """Four relationships, sources and more; the last of each name has the most entries."""
    publish_world(
        *(a_document("actor", name=name.capitalize(), slug=name.replace("é", "e")) for name in STATES),
        *(
            a_document("relationship", slug=f"arland-{name}", sides=["arland", name])
            for name in ("cerland", "dorland", "evoland")
        ),
        *(
            a_document("source", slug=f"report-{n}", title=f"Report {n}", passages=["Page 1"])
            for n in (1, 2, 3)
        ),
        a_document("topic", name="Fish", slug="fish"),
        a_document("topic", name="Herring", slug="herring", parent="fish"),
        *(event(n, "arland-evoland", "report-3", "evoland") for n in (2, 3)),
        event(4, "arland-borland", "report-1", "arland"),
    )


def event(n: int, pair: str, source: str, actor: str) -> dict:
    cited = [{"source": source, "locator": "Page 1"}]
    return a_document(
        "event",
        key=f"vvvvv{n}",
        slug=f"event-{n}",
        relationships=[pair],
        actors=[{"actor": actor, "role": "side"}],
        topics=["herring"] if n < 4 else ["defence"],
        claims=[a_claim(id=f"cccccccc{n}2", citations=cited)],
    )


@pytest.fixture
def short_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(name_list, "PAGE_SIZE", 2)


def listed(page: BeautifulSoup, path: str) -> list[str]:
    """The records of the list that the page leads to, in order, each once."""
    found = [href for href in links(page.main) if href.startswith(path) and href != path]
    return list(dict.fromkeys(found))


def every(reader: Client, path: str, query: str = "") -> list[str]:
    found: list[str] = []
    following = f"?{query}"
    while following:
        page = open_page(reader, path + following)
        found += [url for url in listed(page, path) if url not in found]
        link = page.select_one('.pagination a[rel="next"]')
        following = link["href"] if link else ""
    return found


@pytest.mark.parametrize("path", LISTS)
def test_a_list_that_fits_on_one_page_has_no_search_and_no_pages(reader: Client, path: str) -> None:
    page = open_page(reader, path)
    assert not page.select("main form, main .pagination, main .name-search")


@pytest.mark.parametrize("path", LISTS)
def test_a_long_list_is_turned_page_by_page_and_holds_each_once(
    reader: Client, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    whole = listed(open_page(reader, f"{path}?whole"), path)
    monkeypatch.setattr(name_list, "PAGE_SIZE", 2)
    assert len(listed(open_page(reader, path), path)) < len(whole)
    assert every(reader, path) == whole


@pytest.mark.parametrize("path", LISTS)
def test_instead_of_too_high_a_page_it_is_the_last_which_is_said(
    reader: Client, short_pages: None, path: str
) -> None:
    page = open_page(reader, f"{path}?page=999&order=count")
    assert page.select_one('.pagination a[rel="prev"]')
    assert not page.select_one('.pagination a[rel="next"]')
    (problem,) = page.select("main .notice li")
    assert words(problem).startswith("There is no page 999: the last one is ")
    assert links(problem) == ["?order=count"]


@pytest.mark.parametrize(
    ("path", "typed", "found"),
    [
        ("/relationships/", "EVO", ["/relationships/arland-evoland/"]),
        ("/relationships/", "borland arland", ["/relationships/arland-borland/"]),
        ("/sources/", "report 3", ["/sources/report-3/"]),
        ("/actors/", "evoland", ["/actors/evoland/"]),
        # A topic is found under its theme, which need not bear the name itself.
        ("/topics/", "herring", ["/topics/fish/", "/topics/herring/"]),
        ("/topics/", "fish", ["/topics/fish/"]),
    ],
)
def test_a_list_is_searched_by_name(reader: Client, path: str, typed: str, found: list[str]) -> None:
    page = open_page(reader, f"{path}?name={typed}")
    assert listed(page, path) == found
    # Even when the answer is short there is the way back to the whole list.
    assert page.select_one("#name")["value"] == typed
    assert "?" in links(page.select_one(".name-search"))


@pytest.mark.parametrize("path", LISTS)
def test_a_search_without_a_matching_name_says_so(reader: Client, path: str) -> None:
    page = open_page(reader, f"{path}?name=zzz")
    assert words(page.select_one(".notice")) == "No name here holds “zzz”."
    assert "is published here" not in words(page.main)


@pytest.mark.parametrize(
    ("path", "first"),
    [
        ("/relationships/", "/relationships/arland-evoland/"),
        ("/sources/", "/sources/report-3/"),
        ("/actors/", "/actors/evoland/"),
        ("/topics/", "/topics/fish/"),
    ],
)
def test_a_list_can_begin_with_what_has_most_entries(
    reader: Client, short_pages: None, path: str, first: str
) -> None:
    assert every(reader, path, "order=count")[0] == first
    assert sorted(every(reader, path, "order=count")) == sorted(every(reader, path))


def test_actors_keep_their_types_over_pages(reader: Client, short_pages: None) -> None:
    page = open_page(reader, "/actors/?page=3")
    assert [words(heading) for heading in page.select("section[aria-labelledby^=a-] h2")] == [
        "States 5",
        "Groups 1",
    ]


def test_the_first_page_names_the_relationships_with_most_entries(
    reader: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "All" not in words(section(open_page(reader, "/?all"), "relationships"))
    monkeypatch.setattr(home, "MAX_RELATIONSHIPS", 2)
    shown = section(open_page(reader, "/"), "relationships")
    assert [link["href"] for link in shown.select("tbody th a")] == [
        "/relationships/arland-evoland/",
        "/relationships/arland-borland/",
    ]
    assert words(shown.select_one(".note")) == "These have the most entries. All 4 relationships"
    assert words(section(open_page(reader, "/about/"), "scope")).endswith("4 relationships are covered.")


@pytest.mark.parametrize("path", ["/topics/fish/", "/relationships/arland-evoland/"])
def test_a_page_names_the_sources_cited_most_and_leads_to_all(
    reader: Client, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    cited = [{"source": f"report-{n}", "locator": "Page 1"} for n in (1, 3)]
    publish_documents(
        [event(2, "arland-evoland", "report-3", "evoland") | {"claims": [a_claim(id="x2", citations=cited)]}]
    )
    all_of_them = links(section(open_page(reader, f"{path}?all"), "sources"))
    assert all_of_them == ["/sources/report-3/", "/sources/report-1/"]
    monkeypatch.setattr(entry_lists, "MAX_SOURCES", 1)
    shown = section(open_page(reader, path), "sources")
    assert links(shown) == ["/sources/report-3/", f"{path}facets/source/"]
    assert "All 2 sources" in words(shown)


@pytest.mark.parametrize("path", LISTS)
def test_a_list_costs_one_query(
    reader: Client, short_pages: None, django_assert_num_queries: object, path: str
) -> None:
    reader.get("/")
    with django_assert_num_queries(1):
        reader.get(f"{path}?name=a&order=count")


@pytest.mark.parametrize("path", ["/sources/", "/topics/", "/sources.json", "/entries/facets/topic/"])
@pytest.mark.parametrize("name", ["name", "order", "page"])
def test_a_parameter_that_has_one_value_is_given_once(reader: Client, path: str, name: str) -> None:
    publish_world()
    answer = reader.get(f"{path}?{name}=1&{name}=1")
    assert answer.status_code == 400
    assert f"“{name}” was given more than once." in answer.content.decode()
