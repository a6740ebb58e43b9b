"""The response cache: the last answers of this process, given again before Django is asked.

Of what a cached page costs, most is Django's: a request and a response made, middleware
and signals gone through. Here the version is read, and bytes are sent.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from http.client import responses
from typing import Protocol
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from django.db import connection
from django.http import HttpResponse

from relations import catalogue
from relations.caching.headers import cache_control
from relations.caching.keys import EnvironKey, environ_key
from relations.caching.responses import CachedResponse, Validity
from relations.catalogue.lru import LRUCache
from relations.models import CounterRow, VersionCounter

# So many answers, each of at most so many bytes as sent: together they weigh little beside the index.
MAX_ENTRIES = 256
MAX_BYTES = 64_000

OF_ONE_REQUEST = ("X-Request-ID", "Cache-Control")

Headers = list[tuple[str, str]]


class AccessLogEntry(Protocol):
    """The id of a request, and its line in the log."""

    request_id: str

    def write(self, path: str, status: int) -> None: ...


@dataclass(frozen=True)
class ResponseCacheEntry:
    path: str
    validity: Validity
    headers: Headers
    body: bytes
    etag: str
    not_modified_headers: Headers


@dataclass(frozen=True)
class ResponseBody:
    """The body of an answer; closed when it was sent."""

    content: bytes
    close: Callable[[], None]

    def __iter__(self) -> Iterator[bytes]:
        yield self.content


class ResponseCache:
    """A WSGI application (PEP 3333) around Django's.

    What Django took from the page cache is kept here too. The middleware ``cache_pages`` alone
    judges what is public and how long it is valid; its response says so. ``start_log_entry``
    gives the log entry of a request that is answered here.
    """

    def __init__(
        self, application: WSGIApplication, start_log_entry: Callable[[WSGIEnvironment], AccessLogEntry]
    ) -> None:
        self._application = application
        self._start_log_entry = start_log_entry
        self._answers: LRUCache[EnvironKey, ResponseCacheEntry] = LRUCache(MAX_ENTRIES)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        entry = self._start_log_entry(environ)
        key = environ_key(environ)  # before Django, which writes to ``environ``
        answer = self._answers.get(key)
        if answer and _is_full_match(answer.etag, environ) and (counter := _valid_at(answer.validity)):
            return _send(answer, counter.next_due, environ, start_response, entry)
        response = self._application(environ, start_response)
        if isinstance(response, CachedResponse) and len(response.content) <= MAX_BYTES:
            self._answers.set(key, _answer(response))
        return response


def _answer(response: CachedResponse) -> ResponseCacheEntry:
    return ResponseCacheEntry(
        path=response.path,
        validity=response.validity,
        headers=_headers(response),
        body=response.content,
        etag=response.not_modified.headers["ETag"],
        not_modified_headers=_headers(response.not_modified),
    )


def _headers(response: HttpResponse) -> Headers:
    """The headers of the answer itself: its id is that of one request, its lifetime that of a moment."""
    return [(name, value) for name, value in response.items() if name not in OF_ONE_REQUEST]


def _is_full_match(etag: str, environ: WSGIEnvironment) -> bool:
    """Whether what the reader has, if anything, is this very answer; all else Django compares."""
    return environ.get("HTTP_IF_NONE_MATCH") in (None, etag) and "HTTP_IF_MATCH" not in environ


def _valid_at(validity: Validity) -> CounterRow | None:
    """The version counter at which it is valid; None where Django has to see to it."""
    if validity.day != date.today():
        return None
    try:
        # What Django does as a request begins: a connection has its time, and may have broken.
        connection.close_if_unusable_or_obsolete()
        counter = VersionCounter.objects.read()
        if counter.is_due() or catalogue.current_snapshot(counter.state) is not validity.snapshot():
            return None
    except Exception:  # Django meets it again, and answers as it does then
        return None
    return counter


def _send(
    answer: ResponseCacheEntry,
    next_due: datetime | None,
    environ: WSGIEnvironment,
    start_response: StartResponse,
    entry: AccessLogEntry,
) -> ResponseBody:
    if "HTTP_IF_NONE_MATCH" in environ:
        status, headers, content = 304, answer.not_modified_headers, b""
    else:
        status, headers, content = 200, answer.headers, answer.body
    own = [("Cache-Control", cache_control(next_due)), ("X-Request-ID", entry.request_id)]
    start_response(f"{status} {responses[status]}", [*headers, *own])
    return ResponseBody(content, lambda: entry.write(answer.path, status))
