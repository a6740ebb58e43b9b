"""No upload reaches the disk, and nobody who is not signed in makes the server read a long form."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.test import Client
from django.test.client import MULTIPART_CONTENT

from config.uploads import MAX_ANONYMOUS_BODY, MAX_ANONYMOUS_ESCAPES
from relations.models import Event
from tests.support.admin import change_url, fill_form
from tests.support.world import a_draft, a_published

pytestmark = pytest.mark.django_db

SignIn = Callable[[User], Client]
LARGE = 13 * 1024 * 1024  # more than a form may have
MULTIPART = "multipart/form-data; boundary=x"
URLENCODED = "application/x-www-form-urlencoded"
ADMIN = ("/admin/", "/admin/login/", "/admin/relations/event/add/", "/admin/publish/", "/admin/nothing/")
PUBLIC = (
    *("/", "/about/", "/entries/", "/entries.csv", "/entries.json", "/events/summit/", "/events/summit.json"),
    *("/changes.atom", "/sitemap.xml", "/robots.txt", "/health/", "/api/openapi.json", "/e/vvvvv2/"),
    *("/dumps/relations-2026-01-01-v1.zip", "/nothing/", "/entries", "/static/relations/style.css"),
)


class Unread:
    """A body that fails the test when it is read."""

    def read(self, *_size: int) -> bytes:
        raise AssertionError("the body was read")

    readline = read


def unread(ask: Callable[..., Any], path: str, kind: str, length: int, **headers: str) -> Any:
    """The answer to a body of a content type and a length that is not read."""
    body = {"CONTENT_LENGTH": str(length), "wsgi.input": Unread()}
    return ask(path, b"x", content_type=kind, headers=headers, **body)


@pytest.fixture
def no_file(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> Path:
    """Where an upload would be kept; to make one, in memory too, fails the test."""

    def made(*_args: Any, **_kwargs: Any) -> None:
        raise AssertionError("an upload was kept")

    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    monkeypatch.setattr(UploadedFile, "__init__", made)
    return tmp_path


def a_file(size: int) -> bytes:
    """A multipart form that holds nothing but a file."""
    head = b'--x\r\nContent-Disposition: form-data; name="f"; filename="f.bin"\r\n\r\n'
    return head + b"a" * size + b"\r\n--x--\r\n"


def fields(size: int) -> bytes:
    """A multipart form of many short fields."""
    part = b'--x\r\nContent-Disposition: form-data; name="f"\r\n\r\na\r\n'
    return part * (size // len(part)) + b"--x--\r\n"


@pytest.mark.parametrize("charset", ["latin-1", "utf-7", "unicode_escape", "idna"])
def test_a_form_in_another_character_set_is_refused_unread(charset: str) -> None:
    """Some of them have halves of characters, which nothing here can store or send."""
    body = b'--x\r\nContent-Disposition: form-data; name="username"\r\n\r\n\\ud800+2AA-\r\n--x--\r\n'
    for kind in (f"{MULTIPART}; charset={charset}", f"{URLENCODED}; charset={charset}"):
        assert Client().generic("POST", "/admin/login/", body, content_type=kind).status_code == 400
    kind = f"{MULTIPART}; charset=UTF-8"
    assert Client().generic("POST", "/admin/login/", body, content_type=kind).status_code == 200


@pytest.mark.parametrize("path", ADMIN)
@pytest.mark.parametrize("size", [10, MAX_ANONYMOUS_BODY // 2, LARGE])
def test_a_file_from_somebody_who_is_not_signed_in_is_kept_nowhere(
    no_file: Path, path: str, size: int
) -> None:
    for client in (Client(), Client(enforce_csrf_checks=True)):
        client.get("/admin/login/")  # for the cookie of its form
        token = {"X-CSRFToken": client.cookies["csrftoken"].value, "Origin": "http://testserver"}
        for headers in ({}, token):
            refused = client.post(path, a_file(size), content_type=MULTIPART, headers=headers)
            assert refused.status_code in (400, 403)
    assert list(no_file.iterdir()) == []


@pytest.mark.parametrize("size", [10, LARGE])
def test_an_editors_file_is_refused_in_words_and_kept_nowhere(
    no_file: Path, ada: User, signed_in: SignIn, size: int
) -> None:
    client = signed_in(ada)
    url = change_url(a_draft("event"))
    sent = fill_form(client.get(url), title="Other")
    body = a_file(size)
    refused = client.post(url, body, content_type=MULTIPART)
    assert refused.status_code == 400
    assert ("takes no files" if size == 10 else "larger than this site reads") in refused.text
    with_form = client.post(
        url, sent | {"summary": [SimpleFile(b"a" * size)]}, content_type=MULTIPART_CONTENT
    )
    assert with_form.status_code == 400
    assert Event.objects.get().title == "Summit in Port Arle"
    assert list(no_file.iterdir()) == []


class SimpleFile:
    """What the test client sends as a file."""

    name = "f.bin"
    content_type = "application/octet-stream"

    def __init__(self, content: bytes) -> None:
        self.content = content

    def read(self) -> bytes:
        return self.content


@pytest.mark.parametrize("path", ADMIN)
def test_a_long_multipart_form_is_read_of_those_who_are_signed_in_only(
    path: str, ada: User, signed_in: SignIn
) -> None:
    refused = unread(Client().post, path, MULTIPART, MAX_ANONYMOUS_BODY + 1)
    assert (refused.status_code, "Sign in first" in refused.text) == (400, True)
    short = Client().post(path, fields(MAX_ANONYMOUS_BODY - 100), content_type=MULTIPART)
    assert "Sign in first" not in short.text
    theirs = signed_in(ada).post(path, fields(MAX_ANONYMOUS_BODY * 4), content_type=MULTIPART)
    assert theirs.status_code in (200, 302, 404)


def test_what_stands_between_the_fields_counts_too(ada: User, signed_in: SignIn) -> None:
    more = settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1
    refused = unread(signed_in(ada).post, "/admin/publish/", MULTIPART, more)
    assert (refused.status_code, "larger than this site reads" in refused.text) == (400, True)


@pytest.mark.parametrize("path", ADMIN)
@pytest.mark.parametrize("escapes", ["%41", "%E0%A4%85", "%zz", "%"])
def test_a_form_that_takes_long_to_decode_is_not_decoded_for_a_stranger(
    path: str, escapes: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    decoded: list[int] = []
    monkeypatch.setattr(QueryDict, "__init__", lambda self, query="", **kw: read(self, query, decoded, **kw))
    many = escapes * (MAX_ANONYMOUS_ESCAPES * 3 // escapes.count("%") + 1)
    refused = Client().post(path, f"f={many}", content_type=URLENCODED)
    assert (refused.status_code, "not signed in" in refused.text) == (400, True)
    assert max(decoded, default=0) < 1000


def test_who_is_signed_in_sends_as_much_as_a_form_may_hold(ada: User, signed_in: SignIn) -> None:
    path, body = "/admin/publish/", f"f={'%41' * 3 * MAX_ANONYMOUS_ESCAPES}"
    assert "not signed in" not in signed_in(ada).post(path, body, content_type=URLENCODED).text
    for some in ("x" * 4 * MAX_ANONYMOUS_ESCAPES, "%41" * MAX_ANONYMOUS_ESCAPES):
        answer = Client().post(path, f"f={some}", content_type=URLENCODED)
        assert "not signed in" not in answer.text


read_query = QueryDict.__init__


def read(self: QueryDict, query: Any, decoded: list[int], **options: Any) -> None:
    decoded.append(len(query or ""))
    read_query(self, query, **options)


@pytest.mark.parametrize("kind", [MULTIPART, URLENCODED, "application/json"])
@pytest.mark.parametrize("path", PUBLIC)
def test_what_is_sent_to_a_public_address_is_not_read(path: str, kind: str) -> None:
    a_published("event")
    client = Client(enforce_csrf_checks=True)
    for method in ("post", "put", "patch", "delete"):
        answer = unread(getattr(client, method), path, kind, LARGE)
        assert answer.status_code in ((301,) if path == "/entries" else (404, 405))


def test_another_sites_form_is_not_read() -> None:
    """Its token cannot be right, and what it holds would not be shown again."""
    ask, kind = Client(enforce_csrf_checks=True).post, URLENCODED
    for headers in ({"Origin": "https://elsewhere.example"}, {"Origin": "null"}, {}):
        assert unread(ask, "/admin/publish/", kind, 1000, **headers).status_code == 403
