"""Static files, the icon at the root, and archives: tags, codings, parts (RFC 9110), on a started server."""

import gzip
import http.client
import io
import json
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from config.static_files import StaticFilesMiddleware
from tests.config.conftest import Server, manage, serving
from tests.config.test_two_machines import copy_program

STYLE = "/static/relations/style.css"
ICON = "/favicon.ico"
CODINGS = {"": b"as it is " * 100, "gzip": b"by gzip" * 20, "br": b"by brotli"}


class Answer(NamedTuple):
    status: int
    headers: dict[str, str]
    body: bytes


Ask = Callable[..., Answer]


# In this process


@pytest.fixture
def ask(settings: Any, tmp_path: Path) -> Ask:
    """A request to a server with a static file in three codings, and one whose name has a capital."""
    settings.STATIC_ROOT, settings.WHITENOISE_AUTOREFRESH = tmp_path, False
    settings.WHITENOISE_USE_FINDERS = False
    for coding, suffix in {"": "", "gzip": ".gz", "br": ".br"}.items():
        (tmp_path / f"file.css{suffix}").write_bytes(CODINGS[coding])
    (tmp_path / "Logo.svg").write_bytes(b"<svg/>")
    middleware = StaticFilesMiddleware(lambda _request: HttpResponse(status=404))

    def get(path: str = "/static/file.css", method: str = "GET", **headers: str) -> Answer:
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        response = middleware(RequestFactory(headers=sent).generic(method, path))
        with closing(response):
            return Answer(response.status_code, dict(response.items()), response.getvalue())

    return get


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("gzip, deflate, br", "br"),
        ("gzip", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("gzip;q=0, br;q=0", ""),
        ("gzip;q=0", ""),
        ("identity;q=0, *", "br"),
        ("identity;q=0", ""),
        ("*", ""),
        ("", ""),
    ],
)
def test_each_coding_has_a_tag_of_its_own(ask: Ask, accepted: str, coding: str) -> None:
    found = ask(Accept_Encoding=accepted)
    tags = {each: ask(Accept_Encoding=each).headers["ETag"] for each in CODINGS}
    assert len({*tags.values()}) == 3
    assert not any(tag.startswith("W/") for tag in tags.values())
    assert found.headers.get("Content-Encoding", "") == coding
    assert (found.body, found.headers["ETag"]) == (CODINGS[coding], tags[coding])
    assert found.headers["Vary"] == "Accept-Encoding"
    for other, tag in tags.items():
        status = 304 if other == coding else 200
        assert ask(Accept_Encoding=accepted, If_None_Match=f'"x", W/{tag}').status == status


def test_conditions_hold_for_the_coding_that_is_chosen(ask: Ask) -> None:
    tag, modified = (ask(Accept_Encoding="gzip").headers[name] for name in ("ETag", "Last-Modified"))
    asked = [
        ({"If_None_Match": "*"}, 304),
        ({"If_None_Match": tag}, 304),
        ({"If_None_Match": tag.replace('"', "")}, 200),
        ({"If_Modified_Since": modified}, 304),
        ({"If_Modified_Since": "Thu, 01 Jan 1970 00:00:01 GMT"}, 200),
        ({"If_None_Match": '"other"', "If_Modified_Since": modified}, 200),
        ({"If_Match": tag}, 200),
        ({"If_Match": "*"}, 200),
        ({"If_Match": f"W/{tag}"}, 412),
        ({"If_Match": '"other"'}, 412),
        ({"If_Unmodified_Since": modified}, 200),
        ({"If_Unmodified_Since": "Thu, 01 Jan 1970 00:00:01 GMT"}, 412),
    ]
    for headers, status in asked:
        for method in ("GET", "HEAD"):
            answer = ask(method=method, Accept_Encoding="gzip", **headers)
            assert answer.status == status, headers
            assert (answer.headers["ETag"], answer.headers["Vary"]) == (tag, "Accept-Encoding")
            assert answer.body == (CODINGS["gzip"] if (status, method) == (200, "GET") else b"")


