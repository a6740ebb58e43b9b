"""Dates as spans of days with a precision."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relations.models import Precision, Span, chronological_key

UNITS = [Precision.DAY, Precision.MONTH, Precision.YEAR, Precision.DECADE]


@st.composite
def spans(draw: st.DrawFn) -> Span:
    """Any span that can be told: whole units, of one precision."""
    days = sorted([draw(st.dates(date(1000, 1, 1), date(2999, 12, 31))) for _ in range(2)])
    if draw(st.booleans()):
        days[1] = days[0]
    unit = draw(st.sampled_from(UNITS))
    whole = [Span.parse(code(day, unit)) for day in days]
    precision = draw(st.sampled_from([unit, Precision.ABOUT, Precision.BY]))
    return Span(whole[0].first, whole[1].last, precision)


def code(day: date, unit: Precision) -> str:
    lengths = {Precision.DAY: 10, Precision.MONTH: 7, Precision.YEAR: 4}
    return day.isoformat()[: lengths[unit]] if unit in lengths else f"{day.year // 10}X"


@given(spans())
def test_a_span_is_read_back_from_its_code(span: Span) -> None:
    assert Span.parse(span.code) == span


@given(spans())
def test_a_span_is_read_back_from_its_words(span: Span) -> None:
    assert Span.parse(span.label) == span


@given(st.text(max_size=40))
def test_any_text_is_a_span_or_refused(text: str) -> None:
    with suppress(ValueError):
        span = Span.parse(text)
        assert span.first <= span.last
        assert Span.parse(span.code) == span


@given(st.lists(spans(), min_size=1, max_size=4))
def test_the_hull_holds_every_span(members: list[Span]) -> None:
    hull = Span.hull(members)
    assert hull.first <= min(span.first for span in members)
    assert hull.last >= max(span.last for span in members)
    assert Span.parse(hull.code) == hull


@pytest.mark.parametrize(
    ("words", "first", "last", "precision"),
    [
        ("4 September 2019", "2019-09-04", "2019-09-04", "day"),
        ("September 2019", "2019-09-01", "2019-09-30", "month"),
        ("2019", "2019-01-01", "2019-12-31", "year"),
        ("2010s", "2010-01-01", "2019-12-31", "decade"),
        ("about 2014", "2014-01-01", "2014-12-31", "about"),
        ("2021-04~", "2021-04-01", "2021-04-30", "about"),
        ("by April 2021", "2021-04-01", "2021-04-30", "by"),
        ("[..2021-04]", "2021-04-01", "2021-04-30", "by"),
        ("2014 to 2019", "2014-01-01", "2019-12-31", "year"),
        ("2020-02/2021-04", "2020-02-01", "2021-04-30", "month"),
    ],
)
def test_words_and_codes_are_read(words: str, first: str, last: str, precision: str) -> None:
    span = Span.parse(words)
    assert (span.first.isoformat(), span.last.isoformat(), span.precision) == (first, last, precision)


@pytest.mark.parametrize(
    "text", ["2019-13", "2019-02-30", "99999999999999999999", "0000", "2019/2014", "2019/2020-01"]
)
def test_what_no_calendar_has_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"\.$"):
        Span.parse(text)


def test_a_month_is_never_shown_as_its_first_day() -> None:
    assert Span.parse("2019-09").label == "September 2019"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("4 September 2019", "2019-09-04"),
        ("September 2019", "2019-09"),
        ("2019", "2019"),
        ("0987", "0987"),
        ("2000 to 2021", ""),
        ("2020-02/2021-04", ""),
        ("2019-09-04/2019-09-05", ""),
        ("2010s", ""),
        ("about 2014", ""),
        ("about April 2021", ""),
        ("by 2021", ""),
        ("by 7 April 2021", ""),
    ],
)
def test_only_a_day_a_month_and_a_year_are_a_time_of_html(words: str, expected: str) -> None:
    assert Span.parse(words).html_datetime == expected


def test_an_upper_bound_has_no_first_day() -> None:
    assert Span.parse("by April 2021").start is None
    assert Span.parse("by April 2021").as_data() == {
        "from": None,
        "to": "2021-04-30",
        "precision": "by",
        "label": "by April 2021",
    }
    assert Span.parse("about April 2021").start == date(2021, 4, 1)


@pytest.mark.parametrize(
    ("code", "bounds"),
    [
        ("2019-09-04", ("2019-09-04", "2019-09-04")),
        ("2019-09/2019-11", ("2019-09", "2019-11")),
        ("201X/202X", ("2010", "2029")),
        ("2014~/2016~", ("2014", "2016")),
        ("[..2021-04]", ("", "2021-04")),
        ("[..201X]", ("", "2019")),
        ("[..2019/2021]", ("", "2021")),
    ],
)
def test_a_span_has_a_first_and_a_last_date_of_its_unit(code: str, bounds: tuple[str, str]) -> None:
    assert Span.parse(code).iso_bounds == bounds


def test_in_order_of_time_what_is_not_dated_comes_last() -> None:
    ordered = ["2013", "2021-04", "2021-04-30", "2000/2021", "", "[..2014]", "[..2021-04]"]
    spans = [Span.parse(code) if code else None for code in ordered]
    shuffled = [spans[position] for position in (4, 2, 6, 0, 5, 3, 1)]
    assert sorted(shuffled, key=chronological_key) == spans


def test_spans_overlap_with_both_ends_included() -> None:
    span = Span.parse("2019-09")
    assert span.overlaps(date(2019, 9, 30), date(2020, 1, 1))
    assert span.overlaps(None, date(2019, 9, 1))
    assert not span.overlaps(date(2019, 10, 1), None)
    assert not span.overlaps(None, date(2019, 8, 31))
