"""Two topics side by side, and the form to choose them."""

import re
from urllib.parse import urlsplit

import pytest
from django.test import Client

from relations.models import Record
from tests.support.factories import merge_record, publish_document, withdraw_record
from tests.support.world import a_claim, a_document
from tests.views.pages import a_position, an_issue, links, open_page, publish_world, section, words

pytestmark = pytest.mark.django_db

PAIR = "/compare/?topic=defence&topic=fish"


def publish_two_topics() -> None:
    publish_world(
        a_document("topic", name="Fish", slug="fish", description="What swims."),
        an_issue(a_position("arland")),
        an_issue(a_claim(id="t22"), key="ttttt2", slug="tides", title="Tides", topics=["fish"]),
        a_document("event", claims=[a_claim(id="v22")], topics=["missiles", "fish"]),
    )


def test_both_are_chosen_in_a_form_without_script(reader: Client) -> None:
    publish_two_topics()
    page = open_page(reader, "/compare/?topic=&topic=fish")
    first = page.select("form[action='/compare/'] select[name=topic]")[0]
    groups = [
        (group["label"], [words(each) for each in group.select("option")])
        for group in first.select("optgroup")
    ]
    assert groups == [("Defence", ["Defence", "Missiles"]), ("Fish", ["Fish"])]
    assert [option["value"] for option in page.select("option[selected]")] == ["fish"]
    assert "Choose a second topic" in words(page.main)
    assert "Choose two topics" in words(open_page(reader, "/compare/").main)


def test_each_column_is_of_one_topic_in_the_order_asked_for(reader: Client) -> None:
    publish_two_topics()
    page = open_page(reader, PAIR)
    assert words(page.h1) == "Defence and Fish, side by side"
    columns = section(page, "topics").select(".compared > div")
    assert [words(column.h3) for column in columns] == ["Defence theme", "Fish theme"]
    assert "What swims." in words(columns[1])
    differences = section(page, "divergences").select(".compared > div")
    assert [links(column) for column in differences] == [["/issues/fishing/"], ["/issues/tides/"]]
    assert [words(column) for column in section(page, "words").select(".compared > div")] == [
        "Defence One side is quoted 1",
        "Fish No office-holder is quoted 1",
    ]
    assert "/compare/?topic=fish&topic=defence" in links(section(page, "others"))


def test_what_both_have_is_named(reader: Client) -> None:
    publish_two_topics()
    page = open_page(reader, PAIR)
    assert links(section(page, "common")) == ["/events/summit/"]
    assert words(section(page, "actors").li) == "Arland Defence: 2 entries · Fish: 2 entries"
    assert words(section(page, "sources").li) == "Joint statement Defence: 2 entries · Fish: 2 entries"


def test_every_number_is_that_of_the_list_it_leads_to(reader: Client) -> None:
    publish_two_topics()
    counted = open_page(reader, PAIR).main.select('a[href^="/entries/?"]')
    assert len(counted) > 8
    for link in counted:
        text = words(link) if re.search(r"\d", words(link)) else words(link.parent)
        answer = reader.get(f"/entries.json?{urlsplit(link['href']).query}").json()
        assert answer["count"] == int(re.search(r"\d+", text)[0]), link


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("topic=defence&topic=defence", "one topic twice"),
        ("topic=defence&topic=whales", "There is no topic “whales”."),
        ("topic=<b>&topic=defence", "There is no topic “<b>”."),
        ("topic=defence&topic=fish&topic=missiles", "more than two topics"),
    ],
)
def test_a_choice_that_cannot_be_shown_is_asked_again(reader: Client, query: str, said: str) -> None:
    publish_two_topics()
    response = reader.get(f"/compare/?{query}")
    assert response.status_code == 400
    text = response.content.decode().replace("&lt;", "<").replace("&gt;", ">")
    assert said in text
    assert 'action="/compare/"' in text


