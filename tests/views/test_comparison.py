"""What changed since an earlier version: on the page as it was then, and as a page of its own."""

import re
from datetime import UTC, datetime, time, timedelta

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from relations import publishing
from relations.models import Publication, Record, VersionCounter
from tests.support.factories import merge_record, publish_document, withdraw_record
from tests.support.world import a_claim, a_document, save
from tests.views.pages import open_page, publish_world, words

pytestmark = pytest.mark.django_db

SUMMIT = a_document(
    "event", title="Summit in Port Arle", slug="summit", claims=[a_claim(text="22 ships came.")]
)
CHANGED = SUMMIT | {"date": "2020-03", "claims": [SUMMIT["claims"][0] | {"text": "23 ships came."}]}


@pytest.fixture
def since(db: None) -> str:
    publish_world(SUMMIT)
    return f"v{VersionCounter.objects.version()}"


def sentences(page: BeautifulSoup) -> list[str]:
    return [words(item) for item in page.select(".change-sentences > li")]


def section(page: BeautifulSoup, name: str) -> str:
    heading = page.select_one(f"h2#{name}")
    return words(heading.find_parent("section")) if heading else ""


def test_a_page_as_it_was_says_what_has_changed_claim_by_claim(reader: Client, since: str) -> None:
    publish_document(CHANGED)
    page = open_page(reader, f"/events/summit/@{since}/")
    assert sentences(page)[0].startswith("Date: ")
    assert sentences(page)[1] == "Claim “23 ships came.”, text: “22 ships came.” became “23 ships came.”."
    assert page.select_one(f'.banner a[href="/events/summit/changes/?since={since}"]')


def test_a_page_as_it_was_says_that_nothing_has_changed(reader: Client, since: str) -> None:
    publish_document(a_document("event", slug="other", key="vvvvv3"))
    banner = open_page(reader, f"/events/summit/@{since}/").select_one(".banner")
    assert "The text of this page has not changed since then." in words(banner)


def test_a_page_as_it_was_says_what_it_was_merged_into(reader: Client, since: str) -> None:
    publish_document(a_document("topic", slug="navy", name="Navy"))
    merge_record(Record.objects.get(key="missiles"), Record.objects.get(key="navy"))
    [said] = sentences(open_page(reader, f"/topics/missiles/@{since}/"))
    assert re.fullmatch(r"It was merged into “Navy” on \d+ \w+ \d{4}: Merged\.", said)


def test_many_changes_are_counted_and_their_page_has_all(reader: Client, since: str) -> None:
    claims = [a_claim(id=f"ssssssss{n}{n}", text=f"Fact {n}.") for n in range(2, 8)]
    publish_document(SUMMIT | {"claims": [*SUMMIT["claims"], *claims]})
    page = open_page(reader, f"/events/summit/@{since}/")
    assert len(sentences(page)) == 4
    assert words(page.select_one(f'.banner .screen-only > a[href$="changes/?since={since}"]'))
    assert len(sentences(open_page(reader, f"/events/summit/changes/?since={since}"))) == 6


def test_any_two_versions_of_a_record_compare(reader: Client, since: str) -> None:
    second = publish_document(CHANGED).born
    publish_document(CHANGED | {"date": "2021"})
    page = open_page(reader, f"/events/summit/changes/@v{second}/?since={since}")
    assert [said.split(":")[0] for said in sentences(page)] == ["Date", "Claim “23 ships came.”, text"]
    assert len(sentences(open_page(reader, f"/events/summit/changes/?since=v{second}"))) == 1


def test_a_topic_page_compares_as_a_whole(reader: Client, since: str) -> None:
    publish_document(CHANGED)
    publish_document(a_document("event", slug="fleet", title="Fleet", key="ffffff"))
    publish_document(a_document("topic", description="Arms and ships."))
    page = open_page(reader, f"/topics/defence/changes/?since={since}")
    assert any(said.startswith("Description: ") for said in sentences(page))
    assert "Fleet" in section(page, "added")
    assert "Summit in Port Arle" in section(page, "changed")
    assert "23 ships came." in section(page, "changed")
    assert section(page, "removed") == ""


def test_an_entry_that_left_a_topic_is_named_and_one_withdrawn_is_not(reader: Client, since: str) -> None:
    gone = publish_document(a_document("event", slug="gone", title="Secret talks", key="gggggg"))
    left = f"v{gone.born}"
    publish_document(SUMMIT | {"topics": ["missiles"]})
    publish_document(a_document("topic", name="Missiles", slug="missiles", key="missiles", parent=""))
    withdraw_record(gone.record, reason="It was never held.")
    page = open_page(reader, f"/topics/defence/changes/?since={left}")
    assert "Summit in Port Arle" in section(page, "removed")
    assert "It was never held." in section(page, "withdrawn")
    assert "Secret talks" not in words(page)
    then = open_page(reader, f"/topics/defence/changes/@{left}/?since={since}")
    assert "It was never held." in section(then, "withdrawn")
    assert "Secret talks" not in words(then)


