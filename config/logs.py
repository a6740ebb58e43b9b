"""Logs: one JSON object per line on stderr, each with the id of the request it belongs to."""

import json
import logging
import random
import re
import time
from collections.abc import Callable
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse

request_id: ContextVar[str] = ContextVar("request_id", default="")
access = logging.getLogger("relations.access")

# A proxy's own id is kept when it is harmless in a header and a log line.
FORWARDED_ID = re.compile(r"[A-Za-z0-9_-]{8,64}")
EXTRAS = ("method", "path", "query", "status", "milliseconds")
# Made once: json.dumps would make one for each line.
encode = json.JSONEncoder(ensure_ascii=False, default=str).encode


class JsonLines(logging.Formatter):
    """time, level, logger, message, and where there are any: request, method, path, status, error."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if told := getattr(record, "of_request", request_id.get()):
            line["request"] = told
        line |= {name: getattr(record, name) for name in EXTRAS if hasattr(record, name)}
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return encode(line)


class RequestLog:
    """Give each request an id, answer with it, and log one line: neither who asked nor what for.

    The line is written when the answer was sent: it makes no reader wait, and
    tells of a long file how long all of it took.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        own = id_of(request.META)
        token = request_id.set(own)
        started = time.perf_counter()
        try:
            response = self.get_response(request)
        finally:
            request_id.reset(token)
        response.headers["X-Request-ID"] = own
        close = response.close

        def close_and_log() -> None:
            try:
                close()
            finally:
                seconds = time.perf_counter() - started
                log_request(request.META, own, request.path, response.status_code, seconds)

        response.close = close_and_log
        return response


def id_of(environ: dict[str, Any]) -> str:
    """The id the request came with, or one of its own."""
    sent = environ.get("HTTP_X_REQUEST_ID", "")
    return sent if FORWARDED_ID.fullmatch(sent) else f"{random.getrandbits(64):016x}"


def log_request(environ: dict[str, Any], own: str, path: str, status: int, seconds: float) -> None:
    """One line. The query is what a reader searched: it is told only where it may explain a failure."""
    method = environ["REQUEST_METHOD"]
    extra = {"of_request": own, "method": method, "path": path, "status": status}
    extra["milliseconds"] = round(seconds * 1000, 1)
    if status >= 500:
        extra["query"] = environ.get("QUERY_STRING", "")
    access.info("%s %s %s", method, path, status, extra=extra)


LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "config.logs.JsonLines"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        # Their own handlers are taken away, so that every line has one form.
        "django": {"handlers": [], "level": "INFO"},
        "django.server": {"handlers": [], "level": "INFO", "propagate": True},
        "gunicorn.error": {"handlers": [], "level": "INFO", "propagate": True},
        # A wrong request stands in the access line already; failures of ours keep their traceback.
        "django.request": {"level": "ERROR"},
        # Would warn of every HEAD: Django leaves it to the server to drop the body.
        "gunicorn.http.wsgi": {"level": "ERROR"},
        # Says at each start that it is there, and of each sign-in what the access line says.
        "axes": {"level": "WARNING"},
    },
}
