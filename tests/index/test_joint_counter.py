"""Facets counted together: the counts are those of each by itself."""

from collections.abc import Iterable

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from relations.index.facet_postings import FacetPostings
from relations.index.joint_counter import JointCounter
from relations.index.sets import EntrySet
from relations.index.table import Table
from tests.support.laws import examples

SIZE = 40
sets = st.sets(st.integers(0, SIZE - 1))
rows = st.lists(st.sets(st.integers(0, 30), max_size=7), min_size=SIZE, max_size=SIZE)


@pytest.fixture
def always(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever one by one would take, they are counted together."""
    monkeypatch.setattr(FacetPostings, "seconds", lambda _self, _few: 1.0)


def table_of(rows: Iterable[Iterable[int]], onto: Table | None = None) -> Table:
    return (Table() if onto is None else onto).extended([sorted(row) for row in rows])


def filled(postings: dict[str, FacetPostings], previous: JointCounter | None = None) -> JointCounter:
    wide = JointCounter(postings, previous)
    wide.fill()
    return wide


def agree(
    wide: JointCounter, postings: dict[str, FacetPostings], within: EntrySet, everything: EntrySet
) -> None:
    together = wide.counts(within, everything)
    assert {name: dict(counts) for name, counts in together.items()} == {
        name: dict(each.counts(within)) for name, each in postings.items()
    }


@pytest.mark.usefixtures("always", "small_blocks")
@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    max_examples=examples(40),
)
@given(one=rows, other=rows, within=sets, dead=sets, cut=st.integers(0, SIZE))
def test_counts_are_those_of_each_facet_by_itself(
    one: list, other: list, within: set[int], dead: set[int], cut: int
) -> None:
    short = {"one": table_of(one[:cut]), "other": table_of(other[:cut])}
    every = EntrySet(range(cut))
    earlier = {name: FacetPostings(table, every) for name, table in short.items()}
    wide = filled(earlier)
    some = EntrySet(within) & every
    agree(wide, earlier, some, every)

    alive = EntrySet(range(SIZE)) - EntrySet(dead)
    long = {"one": table_of(one[cut:], short["one"]), "other": table_of(other[cut:], short["other"])}
    postings = {name: FacetPostings(table, alive, earlier[name]) for name, table in long.items()}
    agree(filled(postings, wide), postings, EntrySet(within) & alive, alive)
    agree(wide, earlier, some, every)


@pytest.mark.usefixtures("always")
# With the room a facet is given, 52,017 values and three take 65,536 codes.
@pytest.mark.parametrize("values", [300, 52_015, 70_000])
def test_new_values_beyond_the_room_of_a_facet_are_not_taken_for_the_next_ones(values: int) -> None:
    short = {"one": table_of([{1}, {2}]), "other": table_of([{1}, {2, 3}])}
    earlier = {name: FacetPostings(table, EntrySet(range(2))) for name, table in short.items()}
    wide = filled(earlier)
    long = {
        "one": table_of([range(5, 5 + values)], short["one"]),
        "other": table_of([{3}], short["other"]),
    }
    postings = {name: FacetPostings(table, EntrySet(range(3)), earlier[name]) for name, table in long.items()}
    for within in (EntrySet([2]), EntrySet([1, 2]), EntrySet([0])):
        agree(filled(postings, wide), postings, within, EntrySet(range(3)))


@pytest.mark.usefixtures("always")
def test_a_table_made_anew_is_read_anew() -> None:
    every = EntrySet(range(2))
    wide = filled({"one": FacetPostings(table_of([{1}, {2}]), every)})
    merged = {"one": FacetPostings(table_of([{1}, {1}]), every)}
    agree(filled(merged, wide), merged, EntrySet([1]), every)


@pytest.mark.usefixtures("always")
def test_rows_whose_place_was_taken_leave_the_counting_to_each_facet() -> None:
    every = EntrySet(range(2))
    facets = {"one": FacetPostings(table_of([{1}, {2}]), every)}
    wide = filled(facets)
    assert wide.counts(EntrySet([1]), every)
    following = filled({"one": FacetPostings(table_of([{1}, {1}]), every)}, wide)
    assert (wide.counts(EntrySet([1]), every), bool(following.counts(EntrySet([1]), every))) == ({}, True)
    agree(filled(facets, wide), facets, EntrySet([1]), every)


def test_few_values_and_many_entries_are_counted_one_by_one() -> None:
    size = 20_000
    counts, codes = np.ones(size, np.int32), np.zeros(size, np.int64)
    postings = {"one": FacetPostings(Table([7]).extended_coded(counts, codes), EntrySet(range(size)))}
    assert filled(postings).counts(EntrySet(range(size // 2)), EntrySet(range(size))) == {}
