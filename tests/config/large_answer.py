"""The site, and beside it an answer too large for what lies between the server and a client."""

from collections.abc import Callable, Iterator
from typing import Any

from config.wsgi import application as site
from tests.config.clients import PART, PARTS


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
    if environ["PATH_INFO"] != "/large":
        return site(environ, start_response)
    length = [("Content-Length", str(PARTS * len(PART)))] if environ["QUERY_STRING"] else []
    start_response("200 OK", [("Content-Type", "application/octet-stream"), *length])
    return parts()


def parts() -> Iterator[bytes]:
    for _number in range(PARTS):
        yield PART
