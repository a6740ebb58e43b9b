"""Lists, feeds and files as of an earlier version: the same entries, names and counts as then."""

import csv
import io
from datetime import UTC, datetime
from typing import Any

import feedparser
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from relations import catalogue
from relations.models import Publication, Record, VersionCounter
from tests.support.factories import publish_document, withdraw_record
from tests.support.world import a_claim, a_document
from tests.views.pages import open_page, publish_world, words

pytestmark = pytest.mark.django_db

REASON = "It never happened."
SUMMIT = a_document("event", topics=["missiles"], title="Quicksilver at sea")
PACT = a_document("agreement", topics=["missiles"])


@pytest.fixture
def then(db: None) -> int:
    """A version of two entries, of which one was withdrawn since, its topic renamed, and others added."""
    publish_world(SUMMIT, PACT, a_document("issue", topics=["missiles"], stance="convergence"))
    version = VersionCounter.objects.version()
    publish_document(a_document("topic", key="missiles", slug="rockets", name="Rockets", parent="defence"))
    publish_document(PACT | {"title": "Another title"})
    publish_document(a_document("event", key="vvvvv3", slug="later", claims=[a_claim(id="lllllllll2")]))
    withdraw_record(Record.objects.select_related("edition").get(key="vvvvv2"), REASON)
    return version


def at(path: str, version: int) -> str:
    name, mark, query = path.partition("?")
    base, point, suffix = name.partition(".")
    pinned = f"{base}/@v{version}.{suffix}" if point else f"{base.rstrip('/')}/@v{version}/"
    return pinned + mark + query


def data(reader: Client, path: str, version: int) -> Any:
    answer = reader.get(at(path, version))
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_a_list_has_the_entries_of_then_with_a_word_for_what_is_withdrawn(reader: Client, then: int) -> None:
    found = data(reader, "/entries.json", then)
    assert (found["version"], found["count"]) == (then, 3)
    (withdrawn,) = [result for result in found["results"] if "withdrawn" in result]
    assert withdrawn == {
        "code": "vvvvv2",
        "type": "event",
        "withdrawn": {"on": datetime.now(UTC).date().isoformat(), "reason": REASON},
    }
    titles = {result["title"]: result["url"] for result in found["results"] if "title" in result}
    assert titles["Defence pact"].endswith(f"/agreements/pact/@v{then}/")
    topic = next(value for value in found["facets"]["topic"] if value["value"] == "missiles")
    assert (topic["label"], topic["count"]) == ("Missiles", 3)


@pytest.mark.parametrize("path", ["/entries/", "/timeline/", "/events/", "/topics/missiles/", "/changes/"])
def test_a_page_shows_the_place_of_what_is_withdrawn_and_nothing_it_said(
    reader: Client, then: int, path: str
) -> None:
    page = open_page(reader, at(path, then))
    assert f": {REASON}" in words(page.main)
    assert "Quicksilver" not in page.get_text()
    assert "/events/summit/" not in str(page)


def test_what_is_withdrawn_is_neither_found_nor_counted_by_its_words(reader: Client, then: int) -> None:
    assert data(reader, "/entries.json?q=quicksilver", then)["count"] == 0
    found = data(reader, "/entries.json?q=missiles", then)
    topic = next(value for value in found["facets"]["topic"] if value["value"] == "missiles")
    assert (found["count"], topic["count"]) == (2, 2)
    assert [value["value"] for value in found["facets"]["type"] if value["count"]] != []


def test_a_table_has_a_line_for_what_is_withdrawn(reader: Client, then: int) -> None:
    text = reader.get(at("/entries.csv", then)).getvalue().decode("utf-8-sig")
    rows = {row["code"]: row for row in csv.DictReader(io.StringIO(text))}
    assert len(rows) == 3
    gone = {name: value for name, value in rows["vvvvv2"].items() if value}
    assert gone == {
        "code": "vvvvv2",
        "type": "event",
        "withdrawn_on": datetime.now(UTC).date().isoformat(),
        "withdrawal_reason": REASON,
    }
    assert rows["ggggg2"]["url"].endswith(f"/agreements/pact/@v{then}/")
    assert rows["ggggg2"]["topics"] == "Missiles"


def test_a_feed_of_changes_ends_at_the_version(reader: Client, then: int) -> None:
    feed = feedparser.parse(reader.get(at("/changes.atom", then)).content)
    titles = [entry.title for entry in feed.entries]
    assert "Defence pact: first published (edition 1)" in titles
    assert not [title for title in titles if "Another" in title or "Quicksilver" in title]


def test_parameters_and_facets_have_the_names_of_then(reader: Client, then: int) -> None:
    answer = reader.get(at("/entries/?topic=rockets&type=agreement", then))
    assert answer.headers["Location"] == at("/entries/?type=agreement&topic=missiles", then)
    page = open_page(reader, at("/entries/facets/topic/?order=name", then))
    assert [words(a) for a in page.select("main li a")][-1] == "Missiles 3"
    assert "Rockets" not in page.get_text()


@pytest.mark.parametrize("path", ["/topics/missiles.json", "/sources.json", "/events/later.json"])
def test_data_says_which_version_it_is(reader: Client, then: int, path: str) -> None:
    version = VersionCounter.objects.version() if "later" in path else then
    answer = reader.get(at(path, version))
    assert answer.json()["version"] == version
    assert answer.headers["Reference-Version"] == str(version)


