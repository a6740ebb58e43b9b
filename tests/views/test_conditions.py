"""Conditional requests of pages, feeds and files (RFC 9110, section 13), from every cache alike."""

from typing import Any

import pytest
from django.test import Client

from tests.support.world import a_published

pytestmark = pytest.mark.django_db

# From the page cache, made anew each time, and without a tag.
PAGES = ("/", "/events/summit/", "/entries/?type=event", "/entries.json", "/changes.atom", "/robots.txt")
STREAMS = ("/entries.csv", "/entries.ics", "/entries/?x=1", "/data/")
UNTAGGED = ("/claims/cccccccc22/report/",)
ALL = (*PAGES, *STREAMS, *UNTAGGED)


@pytest.fixture(autouse=True)
def _a_summit() -> None:
    a_published("event")


def ask(reader: Client, path: str, method: str = "GET", **headers: str) -> Any:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return reader.generic(method, path, headers=named)


def ask_twice(reader: Client, path: str, method: str = "GET", **headers: str) -> list[Any]:
    """Where it is made, and where it is kept."""
    made = ask(reader, path, method, **headers)
    reader.get(path)
    return [made, ask(reader, path, method, **headers)]


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("path", ALL)
def test_a_star_is_any_page_that_is_there(reader: Client, path: str, method: str) -> None:
    for answer in ask_twice(reader, path, method, If_None_Match="*"):
        assert (answer.status_code, answer.content) == (304, b"")
    for answer in ask_twice(reader, path, method, If_Match="*"):
        assert answer.status_code == 200


@pytest.mark.parametrize("path", ["/nowhere/", "/events/nothing/", "/entries.exe", "/topics/nothing.json"])
def test_what_is_not_there_meets_no_condition(reader: Client, path: str) -> None:
    for headers in ({"If_None_Match": "*"}, {"If_Match": "*"}, {"If_Match": '"x"'}):
        assert ask(reader, path, **headers).status_code == 404


def test_a_redirect_and_a_refusal_stay_what_they_are(reader: Client) -> None:
    for path, status in (("/e/vvvvv2/", 301), ("/changes/?q=%00", 400)):
        for headers in ({"If_None_Match": "*"}, {"If_Match": '"x"'}):
            assert ask(reader, path, **headers).status_code == status


@pytest.mark.parametrize("path", [*PAGES, *STREAMS])
def test_a_tag_is_compared_weakly_and_among_others(reader: Client, path: str) -> None:
    tag = reader.get(path).headers["ETag"]
    assert tag.startswith('W/"')
    for sent in (tag, tag.removeprefix("W/"), f'"a,b", {tag}', f'{tag} , W/"other",', f"nonsense, {tag}"):
        assert ask(reader, path, If_None_Match=sent).status_code == 304, sent
    for sent in ('"other"', 'W/"a,b"', tag.replace('"', ""), tag.removesuffix('"'), tag.upper(), "", ","):
        assert ask(reader, path, If_None_Match=sent).status_code == 200, sent


@pytest.mark.parametrize("path", ALL)
def test_another_tag_must_not_match(reader: Client, path: str) -> None:
    for answer in ask_twice(reader, path, If_Match='"other", W/"a,b"'):
        assert answer.status_code == 412
        assert answer.text.endswith(".\n")
        assert (answer.headers["Cache-Control"], answer.headers["Content-Type"]) == (
            "no-cache",
            "text/plain; charset=utf-8",
        )


@pytest.mark.parametrize("path", [*PAGES, *STREAMS])
def test_nobody_says_of_a_page_that_its_bytes_are_the_same(reader: Client, path: str) -> None:
    """A page and its compressed forms have one tag, which is weak: If-Match asks for more (13.1.1)."""
    tag = reader.get(path).headers["ETag"]
    for answer in ask_twice(reader, path, If_Match=tag):
        assert (answer.status_code, answer.headers["ETag"]) == (412, tag)
    assert ask(reader, path, If_Match=tag, If_None_Match=tag).status_code == 412
    assert ask(reader, path, If_Match="*", If_None_Match=tag).status_code == 304


@pytest.mark.parametrize("path", ALL)
def test_a_page_has_no_time_so_that_times_count_for_nothing(reader: Client, path: str) -> None:
    assert "Last-Modified" not in reader.get(path).headers
    for name in ("If_Modified_Since", "If_Unmodified_Since"):
        for when in ("Thu, 01 Jan 1970 00:00:00 GMT", "Thu, 01 Jan 2099 00:00:00 GMT", "soon"):
            assert [a.status_code for a in ask_twice(reader, path, **{name: when})] == [200, 200]


@pytest.mark.parametrize("path", ALL)
def test_a_page_is_given_whole(reader: Client, path: str) -> None:
    answer = ask(reader, path, Range="bytes=0-9")
    assert answer.status_code == 200
    assert "Accept-Ranges" not in answer.headers


@pytest.mark.parametrize("encoding", ["", "gzip", "gzip;q=0", "identity;q=0", "identity;q=0, *", "br", "*"])
@pytest.mark.parametrize(
    "path", [*PAGES, *STREAMS, "/nowhere/", "/topics/nothing.json", "/changes/?q=%00", "/e/vvvvv2/"]
)
def test_head_says_what_get_says(reader: Client, path: str, encoding: str) -> None:
    head, page = (ask(reader, path, method, Accept_Encoding=encoding) for method in ("HEAD", "GET"))
    ignored = {"X-Request-ID"}
    assert {name: value for name, value in head.headers.items() if name not in ignored} == {
        name: value for name, value in page.headers.items() if name not in ignored
    }
    assert head.status_code == page.status_code
    assert page.headers["Vary"] == "Accept-Encoding"


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("gzip", "gzip"),
        ("gzip;q=0", None),
        ("identity;q=0", None),
        ("identity;q=0, *", "gzip"),
        ("br", None),
        ("*", None),
        ("GZIP;q=0.5", "gzip"),
        ("gzip;q=0, identity;q=0", None),
        ("gzip;q=0.1, identity", None),
    ],
)
@pytest.mark.parametrize("path", [*PAGES[:-1], "/entries.csv", "/data/", "/nowhere/"])
def test_a_page_is_compressed_as_it_was_asked_for(
    reader: Client, path: str, accepted: str, coding: str | None
) -> None:
    for answer in ask_twice(reader, path, Accept_Encoding=accepted):
        assert answer.headers.get("Content-Encoding") == coding
        assert answer.headers["Vary"] == "Accept-Encoding"
        assert answer.getvalue().startswith(b"\x1f\x8b") == bool(coding)
