"""The page of a topic, narrowed or whole, and the list of topics."""

import pytest
from django.test import Client

from relations.presenters import entry_lists
from tests.support.world import a_claim, a_document
from tests.views.pages import an_issue, links, open_page, publish_world, section, words

pytestmark = pytest.mark.django_db


def issue(n: int, **values: object) -> dict:
    own = {"key": f"sssss{n}", "slug": f"issue-{n}", "title": f"Issue {n}"}
    return an_issue(a_claim(id=f"s{n}"), **own | values)


def publish_topics(*more: dict) -> None:
    publish_world(
        issue(3),
        issue(4, state="resolved"),
        issue(5, stance="convergence", topics=["missiles"]),
        a_document("agreement", claims=[a_claim(id="g22")]),
        a_document("event", claims=[a_claim(id="v22")]),
        *more,
    )


def test_the_first_screen_counts_and_lists_the_open_differences(reader: Client) -> None:
    publish_topics()
    page = open_page(reader, "/topics/defence/")
    counts = [words(item) for item in page.select(".type-counts li")]
    assert counts == ["1 convergence", "2 divergences", "1 agreement or project", "1 event"]
    assert links(section(page, "open")) == ["/issues/issue-3/"]
    assert "active as of September 2019" in words(section(page, "open"))
    assert words(page.select_one(".lede")) == "Armed forces and what they buy."
    assert words(page.select_one(".citation-text")).endswith("/topics/defence/@v2/")


def test_the_years_of_the_dated_entries_are_shown(reader: Client) -> None:
    publish_topics(a_document("event", key="vvvvv3", slug="old", date="1975", claims=[a_claim(id="v33")]))
    assert "Dated entries run from 1975 to 2019." in words(
        open_page(reader, "/topics/defence/").select_one(".page-header")
    )


def test_a_theme_names_its_topics_and_a_topic_its_theme(reader: Client) -> None:
    publish_topics()
    assert "/topics/missiles/" in links(section(open_page(reader, "/topics/defence/"), "neighbours"))
    assert "/topics/defence/" in links(open_page(reader, "/topics/missiles/").select_one(".breadcrumb"))


def test_a_topic_can_be_narrowed_in_place(reader: Client) -> None:
    publish_topics()
    page = open_page(reader, "/topics/defence/?type=divergence&state=resolved")
    assert [words(card.h3) for card in page.select(".card")] == ["Issue 4"]
    assert len(page.select(".chips a")) == 2
    assert section(page, "convergences") is None


def test_a_long_list_shows_its_beginning_and_leads_to_all_of_it(
    reader: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish_world(*(issue(n) for n in range(3, 7)), issue(7, state="resolved"))
    monkeypatch.setattr(entry_lists, "MAX_ITEMS", 4)
    monkeypatch.setattr(entry_lists, "TRUNCATED_ITEMS", 2)
    page = open_page(reader, "/topics/defence/")
    for id_, shown, total in (("open", 4, 4), ("divergences", 2, 5)):
        assert len(section(page, id_).select("li.is-divergence")) == shown
        more = [link for link in section(page, id_).select("a") if words(link) == f"All {total}"]
        assert len(more) == (total > shown)
        for link in more:
            assert len(open_page(reader, link["href"]).select(".card")) == total


def test_all_open_differences_are_all_that_are_open(reader: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    publish_world(*(issue(n) for n in range(3, 7)), issue(7, state="resolved"))
    monkeypatch.setattr(entry_lists, "MAX_OPEN", 2)
    differences = section(open_page(reader, "/topics/defence/"), "open")
    assert "2 of 4 are listed." in words(differences)
    (link,) = (a for a in differences.select("a") if words(a) == "All 4")
    assert len(open_page(reader, link["href"]).select(".card")) == 4


def test_a_date_that_all_states_share_is_said_once(reader: Client) -> None:
    publish_world(*(issue(n) for n in (3, 4)), *(issue(n, stance="convergence") for n in (5, 6)))
    page = open_page(reader, "/topics/defence/")
    assert words(section(page, "open").h2) == "Open differences as of September 2019"
    assert words(section(page, "convergences")).count("as of September 2019") == 1
    publish_world(issue(7, state_as_of="2020"))
    assert words(section(open_page(reader, "/topics/defence/?again"), "open")).count("as of") == 3


@pytest.mark.parametrize("path", ["/topics/defence/", "/relationships/arland-borland/"])
def test_a_page_without_an_open_difference_says_so(reader: Client, path: str) -> None:
    publish_world(issue(4, state="resolved"))
    page = open_page(reader, path)
    assert words(section(page, "open")) == "Open differences No open difference is recorded here."


def test_an_unknown_choice_is_named_with_a_way_out(reader: Client) -> None:
    publish_topics()
    notice = open_page(reader, "/topics/defence/?actor=nobody").select_one(".notice")
    assert "nobody" in words(notice)
    assert links(notice) == ["?"]


def test_a_former_slug_among_the_choices_is_sent_on(reader: Client) -> None:
    publish_topics()
    publish_world(a_document("actor", slug="republic-of-arland", key="arland"))
    response = reader.get("/topics/defence/?actor=arland")
    assert (response.status_code, response.url) == (301, "/topics/defence/?actor=republic-of-arland")


@pytest.mark.parametrize("entries", [1, 3])
def test_a_topic_costs_three_queries_however_many_entries(
    reader: Client, django_assert_num_queries: object, entries: int
) -> None:
    publish_world(*(issue(n) for n in range(3, 3 + entries)))
    reader.get("/topics/defence/?warm")
    with django_assert_num_queries(3):
        page = open_page(reader, "/topics/defence/")
    assert len(section(page, "open").select("li")) == entries


def test_the_list_of_topics_is_theme_by_theme(reader: Client) -> None:
    publish_topics()
    theme = section(open_page(reader, "/topics/"), "t-defence")
    assert words(theme.h2) == "Defence 5"
    assert links(theme.select_one(".inline-list")) == ["/topics/missiles/"]