def test_every_answer_says_its_version(reader: Client, then: int) -> None:
    present = str(VersionCounter.objects.version())
    page = reader.get("/entries/")
    assert page.headers["Reference-Version"] == present
    for _again in range(2):
        unchanged = reader.get("/entries/", HTTP_IF_NONE_MATCH=page.headers["ETag"])
        assert (unchanged.status_code, unchanged.headers["Reference-Version"]) == (304, present)
    for path, status in (("/nothing/", 404), ("/events/summit/", 410), ("/topics/missiles/", 301)):
        answer = reader.get(path)
        assert (answer.status_code, answer.headers["Reference-Version"]) == (status, present)
    pinned = reader.get(at("/entries/", then))
    assert pinned.headers["Reference-Version"] == str(then)
    again = reader.get(at("/entries/", then), HTTP_IF_NONE_MATCH=pinned.headers["ETag"])
    assert (again.status_code, again.headers["Reference-Version"]) == (304, str(then))
    assert reader.get("/entries/@v99/").headers["Reference-Version"] == present


@pytest.mark.parametrize("path", ["/entries/", "/topics/missiles/", "/entries.json", "/events/later/"])
def test_a_day_says_its_version_when_it_is_unchanged_too(reader: Client, then: int, path: str) -> None:
    day = datetime(2026, 3, 1, tzinfo=UTC)
    version = VersionCounter.objects.version() if "later" in path else then
    Publication.objects.filter(version__lte=version).update(published_at=day)
    address = at(path, version).replace(f"v{version}", "2026-03-01")
    first = reader.get(address)
    catalogue.clear_snapshot()  # another process, or one that has been asked for other days since
    for _again in range(2):
        again = reader.get(address, HTTP_IF_NONE_MATCH=first.headers["ETag"])
        assert (again.status_code, again.headers["Reference-Version"]) == (304, str(version))


def test_a_check_is_awaited_as_of_the_day_of_the_version(reader: Client) -> None:
    claim = a_claim(review_by="2026-05-01")
    publish_world(a_document("event", claims=[claim]))
    version = VersionCounter.objects.version()
    Publication.objects.update(published_at=datetime(2026, 4, 1, tzinfo=UTC))
    assert "awaiting" in words(open_page(reader, "/events/summit/@2026-05-02/").main).lower()
    assert "awaiting" not in words(open_page(reader, f"/events/summit/@v{version}/").main).lower()


# What it costs


def queries(reader: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert reader.get(address).status_code == 200
    return len(captured)


@pytest.mark.parametrize("path", ["/entries/", "/topics/defence/", "/entries.json", "/agreements/pact/"])
def test_an_earlier_version_costs_few_queries_more(reader: Client, then: int, path: str) -> None:
    reader.get("/about/@v1/")  # what is read once after a publication
    first = queries(reader, f"{path}?x=1")
    assert queries(reader, at(f"{path}?x=1", then)) <= first + 3
    now = queries(reader, f"{path}?x=2")
    assert queries(reader, at(f"{path}?x=2", then)) <= now + 1
    day = datetime(2026, 3, 1, tzinfo=UTC)
    Publication.objects.filter(version__lte=then).update(published_at=day)
    reader.get(path.replace(".json", "").rstrip("/") + "/@2026-03-01/")
    assert queries(reader, at(f"{path}?x=3", then).replace(f"v{then}", "2026-03-01")) <= now + 1


def test_notes_places_and_lines_of_what_is_withdrawn_are_gone_with_it(reader: Client) -> None:
    cited = [{"source": "joint-statement", "locator": "Secret place 9"}]
    issue = a_document("issue", title="Fishing", claims=[a_claim(citations=cited)])
    publish_world(issue)
    edition = publish_document(issue | {"title": "Fishing at sea"}, note="Secret note")
    withdraw_record(edition.record, REASON)
    version = edition.born
    for path in ("/changes/", "/relationships/arland-borland/", "/sources/", "/sources/joint-statement/"):
        text = words(open_page(reader, at(path, version)))
        assert "Secret" not in text, path
        assert "Fishing" not in text, path
    dossier = open_page(reader, at("/relationships/arland-borland/", version))
    assert [link for link in dossier.select("a") if not link.get("href") or not words(link)] == []
    for path in ("/sources.json", "/sources/joint-statement.json"):
        assert "Secret" not in reader.get(at(path, version)).content.decode(), path


def test_an_edition_of_later_says_since_when_it_is_there(reader: Client, then: int) -> None:
    second = Record.objects.get(key="ggggg2").editions.get(number=2)
    for path in ("/agreements/pact/editions/2/", "/agreements/pact/editions/2.bib", "/e/ggggg2/2/"):
        answer = reader.get(at(path, then))
        assert answer.status_code == 404, path
        assert f"version {second.born}" in answer.content.decode(), path
        assert reader.get(at(path.replace("2/", "9/").replace("2.b", "9.b"), then)).status_code == 404


@pytest.mark.parametrize(
    ("path", "present"),
    [
        ("/entries/?topic=missiles&until=2019", "/entries/?topic=rockets&until=2019"),
        ("/topics/missiles/facets/actor/", "/topics/rockets/facets/actor/"),
        ("/topics/missiles/editions/", "/topics/rockets/editions/"),
    ],
)
def test_a_page_of_then_leads_straight_to_the_present_one(
    reader: Client, then: int, path: str, present: str
) -> None:
    page = open_page(reader, at(path, then))
    assert page.select_one('link[rel="canonical"]')["href"].endswith(present)
    assert page.select_one(".banner a[data-present]")["href"] == present
    assert reader.get(present).status_code == 200
