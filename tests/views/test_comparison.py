"""What changed since an earlier version: on the page as it was then, and as a page of its own."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from relations import publishing
from relations.models import Record, VersionCounter
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
    assert sentences(open_page(reader, f"/topics/missiles/@{since}/")) == ["It was merged into “Navy”."]


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
    "query",
    [
        "",
        "?since=",
        "?since=v0",
        "?since=v999",
        "?since=yesterday",
        "?since=v1&since=v2",
        "?since=2999-01-01",
    ],
)
def test_a_beginning_that_cannot_be_read_is_told(reader: Client, since: str, query: str) -> None:
    response = reader.get(f"/events/summit/changes/{query}")
    assert response.status_code == 400
    assert "?since=v12" in response.content.decode()


def test_a_beginning_after_the_end_is_told(reader: Client, since: str) -> None:
    later = publish_document(CHANGED).born
    assert reader.get(f"/events/summit/changes/@{since}/?since=v{later}").status_code == 400


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
    publishing.merge(navy, into=ships)
    publishing.merge(ships, into=fleet)
    assert sentences(open_page(reader, f"/topics/navy/@{since}/")) == ["It was merged into “Fleet”."]
