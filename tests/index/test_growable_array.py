"""Arrays that grow in shared memory, and sets of ordinals."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from relations.index.growable_array import GrowableArray
from relations.index.sets import entry_set, to_array

SIZE = 60
sets = st.sets(st.integers(0, SIZE - 1)) | st.just(set(range(SIZE))) | st.just(set(range(3, SIZE)))


@given(ordinals=sets)
def test_a_set_is_listed_as_it_was_made(ordinals: set[int]) -> None:
    found = entry_set(np.array(sorted(ordinals), np.int64))
    assert to_array(found).tolist() == sorted(ordinals)
    assert len(found) == len(ordinals)


@given(parts=st.lists(st.lists(st.integers(0, 9), max_size=20), max_size=8), fork=st.integers(0, 8))
def test_an_array_that_grows_never_changes_what_was_read(parts: list[list[int]], fork: int) -> None:
    arrays, expected = [GrowableArray(np.zeros(0, np.int32))], [[]]
    for position, part in enumerate(parts):
        begun = position if position != fork else position // 2  # one is appended to twice
        arrays.append(arrays[begun].appended(np.array(part, np.int32)))
        expected.append(expected[begun] + part)
    assert [each.values.tolist() for each in arrays] == expected


def test_an_array_that_grows_makes_room_for_larger_values() -> None:
    short = GrowableArray(np.array([1], np.uint16))
    assert short.appended(np.array([70_000], np.uint32)).values.tolist() == [1, 70_000]
    assert GrowableArray(np.array([b"ab"])).appended(np.array([b"abcdefgh"])).values.tolist() == [
        b"ab",
        b"abcdefgh",
    ]
