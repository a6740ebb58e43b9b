"""The timeline: an ordered list by year, and above it how many entries there are in each."""

from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qsl

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from relations import publishing
from relations.finder import Params
from relations.models import Span
from relations.presenters.entry_content import EntrySummary
from relations.presenters.timeline import MAX_SPANS
from relations.presenters.year_histogram import MAX_BARS, ROW_HEIGHT, year_histogram
from tests.support.world import a_claim, a_document, a_vocabulary, save

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
    return BeautifulSoup(response.text, "html.parser")


def test_entries_stand_oldest_first_under_the_year_they_end_in(reader: Client) -> None:
    events("2019-09-04", "2014", "2012/2014", "2021-04")
    years = {
        item.h2.get_text(): [link.get_text() for link in item.select(".card h3 a")]
        for item in read(reader).select(".by-year > li")
    }
    assert years == {"2014": ["Event 2", "Event 1"], "2019": ["Event 0"], "2021": ["Event 3"]}
    assert list(years) == sorted(years)


@pytest.mark.parametrize(
    ("sort", "last"), [("", ["Event 3", "Event 1"]), ("&sort=newest", ["Event 1", "Event 3"])]
)
def test_what_the_sources_do_not_date_stands_last_in_a_group_of_its_own(
    reader: Client, sort: str, last: list[str]
) -> None:
    events("2019-09-04", "[..2021-04]", "2022", "[..2020]")
    groups = {
        item.h2.get_text(): [link.get_text() for link in item.select(".card h3 a")]
        for item in read(reader, f"/timeline/?page_size=100{sort}").select(".by-year > li")
    }
    assert list(groups)[-1] == "No date in the sources"
    assert groups.pop("No date in the sources") == last
    assert groups == {"2019": ["Event 0"], "2022": ["Event 2"]}