def test_former_and_merged_topics_lead_on_and_a_withdrawn_one_says_so(reader: Client) -> None:
    publish_two_topics()
    publish_document(a_document("topic", name="Catch", slug="catch", key="fish"))
    assert (reader.get(PAIR).status_code, reader.get(PAIR).url) == (
        301,
        "/compare/?topic=defence&topic=catch",
    )
    missiles = Record.objects.get(kind="topic", key="missiles")
    merge_record(missiles, Record.objects.get(kind="topic", key="fish"))
    moved = reader.get("/compare/?topic=missiles&topic=defence")
    assert moved.url == "/compare/?topic=catch&topic=defence"
    assert reader.get("/compare/?topic=missiles&topic=catch").status_code == 400
    withdraw_record(Record.objects.get(kind="topic", key="fish"), reason="It was no topic.")
    for path in ("/compare/?topic=defence&topic=catch", "/compare/@v2/?topic=defence&topic=fish"):
        gone = reader.get(path)
        assert gone.status_code == 410
        assert "It was no topic." in gone.content.decode()


def test_an_earlier_version_compares_what_it_had(reader: Client) -> None:
    publish_two_topics()
    before = words(section(open_page(reader, PAIR), "divergences"))
    publish_document(an_issue(title="Whales"))
    publish_document(a_document("topic", name="Catch", slug="catch", key="fish"))
    page = open_page(reader, "/compare/@v2/?topic=defence&topic=fish")
    assert words(section(page, "divergences")) == before
    assert "/compare/?topic=catch&topic=defence" in links(page.select_one(".banner"))
    assert "/topics/fish/@v2/" in links(page.main)


def test_all_entries_under_both_are_listed_page_by_page(
    reader: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("presenters.topic_comparison", "views.compare"):
        monkeypatch.setattr(f"relations.{module}.COMMON_PAGE_SIZE", 2)
    publish_two_topics()
    both = {"topics": ["defence", "fish"], "date": "2020"}
    for n in range(3, 6):
        publish_document(
            a_document("event", key=f"vvvvv{n}", slug=f"e{n}", claims=[a_claim(id=f"v2{n}")], **both)
        )
    first = open_page(reader, PAIR)
    assert words(section(first, "common").h2).endswith("4")
    (more,) = section(first, "common").select(".pagination a")
    assert (more["rel"], more["href"]) == (["next"], "?topic=defence&topic=fish&page=2#common")
    second = open_page(reader, f"{PAIR}&page=2")
    listed = [
        href
        for page in (first, second)
        for href in links(section(page, "common"))
        if href.startswith("/events/")
    ]
    assert listed[0] == "/events/summit/"
    assert sorted(listed[1:]) == ["/events/e3/", "/events/e4/", "/events/e5/"]
    assert words(second.h1) == "Defence and Fish, side by side, page 2"
    assert second.select_one("link[rel=canonical]")["href"].endswith(
        "/compare/?topic=defence&topic=fish&page=2"
    )
    for wrong in ("99", "x"):
        page = open_page(reader, f"{PAIR}&page={wrong}")
        assert links(page.select_one(".notice[role=status]")) == ["?topic=defence&topic=fish"]
        assert section(page, "common").select("li")


@pytest.mark.parametrize("entries", [1, 3])
def test_it_costs_two_queries_however_many_entries(
    reader: Client, django_assert_num_queries: object, entries: int
) -> None:
    publish_two_topics()
    publish_world(
        *(an_issue(a_claim(id=f"s{n}"), key=f"sssss{n}", slug=f"i-{n}") for n in range(3, 3 + entries))
    )
    reader.get(PAIR)
    with django_assert_num_queries(2):
        open_page(reader, f"{PAIR}&again")


def test_of_many_topics_the_form_offers_the_themes_and_what_stands_beside(
    reader: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish_two_topics()
    monkeypatch.setattr("relations.presenters.topic_comparison.MAX_OPTIONS", 2)
    offered = [words(each) for each in open_page(reader, "/compare/").select("#topic-0 optgroup option")]
    assert offered == ["Defence", "Fish"]
    beside = open_page(reader, "/compare/?topic=missiles").select("#topic-0 optgroup option")
    assert [words(each) for each in beside] == ["Defence", "Missiles", "Fish"]
