"""A page of a set in an order, without sorting the set."""

from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from relations.index.orders import Order
from relations.index.sets import EntrySet

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
    found = Order(numbers).page(EntrySet(held), first, count, descending=descending)
    assert found.tolist() == straight[first : first + count]
