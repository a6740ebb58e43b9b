"""Columns with several values: rows in another order, and values replaced by what stands for them."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from relations.index.key_resolution import can_extend
from relations.index.multi_value_column import MultiValueColumn, map_values
from tests.support.laws import examples

SIZE = 60
few_rows = st.lists(st.sets(st.integers(0, 400), max_size=5), max_size=30)
rows = st.lists(st.sets(st.integers(0, 60), max_size=4), min_size=SIZE, max_size=SIZE)


def values(column: MultiValueColumn, ordinal: int) -> set[int]:
    counts, codes = column.forward.read(np.array([ordinal]))
    assert counts.tolist() == [len(codes)]
    assert len({*codes.tolist()}) == len(codes)
    return {column.keys[code] for code in codes.tolist()}


@pytest.mark.usefixtures("small_blocks")
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=few_rows, more=few_rows, data=st.data())
def test_rows_in_another_order_have_the_values_they_had(
    rows: list[set[int]], more: list[set[int]], data: st.DataObject
) -> None:
    order = data.draw(st.permutations(range(len(rows))))
    order = order[: data.draw(st.integers(0, len(rows)))]
    column = MultiValueColumn().appended(sorted(row) for row in rows)
    taken = column.take(np.array(order, np.int64)).appended(sorted(row) for row in more)
    expected = [*(rows[ordinal] for ordinal in order), *more]
    assert [values(taken, ordinal) for ordinal in range(len(taken))] == expected
    # The other one goes its own way.
    longer = column.appended(sorted(row, reverse=True) for row in more)
    assert [values(longer, ordinal) for ordinal in range(len(longer))] == [*rows, *more]
    assert [values(taken, ordinal) for ordinal in range(len(taken))] == expected


@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=examples(20))
@given(rows=rows, cut=st.integers(0, SIZE))
def test_a_value_is_replaced_by_all_that_stands_for_it(rows: list[set[int]], cut: int) -> None:
    targets = {value: tuple({value // 2, value // 20 + 100}) if value % 5 else () for value in range(61)}
    column = MultiValueColumn().appended([sorted(row) for row in rows[:cut]])
    found = map_values(column, [targets[key] for key in column.keys], MultiValueColumn())
    column = column.appended([sorted(row) for row in rows[cut:]])
    found = map_values(column, [targets[key] for key in column.keys], found)
    for ordinal, row in enumerate(rows):
        assert values(found, ordinal) == {target for value in row for target in targets[value]}


def test_a_column_is_not_extended_where_a_new_key_is_the_first_that_stands_for_another() -> None:
    column = MultiValueColumn(["one", "two"])
    assert can_extend(column, [("one",), ("two",)], [("one",)])
    assert not can_extend(column, [("one",), ("one",)], [("one",)])
    assert not can_extend(column, [("two",), ("two",)], [("one",)])
