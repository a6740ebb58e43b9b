"""The index: sets, tables and postings against plain ones, and one index for all threads."""

import gc
import weakref
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from relations import catalogue
from relations.index import current
from relations.index.current import current_index
from relations.index.entry_index import EntryIndex
from relations.index.facet_postings import FacetPostings
from relations.index.orders import Order
from relations.index.sets import EMPTY, EntrySet, GrowableArray, entry_set, to_array
from relations.index.table import Table, mapped
from tests.finder.reference import Reading
from tests.support.factories import publish_document
from tests.support.laws import examples
from tests.support.world import a_document

SIZE = 60
sets = st.sets(st.integers(0, SIZE - 1)) | st.just(set(range(SIZE))) | st.just(set(range(3, SIZE)))
rows = st.lists(st.sets(st.integers(0, 60), max_size=4), min_size=SIZE, max_size=SIZE)


@given(held=sets)
def test_a_set_is_listed_as_it_was_made(held: set[int]) -> None:
    found = entry_set(np.array(sorted(held), np.int64))
    assert to_array(found).tolist() == sorted(held)
    assert len(found) == len(held)


@given(parts=st.lists(st.lists(st.integers(0, 9), max_size=20), max_size=8), fork=st.integers(0, 8))
def test_an_array_that_grows_never_changes_what_was_read(parts: list[list[int]], fork: int) -> None:
    held, expected = [GrowableArray(np.zeros(0, np.int32))], [[]]
    for place, part in enumerate(parts):
        begun = place if place != fork else place // 2  # one is extended twice
        held.append(held[begun].extended(np.array(part, np.int32)))
        expected.append(expected[begun] + part)
    assert [each.values.tolist() for each in held] == expected


def test_an_array_that_grows_makes_room_for_larger_values() -> None:
    short = GrowableArray(np.array([1], np.uint16))
    assert short.extended(np.array([70_000], np.uint32)).values.tolist() == [1, 70_000]
    assert GrowableArray(np.array([b"ab"])).extended(np.array([b"abcdefgh"])).values.tolist() == [
        b"ab",
        b"abcdefgh",
    ]


@given(before=st.permutations(range(40)), new=st.integers(0, 10), held=st.sets(st.integers(0, 49)))
@pytest.mark.parametrize("descending", [True, False])
def test_a_page_is_that_slice_of_the_order(
    before: list[int], new: int, held: set[int], descending: bool
) -> None:
    keys = {number: place * 7 % 41 + number / 100 for place, number in enumerate(range(50))}
    order = Order(np.array(sorted(before, key=keys.get)))
    order = order.inserted(list(range(40, 40 + new)), keys.get)
    held = {number for number in held if number < 40 + new}
    expected = sorted(held, key=keys.get, reverse=descending)
    for first, count in ((0, 5), (3, 4), (0, 100), (len(held), 3), (0, 0)):
        found = order.page(EntrySet(held), first, count, descending=descending)
        assert found.tolist() == expected[first : first + count]


@pytest.mark.parametrize("most", [1024, 5])
@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    max_examples=examples(20),
)
@given(rows=rows, within=sets, dead=st.sets(st.integers(0, SIZE - 1), max_size=9), cut=st.integers(0, SIZE))
def test_postings_count_few_and_many_values_alike(
    monkeypatch: pytest.MonkeyPatch, most: int, rows: list, within: set[int], dead: set[int], cut: int
) -> None:
    monkeypatch.setattr("relations.index.facet_postings.MOST_BITMAPS", most)
    first = Table().extended([sorted(row) for row in rows[:cut]])
    earlier = FacetPostings(first, EntrySet(range(cut)))
    table = first.extended([sorted(row) for row in rows[cut:]])
    postings = FacetPostings(table, EntrySet(range(SIZE)) - EntrySet(dead), earlier)
    alive = {n: row for n, row in enumerate(rows) if n not in dead}
    bearing = {value: {n for n, row in alive.items() if value in row} for value in range(61)}

    within -= dead
    expected = {value: len(held & within) for value, held in bearing.items() if held & within}
    found = postings.counts(EntrySet(within))
    assert (dict(found), len(found)) == (expected, len(expected))
    assert set(postings) == {value for value, held in bearing.items() if held}
    for value, held in bearing.items():
        assert postings.bits(value) == EntrySet(held)
        assert postings.total(value) == len(held)
    assert postings.any_of(bearing) == EntrySet(set().union(*bearing.values()))
    assert (postings.bits(-1), postings.total(-1)) == (EMPTY, 0)
    ordered = sorted(expected, key=lambda value: (-expected[value], -value))
    assert found.most_common(3, lambda value: -value) == {value: expected[value] for value in ordered[:3]}
    assert earlier.bits(0) == EntrySet(n for n in range(cut) if 0 in rows[n])


