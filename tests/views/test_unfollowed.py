"""What a list cannot follow of its address is told on the page, with the way out; nothing is guessed."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from relations.presenters import changes
from relations.presenters.name_list import MAX_NAME_LENGTH
from tests.support.factories import publish_document
from tests.support.world import a_document
from tests.views.pages import links, open_page, publish_world, words

pytestmark = pytest.mark.django_db

NAMES = ("/topics/", "/actors/", "/relationships/", "/sources/", "/entries/facets/topic/")
NUMBERED = ("/changes/", "/corrections/", "/topics/defence/editions/")
PAGES = (*NAMES, *NUMBERED, "/entries/", "/timeline/", "/topics/defence/")
NO_NUMBERS = ("x", "0", "-1", "1e3", "٣", "9" * 19)
NO_PAGE = "“%s” is no number that “page” can be."
NO_ORDER = "“%s” is no order of this list: name, count."


@pytest.fixture(autouse=True)
def _world(db: None) -> None:
    publish_world(a_document("event"))


def problems(page: BeautifulSoup) -> list[str]:
    return [words(item).removesuffix(" Leave it out") for item in page.select("main .notice[role=status] li")]


@pytest.mark.parametrize("path", PAGES)
def test_a_page_that_is_no_number_is_told_and_the_first_one_shown(reader: Client, path: str) -> None:
    for value in NO_NUMBERS:
        page = open_page(reader, f"{path}?page={value}")
        assert problems(page) == [NO_PAGE % value]
        assert links(page.select_one("main .notice")) == ["?"]
        assert page.find("link", rel="canonical")["href"].endswith(path)


@pytest.mark.parametrize("path", PAGES)
def test_of_a_page_beyond_the_last_one_that_is_told(reader: Client, path: str) -> None:
    page = open_page(reader, f"{path}?page=7")
    assert problems(page) == ["There is no page 7: the last one is 1."]
    assert links(page.select_one("main .notice")) == ["?"]


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("query", ["", "page=1", "page=", "page=%20", "order=", "name=", "colour=red"])
def test_of_what_can_be_followed_or_is_not_known_nothing_is_said(
    reader: Client, path: str, query: str
) -> None:
    assert problems(open_page(reader, f"{path}?{query}")) == []


@pytest.mark.parametrize("path", NAMES)
def test_an_order_that_there_is_not_is_told_and_the_usual_one_used(reader: Client, path: str) -> None:
    page = open_page(reader, f"{path}?name=a&order=size")
    assert problems(page) == [NO_ORDER % "size"]
    assert links(page.select_one("main .notice")) == ["?name=a"]


def test_each_is_told_and_left_out_of_the_links_of_the_page(reader: Client) -> None:
    page = open_page(reader, "/sources/?name=joint&order=%3Cb%3E&page=zz")
    assert problems(page) == [NO_ORDER % "<b>", NO_PAGE % "zz"]
    assert set(links(page.select_one(".name-search"))) == {"?", "?name=joint&order=count"}


def test_letters_of_a_name_that_are_not_looked_for_are_told(reader: Client) -> None:
    page = open_page(reader, f"/actors/?name={'a' * (MAX_NAME_LENGTH + 1)}")
    assert problems(page) == ["Names are searched by at most 100 letters: the others were left out."]
    assert page.select_one("#name")["value"] == "a" * MAX_NAME_LENGTH


def test_on_the_page_of_a_facet_both_what_the_list_and_what_the_names_cannot_be_is_told(
    reader: Client,
) -> None:
    page = open_page(reader, "/entries/facets/topic/?from=soon&order=size&page=x&name=a")
    assert [problem.partition(" is")[0] for problem in problems(page)] == ["“soon”", "“size”", "“x”"]
    assert set(links(page.select_one("main .notice"))) == {"?name=a"}


def test_the_changes_since_a_version_stay_those_without_the_page(
    reader: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(changes, "PAGE_SIZE", 1)
    for value in ("x", "99"):
        page = open_page(reader, f"/changes/?since=v1&page={value}")
        assert links(page.select_one("main .notice")) == ["?since=v1"]


@pytest.mark.parametrize("path", [*NAMES, *NUMBERED])
def test_an_earlier_version_tells_it_too_and_its_way_out_stays_there(reader: Client, path: str) -> None:
    before = open_page(reader, "/topics/").find("a", href=lambda href: bool(href) and "/topics/@v" in href)
    version = before["href"].split("@")[1].split("/")[0]
    publish_document(a_document("topic", description="Other words."))
    page = open_page(reader, f"{path}@{version}/?page=x")
    assert problems(page) == [NO_PAGE % "x"]
    assert links(page.select_one("main .notice")) == ["?"]
    assert page.find("link", rel="canonical")["href"].endswith(path)


@pytest.mark.parametrize(
    ("query", "names"),
    [("", []), ("page=x", ["page"]), ("page=9", ["page"]), ("order=size&name=a&page=-1", ["order", "page"])],
)
def test_the_sources_as_data_name_them_as_the_entries_do(
    reader: Client, query: str, names: list[str]
) -> None:
    told: list[dict[str, Any]] = reader.get(f"/sources.json?{query}").json()["problems"]
    assert [problem["name"] for problem in told] == names
    assert all(problem["value"] and problem["message"] for problem in told)


@pytest.mark.parametrize("path", ["/entries/cite/", "/timeline/cite/"])
def test_the_citation_of_a_list_tells_what_the_list_tells(reader: Client, path: str) -> None:
    page = open_page(reader, f"{path}?type=event&from=soon&topic=none&page=x")
    told = problems(open_page(reader, f"{path.removesuffix('cite/')}?type=event&from=soon&topic=none&page=x"))
    assert problems(page) == told
    assert len(told) == 3


def test_a_page_that_tells_something_is_not_kept_as_the_one_without_it(reader: Client) -> None:
    told = reader.get("/sources/?order=size", headers={"accept-encoding": "gzip"})
    plain = reader.get("/sources/", headers={"accept-encoding": "gzip"})
    assert told.headers["ETag"] != plain.headers["ETag"]
    assert (
        reader.get("/sources/?order=size", headers={"if-none-match": plain.headers["ETag"]}).status_code
        == 200
    )