def test_an_entry_of_several_years_is_one_line_and_counts_in_no_year(reader: Client) -> None:
    events("2012/2016", "2014", "2015-12/2016-01", "2017/2018", "2018-02/2018-05")
    page = read(reader)
    assert list(bars(page)) == [
        "2012: 0 entries; 1 longer one",
        "2013: 0 entries; 1 longer one",
        "2014: 1 entry; 1 longer one",
        "2015: 0 entries; 2 longer ones",
        "2016: 0 entries; 2 longer ones",
        "2017: 0 entries; 1 longer one",
        "2018: 1 entry; 1 longer one",
    ]
    lines = page.select(".year-histogram rect.span-bar")
    drawn = [(int(line["x"]) // 24, int(line["width"]), int(line["y"])) for line in lines]
    # Event 2 overlaps event 0, so it has a row of its own; event 3 has room beside event 0.
    assert drawn == [(3, 44, 114), (0, 116, 132), (5, 44, 114)]
    listed = [" ".join(item.get_text().split()) for item in page.select(".year-histogram ol li")]
    assert listed == [
        "Event 2, December 2015 to January 2016",
        "Event 0, 2012 to 2016",
        "Event 3, 2017 to 2018",
    ]
    # Where it leads holds what the bar tells of.
    assert len(read(reader, "/timeline/" + bars(page)["2015: 0 entries; 2 longer ones"]).select(".card")) == 2


@pytest.mark.long
def test_of_many_entries_of_several_years_the_oldest_are_drawn(reader: Client) -> None:
    events(*(f"{year}/{year + 1}" for year in range(2000, 2014)))
    page = read(reader)
    assert len(page.select(".year-histogram rect.span-bar")) == MAX_SPANS
    note = page.select_one(".year-histogram p.note").get_text()
    assert note == "These are 12 of the 14 entries that lasted longer."


def test_a_bar_tells_its_year_and_narrows_the_list_to_it_and_back(reader: Client) -> None:
    events("2019-09-04", "2019", "2021-04")
    bars = {bar["aria-label"]: bar["href"] for bar in read(reader).select(".year-histogram svg a")}
    assert bars == {"2019: 2 entries": "?from=2019&to=2019", "2021: 1 entry": "?from=2021&to=2021"}
    page = read(reader, "/timeline/" + bars["2019: 2 entries"])
    assert len(page.select(".card")) == 2
    chosen = page.select_one(".year-histogram a[aria-current]")
    assert (chosen["aria-label"], chosen["href"]) == ("2019: 2 entries (chosen; remove)", "?")


def bars(page: BeautifulSoup) -> dict[str, str]:
    """By what is said of each bar, where it leads."""
    return {bar["aria-label"]: bar["href"] for bar in page.select(".year-histogram svg a")}


def test_a_second_bar_shows_all_years_between(reader: Client) -> None:
    events("2012", "2014", "2017", "2021-04")
    page = read(reader, "/timeline/?from=2014&to=2014&sort=newest")
    assert bars(page) == {
        "2012: 1 entry; show 2012–2014": "?from=2012&to=2014&sort=newest",
        "2014: 1 entry (chosen; remove)": "?sort=newest",
        "2017: 1 entry; show 2014–2017": "?from=2014&to=2017&sort=newest",
        "2021: 1 entry; show 2014–2021": "?from=2014&to=2021&sort=newest",
    }
    page = read(reader, "/timeline/?from=2014&to=2017")
    assert len(page.select(".card")) == 2
    # Within the years chosen a bar narrows to its own; those years are marked.
    assert bars(page)["2017: 1 entry"] == "?from=2017&to=2017"
    assert [bar["data-key"] for bar in page.select(".year-histogram a.in-range")] == ["2014", "2017"]


def test_a_range_that_is_open_or_ends_within_a_year_is_widened_at_the_other_end(reader: Client) -> None:
    events("2012", "2014", "2017", "2021-04")
    assert bars(read(reader, "/timeline/?from=2014-09-04"))["2012: 1 entry; show 2012–2021"] == "?from=2012"
    opened = bars(read(reader, "/timeline/?from=2013&to=2014-05-17"))
    assert opened["2017: 1 entry; show 2013–2017"] == "?from=2013&to=2017"
    assert opened["2012: 1 entry; show 2012–2014"] == "?from=2012&to=2014-05-17"


def test_years_beyond_all_entries_can_be_left_by_any_bar(reader: Client) -> None:
    events("2012", "2014")
    assert bars(read(reader, "/timeline/?from=3000"))["2014: 1 entry; show 2014–3000"] == "?from=2014"


def test_what_the_sources_do_not_date_is_counted_apart(reader: Client) -> None:
    events("2019-09-04", "[..2021-04]", "[..2020]")
    page = read(reader)
    assert [bar["aria-label"] for bar in page.select(".year-histogram svg a")] == ["2019: 1 entry"]
    told = "Not in the picture, whatever years are chosen: 2 entries to which the sources give no date"
    assert told in page.main.get_text()
    for query in ("?from=2019", "?from=2020&to=2021", "?type=event&to=1900"):
        assert told in read(reader, f"/timeline/{query}").main.get_text()


def test_a_long_history_is_shown_by_decades(reader: Client) -> None:
    events("1500", "1503", "2021-04")
    labels = [bar["aria-label"] for bar in read(reader).select(".year-histogram svg a")]
    assert labels == ["1500–1509: 2 entries", "2020–2029: 1 entry"]


def test_what_lies_within_a_decade_is_counted_in_its_bar(reader: Client) -> None:
    events("1500", "1502/1505", "1505/1512", "2021-04")
    page = read(reader)
    assert list(bars(page)) == [
        "1500–1509: 2 entries; 1 longer one",
        "1510–1519: 0 entries; 1 longer one",
        "2020–2029: 1 entry",
    ]
    assert [item.a.get_text() for item in page.select(".year-histogram ol li")] == ["Event 2"]


def test_of_a_long_history_the_centuries_chosen_are_shown_year_by_year(reader: Client) -> None:
    events("0326", "1503", "2014", "2021-04")
    page = read(reader)
    assert list(bars(page)) == [
        "0300–0399: 1 entry",
        "1500–1599: 1 entry",
        "2000–2099: 2 entries",
    ]
    page = read(reader, "/timeline/" + bars(page)["2000–2099: 2 entries"])
    assert list(bars(page)) == ["2014: 1 entry", "2021: 1 entry"]
    page = read(reader, "/timeline/" + bars(page)["2014: 1 entry"])
    assert list(bars(page)) == ["2014: 1 entry (chosen; remove)", "2021: 1 entry; show 2014–2021"]
    whole = page.select_one(".year-histogram p a")
    assert (whole.get_text(), whole["href"]) == ("Show all years", "?")


def test_an_entry_of_all_times_leaves_the_histogram_readable(reader: Client) -> None:
    events("0001/9999", "2014", "2021-04")
    assert len(read(reader).select(".year-histogram svg a")) == 100
    found = bars(read(reader, "/timeline/?from=2000&to=2099"))
    assert len(found) == 100
    assert found["2014: 1 entry; 1 longer one"] == "?from=2014&to=2014"


years = st.integers(1, 9999)
LONG = [
    EntrySummary(code, "event", code, "/", date=Span.parse(date))
    for code, date in (("b1", "0001/9999"), ("b2", "1990/2003"), ("b3", "2001/2002"), ("b4", "2014-05"))
]


@given(
    held=st.dictionaries(st.tuples(years, years).map(sorted).map(tuple), st.integers(1, 1000), min_size=1),
    ends=st.tuples(st.none() | years, st.none() | years),
)
def test_the_histogram_is_bounded_and_its_bars_lead_to_years_whatever_is_published_and_chosen(
    held: dict[tuple[int, int], int], ends: tuple[int | None, int | None]
) -> None:
    """At most 121 bars, none higher than the histogram; each leads to years that hold its own, in order.

    When all years are shown, each entry counts in one bar or is one of the longer ones.
    """
    if None not in ends:
        ends = (min(ends), max(ends))
    from_, to = ("" if year is None else f"{year:04}" for year in ends)
    ranges = sorted((*pair, number) for pair, number in held.items())
    histogram = year_histogram(SimpleNamespace(params=Params(from_=from_, to=to), year_ranges=ranges), LONG)
    assert 1 <= len(histogram.bars) <= MAX_BARS + 1
    if histogram.all_years_query is None:
        assert sum(bar.count for bar in histogram.bars) + histogram.longer == sum(held.values())
    for line in histogram.span_bars:
        assert 0 <= line.x < line.x + line.width <= histogram.width
        assert line.y + ROW_HEIGHT <= histogram.height
    for bar in histogram.bars:
        assert 0 <= bar.height <= histogram.bars_height
        asked = dict(parse_qsl(bar.query))
        assert bar.selected or int(asked.get("from", 1)) <= bar.first <= int(asked.get("to", 9999))


def labels(page: BeautifulSoup) -> list[str]:
    """What is written under the bars."""
    return [text.get_text() for text in page.select(".year-histogram svg > text")]


def test_under_bars_of_tens_of_years_stand_labels_too(reader: Client) -> None:
    events("1470", "1503", "2021-04")
    assert labels(read(reader)) == ["1470–1479", *(f"{year}–{year + 9}" for year in range(1500, 2001, 50))]


def test_the_first_label_does_not_run_into_the_second(reader: Client) -> None:
    events("2009", "2016-04")
    assert labels(read(reader)) == ["2010", "2015"]


def test_an_empty_timeline_has_no_histogram(reader: Client) -> None:
    page = read(reader)
    assert not page.select(".year-histogram")
    assert page.h1


def test_the_timeline_takes_the_finders_parameters(reader: Client) -> None:
    events("2019-09-04", "2014")
    page = read(reader, "/timeline/?from=2015&sort=newest&type=event")
    assert [link.get_text() for link in page.select(".card h3 a")] == ["Event 0"]
