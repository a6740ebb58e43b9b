"""Static files, and those that browsers look for at the root: WhiteNoise, with HTTP's rules in full.

WhiteNoise gives one tag to a file and its compressed forms, compares it with what is
sent letter by letter, takes ``gzip;q=0`` for a wish to have gzip, and refuses the
first byte of a file alone (RFC 9110, sections 8.8.3, 12.5.3, 13 and 14).
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Any
from wsgiref.headers import Headers

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.http import parse_http_date
from whitenoise.middleware import WhiteNoiseMiddleware
from whitenoise.responders import NOT_ALLOWED_RESPONSE, Response, SlicedFile, StaticFile

from relations.caching.encodings import choose_encoding
from relations.caching.headers import VALIDATION_HEADERS
from relations.caching.keys import query_string
from relations.caching.preconditions import failed_precondition
from relations.caching.ranges import UnsatisfiableRangeError, find_range
from relations.views.redirects import other_spellings, redirect_to_path

# Seconds for which a browser keeps a file of the root, whose name never changes.
ROOT_FILE_SECONDS = 7 * 24 * 60 * 60


class StaticFilesMiddleware(WhiteNoiseMiddleware):  # type: ignore[misc]  # WhiteNoise has no types
    """WhiteNoise's middleware, each of whose files is a NegotiatedFile.

    What is nowhere is looked for in small letters, as pages are.
    """

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response: HttpResponseBase = super().__call__(request)
        if response.status_code == HTTPStatus.NOT_FOUND and request.method in ("GET", "HEAD"):
            for path in other_spellings(request.path_info):
                if self._has_file(path):
                    return _redirect(path, request)
        return response

    def _has_file(self, path: str) -> bool:
        return (self.find_file(path) if self.autorefresh else self.files.get(path)) is not None

    def get_static_file(self, path: str, url: str, stat_cache: Any = None) -> "NegotiatedFile":
        return NegotiatedFile(super().get_static_file(path, url, stat_cache))

    def add_cache_headers(self, headers: Headers, path: str, url: str) -> None:
        super().add_cache_headers(headers, path, url)
        if not url.startswith(self.static_prefix):
            headers["Cache-Control"] = f"max-age={ROOT_FILE_SECONDS}, public"


@dataclass(frozen=True)
class Variant:
    """A file as it stands, or compressed by one coding. ``headers``: those of a 200."""

    path: Path
    headers: dict[str, str]
    etag: str
    size: int

    @classmethod
    def read(cls, path: Path, headers: dict[str, str]) -> "Variant":
        """The tag is of the bytes: the same on every machine, another one for each coding."""
        content = path.read_bytes()
        etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
        return cls(path, {**headers, "ETag": etag, "Accept-Ranges": "bytes"}, etag, len(content))

    def validation_headers(self) -> dict[str, str]:
        """What an answer says that has nothing of the file."""
        return {name: value for name, value in self.headers.items() if name in VALIDATION_HEADERS}


class NegotiatedFile:
    """A file in all the codings that it is kept in, in the place of WhiteNoise's ``file``."""

    def __init__(self, file: StaticFile) -> None:
        # From the smallest on.
        variants = [Variant.read(Path(path), dict(pairs)) for _pattern, path, pairs in file.alternatives]
        self._variants = {variant.headers.get("Content-Encoding", ""): variant for variant in variants}
        self._codings = tuple(coding for coding in self._variants if coding)
        self._last_modified = parse_http_date(variants[0].headers["Last-Modified"])

    def get_response(self, method: str, environ: Mapping[str, Any]) -> Response:
        """What WhiteNoise asks of its files. ``environ``: a request's META."""
        if method not in ("GET", "HEAD"):
            return NOT_ALLOWED_RESPONSE
        variant = self._variants[choose_encoding(environ.get("HTTP_ACCEPT_ENCODING", ""), self._codings)]
        if failed := failed_precondition(environ, variant.etag, self._last_modified):
            return _response(failed, variant.validation_headers())
        try:
            part = find_range(environ, variant.size, variant.etag, self._last_modified)
        except UnsatisfiableRangeError:
            headers = {**variant.validation_headers(), "Content-Range": f"bytes */{variant.size}"}
            return _response(HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE, headers)
        file = variant.path.open("rb") if method == "GET" else None
        if not part:
            return _response(HTTPStatus.OK, variant.headers, file)
        first, last = part
        headers = {
            **variant.headers,
            "Content-Range": f"bytes {first}-{last}/{variant.size}",
            "Content-Length": str(last - first + 1),
        }
        return _response(HTTPStatus.PARTIAL_CONTENT, headers, SlicedFile(file, first, last))


def _redirect(path: str, request: HttpRequest) -> HttpResponseBase:
    """Redirect to a static file, which programs of other sites may read."""
    response = redirect_to_path(path, query_string(request))
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def _response(status: HTTPStatus, headers: dict[str, str], file: Any = None) -> Response:
    """A response as WhiteNoise makes it. ``file`` is closed when it was sent. No cache may keep a refusal."""
    if status >= HTTPStatus.BAD_REQUEST:
        headers = {**headers, "Cache-Control": "no-cache", "Content-Length": "0"}
    return Response(status, headers.items(), file)
