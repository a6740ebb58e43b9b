"""The timeline: an ordered list by year, and above it how many entries touch each year."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from relations import publishing
from tests.world import a_claim, a_document, a_vocabulary, save

pytestmark = pytest.mark.django_db


def events(*dates: str) -> None:
    a_vocabulary()
    publishing.publish([save(_event(n, date)) for n, date in enumerate(dates)])


def _event(n: int, date: str) -> dict[str, Any]:
    names = {"key": f"vvvvv{n + 2}", "slug": f"event-{n}", "title": f"Event {n}"}
    note = {"date_note": "Date not given in the sources"} if not date or "[" in date else {}
    return a_document("event", date=date, claims=[a_claim(id=f"cccccccc{n:02}")], **names, **note)


def read(reader: Client, path: str = "/timeline/") -> BeautifulSoup:
    response = reader.get(path)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def test_entries_stand_oldest_first_under_the_year_they_end_in(reader: Client) -> None:
    events("2019-09-04", "2014", "2012/2014", "2021-04")
    years = {
        item.h2.get_text(): [link.get_text() for link in item.select(".card h3 a")]
        for item in read(reader).select(".by-year > li")
    }
    assert years == {"2014": ["Event 2", "Event 1"], "2019": ["Event 0"], "2021": ["Event 3"]}
    assert list(years) == sorted(years)


def test_a_bar_tells_its_year_and_narrows_the_list_to_it_and_back(reader: Client) -> None:
    events("2019-09-04", "2019", "2021-04")
    bars = {bar["aria-label"]: bar["href"] for bar in read(reader).select(".years a")}
    assert bars == {"2019: 2 entries": "?from=2019&to=2019", "2021: 1 entry": "?from=2021&to=2021"}
    page = read(reader, "/timeline/" + bars["2019: 2 entries"])
    assert len(page.select(".card")) == 2
    chosen = page.select_one(".years a[aria-current]")
    assert (chosen["aria-label"], chosen["href"]) == ("2019: 2 entries", "?")


def test_what_the_sources_do_not_date_is_counted_apart(reader: Client) -> None:
    events("2019-09-04", "[..2021-04]", "[..2020]")
    page = read(reader)
    assert [bar["aria-label"] for bar in page.select(".years a")] == ["2019: 1 entry"]
    assert "2 of these entries are not in the picture" in page.main.get_text()


def test_a_long_history_is_shown_by_decades(reader: Client) -> None:
    events("1500", "1503", "2021-04")
    labels = [bar["aria-label"] for bar in read(reader).select(".years a")]
    assert labels == ["1500–1509: at most 1 entry in a year", "2020–2029: at most 1 entry in a year"]


def labels(page: BeautifulSoup) -> list[str]:
    """What is written under the bars."""
    return [text.get_text() for text in page.select(".years svg > text")]


def test_under_bars_of_tens_of_years_stand_labels_too(reader: Client) -> None:
    events("1470", "1503", "2021-04")
    assert labels(read(reader)) == ["1470–1479", *(f"{year}–{year + 9}" for year in range(1500, 2001, 50))]


def test_the_first_label_does_not_run_into_the_second(reader: Client) -> None:
    events("2009", "2016-04")
    assert labels(read(reader)) == ["2010", "2015"]


def test_an_empty_timeline_has_no_picture(reader: Client) -> None:
    page = read(reader)
    assert not page.select(".years")
    assert page.h1


def test_the_timeline_takes_the_finders_parameters(reader: Client) -> None:
    events("2019-09-04", "2014")
    page = read(reader, "/timeline/?from=2015&sort=newest&type=event")
    assert [link.get_text() for link in page.select(".card h3 a")] == ["Event 0"]
