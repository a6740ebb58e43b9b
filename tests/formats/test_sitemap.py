"""What crawlers read: every page with an address of its own, and what to leave alone."""

from typing import Any
from urllib.robotparser import RobotFileParser
from xml.etree import ElementTree as Xml

import pytest
from django.test import Client

from relations import publishing
from relations.formats import sitemap
from relations.models import Record
from relations.views import crawlers
from tests.formats.files import an_event, publish_entries
from tests.support.factories import publish_document, withdraw_record
from tests.support.world import a_document, a_draft, a_published, save

pytestmark = pytest.mark.django_db

NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


def locations(reader: Client) -> list[str]:
    tree = Xml.fromstring(reader.get("/sitemap.xml").content)  # noqa: S314 (our own)
    return [loc.text for loc in tree.findall("s:url/s:loc", NAMES)]


def test_every_public_page_is_listed_in_full_and_answers(reader: Client, settings: Any) -> None:
    settings.SITE_URL = "https://relations.example"
    a_published("event")
    paths = [url.removeprefix("https://relations.example") for url in locations(reader)]
    assert {"/", "/entries/", "/events/summit/", "/topics/defence/", "/actors/arland/"} < set(paths)
    assert len(set(paths)) == len(paths)
    for path in paths:
        assert reader.get(path).status_code == 200, path


def test_former_withdrawn_merged_and_draft_pages_are_not_listed(reader: Client) -> None:
    record = a_published("event")
    publishing.rename(record, slug="port-arle")
    topics = [save(a_document("topic", slug=slug, name=slug)) for slug in ("trade", "commerce")]
    publishing.publish(topics)
    publishing.merge(topics[0], into=topics[1])
    a_draft("issue")
    paths = " ".join(locations(reader))
    assert "/events/port-arle/" in paths
    for gone in ("/events/summit/", "/topics/trade/", "/issues/fishing/"):
        assert gone not in paths


def test_a_record_tells_when_it_was_last_published(reader: Client) -> None:
    record = a_published("event")
    tree = Xml.fromstring(reader.get("/sitemap.xml").content)  # noqa: S314 (our own)
    dates = {url.find("s:loc", NAMES).text: url.find("s:lastmod", NAMES) for url in tree}
    (told,) = (date.text for loc, date in dates.items() if loc.endswith("/events/summit/"))
    assert told == record.edition.published_at.isoformat(timespec="seconds")


def test_crawlers_may_read_pages_but_neither_the_admin_nor_filtered_lists(reader: Client) -> None:
    text = reader.get("/robots.txt").text
    rules = RobotFileParser()
    rules.parse(text.splitlines())
    assert rules.can_fetch("any", "/events/summit/")
    assert not rules.can_fetch("any", "/admin/login/")
    assert "Disallow: /*?" in text
    assert "/sitemap.xml" in text


# A large sitemap, made small enough to read.


@pytest.fixture
def three_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """A world of more pages than a sitemap may hold, cut at every fourth row."""
    publish_entries(*(an_event(n) for n in range(5)))
    monkeypatch.setattr(sitemap, "MAX_URLS", 20)
    monkeypatch.setattr(crawlers, "PART_SIZE", 4)


def read(reader: Client, path: str) -> list[str]:
    response = reader.get(path)
    assert (response.status_code, response.headers["Content-Type"]) == (200, "application/xml; charset=utf-8")
    tree = Xml.fromstring(response.content)  # noqa: S314 (our own)
    return [loc.text.removeprefix("http://localhost:8000") for loc in tree.findall("*/s:loc", NAMES)]


def test_above_the_limit_the_sitemap_is_one_of_sitemaps_that_hold_every_page_once(
    reader: Client, three_parts: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    parts = read(reader, "/sitemap.xml")
    numbers = [int(part.removeprefix("/sitemap-").removesuffix(".xml")) for part in parts]
    assert numbers == sorted({1, *numbers})
    found = [read(reader, part) for part in parts]
    assert len(found) > 3
    assert all(len(paths) <= 20 for paths in found)
    monkeypatch.setattr(sitemap, "MAX_URLS", 50_000)
    everything = sorted(path for paths in found for path in paths)
    publish_document(a_document("topic", name="Another"))  # so that the page is made anew
    assert sorted(read(reader, "/sitemap.xml")) == everything
    assert "/data/" in found[0]


def test_a_page_stays_in_its_part_whatever_is_published_or_withdrawn(
    reader: Client, three_parts: None
) -> None:
    before = {part: set(read(reader, part)) for part in read(reader, "/sitemap.xml")}
    withdraw_record(Record.objects.get(key="v00000"))
    publish_document(an_event(9))
    after = {part: set(read(reader, part)) for part in before}
    assert set().union(*(before[part] - after[part] for part in before)) == {"/events/event-0/"}
    assert read(reader, read(reader, "/sitemap.xml")[-1])[-1] == "/events/event-9/"


def test_a_part_that_once_was_answers_when_it_is_empty_and_no_other_does(
    reader: Client, three_parts: None
) -> None:
    last = read(reader, "/sitemap.xml")[-1]
    for path in read(reader, last):
        number = int(path.strip("/").rpartition("-")[2])
        withdraw_record(Record.objects.get(key=f"v{number:05}"))
    assert read(reader, last) == []
    assert last not in read(reader, "/sitemap.xml")
    number = int(last.removeprefix("/sitemap-").removesuffix(".xml"))
    assert reader.get(f"/sitemap-{number + 1}.xml").status_code == 404
    assert reader.get("/sitemap-0.xml").status_code == 404


def test_a_part_of_a_sitemap_tells_its_last_publication_and_costs_few_queries(
    reader: Client, three_parts: None, django_assert_max_num_queries: Any
) -> None:
    tree = Xml.fromstring(reader.get("/sitemap.xml").content)  # noqa: S314 (our own)
    dates = [part.find("s:lastmod", NAMES) for part in tree]
    assert len(dates) > 3
    assert all(date is not None for date in dates[1:])  # the first may hold the lists alone
    with django_assert_max_num_queries(3):
        reader.get("/sitemap-2.xml")


def test_nothing_published_is_a_sitemap_of_the_lists(reader: Client) -> None:
    assert read(reader, "/sitemap.xml") == read(reader, "/sitemap-1.xml")
