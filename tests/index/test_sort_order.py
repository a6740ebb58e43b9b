"""A page of a set in an order, without sorting the set."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from relations.index.sets import EntrySet
from relations.index.sort_order import SortOrder

SIZE = 3000


@given(seed=st.integers(0, 50), data=st.data())
def test_a_page_is_what_sorting_would_give(seed: int, data: Any) -> None:
    """Of dense and thin sets, from the front, the middle and the end, in either direction."""
    random = np.random.default_rng(seed)
    numbers = random.permutation(SIZE)
    share = data.draw(st.sampled_from([0.001, 0.02, 0.3, 1]))
    # Held at one end of the order, too, where looking from the other end finds none for long.
    eligible = data.draw(st.sampled_from([numbers, numbers[: SIZE // 3], numbers[-SIZE // 3 :]]))
    held = [number for number in eligible.tolist() if random.random() < share]
    descending = data.draw(st.booleans())
    members = set(held)
    straight = [number for number in numbers.tolist() if number in members]
    if descending:
        straight.reverse()
    first = data.draw(st.integers(0, max(len(held), 1)) | st.sampled_from([0, max(len(held) - 5, 0)]))
    count = data.draw(st.sampled_from([1, 5, 24, 100]))
    found = SortOrder(numbers).page(EntrySet(held), first, count, descending=descending)
    assert found.tolist() == straight[first : first + count]


@given(before=st.permutations(range(40)), new=st.integers(0, 10), members=st.sets(st.integers(0, 49)))
@pytest.mark.parametrize("descending", [True, False])
def test_a_page_is_that_slice_of_the_order(
    before: list[int], new: int, members: set[int], descending: bool
) -> None:
    keys = {number: place * 7 % 41 + number / 100 for place, number in enumerate(range(50))}
    order = SortOrder(np.array(sorted(before, key=keys.get)))
    order = order.insert(list(range(40, 40 + new)), keys.get)
    members = {number for number in members if number < 40 + new}
    expected = sorted(members, key=keys.get, reverse=descending)
    for first, count in ((0, 5), (3, 4), (0, 100), (len(members), 3), (0, 0)):
        found = order.page(EntrySet(members), first, count, descending=descending)
        assert found.tolist() == expected[first : first + count]
