"""Logs in JSON Lines: one object per line on stderr, each with the id of the request it belongs to."""

import json
import logging
import random
import re
import time
from collections.abc import Callable
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from relations.secret_addresses import INVITATION, PASSWORD_RESET, PREVIEW

request_id: ContextVar[str] = ContextVar("request_id", default="")
access_logger = logging.getLogger("relations.access")

# A proxy's own id is kept when it is harmless in a header and a log line.
REQUEST_ID_PATTERN = re.compile(r"[A-Za-z0-9_-]{8,64}")
# Whoever has the address of a preview may read what is not published, and whoever has one of an invitation or
# a new password may be somebody else: no line of a log holds one, however it is misspelt.
SECRET_ADDRESS = re.compile(
    rf"(/(?:{PREVIEW}|{INVITATION}|{PASSWORD_RESET})/+)[\w~%.@-]+(?:/+[\w~%.@-]+)*", re.IGNORECASE
)
EXTRA_FIELDS = ("method", "path", "query", "status", "milliseconds")
# Made once: json.dumps would make one for each line.
encode_json = json.JSONEncoder(ensure_ascii=False, default=str).encode


class JsonFormatter(logging.Formatter):
    """Members: time, level, logger, message, and where there are any request (its id), those of
    EXTRA_FIELDS, error.
    """

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if id_ := getattr(record, "request_id", request_id.get()):
            line["request"] = id_
        line |= {name: getattr(record, name) for name in EXTRA_FIELDS if hasattr(record, name)}
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return SECRET_ADDRESS.sub(r"\1…", encode_json(line))


class NoAddresses(logging.Filter):
    """gunicorn's line of a request that cannot be read names who sent it, and quotes it (a cookie, say)."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.msg.startswith("Invalid request from ip="):
            record.msg = "A request could not be read, and was refused."
        return True


class AccessLogEntry:
    """The id of a request, and the line that is logged when it was answered. Its time begins now."""

    def __init__(self, environ: dict[str, Any]) -> None:
        self._environ = environ
        self._started = time.perf_counter()
        self.request_id = get_request_id(environ)

    def write(self, path: str, status: int) -> None:
        log_request(self._environ, self.request_id, path, status, time.perf_counter() - self._started)


class AccessLogMiddleware:
    """Give each request an id, answer with it, and log one line: neither who asked nor what for.

    The line is written when the answer was sent: it makes no reader wait, and
    tells of a long file how long all of it took.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        entry = AccessLogEntry(request.META)
        token = request_id.set(entry.request_id)
        try:
            response = self.get_response(request)
        finally:
            request_id.reset(token)
        response.headers["X-Request-ID"] = entry.request_id
        close = response.close

        def close_and_log() -> None:
            try:
                close()
            finally:
                entry.write(request.path, response.status_code)

        response.close = close_and_log  # type: ignore[method-assign]  # no signal has request and response
        return response


def get_request_id(environ: dict[str, Any]) -> str:
    """The id the request came with, or one of its own."""
    sent: str = environ.get("HTTP_X_REQUEST_ID", "")
    return sent if REQUEST_ID_PATTERN.fullmatch(sent) else f"{random.getrandbits(64):016x}"


def log_request(environ: dict[str, Any], request_id: str, path: str, status: int, seconds: float) -> None:
    """Log a request in one line. The query is what a reader searched: it is logged only with a failure."""
    method = environ["REQUEST_METHOD"]
    extra = {"request_id": request_id, "method": method, "path": path, "status": status}
    extra["milliseconds"] = round(seconds * 1000, 1)
    if status >= 500:
        extra["query"] = environ.get("QUERY_STRING", "")
    access_logger.info("%s %s %s", method, path, status, extra=extra)


LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "config.logs.JsonFormatter"}},
    "filters": {"no addresses": {"()": "config.logs.NoAddresses"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        # Their own handlers are taken away, so that every line has one form.
        "django": {"handlers": [], "level": "INFO"},
        "django.server": {"handlers": [], "level": "INFO", "propagate": True},
        "gunicorn.error": {"handlers": [], "level": "INFO", "propagate": True, "filters": ["no addresses"]},
        # A wrong request stands in the access line already; failures of ours keep their traceback.
        "django.request": {"level": "ERROR"},
        # So does what Django refuses for safety (a foreign host, a filter of a list that is none): whoever
        # sends such requests fills no log with tracebacks.
        "django.security": {"level": "CRITICAL"},
        # Would warn of every HEAD: Django leaves it to the server to drop the body.
        "gunicorn.http.wsgi": {"level": "ERROR"},
        # Says at each start that it is there, and of each sign-in what the access line says.
        "axes": {"level": "WARNING"},
    },
}
