"""The answers this process gave last, given again before Django is asked.

Of what a kept page costs, most is Django's: a request and a response made, middleware
and signals gone through. Here the version is asked, and bytes are sent.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from http.client import responses
from typing import Any

from django.db import connection
from django.http import HttpResponse

from config.logs import id_of, log_request
from relations import catalogue
from relations.views.kept import takes_gzip
from relations.views.unchanged import Offer

# So many answers, each of at most so many bytes as sent: together they weigh little beside the index.
ANSWERS = 256
MOST_BYTES = 64_000
# All of a request that tells one answer from another, as it came: said in other words, it goes to Django.
NAMED = (
    "REQUEST_METHOD",
    "HTTP_HOST",
    "SERVER_NAME",
    "SERVER_PORT",
    "wsgi.url_scheme",
    "HTTP_X_FORWARDED_PROTO",
    "SCRIPT_URL",
    "REDIRECT_URL",
    "SCRIPT_NAME",
    "PATH_INFO",
    "QUERY_STRING",
)

Environ = dict[str, Any]
Application = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]
Headers = list[tuple[str, str]]


@dataclass(frozen=True)
class Held:
    """An answer and what it may be given again for."""

    offer: Offer
    headers: Headers
    body: bytes
    headers_of_304: Headers


@dataclass(frozen=True)
class Sent:
    """The body of an answer; closed when it was sent."""

    body: bytes
    close: Callable[[], None]

    def __iter__(self) -> Iterator[bytes]:
        yield self.body


class AtHand:
    """A WSGI application (PEP 3333) around Django's.

    The middleware ``unchanged`` alone judges what is public and until when it
    holds: its offer comes with the response.
    """

    def __init__(self, application: Application) -> None:
        self._application = application
        self._answers: OrderedDict[tuple, Held] = OrderedDict()
        self._lock = threading.Lock()

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        begun = time.perf_counter()
        # Before Django, which writes to ``environ``. Of the codings accepted only one matters: each
        # reader may name others.
        key = (*map(environ.get, NAMED), takes_gzip(environ))
        held = self._recall(key)
        if held and _is_known(held.offer.tag, environ) and _holds(held.offer):
            return _send(held, environ, start_response, begun)
        response = self._application(environ, start_response)
        if (offer := getattr(response, "offer", None)) and len(response.content) <= MOST_BYTES:
            self._hold(key, Held(offer, _own(response), response.content, _own(offer.of_304)))
        return response

    def _recall(self, key: tuple) -> Held | None:
        with self._lock:
            if held := self._answers.get(key):
                self._answers.move_to_end(key)
            return held

    def _hold(self, key: tuple, held: Held) -> None:
        with self._lock:
            self._answers[key] = held
            self._answers.move_to_end(key)
            if len(self._answers) > ANSWERS:
                self._answers.popitem(last=False)  # the one nobody asked for longest


def _own(response: HttpResponse) -> Headers:
    """The headers of the answer itself: its id is that of one request."""
    return [(name, value) for name, value in response.items() if name != "X-Request-ID"]


def _is_known(tag: str, environ: Environ) -> bool:
    """Whether what the reader has, if anything, is this very answer; all else Django compares."""
    return environ.get("HTTP_IF_NONE_MATCH") in (None, tag)


def _holds(offer: Offer) -> bool:
    if offer.day != date.today():
        return False
    try:
        # What Django does as a request begins: a connection has its time, and may have broken.
        connection.close_if_unusable_or_obsolete()
        return catalogue.current_snapshot() is offer.snapshot()
    except Exception:  # Django meets it again, and answers as it does then
        return False


def _send(held: Held, environ: Environ, start_response: Callable[..., Any], begun: float) -> Sent:
    own = id_of(environ)
    if "HTTP_IF_NONE_MATCH" in environ:
        status, headers, body = 304, held.headers_of_304, b""
    else:
        status, headers, body = 200, held.headers, held.body

    def log() -> None:
        log_request(environ, own, held.offer.path, status, time.perf_counter() - begun)

    start_response(f"{status} {responses[status]}", [*headers, ("X-Request-ID", own)])
    return Sent(body, log)
