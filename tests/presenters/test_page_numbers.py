"""What an editor typed as pages, read once for all formats."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relations.presenters.page_numbers import PageNumbers
from tests.formats.works import PAGES, texts

DASHES = ("-", "--", " - ", "\u2010", "\u2011", "\u2012", "–", " – ", "—", "―", "\u2212", "–-")
numbers = st.integers(1, 99999).map(str)
romans = st.sampled_from(("i", "iv", "xii", "xcix", "cdxliv", "mmxx"))
kinds_of_page = st.one_of(
    st.just(numbers),
    st.sampled_from(("S", "e", "Л")).map(lambda prefix: numbers.map(prefix.__add__)),
    st.just(romans),
    st.just(romans.map(str.upper)),
)
parts = kinds_of_page.flatmap(lambda pages: st.lists(pages, min_size=1, max_size=2).map(tuple))


@given(
    parts=st.lists(parts, min_size=1, max_size=3).map(tuple),
    dash=st.sampled_from(DASHES),
    comma=st.sampled_from((", ", "; ", " ;")),
)
def test_ranges_are_found_whatever_dash_and_comma_divide_them(
    parts: tuple[tuple[str, ...], ...], dash: str, comma: str
) -> None:
    assert PageNumbers.parse(comma.join(map(dash.join, parts))).parts == parts


@given(text=st.one_of(PAGES, texts))
def test_pages_that_were_written_are_read_as_the_same(text: str) -> None:
    pages = PageNumbers.parse(text)
    again = PageNumbers.parse(pages.written())
    assert (again.parts, again.written()) == (pages.parts, pages.written())
    assert pages.parts or pages.written() == text


@pytest.mark.parametrize(
    "text",
    [
        *("S-12", "A-1", "12-iv", "iv-IV", "S12-15", "S12–E15", "45–", "–67", "1-2-3", "A-1 – A-5"),
        *("passim", "45–67, passim", "pp. 45–67", "1,234–1,245", "45–67,", "iiiii-x", "", "-"),
    ],
)
def test_what_is_no_page_or_range_is_taken_apart_by_nobody(text: str) -> None:
    pages = PageNumbers.parse(text)
    assert (pages.parts, pages.written(), pages.ends) == ((), text, (text, ""))


def test_the_end_of_a_range_may_be_written_short() -> None:
    assert PageNumbers.parse("345-52").ends == ("345", "52")
