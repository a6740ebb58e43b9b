"""What crawlers read: every page with an address of its own, and what to leave alone."""

from typing import Any
from urllib.robotparser import RobotFileParser
from xml.etree import ElementTree as Xml

import pytest
from django.test import Client

from relations import publishing
from tests.world import a_document, a_draft, a_published, save

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


def test_crawlers_may_read_pages_but_neither_the_desk_nor_filtered_lists(reader: Client) -> None:
    text = reader.get("/robots.txt").text
    rules = RobotFileParser()
    rules.parse(text.splitlines())
    assert rules.can_fetch("any", "/events/summit/")
    assert not rules.can_fetch("any", "/admin/login/")
    assert "Disallow: /*?" in text
    assert "/sitemap.xml" in text
