"""What a topic's page tells of its entries: stands, changes, dates, actors, what sources do not say."""

import re
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from relations.models import Record
from tests.support.factories import merge_record, publish_document, withdraw_record
from tests.support.world import a_claim, a_document
from tests.views.pages import a_position, an_issue, links, open_page, publish_world, section, words

pytestmark = pytest.mark.django_db

TOPIC = "/topics/defence/"
OVERVIEW = ("open", "stands", "latest", "agreements", "dates", "actors", "silences", "sources")


def a_milestone(stage: str, date: str) -> dict:
    citation = {"source": "joint-statement", "locator": "Paragraph 1"}
    return {"stage": stage, "date": date, "note": "", "citations": [citation]}


def publish_overview() -> None:
    opinion = a_claim(id="k22", kind="assessment", speaker="a-panel")
    steps = [a_milestone("signed", "2018"), a_milestone("operating", "2019-10")]
    publish_world(
        an_issue(a_position("arland"), a_position("arland", id="p22"), opinion, summary="They quarrel."),
        an_issue(opinion | {"id": "k33"}, key="ttttt2", slug="tides", title="Tides", stance="convergence"),
        a_document("agreement", claims=[a_claim(id="g22")], milestones=steps),
        a_document("event", claims=[a_claim(id="v22")]),
        a_document(
            "event", key="vvvvv3", slug="undated", title="Undated", date="", claims=[a_claim(id="v33")]
        ),
    )


def overview(page: BeautifulSoup) -> dict[str, str]:
    return {id_: words(found) for id_ in OVERVIEW if (found := section(page, id_))}


def test_an_issue_says_who_is_quoted_on_it_and_leads_to_the_claims(reader: Client) -> None:
    publish_overview()
    divergence, convergence = section(open_page(reader, TOPIC), "stands").select(".stand")
    assert "active as of September 2019 · one side is quoted They quarrel." in words(divergence)
    quoted = [words(item) for item in divergence.select("li")]
    assert quoted == ["Arland: 2 positions", "Borland: no position in these sources", "Assessment: 1 claim"]
    assert links(divergence) == ["/issues/fishing/", "/issues/fishing/#c-parland", "/issues/fishing/#c-k22"]
    assert "commentators only" in words(convergence)


def test_key_dates_are_events_and_the_steps_of_agreements_in_one_order(reader: Client) -> None:
    publish_overview()
    dates = section(open_page(reader, TOPIC), "dates").select("li")
    assert [words(each) for each in dates] == [
        "2018 Agreement: Defence pact signed",
        "4 September 2019 Event: Summit in Port Arle",
        "October 2019 Agreement: Defence pact operating",
        "undated Event: Undated",
    ]


def test_actors_are_told_by_what_they_are(reader: Client) -> None:
    publish_overview()
    actors = section(open_page(reader, TOPIC), "actors")
    assert [words(heading) for heading in actors.select("h3")] == ["States", "Groups", "Persons"]
    assert [words(item) for item in actors.select("li")[2:]] == [
        "A panel speaks in 2",
        "Ann Arle for Arland speaks in 1",
    ]


def test_what_changed_last_stands_by_day_with_its_reason(reader: Client) -> None:
    publish_overview()
    publish_document(a_document("event", claims=[a_claim(id="v22", text="They met twice.")]), note="Twice.")
    latest = section(open_page(reader, TOPIC), "latest")
    assert words(latest.select_one(".change-note")) == "Twice."
    assert words(latest.select_one("li")) == "Summit in Port Arle edition 2"
    assert links(latest)[1] == "/events/summit/editions/#edition-2"
    assert links(latest)[-1] == f"{TOPIC}changes/"
    assert "The text of this page first published" in words(latest)
    versions = [words(heading).rpartition("version ")[2] for heading in latest.select("h3")]
    assert versions == sorted(set(versions), key=int, reverse=True)


def test_what_is_missing_is_said_in_sentences(reader: Client) -> None:
    publish_overview()
    silences = section(open_page(reader, TOPIC), "silences")
    assert [words(item).removesuffix(" Which?") for item in silences.select("li")] == [
        "On 1 issue the sources quote only one of the sides.",
        "1 issue rests on the views of commentators alone: no office-holder is quoted.",
        "No position of Arland on 1 of the 2 issues here.",
        "No position of Borland on any issue here.",
        "To 2 entries the sources give no date, or only one by which they were so.",
        "All of this rests on a single source.",
    ]


def test_a_topic_without_entries_says_nothing_of_what_is_missing(reader: Client) -> None:
    publish_world()
    page = open_page(reader, "/topics/missiles/")
    assert list(overview(page)) == ["open", "latest"]


def test_every_number_is_that_of_the_list_it_leads_to(reader: Client) -> None:
    publish_overview()
    page = open_page(reader, TOPIC)
    counted = 0
    for id_ in ("actors", "silences", "sources"):
        for link in section(page, id_).select('a[href^="/entries/?"]'):
            item = link if re.search(r"\d", words(link)) else link.find_parent("li")
            answer = reader.get(f"/entries.json?{urlsplit(link['href']).query}").json()
            assert answer["count"] == int(re.search(r"\d+", words(item))[0]), link
            counted += 1
    assert counted > 6


def test_an_earlier_version_says_what_it_said(reader: Client) -> None:
    publish_overview()
    before = overview(open_page(reader, TOPIC))
    assert list(before) == list(OVERVIEW)
    publish_document(an_issue(title="Whales", state="resolved", summary="They talk."))
    publish_document(a_document("topic", name="Arms", slug="arms", key="defence"))
    publish_document(a_document("agreement", claims=[a_claim(id="g22")], title="Old pact"))
    assert overview(open_page(reader, "/topics/defence/@v2/")) == before
    assert reader.get("/topics/arms/@v2/").url == "/topics/defence/@v2/"
    assert overview(open_page(reader, "/topics/arms/")) != before


def test_of_what_was_withdrawn_since_an_earlier_version_tells_the_reason_alone(reader: Client) -> None:
    publish_overview()
    for key in ("sssss2", "ggggg2"):
        withdraw_record(Record.objects.get(key=key), reason="It was false.")
    text = words(open_page(reader, "/topics/defence/@v2/").main)
    assert "It was false." in text
    assert not re.search("Fishing|quarrel|pact|on any issue here", text)


def test_a_topic_merged_into_another_gives_it_its_entries(reader: Client) -> None:
    publish_overview()
    publish_document(a_document("topic", name="Arms", slug="arms"))
    merge_record(
        Record.objects.get(kind="topic", key="defence"), Record.objects.get(kind="topic", key="arms")
    )
    assert reader.get(TOPIC).url == "/topics/arms/"
    page = open_page(reader, "/topics/arms/")
    assert len(section(page, "stands").select(".stand")) == 2
    assert "“Defence” was merged into this page" in words(page.main)


def test_a_page_says_how_to_link_keep_cite_hand_out_and_follow_it(reader: Client) -> None:
    publish_overview()
    use = section(open_page(reader, TOPIC), "cite")
    assert [words(term) for term in use.select("dt")] == [
        *("Link to it", "Link to it as it is", "Cite it", "Hand it out", "Follow it", "Take its data"),
    ]
    assert {"/topics/defence.atom", "/topics/defence.ics"} <= set(links(use))
    assert any(link.endswith("/topics/defence/@v2/") for link in links(use))
    pinned = section(open_page(reader, f"{TOPIC}@v2/"), "cite")
    assert "Link to it" not in [words(term) for term in pinned.select("dt")]
