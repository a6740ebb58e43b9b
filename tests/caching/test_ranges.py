"""Which part of a file is asked for (RFC 9110, section 14)."""

import pytest
from django.utils.http import http_date
from hypothesis import given
from hypothesis import strategies as st

from relations.caching.ranges import UnsatisfiableRangeError, find_range

SIZE, ETAG, TIME = 100, '"abc"', 1_700_000_000


def find(value: str, method: str = "GET", size: int = SIZE, **headers: str) -> tuple[int, int] | None:
    return find_range({"REQUEST_METHOD": method, "HTTP_RANGE": value, **headers}, size, ETAG, TIME)


@pytest.mark.parametrize(
    ("value", "part"),
    [
        ("bytes=0-0", (0, 0)),
        ("bytes=0-9", (0, 9)),
        ("bytes=99-", (99, 99)),
        ("bytes=50-", (50, 99)),
        ("bytes=50-1000", (50, 99)),
        ("bytes=-1", (99, 99)),
        ("bytes=-1000", (0, 99)),
        ("Bytes=0-9", (0, 9)),
        (" bytes= 0-9 ", (0, 9)),
        # Not one range, or none at all: the whole file.
        ("bytes=0-1,3-4", None),
        ("bytes=9-5", None),
        ("bytes=-", None),
        ("bytes=", None),
        ("bytes=a-b", None),
        ("bytes=--1", None),
        ("bytes=1-2-3", None),
        ("bytes=0x1-2", None),
        ("bytes=²-3", None),
        ("lines=0-9", None),
        ("0-9", None),
        ("", None),
        (f"bytes={'9' * 5000}-", None),
    ],
)
def test_one_range_is_a_part_all_else_the_whole(value: str, part: tuple[int, int] | None) -> None:
    assert find(value) == part


@pytest.mark.parametrize(
    ("value", "size"),
    [("bytes=100-", SIZE), ("bytes=100-200", SIZE), ("bytes=-0", SIZE), ("bytes=0-", 0), ("bytes=-5", 0)],
)
def test_a_range_beyond_the_end_is_unsatisfiable_and_no_range_is_none(value: str, size: int) -> None:
    with pytest.raises(UnsatisfiableRangeError):
        find(value, size=size)


def test_only_get_has_parts() -> None:
    assert find("bytes=0-9", "HEAD") is None
    assert find("bytes=1000-", "HEAD") is None


@pytest.mark.parametrize("other", ['"other"', f"W/{ETAG}", http_date(TIME - 1), "nonsense"])
def test_who_has_a_part_of_another_file_gets_the_whole(other: str) -> None:
    assert find("bytes=0-9", HTTP_IF_RANGE=other) is None
    assert find("bytes=1000-", HTTP_IF_RANGE=other) is None


@pytest.mark.parametrize("same", [ETAG, http_date(TIME)])
def test_who_has_a_part_of_this_file_gets_the_rest(same: str) -> None:
    assert find("bytes=10-", HTTP_IF_RANGE=same) == (10, 99)


@given(st.integers(1, 1000), st.data())
def test_a_part_lies_in_the_file(size: int, data: st.DataObject) -> None:
    first = data.draw(st.integers(0, size - 1))
    last = data.draw(st.integers(first, 2 * size))
    assert find(f"bytes={first}-{last}", size=size) == (first, min(last, size - 1))
    assert (
        find(f"bytes=-{size - first}", size=size) == find(f"bytes={first}-", size=size) == (first, size - 1)
    )
