"""What the response cache gives again before Django is asked is what Django would give."""

import gc
import logging
import weakref
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db import InterfaceError, OperationalError, connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from config.logs import AccessLogEntry
from relations import catalogue, publishing
from relations.caching import response_cache
from relations.caching.response_cache import ResponseCache
from relations.models import Record
from tests.support.world import a_published, change

# Committed: what looks after connections would close one that is in a transaction.
pytestmark = pytest.mark.django_db(transaction=True)

ZIPPED = {"Accept-Encoding": "gzip, br"}


@dataclass
class Answer:
    status: str
    headers: dict[str, str]
    body: bytes
    by_django: bool
    queries: int

    def comparable(self) -> tuple[str, dict[str, str], bytes]:
        """All that a reader gets and that is not of this one request."""
        return (
            self.status,
            {name: it for name, it in self.headers.items() if name != "X-Request-ID"},
            self.body,
        )


@dataclass
class Process:
    """The application as gunicorn has it, and how often Django was called."""

    django_calls: int = 0
    django: WSGIHandler = field(default_factory=WSGIHandler)

    def __post_init__(self) -> None:
        self.application = ResponseCache(self._call_django, AccessLogEntry)

    def _call_django(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
        self.django_calls += 1
        return self.django(environ, start_response)

    def get(self, path: str, method: str = "GET", **headers: str) -> Answer:
        return self.ask(RequestFactory(headers=headers).generic(method, path).environ)

    def ask(self, environ: dict[str, Any]) -> Answer:
        sent: list[Any] = []
        calls_before = self.django_calls
        with CaptureQueriesContext(connection) as queries:
            answer = self.application(environ, lambda *arguments: sent.extend(arguments))
            body = b"".join(answer)
            answer.close()
        status, headers = sent
        assert len(dict(headers)) == len(headers), "a header was sent twice"
        return Answer(status, dict(headers), body, self.django_calls > calls_before, len(queries))

    def cache(self, path: str, method: str = "GET", **headers: str) -> Answer:
        """Ask until it is cached here: the first answer is made, the second is from the page cache."""
        self.get(path, method, **headers)
        return self.get(path, method, **headers)


@pytest.fixture
def summit() -> Record:
    return a_published("event")


@pytest.fixture
def process(summit: Record) -> Process:
    return Process()


@pytest.mark.parametrize("headers", [{}, ZIPPED], ids=["plain", "gzip"])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize(
    "path", ["/", "/events/summit/", "/events/summit.json", "/entries/?type=event", "/changes.atom"]
)
def test_a_cached_answer_is_that_of_django_for_one_query(
    process: Process, path: str, method: str, headers: dict[str, str]
) -> None:
    from_django = process.cache(path, method, **headers)
    again = process.get(path, method, **headers)
    assert from_django.by_django
    assert not again.by_django
    assert again.comparable() == from_django.comparable()
    assert again.queries == 1


@pytest.mark.parametrize("path", ["/", "/entries.json"])
def test_a_cached_304_is_that_of_django(process: Process, path: str) -> None:
    tag = process.cache(path, **ZIPPED).headers["ETag"]
    again = process.get(path, **ZIPPED, **{"If-None-Match": tag})
    other = Process().get(path, **ZIPPED, **{"If-None-Match": tag})
    assert not again.by_django
    assert other.by_django
    assert again.comparable() == other.comparable()
    assert again.status == "304 Not Modified"
    assert again.queries == 1


@pytest.mark.parametrize("tags", ["{strong}", '"other", {tag}', "{tag},"])
def test_etags_written_otherwise_are_compared_by_django(process: Process, tags: str) -> None:
    tag = process.cache("/").headers["ETag"]
    again = process.get("/", **{"If-None-Match": tags.format(tag=tag, strong=tag.removeprefix("W/"))})
    assert again.by_django
    assert again.status == "304 Not Modified"


def test_a_publication_ends_it(process: Process, summit: Record) -> None:
    before = process.cache("/events/summit/")
    publishing.publish([change(summit, summary="Said otherwise.")], note="Changed.")
    after = process.get("/events/summit/")
    assert after.by_django
    assert b"Said otherwise." in after.body
    assert after.headers["ETag"] != before.headers["ETag"]
    process.cache("/events/summit/")
    assert process.get("/events/summit/").comparable() == after.comparable()


class Tomorrow(date):
    @classmethod
    def today(cls) -> date:
        return date.fromordinal(date.today().toordinal() + 1)


def test_midnight_ends_it(process: Process, monkeypatch: pytest.MonkeyPatch) -> None:
    process.cache("/")
    assert not process.get("/").by_django
    monkeypatch.setattr(response_cache, "date", Tomorrow)
    assert process.get("/").by_django


def test_what_was_made_before_midnight_is_not_given_after_it(
    process: Process, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(response_cache, "date", Tomorrow)  # Django read the date a moment earlier
    process.cache("/")
    assert process.get("/").by_django


@pytest.mark.long
def test_a_former_snapshot_is_not_kept_alive(process: Process, summit: Record) -> None:
    process.cache("/")
    before = weakref.ref(catalogue.current_snapshot())
    publishing.publish([change(summit, summary="Said otherwise.")], note="Changed.")
    process.get("/about/")
    gc.collect()
    assert before() is None


def test_another_database_of_the_same_version_ends_it(process: Process) -> None:
    process.cache("/")
    catalogue.clear_snapshot()  # as a process does whose database was replaced
    assert process.get("/").by_django


@pytest.mark.parametrize(
    "other",
    [
        {"HTTP_HOST": "127.0.0.1"},
        {"SERVER_NAME": "localhost"},
        {"SERVER_PORT": "8000"},
        {"wsgi.url_scheme": "https"},
        {"HTTP_X_FORWARDED_PROTO": "https"},
        {"SCRIPT_NAME": "/elsewhere"},
        {"SCRIPT_URL": "/elsewhere/entries/"},
        {"REDIRECT_URL": "/elsewhere/entries/"},
        {"PATH_INFO": "/events/"},
        {"QUERY_STRING": "type=issue"},
        {"REQUEST_METHOD": "HEAD"},
        {"HTTP_ACCEPT_ENCODING": "gzip;q=0"},
    ],
    ids=str,
)
def test_what_may_change_the_answer_goes_to_django(process: Process, other: dict[str, str]) -> None:
    def environ() -> dict[str, Any]:
        return RequestFactory(headers=ZIPPED).get("/entries/?type=event").environ

    for _again in range(2):
        process.ask(environ())
    assert not process.ask(environ()).by_django
    assert process.ask(environ() | other).by_django


def test_behind_a_proxy_only_what_came_over_https_is_cached(summit: Record, settings: Any) -> None:
    settings.BEHIND_PROXY = settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    process, https = Process(), {"X-Forwarded-Proto": "https"}
    process.cache("/", **https)
    assert not process.get("/", **https).by_django
    assert [process.get("/").status for _again in range(3)] == ["301 Moved Permanently"] * 3


def test_under_a_path_of_other_letters_it_is_the_same(process: Process) -> None:
    def environ() -> dict[str, Any]:
        return RequestFactory().get("/").environ | {"SCRIPT_NAME": "/関係".encode().decode("latin-1")}

    found = [process.ask(environ()) for _again in range(3)]
    assert [answer.by_django for answer in found] == [True, True, False]
    assert found[2].comparable() == found[0].comparable()


def test_another_name_of_the_site_is_refused_as_ever(process: Process) -> None:
    process.cache("/")
    refused = [process.get("/", Host="elsewhere.example").status for _again in range(3)]
    assert refused == ["400 Bad Request"] * 3


@pytest.mark.parametrize(
    "path", ["/entries/?x=1", "/entries.csv", "/health/", "/nowhere/", "/admin/login/", "/search/?q=1"]
)
def test_what_the_page_cache_does_not_store_is_not_cached_here(process: Process, path: str) -> None:
    process.cache(path)
    assert process.get(path).by_django


def test_while_developing_nothing_is_cached(process: Process, settings: Any) -> None:
    settings.DEBUG = True
    process.cache("/")
    assert process.get("/").by_django


def test_a_form_sent_to_a_cached_address_goes_to_django(process: Process) -> None:
    process.cache("/")
    assert process.get("/", "POST").status == "405 Method Not Allowed"


@pytest.mark.parametrize(
    ("fault", "status"),
    [
        (OperationalError, "503 Service Unavailable"),
        (InterfaceError, "503 Service Unavailable"),
        (KeyError, "500 Internal Server Error"),
    ],
)
def test_a_fault_is_met_and_answered_by_django(
    process: Process, monkeypatch: pytest.MonkeyPatch, fault: type[Exception], status: str
) -> None:
    def fail(_state: Any) -> None:
        raise fault("gone")

    process.cache("/")
    monkeypatch.setattr(catalogue, "current_snapshot", fail)
    answer = process.get("/")
    assert answer.by_django
    assert answer.status == status


def test_a_connection_has_its_time_here_too(process: Process) -> None:
    process.cache("/")
    before = connection.connection
    connection.close_at = 0
    assert not process.get("/").by_django
    assert connection.connection is not before


def test_the_least_recently_used_answer_makes_room(summit: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(response_cache, "MAX_ENTRIES", 2)
    process = Process()
    for path in ("/", "/entries/"):
        process.cache(path)
    assert not process.get("/").by_django
    process.cache("/timeline/")
    assert [process.get(path).by_django for path in ("/", "/timeline/", "/entries/")] == [False, False, True]


def test_encodings_nobody_uses_make_no_answers_of_their_own(process: Process) -> None:
    process.cache("/", **ZIPPED)
    for n in range(response_cache.MAX_ENTRIES + 1):
        assert not process.get("/", **{"Accept-Encoding": f"gzip, x{n}"}).by_django


def test_a_heavy_answer_is_not_cached(process: Process, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(response_cache, "MAX_BYTES", len(process.cache("/").body) - 1)
    assert not process.get("/").by_django
    other = Process()
    other.cache("/")
    assert other.get("/").by_django


def test_each_answer_has_an_id_and_a_line_of_its_own(
    process: Process, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, logger="relations.access")
    process.cache("/entries/?q=%C3%A9")
    caplog.clear()
    ids = [process.get("/entries/?q=%C3%A9").headers["X-Request-ID"] for _again in range(2)]
    ids.append(process.get("/entries/?q=%C3%A9", **{"X-Request-ID": "of-the-proxy"}).headers["X-Request-ID"])
    assert len(set(ids)) == 3
    assert ids[2] == "of-the-proxy"
    assert [(line.request_id, line.getMessage()) for line in caplog.records] == [
        (own, "GET /entries/ 200") for own in ids
    ]
    assert not any(hasattr(line, "query") for line in caplog.records)


def test_the_line_is_written_when_the_answer_was_sent(
    process: Process, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, logger="relations.access")
    process.cache("/")
    caplog.clear()
    answer = process.application(RequestFactory().get("/").environ, lambda *_arguments: None)
    assert b"".join(answer)
    assert caplog.records == []
    answer.close()
    assert caplog.messages == ["GET / 200"]


def test_the_entry_point_of_the_server_is_this(settings: Any, tmp_path: Path) -> None:
    settings.STATIC_ROOT = tmp_path  # WhiteNoise warns where there is none
    assert isinstance(import_module("config.wsgi").application, ResponseCache)