@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=examples(20))
@given(rows=rows, cut=st.integers(0, SIZE))
def test_a_mapped_table_holds_the_images_of_each_value_once(rows: list[set[int]], cut: int) -> None:
    images = {value: tuple({value // 2, value // 20 + 100}) if value % 5 else () for value in range(61)}
    table = Table().extended([sorted(row) for row in rows[:cut]])
    found = mapped(table, [images[key] for key in table.keys], Table())
    table = table.extended([sorted(row) for row in rows[cut:]])
    found = mapped(table, [images[key] for key in table.keys], found)
    for number, row in enumerate(rows):
        codes = found.forward.read(np.array([number]))[1].tolist()
        held = [found.keys[code] for code in codes]
        assert sorted(held) == sorted({image for value in row for image in images[value]})


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(day=st.dates(date(2008, 1, 1), date(2023, 1, 1)))
def test_days_from_and_to_agree_with_every_span(days: tuple[EntryIndex, dict], day: date) -> None:
    found, spans = days
    for held, wanted in (
        (found.dated_from(day), {c for c, s in spans.items() if s and s.last >= day}),
        (found.dated_to(day), {c for c, s in spans.items() if s and s.first <= day}),
    ):
        assert set(found.codes(held, "newest", 0, len(held))) == wanted


@pytest.fixture
def days(reading: Reading) -> tuple[EntryIndex, dict]:
    return current_index(catalogue.current_snapshot()), {entry.code: entry.span for entry in reading.entries}


@pytest.mark.django_db
def test_threads_that_ask_at_once_share_one_index(monkeypatch: pytest.MonkeyPatch) -> None:
    publish_document(a_document("event", key="b2", slug="summit", claims=[]))
    names = catalogue.current_snapshot()
    made: list[int] = []
    index = current._make(names.names)

    def make(_names: object) -> EntryIndex:
        made.append(1)
        return index

    monkeypatch.setattr(current, "_make", make)
    together = Barrier(4)

    def ask(_n: int) -> EntryIndex:
        together.wait()
        return current_index(names)

    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(ask, range(4)))
    assert len({id(each) for each in found}) == 1
    assert len(made) == 1


@pytest.mark.django_db
def test_a_request_under_way_keeps_the_index_of_its_version() -> None:
    publish_document(a_document("event", key="b2", slug="one", claims=[]))
    before = catalogue.current_snapshot()
    held = current_index(before)
    publish_document(a_document("event", key="b3", slug="two", claims=[]))
    after = catalogue.current_snapshot()
    assert current_index(after).size == 2
    assert current_index(before) is held
    assert (held.size, held.version, current_index(after).version) == (1, before.version, after.version)


@pytest.mark.django_db
def test_of_many_days_a_few_are_remembered_and_each_is_right() -> None:
    for year in (2000, 2010):
        document = a_document("event", key=f"b{year}", slug=f"y{year}", date=f"{year}-01-01", claims=[])
        publish_document(document)
    index = current_index(catalogue.current_snapshot())
    for _again in range(2):
        assert [len(index.dated_to(date(year, 1, 1))) for year in range(1960, 2020)] == [
            (year >= 2000) + (year >= 2010) for year in range(1960, 2020)
        ]
    publish_document(a_document("event", key="b1950", slug="y1950", date="1950-01-01", claims=[]))
    assert len(current_index(catalogue.current_snapshot()).dated_to(date(2019, 1, 1))) == 3


@pytest.mark.django_db
def test_a_large_index_of_before_is_let_go_whatever_circle_holds_it(monkeypatch: pytest.MonkeyPatch) -> None:
    document = a_document("event", claims=[])
    publish_document(document)
    gc.disable()  # so that Python does not look by itself
    try:
        circle = [current_index(catalogue.current_snapshot())]
        circle.append(circle)
        before = weakref.ref(circle[0])
        del circle
        for least, lives in ((1, True), (0, False)):
            monkeypatch.setattr(current, "_LIGHT", least)
            publish_document(document | {"summary": f"More than {least}."}, note="Changed.")
            assert current_index(catalogue.current_snapshot()).size == 1
            assert (before() is not None) == lives
    finally:
        gc.enable()
