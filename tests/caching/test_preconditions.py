"""What of a conditional request holds (RFC 9110, section 13)."""

from http import HTTPStatus

import pytest
from django.utils.http import http_date

from relations.caching.preconditions import failed_precondition, is_range_current, parse_tags

STRONG, WEAK = '"abc"', 'W/"abc"'
TIME = 1_700_000_000
EARLIER, SAME, LATER = (http_date(TIME + seconds) for seconds in (-1, 0, 1))


def environ(**headers: str) -> dict[str, str]:
    return {f"HTTP_{name.upper()}": value for name, value in headers.items()}


@pytest.mark.parametrize("etag", [STRONG, WEAK])
@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (STRONG, 304),
        (WEAK, 304),
        ("*", 304),
        (" * ", 304),
        ('"other"', None),
        ('"other", "abc"', 304),
        ('"a,b,c",W/"abc"', 304),
        ('"abc,"', None),
        (', ,"abc",', 304),
        ('"x"\t,\tW/"abc"', 304),
        ('""', None),
        ("", None),
        # No tags: without quotes, half of them, of another case, with blanks, a star among others.
        ("abc", None),
        ('"abc', None),
        ('w/"abc"', None),
        ('W/ "abc"', None),
        ('"a bc"', None),
        ('"abc"x', None),
        ('*, "x"', None),
        ('junk, "abc"', 304),
    ],
)
def test_a_matching_tag_is_not_modified_whether_weak_or_not(etag: str, sent: str, status: int | None) -> None:
    assert failed_precondition(environ(if_none_match=sent), etag) == status


@pytest.mark.parametrize(
    ("etag", "sent", "status"),
    [
        (STRONG, STRONG, None),
        (STRONG, f'"x,y", {STRONG}', None),
        (STRONG, WEAK, 412),
        (WEAK, WEAK, 412),
        (WEAK, STRONG, 412),
        (STRONG, '"x,y"', 412),
        (STRONG, '""', 412),
        (None, STRONG, 412),
        (STRONG, "*", None),
        (WEAK, "*", None),
        (None, "*", None),
        (STRONG, "abc", None),
        (STRONG, "", None),
    ],
)
def test_if_match_asks_for_the_same_bytes(etag: str | None, sent: str, status: int | None) -> None:
    assert failed_precondition(environ(if_match=sent), etag) == status


@pytest.mark.parametrize(
    ("header", "since", "status"),
    [
        ("if_modified_since", EARLIER, None),
        ("if_modified_since", SAME, 304),
        ("if_modified_since", LATER, 304),
        ("if_unmodified_since", EARLIER, 412),
        ("if_unmodified_since", SAME, None),
        ("if_unmodified_since", LATER, None),
        ("if_modified_since", "yesterday", None),
        ("if_unmodified_since", "yesterday", None),
        ("if_unmodified_since", "Thu, 01 Jan 1970 00:00:00 GMT", 412),
    ],
)
def test_times_count_where_there_is_one(header: str, since: str, status: int | None) -> None:
    assert failed_precondition(environ(**{header: since}), STRONG, TIME) == status
    assert failed_precondition(environ(**{header: since}), STRONG) is None


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"if_none_match": '"other"', "if_modified_since": LATER}, None),
        ({"if_none_match": "no tag", "if_modified_since": LATER}, 304),
        ({"if_match": STRONG, "if_unmodified_since": EARLIER}, None),
        ({"if_match": '"other"', "if_none_match": STRONG}, 412),
        ({"if_match": STRONG, "if_none_match": STRONG}, 304),
        ({"if_unmodified_since": EARLIER, "if_none_match": STRONG}, 412),
    ],
)
def test_tags_come_before_times_and_match_before_none_match(
    headers: dict[str, str], status: int | None
) -> None:
    assert failed_precondition(environ(**headers), STRONG, TIME) == status


@pytest.mark.parametrize(
    ("sent", "current"),
    [
        (STRONG, True),
        ('"other"', False),
        (WEAK, False),
        (SAME, True),
        (EARLIER, False),
        (LATER, False),
        ("", True),
        ("abc", False),
        ("*", False),
        (f"{STRONG}, {STRONG}", False),
    ],
)
def test_a_part_is_given_only_of_the_very_bytes_that_the_client_has(sent: str, current: bool) -> None:
    assert is_range_current(environ(if_range=sent), STRONG, TIME) is current


def test_a_weak_tag_is_of_no_bytes() -> None:
    assert not is_range_current(environ(if_range=WEAK), WEAK, TIME)


def test_tags_are_read_in_time_whatever_is_sent() -> None:
    for text in ('"' * 8000, ",\t" * 4000, '"a",' * 2000, f'"{"," * 8000}'):
        assert len(parse_tags(text)) <= 2000
    assert failed_precondition(environ(if_none_match='"a"\t' * 2000), '"b"') != HTTPStatus.NOT_MODIFIED