@pytest.mark.parametrize("coding", CODINGS)
def test_a_part_is_of_the_coded_file(ask: Ask, coding: str) -> None:
    whole = CODINGS[coding]
    tag = ask(Accept_Encoding=coding).headers["ETag"]
    for value, part in (("0-0", whole[:1]), ("3-6", whole[3:7]), ("5-", whole[5:]), ("-4", whole[-4:])):
        answer = ask(Accept_Encoding=coding, Range=f"bytes={value}", If_Range=tag)
        assert (answer.status, answer.body, answer.headers["ETag"]) == (206, part, tag)
        assert answer.headers["Content-Length"] == str(len(part))
        assert answer.headers["Content-Range"].endswith(f"/{len(whole)}")
        assert answer.headers.get("Content-Encoding", "") == coding
    whole_again = ask(Accept_Encoding=coding, Range="bytes=0-0", If_Range='"other"')
    assert (whole_again.status, whole_again.body) == (200, whole)


def test_a_part_that_is_not_there_is_416_with_the_size(ask: Ask) -> None:
    for value in ("bytes=900-", "bytes=-0"):
        answer = ask(Range=value)
        assert (answer.status, answer.headers["Content-Range"], answer.body) == (416, "bytes */900", b"")


def test_only_a_file_that_is_nowhere_is_looked_for_in_small_letters(ask: Ask) -> None:
    assert ask("/static/Logo.svg").body == b"<svg/>"
    for path, meant in (("/STATIC/File.css", "/static/file.css"), ("/Favicon.ICO", ICON)):
        answer = ask(path)
        assert (answer.status, answer.headers["Location"]) == (301, meant)
    for path in ("/static/logo.svg", "/STATIC/Logo.svg", "/STATIC/", "/Static/none.css"):
        assert ask(path).status == 404
    assert ask("/STATIC/File.css", method="POST").status == 404


def test_a_file_is_only_for_reading(ask: Ask) -> None:
    for method in ("POST", "PUT", "DELETE", "OPTIONS", "PATCH"):
        answer = ask(method=method)
        assert (answer.status, answer.headers["Allow"]) == (405, "GET, HEAD")


def test_an_icon_is_what_old_programs_can_read(ask: Ask) -> None:
    icon = ask(ICON)
    assert (icon.status, icon.headers["Cache-Control"]) == (200, "max-age=604800, public")
    assert icon.headers["Content-Type"] in ("image/x-icon", "image/vnd.microsoft.icon")
    assert icon.body[:6] == b"\0\0\1\0\2\0"
    assert len(icon.body) < 8 * 1024


# On a started server


