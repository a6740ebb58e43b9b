"""The site, and beside it an answer too large for what lies between the server and a client."""

from collections.abc import Callable, Iterator
from typing import Any

PARTS = 300
PART = bytes(range(256)) * 256


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
    if environ["PATH_INFO"] != "/large":
        # Made where it is served: a test that is only collected has no static files for it.
        from config.wsgi import application as site

        return site(environ, start_response)
    length = [("Content-Length", str(PARTS * len(PART)))] if environ["QUERY_STRING"] else []
    start_response("200 OK", [("Content-Type", "application/octet-stream"), *length])
    return parts()


def parts() -> Iterator[bytes]:
    for _number in range(PARTS):
        yield PART
