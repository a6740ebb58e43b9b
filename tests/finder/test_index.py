"""The index: bitmaps and postings against plain sets, and one snapshot for all threads."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from relations import catalogue
from relations.finder import current_index, index
from relations.finder.bitmaps import ascending, bitmap, everything, page, selectors
from relations.finder.postings import Postings
from tests.factories import publish_document
from tests.finder.reference import Reading
from tests.world import a_document

SIZE = 20_000
numbers = st.sets(st.integers(0, SIZE - 1), max_size=60) | st.builds(
    lambda start, step: set(range(start, SIZE, step)), st.integers(0, SIZE), st.integers(1, 500)
)


@given(held=numbers)
def test_a_bitmap_is_the_set_it_was_made_of(held: set[int]) -> None:
    bits = bitmap(held, SIZE)
    assert bits.bit_count() == len(held)
    assert list(ascending(bits)) == sorted(held)
    assert [n for n, chosen in enumerate(selectors(bits)) if chosen] == sorted(held)
    assert everything(SIZE) ^ bits == bitmap(set(range(SIZE)) - held, SIZE)


@given(held=numbers, first=st.integers(0, SIZE), count=st.integers(0, 100))
def test_a_page_of_a_bitmap_is_that_slice_of_its_numbers(held: set[int], first: int, count: int) -> None:
    bits = bitmap(held, SIZE)
    assert page(bits, first, count, descending=False) == sorted(held)[first : first + count]
    assert page(bits, first, count, descending=True) == sorted(held, reverse=True)[first : first + count]


@given(
    values=st.dictionaries(st.integers(0, 50), st.sets(st.integers(0, 499), max_size=60)),
    within=st.sets(st.integers(0, 499)) | st.just(set(range(500))) | st.just(set(range(3, 500))),
)
def test_postings_count_frequent_and_rare_values_alike(values: dict[int, set[int]], within: set[int]) -> None:
    values = {value: held for value, held in values.items() if held}
    postings = Postings(500, {value: sorted(held) for value, held in values.items()})
    expected = {value: len(held & within) for value, held in values.items() if held & within}
    assert postings.counts(bitmap(within, 500)) == expected
    assert set(postings) == set(values)
    for value, held in values.items():
        assert postings.bits(value) == bitmap(held, 500)
        assert postings.total(value) == len(held)
    assert postings.any_of(values) == bitmap(set().union(*values.values()), 500)
    assert (postings.bits(-1), postings.total(-1)) == (0, 0)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(day=st.dates(date(2008, 1, 1), date(2023, 1, 1)))
def test_days_from_and_to_agree_with_every_span(days: tuple[index.Index, dict], day: date) -> None:
    found, spans = days
    for bits, wanted in (
        (found.from_day(day), {c for c, s in spans.items() if s and s.last >= day}),
        (found.to_day(day), {c for c, s in spans.items() if s and s.first <= day}),
    ):
        assert {found.codes[n] for n in ascending(bits)} == wanted


@pytest.fixture
def days(reading: Reading) -> tuple[index.Index, dict]:
    return current_index(catalogue.current()), {entry.code: entry.span for entry in reading.entries}


@pytest.mark.django_db
def test_threads_that_ask_at_once_share_one_index(monkeypatch: pytest.MonkeyPatch) -> None:
    publish_document(a_document("event", key="b2", slug="summit", claims=[]))
    names = catalogue.current()
    rows = list(index.read_rows(names))
    made: list[int] = []

    def read(_catalogue: object) -> list:
        made.append(1)
        return rows

    monkeypatch.setattr(index, "read_rows", read)
    together = Barrier(4)

    def ask(_n: int) -> index.Index:
        together.wait()
        return current_index(names)

    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(ask, range(4)))
    assert len({id(each) for each in found}) == 1
    assert len(made) == 1


@pytest.mark.django_db
def test_a_request_under_way_keeps_the_index_of_its_version() -> None:
    publish_document(a_document("event", key="b2", slug="one", claims=[]))
    before = catalogue.current()
    held = current_index(before)
    publish_document(a_document("event", key="b3", slug="two", claims=[]))
    after = catalogue.current()
    assert current_index(after).size == 2
    assert current_index(before) is held
    assert (held.size, held.version, current_index(after).version) == (1, before.version, after.version)
