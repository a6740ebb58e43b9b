"""What entries bear, when they are numbered anew: each keeps what it bears."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from relations.index.columns import no_columns
from relations.index.rows import TABLES, Row
from relations.index.sets import EMPTY
from relations.index.table import Table

rows = st.lists(st.sets(st.integers(0, 400), max_size=5), max_size=30)


def held(table: Table, number: int) -> set[int]:
    counts, codes = table.forward.read(np.array([number]))
    assert counts.tolist() == [len(codes)]
    return {table.keys[code] for code in codes.tolist()}


@pytest.mark.usefixtures("small_blocks")
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=rows, more=rows, data=st.data())
def test_entries_taken_in_another_order_bear_what_they_bore(
    rows: list[set[int]], more: list[set[int]], data: st.DataObject
) -> None:
    order = data.draw(st.permutations(range(len(rows))))
    order = order[: data.draw(st.integers(0, len(rows)))]
    table = Table().extended(sorted(row) for row in rows)
    taken = table.taken(np.array(order, np.int64)).extended(sorted(row) for row in more)
    expected = [*(rows[number] for number in order), *more]
    assert [held(taken, number) for number in range(len(taken))] == expected
    # The other one goes its own way.
    longer = table.extended(sorted(row, reverse=True) for row in more)
    assert [held(longer, number) for number in range(len(longer))] == [*rows, *more]
    assert [held(taken, number) for number in range(len(taken))] == expected


def test_ties_follow_the_entries_that_state_them() -> None:
    nothing: dict[str, tuple] = dict.fromkeys(TABLES, ())
    first = Row(0, 0, code="aaaaa0", values=nothing)
    number = 300  # more than fit in a byte
    rows = [
        replace(first, record=n, edition=n, code=f"aa{n:04}", links=(("follows", f"bb{n:04}"),))
        for n in range(number)
    ]
    taken = no_columns().extended(rows, EMPTY).taken(np.arange(number - 1, 9, -1))
    assert [taken.links_to(f"bb{n:04}") for n in (5, 10, 299)] == [[], [(289, "follows")], [(0, "follows")]]