def test_a_page_that_came_within_the_time_says_so(reader: Client, since: str) -> None:
    publish_document(a_document("event", slug="fleet", title="Fleet", key="ffffff"))
    page = open_page(reader, f"/events/fleet/changes/?since={since}")
    assert "The page was first published within this time." in section(page, "text")


def test_nothing_changed_is_said(reader: Client, since: str) -> None:
    page = open_page(reader, f"/topics/defence/changes/?since={since}")
    assert "The text of the page is the same." in section(page, "text")
    assert "The entries on the page are the same." in section(page, "entries")


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("", "?since=v12"),
        ("?since=", "?since=v12"),
        ("?since=v0", "?since=v12"),
        ("?since=yesterday", "?since=v12"),
        ("?since=2999-01-01", "?since=v12"),
        ("?since=v999", "The first one is version 1"),
        ("?since=1999-01-01", "The first one is version 1"),
        ("?since=v1&since=v2", "“since” was given more than once"),
        ("?since=v1&since=v1", "“since” was given more than once"),
        ("?since=v1&since=", "“since” was given more than once"),
    ],
)
def test_a_beginning_that_cannot_be_read_is_told(reader: Client, since: str, query: str, told: str) -> None:
    for path in ("/events/summit/changes/", "/changes/")[: 1 if not query else 2]:
        response = reader.get(f"{path}{query}")
        assert (response.status_code, told in response.content.decode()) == (400, True), path


def test_a_beginning_after_the_end_is_told(reader: Client, since: str) -> None:
    later = publish_document(CHANGED).born
    for path in ("/events/summit/changes/", "/changes/"):
        response = reader.get(f"{path}@{since}/?since=v{later}")
        assert (response.status_code, f"as of version {since[1:]}" in response.text) == (400, True)


@pytest.mark.parametrize("days", [0, 1])
@pytest.mark.parametrize("path", ["/changes/", "/events/summit/changes/"])
def test_since_a_day_that_is_not_over_means_since_it_began(
    reader: Client, since: str, path: str, days: int
) -> None:
    today = datetime.now(UTC).date()
    Publication.objects.update(published_at=datetime.combine(today - timedelta(days=2), time(12), UTC))
    publish_document(CHANGED)
    answer = reader.get(f"{path}?since={today + timedelta(days=days)}&n=%C3%A9")
    target = f"{path}?since={today - timedelta(days=1)}&n=%C3%A9"
    assert (answer.status_code, answer.headers["Location"]) == (302, target)
    assert answer.headers["Cache-Control"] == "no-store"
    assert open_page(reader, target).select(".change-sentences > li, .line-list > li")


def test_since_the_day_on_which_all_began_is_told(reader: Client, since: str) -> None:
    answer = reader.get(f"/changes/?since={datetime.now(UTC).date()}")
    assert (answer.status_code, "The first one is version 1" in answer.text) == (400, True)


def test_all_changes_are_listed_since_a_version(reader: Client, since: str) -> None:
    publish_document(a_document("event", slug="fleet", title="Fleet", key="ffffff"))
    page = open_page(reader, f"/changes/?since={since}")
    assert [words(item.a) for item in page.select("main ol > li")] == ["Fleet"]
    assert reader.get("/changes/?since=v0").status_code == 400


def test_what_the_reference_says_of_itself_is_among_all_changes(reader: Client) -> None:
    versions = []
    for title in ("First title", "Second title"):
        publishing.update_reference(title=title)
        versions.append(VersionCounter.objects.version())
    page = open_page(reader, f"/changes/?since=v{versions[0]}")
    assert sentences(page) == ["Title: “First title” became “Second title”."]


def test_a_merger_into_what_was_merged_too_names_what_is_there(reader: Client) -> None:
    navy, ships, fleet = (
        save(a_document("topic", slug=name.lower(), name=name)) for name in ("Navy", "Ships", "Fleet")
    )
    publishing.publish([navy, ships, fleet])
    since = f"v{VersionCounter.objects.version()}"
    publishing.merge(navy, into=ships, note="The same ships.")
    publishing.merge(ships, into=fleet, note="All ships.")
    [said] = sentences(open_page(reader, f"/topics/navy/@{since}/"))
    assert said.startswith("It was merged into “Fleet” on ")
    assert said.endswith(": The same ships.")
