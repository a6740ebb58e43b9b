"""Dates as people write them: read in any usual form; refused with offers where they are not certain."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relations.models import Span
from relations.models.date_text import UnreadableDateError, read_day


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Sept 2019", "2019-09"),
        ("Sept. 2019", "2019-09"),
        ("Sep-2019", "2019-09"),
        ("2019 September", "2019-09"),
        ("in September, 2019", "2019-09"),
        ("4 Sep 2019", "2019-09-04"),
        ("4th September 2019", "2019-09-04"),
        ("the 4th of September 2019", "2019-09-04"),
        ("September 4, 2019", "2019-09-04"),
        ("Sept. 4th, 2019", "2019-09-04"),
        ("04-Sep-2019", "2019-09-04"),
        ("on 2019/09/04", "2019-09-04"),
        ("25/12/2020", "2020-12-25"),
        ("12/25/2020", "2020-12-25"),
        ("25.12.2020", "2020-12-25"),
        ("05/05/2020", "2020-05-05"),
        ("c. 2001", "2001~"),
        ("c.2001", "2001~"),
        ("ca. 2001", "2001~"),
        ("circa May 2001", "2001-05~"),
        ("~2001", "2001~"),
        ("around 2001", "2001~"),
        ("approximately 2001 to 2003", "2001~/2003~"),
        ("the 1990s", "199X"),
        ("1990's", "199X"),
        ("1990’s", "199X"),
        ("no later than April 2021", "[..2021-04]"),
        ("2014-2019", "2014/2019"),
        ("2014 – 2019", "2014/2019"),
        ("from 2014 to 2019", "2014/2019"),
        ("between 2014 and 2019", "2014/2019"),
        ("4 to 6 September 2019", "2019-09-04/2019-09-06"),
        ("4–6 Sept 2019", "2019-09-04/2019-09-06"),
        ("September 4-6, 2019", "2019-09-04/2019-09-06"),
        ("30 April to 2 May 2019", "2019-04-30/2019-05-02"),
        ("April 30 to May 2, 2019", "2019-04-30/2019-05-02"),
        ("March–May 2019", "2019-03/2019-05"),
        ("March 2019 - May 2020", "2019-03/2020-05"),
        ("1990s to 2000s", "199X/200X"),
    ],
)
def test_usual_ways_to_write_a_date_are_read(text: str, code: str) -> None:
    assert Span.parse(text).code == code
    assert Span.parse(text.upper()).code == code


@pytest.mark.parametrize(
    ("text", "offers"),
    [
        ("since 2014", ("about 2014", "2014")),
        ("from May 2014", ("about May 2014", "May 2014")),
        ("after 2014", ("about 2014", "2014")),
        ("2014 onwards", ("about 2014", "2014")),
        ("2014–", ("about 2014", "2014")),
        ("early 2019", ("2019", "about 2019")),
        ("mid-2019", ("2019", "about 2019")),
        ("late September 2019", ("September 2019", "about September 2019")),
        ("the end of 2019", ("2019", "about 2019")),
        ("early 1990s", ("1990s", "about 1990s")),
        ("first half of 2019", ("2019", "about 2019")),
        ("Q1 2019", ("2019", "about 2019")),
        ("summer of 2019", ("2019", "about 2019")),
        ("probably 2019", ("2019", "about 2019")),
        ("before 2014", ("by 2014", "2014")),
        ("until May 2014", ("by May 2014", "May 2014")),
        ("12/05/2020", ("12 May 2020", "5 December 2020")),
        ("4.9.2019", ("4 September 2019", "9 April 2019")),
        ("2014-15", ("2014 to 2015",)),
        ("4 Sep 19", ("4 September 2019", "4 September 1919")),
        ("Sept '19", ("September 2019", "September 1919")),
    ],
)
def test_what_is_not_certain_is_refused_with_offers(text: str, offers: tuple[str, ...]) -> None:
    with pytest.raises(UnreadableDateError) as refused:
        Span.parse(text)
    assert refused.value.offers == offers
    for offer in offers:
        assert f"“{offer}”" in str(refused.value)
        assert Span.parse(offer).label == offer


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("31 September 2019", "There is no day 31 in September 2019: it has 30 days."),
        ("2019-02-30", "There is no day 30 in February 2019: it has 28 days."),
        ("29 Feb 2021", "There is no day 29 in February 2021: it has 28 days."),
        ("30/30/2020", "No calendar has “30/30/2020”."),
        ("2019 to May 2020", "need the same precision"),
        ("2019 to 2014", "ends before it begins"),
        ("last week", "Write for example"),
        ("Ma 2019", "Write for example"),
        ("2019 or 2020", "Write for example"),
        ("4 to October 6, 2019", "Write for example"),
    ],
)
def test_what_is_no_date_is_told(text: str, message: str) -> None:
    with pytest.raises(UnreadableDateError, match=message) as refused:
        Span.parse(text)
    assert refused.value.offers == ()


WORDS = st.sampled_from(
    [
        *("4", "04", "31", "2019", "19", "2010s", "0000", "May", "sept", "q2"),
        *("-", "–", "/", ".", ",", "'", "~", "to", "and", "from", "between", "by", "of", "the", "th"),
        *("since", "early", "before", "c.", "about", "onwards"),
    ]
)


@given(st.lists(WORDS, max_size=6).flatmap(lambda words: st.sampled_from([" ".join(words), "".join(words)])))
def test_any_mixture_is_read_or_refused_and_what_is_offered_is_read(text: str) -> None:
    try:
        span = Span.parse(text)
    except UnreadableDateError as refused:
        for offer in refused.offers:
            assert Span.parse(offer).label == offer
    else:
        assert Span.parse(span.label) == span


def test_where_one_day_is_asked_for_nothing_else_is_read() -> None:
    assert read_day("Sept. 4th, 2019") == date(2019, 9, 4)
    for text in ("September 2019", "about 4 September 2019", "by 4 September 2019", "4-5 September 2019"):
        with pytest.raises(UnreadableDateError, match="is not one day"):
            read_day(text)
    with pytest.raises(UnreadableDateError) as refused:
        read_day("12/05/2020")
    assert refused.value.offers == ("12 May 2020", "5 December 2020")
