"""The headers and cookies of every answer: what other sites and shared caches may do with it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client

from tests.support.world import a_published

pytestmark = [pytest.mark.django_db, pytest.mark.markup]

SignIn = Callable[[User], Client]
PAGES = (
    *("/", "/about/", "/entries/", "/entries/?q=summit", "/timeline/", "/data/", "/events/summit/"),
    *("/events/summit/editions/", "/events/summit/editions/1/", "/topics/defence/", "/e/vvvvv2/"),
    *("/robots.txt", "/health/", "/nothing/", "/entries", "/entries/?q=%00"),
)
DATA = (
    *("/entries.json", "/entries.csv", "/entries.atom", "/entries.ics", "/entries.bib", "/sources.bib"),
    *("/changes.atom", "/events/summit.json", "/api/openapi.json", "/sitemap.xml"),
    *("/nothing.json", "/entries.xyz", "/entries.json?q=%00", "/dumps/relations-2026-01-01-v1.zip"),
)
STATIC = ("/static/relations/style.css", "/static/relations/logo.svg", "/static/admin/css/base.css")
DESK = ("/admin/", "/admin/login/", "/admin/relations/event/", "/admin/nothing/")
# A token that is none, one as Django makes it, and a session that is nobody's.
COOKIES = ("csrftoken=%", "csrftoken=" + "a" * 1000, "csrftoken=" + "a" * 32, "sessionid=x; csrftoken=;")
EMBED = "Cross-Origin-Resource-Policy"


@pytest.fixture(autouse=True)
def _a_summit() -> None:
    a_published("event")


@pytest.mark.parametrize("path", [*PAGES, *DATA, *STATIC])
def test_no_cookie_changes_what_a_public_address_answers(path: str) -> None:
    plain = Client().get(path)
    body = plain.getvalue()
    for cookie in (*COOKIES, COOKIES[0]):  # the later ones may be cached pages
        answer = Client().get(path, headers={"Cookie": cookie})
        assert not answer.cookies
        assert answer.getvalue() == body
        for name in ("Set-Cookie", "Vary", "Cache-Control", "ETag"):
            assert answer.headers.get(name) == plain.headers.get(name), name


@pytest.mark.parametrize("cookie", COOKIES)
@pytest.mark.parametrize("path", DESK)
def test_what_sets_a_cookie_is_stored_nowhere(path: str, cookie: str, ada: User, signed_in: SignIn) -> None:
    client = signed_in(ada)
    session = client.cookies["sessionid"].value
    for asked in (cookie, f"sessionid={session}; {cookie}"):
        answer = Client().get(path, headers={"Cookie": asked})
        kept = answer.headers.get("Cache-Control", "")
        assert not answer.cookies or ("no-store" in kept and "private" in kept), kept
    assert Client().get("/admin/login/", headers={"Cookie": "csrftoken=%"}).cookies


@pytest.mark.parametrize("path", [*PAGES, *DESK, "/admin/jsi18n/"])
def test_a_page_is_not_embedded_by_other_sites(path: str, ada: User, signed_in: SignIn) -> None:
    for client in (Client(), signed_in(ada)):
        for _again in range(2):
            assert client.get(path).headers[EMBED] == "same-origin"
    assert client.post(path).headers[EMBED] == "same-origin"


@pytest.mark.parametrize("path", [*DATA, *STATIC])
def test_what_any_site_may_read_it_may_embed(path: str) -> None:
    for headers in ({}, {}, {"Accept-Encoding": "gzip"}):
        answer = Client().get(path, headers=headers)
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert answer.headers[EMBED] == "cross-origin"
        answer.getvalue()


@pytest.mark.parametrize("path", [path for path in DATA if path.startswith(("/entries.c", "/changes"))])
def test_a_programs_other_questions_are_answered_so_too(path: str) -> None:
    for method in ("options", "head", "post"):
        assert getattr(Client(), method)(path).headers[EMBED] == "cross-origin"


def test_an_archive_may_be_embedded_too(settings: Any, tmp_path: Path) -> None:
    settings.DUMP_FOLDER = tmp_path
    (tmp_path / "relations-2026-01-01-v1.zip").write_bytes(b"PK")
    answer = Client().get("/dumps/relations-2026-01-01-v1.zip")
    assert (answer.getvalue(), answer.headers[EMBED]) == (b"PK", "cross-origin")


def test_our_own_fault_is_not_embedded_either(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_arguments: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr("relations.views.home.render_page", fails)
    answer = Client(raise_request_exception=False).get("/about/")
    assert (answer.status_code, answer.headers[EMBED]) == (500, "same-origin")


def test_cookies_go_to_the_administration_only() -> None:
    assert settings.SESSION_COOKIE_PATH == settings.CSRF_COOKIE_PATH == "/admin/"
