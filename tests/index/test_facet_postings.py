"""The data of a facet against plain sets."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from relations.index.facet_postings import FacetPostings
from relations.index.multi_value_column import MultiValueColumn
from relations.index.sets import EMPTY, EntrySet
from relations.index.value_counts import ValueCounts
from tests.support.laws import examples

SIZE = 60
sets = st.sets(st.integers(0, SIZE - 1)) | st.just(set(range(SIZE))) | st.just(set(range(3, SIZE)))
rows = st.lists(st.sets(st.integers(0, 60), max_size=4), min_size=SIZE, max_size=SIZE)


@pytest.mark.parametrize("most", [1024, 5])
@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    max_examples=examples(20),
)
@given(rows=rows, within=sets, dead=st.sets(st.integers(0, SIZE - 1), max_size=9), cut=st.integers(0, SIZE))
def test_few_and_many_values_are_counted_alike(
    monkeypatch: pytest.MonkeyPatch, most: int, rows: list, within: set[int], dead: set[int], cut: int
) -> None:
    monkeypatch.setattr("relations.index.facet_postings.MAX_BITMAPS", most)
    first = MultiValueColumn().appended([sorted(row) for row in rows[:cut]])
    earlier = FacetPostings(first)
    column = first.appended([sorted(row) for row in rows[cut:]])
    postings = FacetPostings(column, earlier)
    editions_by_value = {value: {n for n, row in enumerate(rows) if value in row} for value in range(61)}

    within -= dead
    entries = EntrySet(range(SIZE)) - EntrySet(dead)
    expected = {value: len(found & within) for value, found in editions_by_value.items() if found & within}
    totals = postings.count(entries)
    counts = ValueCounts(column, postings.count_within(EntrySet(within), entries, lambda: totals))
    assert (dict(counts.items()), len(counts)) == (expected, len(expected))
    assert {value: counts[value] for value in range(61) if value in counts} == expected
    assert dict(ValueCounts(column, totals).items()) == {
        value: len(found - dead) for value, found in editions_by_value.items() if found - dead
    }
    for value, found in editions_by_value.items():
        assert postings.editions_with(value) == EntrySet(found)
    assert postings.editions_with_any(editions_by_value) == EntrySet(set().union(*editions_by_value.values()))
    assert (postings.editions_with(-1), counts.get(-1, 0)) == (EMPTY, 0)
    ordered = sorted(expected, key=lambda value: (-expected[value], -value))
    assert counts.most_common(3, lambda value: -value) == {value: expected[value] for value in ordered[:3]}
    assert earlier.editions_with(0) == EntrySet(n for n in range(cut) if 0 in rows[n])
