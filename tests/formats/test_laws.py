"""One address, one selection: the page and every format of it hold the same entries in the same order."""

import csv
import json
import re
from io import StringIO

import feedparser
import pytest
import rispy
from bs4 import BeautifulSoup
from django.conf import settings
from django.test import Client
from hypothesis import given
from icalendar import Calendar

from relations.formats import entries_feed
from tests.finder.conftest import reading  # noqa: F401 (a fixture)
from tests.finder.reference import Reading
from tests.finder.test_laws import lawfully, questions
from tests.formats.files import text_of


def addresses_on_page(reader: Client, query: str) -> list[str]:
    page = BeautifulSoup(reader.get(f"/entries/?{query}").text, "html.parser")
    return [settings.SITE_URL + link["href"] for link in page.select(".card h2 a")]


@lawfully
@given(question=questions())
def test_page_and_formats_of_one_address_agree(
    reading: Reading,  # noqa: F811 (the fixture)
    long_feeds: None,
    question: str,
) -> None:
    reader = Client()
    query = re.sub("page_size=[0-9]+", "page_size=100", question)
    data = reader.get(f"/entries.json?{query}").json()
    results = data["results"]
    codes = [result["code"] for result in results]
    assert len(codes) == data["count"]

    assert addresses_on_page(reader, query) == [result["url"] for result in results]
    table = csv.DictReader(
        StringIO(text_of(reader, f"/entries.csv?{query}").removeprefix("\ufeff"), newline="")
    )
    assert [(row["code"], row["title"], row["date_from"]) for row in table] == [
        (each["code"], each["title"], (each["date"] or {"from": ""})["from"] or "") for each in results
    ]
    feed = feedparser.parse(text_of(reader, f"/entries.atom?{query}"))
    assert sorted(entry.id.rpartition("/")[2] for entry in feed.entries) == sorted(codes)
    keys = [f"{code}-1" for code in codes]
    assert [item["id"] for item in json.loads(text_of(reader, f"/entries.csl.json?{query}"))] == keys
    assert [item["id"] for item in rispy.loads(text_of(reader, f"/entries.ris?{query}"))] == keys
    assert re.findall(r"^@online{(.*),$", text_of(reader, f"/entries.bib?{query}"), re.MULTILINE) == keys
    days = [each["code"] for each in results if each["date"] and each["date"]["precision"] == "day"]
    calendar = Calendar.from_ical(text_of(reader, f"/entries.ics?{query}"))
    assert feed.feed.title == calendar["NAME"].replace("\\", "")
    assert feed.feed.title.startswith("Relations: ")
    assert [event["UID"].partition("@")[0] for event in calendar.events] == days


@pytest.fixture
def long_feeds(monkeypatch: pytest.MonkeyPatch) -> None:
    """A feed that holds the whole of a small reference."""
    monkeypatch.setattr(entries_feed, "FEED_SIZE", 100)
