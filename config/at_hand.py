"""The answers this process gave last, given again before Django is asked.

Of what a kept page costs, most is Django's: a request and a response made, middleware
and signals gone through. Here the version is asked, and bytes are sent.
"""

import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from http.client import responses
from typing import Any

from django.db import DatabaseError, connection
from django.http.response import HttpResponseBase

from config.logs import id_of, log_request
from relations import catalogue as public_catalogue
from relations.catalogue import Catalogue

# So many answers, each of at most so many bytes: all together weigh little beside the index.
ANSWERS = 256
HEAVIEST = 64_000
# All of a request that tells one answer from another, as it came: said in other words, it goes to Django.
NAMED = (
    "REQUEST_METHOD",
    "HTTP_HOST",
    "SERVER_NAME",
    "SERVER_PORT",
    "wsgi.url_scheme",
    "HTTP_X_FORWARDED_PROTO",
    "SCRIPT_NAME",
    "PATH_INFO",
    "QUERY_STRING",
    "HTTP_ACCEPT_ENCODING",
)
# What a 304 says of the page it stands for (RFC 9110, 15.4.5), and to whom.
OF_UNCHANGED = frozenset({"ETag", "Cache-Control", "Vary"})

Environ = dict[str, Any]
Application = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]


@dataclass(frozen=True)
class Answer:
    """Holds for one catalogue on one day: what else a page depends on does not change in a process."""

    catalogue: Catalogue
    day: date
    path: str
    tag: str
    headers: list[tuple[str, str]]
    body: bytes

    def without_page(self) -> list[tuple[str, str]]:
        return [
            (name, value)
            for name, value in self.headers
            if name in OF_UNCHANGED or name.startswith("Access-Control-")
        ]


class AtHand:
    """A WSGI application (PEP 3333) around Django's.

    What may be held says the middleware ``unchanged``: it is the one to judge
    what is public, and puts ``held_for``, the catalogue, on such a response.
    """

    def __init__(self, application: Application) -> None:
        self._application = application
        self._answers: dict[tuple, Answer] = {}
        self._lock = threading.Lock()

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        begun, day = time.perf_counter(), date.today()
        place = tuple(environ.get(name) for name in NAMED)
        held = self._answers.get(place)
        if held is not None and held.day == day and _is_known(held, environ) and _is_current(held):
            return _send(held, environ, start_response, begun)
        response = self._application(environ, start_response)
        if (catalogue := getattr(response, "held_for", None)) and len(response.content) <= HEAVIEST:
            # The day on which the page was asked for: made after midnight, it is not given again.
            self._hold(place, _answer(environ, response, catalogue, day))
        return response

    def _hold(self, place: tuple, answer: Answer) -> None:
        with self._lock:
            self._answers.pop(place, None)
            self._answers[place] = answer
            if len(self._answers) > ANSWERS:
                del self._answers[next(iter(self._answers))]  # the one held longest


def _answer(environ: Environ, response: HttpResponseBase, catalogue: Catalogue, day: date) -> Answer:
    path = (environ.get("SCRIPT_NAME", "") + environ["PATH_INFO"]).encode("latin-1").decode()
    headers = [(name, value) for name, value in response.items() if name != "X-Request-ID"]
    return Answer(catalogue, day, path, response.headers["ETag"], headers, response.content)


def _is_known(held: Answer, environ: Environ) -> bool:
    """Whether what the reader has, if anything, is this very answer; all else Django compares."""
    return environ.get("HTTP_IF_NONE_MATCH") in (None, held.tag)


def _is_current(held: Answer) -> bool:
    try:
        # What Django does as a request begins: a connection has its time, and may have broken.
        connection.close_if_unusable_or_obsolete()
        return public_catalogue.current() is held.catalogue
    except DatabaseError:
        return False


def _send(held: Answer, environ: Environ, start_response: Callable[..., Any], begun: float) -> list[bytes]:
    own = id_of(environ)
    if "HTTP_IF_NONE_MATCH" in environ:
        status, headers, body = 304, held.without_page(), []
    else:
        status, headers, body = 200, held.headers, [held.body]
    start_response(f"{status} {responses[status]}", [*headers, ("X-Request-ID", own)])
    log_request(environ, own, held.path, status, time.perf_counter() - begun)
    return body
