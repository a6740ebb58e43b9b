"""Facets counted together: the counts are those of each by itself."""

from collections.abc import Iterable

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from relations.index.combined_facet_counter import CombinedFacetCounter
from relations.index.facet_postings import FacetPostings
from relations.index.multi_value_column import MultiValueColumn
from relations.index.sets import EntrySet
from tests.support.laws import examples

SIZE = 40
sets = st.sets(st.integers(0, SIZE - 1))
rows = st.lists(st.sets(st.integers(0, 30), max_size=7), min_size=SIZE, max_size=SIZE)
Postings = dict[str, FacetPostings]


@pytest.fixture
def always(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever one by one would take, they are counted together."""
    monkeypatch.setattr(FacetPostings, "seconds", lambda _self, _entries, _read: 1.0)


def column_of(rows: Iterable[Iterable[int]], onto: MultiValueColumn | None = None) -> MultiValueColumn:
    return (MultiValueColumn() if onto is None else onto).appended([sorted(row) for row in rows])


def assert_counts_agree(
    counter: CombinedFacetCounter, postings: Postings, within: EntrySet, entries: EntrySet
) -> None:
    together = counter.counts(within, entries, lambda name: postings[name].count(entries))
    assert together.keys() == postings.keys()
    for name, each in postings.items():
        assert together[name].tolist() == each.count(within).tolist()


@pytest.mark.usefixtures("always", "small_blocks")
@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    max_examples=examples(40),
)
@given(one=rows, other=rows, within=sets, dead=sets, cut=st.integers(0, SIZE))
def test_counts_are_those_of_each_facet_by_itself(
    one: list, other: list, within: set[int], dead: set[int], cut: int
) -> None:
    short = {"one": column_of(one[:cut]), "other": column_of(other[:cut])}
    every = EntrySet(range(cut))
    earlier = {name: FacetPostings(column) for name, column in short.items()}
    counter = CombinedFacetCounter(earlier)
    some = EntrySet(within) & every
    assert_counts_agree(counter, earlier, some, every)

    entries = EntrySet(range(SIZE)) - EntrySet(dead)
    long = {"one": column_of(one[cut:], short["one"]), "other": column_of(other[cut:], short["other"])}
    postings = {name: FacetPostings(column, earlier[name]) for name, column in long.items()}
    following = CombinedFacetCounter(postings, counter)
    assert_counts_agree(following, postings, EntrySet(within) & entries, entries)
    assert_counts_agree(counter, earlier, some, every)


@pytest.mark.usefixtures("always")
# With the room a facet is given, 52,017 values and three take 65,536 codes.
@pytest.mark.parametrize(
    "values", [300, *(pytest.param(number, marks=pytest.mark.slow) for number in (52_015, 70_000))]
)
def test_new_values_beyond_the_room_of_a_facet_are_not_taken_for_the_next_ones(values: int) -> None:
    short = {"one": column_of([{1}, {2}]), "other": column_of([{1}, {2, 3}])}
    earlier = {name: FacetPostings(column) for name, column in short.items()}
    counter = CombinedFacetCounter(earlier)
    long = {
        "one": column_of([range(5, 5 + values)], short["one"]),
        "other": column_of([{3}], short["other"]),
    }
    postings = {name: FacetPostings(column, earlier[name]) for name, column in long.items()}
    following = CombinedFacetCounter(postings, counter)
    for within in (EntrySet([2]), EntrySet([1, 2]), EntrySet([0])):
        assert_counts_agree(following, postings, within, EntrySet(range(3)))


@pytest.mark.usefixtures("always")
def test_a_column_made_anew_is_read_anew() -> None:
    counter = CombinedFacetCounter({"one": FacetPostings(column_of([{1}, {2}]))})
    merged = {"one": FacetPostings(column_of([{1}, {1}]))}
    assert_counts_agree(CombinedFacetCounter(merged, counter), merged, EntrySet([1]), EntrySet(range(2)))


def test_few_values_and_many_entries_are_counted_one_by_one() -> None:
    size = 20_000
    counts, codes = np.ones(size, np.int32), np.zeros(size, np.int64)
    postings = {"one": FacetPostings(MultiValueColumn([7]).appended_coded(counts, codes))}
    entries = EntrySet(range(size))
    found = CombinedFacetCounter(postings).counts(EntrySet(range(size // 2)), entries, lambda _name: counts)
    assert found == {}
