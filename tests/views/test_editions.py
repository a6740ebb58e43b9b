"""The editions of a record: their list with what each changed, and each at an address of its own."""

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from relations import publishing
from relations.models import Record
from relations.views import editions
from tests.support.world import a_claim, a_document, a_published, change, save

pytestmark = pytest.mark.django_db

KINDS = {
    "event": "/events/summit/",
    "agreement": "/agreements/pact/",
    "issue": "/issues/fishing/",
    "topic": "/topics/defence/",
    "actor": "/actors/arland/",
    "relationship": "/relationships/arland-borland/",
    "source": "/sources/joint-statement/",
}


def read(reader: Client, path: str) -> BeautifulSoup:
    response = reader.get(path)
    assert response.status_code == 200, path
    return BeautifulSoup(response.text, "html.parser")


def republished(record: Record, note: str, **values: object) -> Record:
    change(record, **values)
    publishing.publish([record], note=note)
    record.refresh_from_db()
    return record


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_record_has_its_editions(reader: Client, kind: str) -> None:
    a_published(kind if kind in ("event", "agreement", "issue") else "event")
    history = read(reader, f"{KINDS[kind]}editions/")
    assert [h2.get_text(strip=True) for h2 in history.select("main [id^=edition-] h2")] == ["Edition 1"]
    past = read(reader, f"{KINDS[kind]}editions/1/")
    assert "edition 1, the latest" in past.select_one("aside.banner").get_text()
    assert past.select_one('link[rel="canonical"]')["href"].endswith(KINDS[kind])
    assert len(past.select("h1")) == 1


def test_the_list_is_newest_first_with_note_date_action_and_difference(reader: Client) -> None:
    record = republished(a_published("event"), "The place was added.", place="Port Arle")
    change(record, summary="What is said here.")
    publishing.publish([record], note="A word was wrong.", correction=True)
    sections = read(reader, "/events/summit/editions/").select("main [id^=edition-]")
    assert [section.h2.get_text(strip=True) for section in sections] == [
        "Edition 3",
        "Edition 2",
        "Edition 1",
    ]
    corrected, added, first = sections
    assert "Corrected" in corrected.get_text()
    assert "A word was wrong." in corrected.get_text()
    assert [corrected.find("del").get_text(), corrected.find("ins").get_text()] == [
        "[removed: told]",
        "[added: said]",
    ]
    assert "Place" in added.select_one(".diff").get_text()
    assert "The first edition" in first.get_text()


def test_a_past_edition_shows_the_text_as_it_was(reader: Client) -> None:
    record = republished(a_published("event"), "Renamed.", title="Summit at sea")
    past = read(reader, "/events/summit/editions/1/")
    assert past.h1.get_text() == "Summit in Port Arle"
    assert "edition 1 of 2" in past.select_one("aside.banner").get_text()
    assert f"/e/{record.key}/1/" in past.select_one(".citation-text").get_text()
    assert read(reader, "/events/summit/").h1.get_text() == "Summit at sea"


def test_a_past_edition_of_a_topic_shows_its_own_text_and_facts(reader: Client) -> None:
    a_published("event")
    topic = Record.objects.get(kind="topic", key="defence")
    republished(topic, "Said better.", description="Arms and armies.", introduction="More *words*.")
    assert read(reader, "/topics/defence/editions/1/").select_one(".lede").get_text() == (
        "Armed forces and what they buy."
    )
    latest = read(reader, "/topics/defence/editions/2/")
    assert (latest.select_one(".prose em").get_text(), latest.select_one(".lede").get_text()) == (
        "words",
        "Arms and armies.",
    )


def test_a_difference_names_records_by_what_they_are_called_today(reader: Client) -> None:
    record = a_published("event")
    save(a_document("topic", slug="trade", name="Trade"))
    other = save(a_document("agreement", claims=[a_claim(id="ccccccccc3")]))
    publishing.publish([other])
    republished(record, "More.", topics=["trade"], links=[{"kind": "follows", "entry": other.key}])
    publishing.rename(Record.objects.get(kind="topic", key="trade"), slug="commerce", name="Commerce")
    text = read(reader, "/events/summit/editions/").select_one(".diff").get_text(" ", strip=True)
    assert "Commerce" in text
    assert "follows: Defence pact" in text


def test_a_long_history_is_listed_in_pages_without_losing_a_difference(
    reader: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(editions, "PAGE_SIZE", 2)
    record = a_published("event")
    for place in ("Port Arle", "Bor", "Arl", "Sea"):
        republished(record, "Moved.", place=place)
    pages = [read(reader, f"/events/summit/editions/?page={n}") for n in (1, 2, 3)]
    told = [[h2.get_text(strip=True) for h2 in page.select("main [id^=edition-] h2")] for page in pages]
    assert told == [["Edition 5", "Edition 4"], ["Edition 3", "Edition 2"], ["Edition 1"]]
    assert [len(page.select(".diff")) for page in pages] == [2, 2, 0]


def test_an_edition_never_made_is_not_found(reader: Client) -> None:
    a_published("event")
    for number in ("2", "0", "01", "99999999999999999999"):
        assert reader.get(f"/events/summit/editions/{number}/").status_code == 404


def test_what_is_saved_but_not_published_shows_in_no_edition(reader: Client) -> None:
    record = a_published("event")
    change(record, title="A title to hide", place="A place to hide")
    for path in ("/events/summit/editions/", "/events/summit/editions/1/", "/changes/", "/changes.atom"):
        assert "to hide" not in reader.get(path).text


def test_the_history_of_a_page_that_lists_entries_leads_to_what_changed_in_them(reader: Client) -> None:
    a_published("event")
    page = BeautifulSoup(reader.get("/topics/defence/editions/").text, "html.parser")
    [link] = page.select('.page-header a[href="/topics/defence/changes/"]')
    assert "changes with its entries too" in link.parent.get_text()
    event = BeautifulSoup(reader.get("/events/summit/editions/").text, "html.parser")
    assert not event.select('.page-header a[href$="changes/"]')


def test_a_history_of_three_editions_costs_no_more_queries_than_one_of_two(reader: Client) -> None:
    record = republished(a_published("event"), "Once.", place="Port Arle")
    reader.get("/robots.txt")
    costs = []
    for place in ("Bor", "Sea"):
        with CaptureQueriesContext(connection) as queries:
            read(reader, "/events/summit/editions/")
        costs.append(len(queries))
        republished(record, "Again.", place=place)
        reader.get("/robots.txt")
    assert costs == [3, 3]


@pytest.mark.parametrize("kind", KINDS)
def test_the_page_says_that_its_edition_is_a_correction(reader: Client, kind: str) -> None:
    a_published("event")
    record = Record.objects.filter(kind=kind).first() or a_published(kind)
    line = "Edition 2, a correction, published"
    field = "introduction" if "introduction" in a_document(kind) else "summary"
    change(record, **{field: "Said otherwise."})
    publishing.publish([record], note="A word was wrong.", correction=True)
    assert line in read(reader, KINDS[kind]).main.get_text()
    assert read(reader, KINDS[kind]).find("a", href=f"{KINDS[kind]}editions/")
    republished(record, "Said better.", **{field: "Said better."})
    assert "a correction" not in read(reader, KINDS[kind]).main.get_text()
    assert line in read(reader, f"{KINDS[kind]}editions/2/").main.get_text()