@dataclass(frozen=True)
class Site:
    """A started server with a published reference, and its archive. ``archived``: its bytes."""

    server: Server
    archive: str
    archived: bytes

    def ask(self, path: str, method: str = "GET", **headers: str) -> Answer:
        connection = http.client.HTTPConnection(urlsplit(self.server.address).netloc, timeout=40)
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, headers=sent)
        response = connection.getresponse()
        with closing(connection):
            return Answer(response.status, dict(response.getheaders()), response.read())


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A program of its own: what it keeps is in its folder."""
    folder = tmp_path_factory.mktemp("site")
    program = folder / "program"
    copy_program(program)
    for command in (("new_reference", str(folder / "reference")), ("setup", str(folder / "reference"))):
        assert manage(folder, *command, base=program).returncode == 0
    dumps = program / "var" / "dumps"
    made = manage(folder, "dump", str(dumps), base=program)
    assert made.returncode == 0, made.stderr
    (path,) = dumps.glob("*.zip")
    with serving(folder, base=program) as server:
        yield Site(server, f"/dumps/{path.name}", path.read_bytes())


@pytest.mark.slow
def test_an_archive_is_saved_under_its_name_and_known_again(site: Site) -> None:
    answer = site.ask(site.archive, Accept_Encoding="gzip, br")
    assert (answer.status, answer.body) == (200, site.archived)
    headers, name = answer.headers, site.archive.removeprefix("/dumps/")
    assert headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert (headers["Accept-Ranges"], headers["Content-Type"]) == ("bytes", "application/zip")
    assert headers["Cache-Control"] == "public, no-cache"
    assert not {"Content-Encoding", "Vary", "Transfer-Encoding"} & headers.keys()
    tag, modified = headers["ETag"], headers["Last-Modified"]
    assert not tag.startswith("W/")
    with zipfile.ZipFile(io.BytesIO(site.archived)) as archive:
        newest = max(info.date_time for info in archive.infolist())
    assert parsedate_to_datetime(modified).timetuple()[:6] == newest
    for sent in ({"If_None_Match": tag}, {"If_None_Match": "*"}, {"If_Modified_Since": modified}):
        unchanged = site.ask(site.archive, **sent)
        assert (unchanged.status, unchanged.body, unchanged.headers["ETag"]) == (304, b"", tag)
    for sent, status in (
        ({"If_Match": tag}, 200),
        ({"If_Match": '"x"'}, 412),
        ({"If_Unmodified_Since": modified}, 200),
        ({"If_Unmodified_Since": "Thu, 01 Jan 1998 00:00:00 GMT"}, 412),
    ):
        assert site.ask(site.archive, **sent).status == status


@pytest.mark.slow
def test_an_interrupted_download_goes_on(site: Site) -> None:
    whole = site.archived
    size = len(whole)
    head = site.ask(site.archive, "HEAD").headers
    for value, part in (
        ("0-0", whole[:1]),
        ("0-9", whole[:10]),
        (f"{size - 7}-", whole[-7:]),
        ("-5", whole[-5:]),
        (f"-{size * 2}", whole),
        (f"5-{size * 2}", whole[5:]),
    ):
        for condition in ({}, {"If_Range": head["ETag"]}, {"If_Range": head["Last-Modified"]}):
            answer = site.ask(site.archive, Range=f"bytes={value}", **condition)
            first = size - len(part) if value.startswith("-") else int(value.partition("-")[0])
            assert (answer.status, answer.body) == (206, part), value
            span = f"bytes {first}-{first + len(part) - 1}/{size}"
            assert answer.headers["Content-Range"] == span
            assert answer.headers["Content-Length"] == str(len(part))
            assert answer.headers["ETag"] == head["ETag"]
    for condition in ({"If_Range": '"x"'}, {"If_Range": "Thu, 01 Jan 1998 00:00:00 GMT"}):
        assert site.ask(site.archive, Range="bytes=0-0", **condition)[::2] == (200, whole)
    for value in ("bytes=0-0,5-9", "bytes=9-5", "bytes=x", "lines=1-2"):
        assert site.ask(site.archive, Range=value)[::2] == (200, whole)


@pytest.mark.slow
def test_a_part_behind_the_end_is_416(site: Site) -> None:
    answer = site.ask(site.archive, Range=f"bytes={len(site.archived)}-")
    assert (answer.status, answer.headers["Content-Range"]) == (416, f"bytes */{len(site.archived)}")
    assert answer.body.endswith(b"bytes.\n")


@pytest.mark.slow
def test_static_files_are_compressed_tagged_and_dated(site: Site) -> None:
    plain, zipped = site.ask(STYLE), site.ask(STYLE, Accept_Encoding="gzip, br")
    assert zipped.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(zipped.body) == plain.body
    assert plain.headers["ETag"] != zipped.headers["ETag"]
    for answer in (plain, zipped):
        assert answer.headers["Vary"] == "Accept-Encoding"
        assert parsedate_to_datetime(answer.headers["Last-Modified"])
        coding = answer.headers.get("Content-Encoding", "identity")
        again = site.ask(STYLE, Accept_Encoding=coding, If_None_Match=answer.headers["ETag"])
        assert (again.status, again.body) == (304, b"")
        part = site.ask(STYLE, Accept_Encoding=coding, Range="bytes=0-0")
        assert (part.status, part.body) == (206, answer.body[:1])


@pytest.mark.slow
@pytest.mark.parametrize("encoding", ["identity", "gzip", "gzip;q=0", "identity;q=0"])
def test_head_says_what_get_says_from_whatever_layer(site: Site, encoding: str) -> None:
    paths = ("/", "/entries/?type=event", "/entries/?x=1", "/entries.json", "/changes.atom", "/data/")
    files = (STYLE, ICON, site.archive, "/entries.csv", "/entries.ics")
    others = ("/health/", "/nowhere/", "/Entries/", "/static/nothing.css", "/admin/login/", "/robots.txt")
    # What is of one request; and how the end of a streamed body is found (RFC 9110, 9.3.2).
    own = {"Date", "X-Request-ID", "Set-Cookie", "Transfer-Encoding", "Connection", "Content-Length"}
    for path in (*paths, *files, *others):
        for _made_kept_and_kept_in_the_process in range(3):
            head, page = (site.ask(path, method, Accept_Encoding=encoding) for method in ("HEAD", "GET"))
            assert (head.status, head.body) == (page.status, b"")
            shown = [
                {name: value for name, value in each.headers.items() if name not in {*own, "Expires"}}
                for each in (head, page)
            ]
            assert shown[0] == shown[1], path
            # A time of the clock: the two were asked one after the other.
            expires = [each.headers.get("Expires") for each in (head, page)]
            assert len(set(map(bool, expires))) == 1, path
            if all(expires):
                first, second = map(parsedate_to_datetime, expires)
                assert timedelta(0) <= second - first < timedelta(seconds=30), path
            if path not in ("/entries.csv", "/entries.ics", "/entries/?x=1", "/admin/login/"):
                assert head.headers.get("Content-Length") == page.headers.get("Content-Length"), path


@pytest.mark.slow
def test_conditions_are_the_same_in_every_layer(site: Site) -> None:
    for path in ("/", "/entries.json", "/entries.csv", "/data/"):
        for _made_kept_and_kept_in_the_process in range(3):
            tag = site.ask(path, Accept_Encoding="gzip").headers.get("ETag")
            for headers, status in (
                ({"If_None_Match": "*"}, 304),
                ({"If_None_Match": f'"a,b", {tag}'}, 304 if tag else 200),
                ({"If_Match": "*"}, 200),
                ({"If_Match": '"x"'}, 412),
                ({"If_Match": '"x"', "If_None_Match": "*"}, 412),
            ):
                assert site.ask(path, Accept_Encoding="gzip", **headers).status == status, (path, headers)


@pytest.mark.slow
def test_an_address_written_otherwise_is_led_on_once(site: Site) -> None:
    for written, meant in (
        ("/Entries/", "/entries/"),
        ("/ENTRIES.JSON?q=Defence", "/entries.json?q=Defence"),
        ("//entries//?q=Defence", "/entries/?q=Defence"),
        ("/%45ntries", "/entries/"),
    ):
        answer = site.ask(written)
        assert (answer.status, answer.headers["Location"]) == (301, meant)
    for nowhere in ("//example.org/", "///example.org/%2f..", "/Nowhere/"):
        assert site.ask(nowhere).status == 404


@pytest.mark.slow
def test_an_icon_asked_for_at_the_root_is_there_and_leaves_no_fault_in_the_log(site: Site) -> None:
    answer = site.ask(ICON, X_Request_ID="asks-for-the-icon")
    assert (answer.status, answer.body[:4]) == (200, b"\0\0\1\0")
    for _attempt in range(100):  # the line is written when the answer was sent
        lines = [json.loads(line) for line in site.server.log.read_text().splitlines()]
        if found := [line for line in lines if line.get("request") == "asks-for-the-icon"]:
            break
        time.sleep(0.1)
    assert [(line["path"], line["status"]) for line in found] == [(ICON, 200)]


@pytest.mark.slow
@pytest.mark.parametrize("path", ["/", "/entries.csv", STYLE, ICON, "/health/"])
def test_other_methods_are_told_which_there_are(site: Site, path: str) -> None:
    for method in ("POST", "PUT", "DELETE", "PATCH", "TRACE"):
        answer = site.ask(path, method)
        assert answer.status == 405
        assert answer.headers["Allow"].startswith("GET, HEAD")
