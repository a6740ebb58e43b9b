"""Headers of public answers: for the caches of readers, for shared caches, for programs of other sites."""

import gzip
from collections.abc import Iterable
from datetime import datetime
from http import HTTPStatus
from typing import TypeVar, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.text import compress_sequence

from relations.caching.encodings import accepts_gzip
from relations.caching.preconditions import failed_precondition
from relations.formats.data_paths import is_data_path

Response = TypeVar("Response", bound=HttpResponseBase)

# Less than this is not worth compressing: it fits into one packet as it is.
MIN_COMPRESSED_BYTES = 200
# What a 304 or a 412 says of the 200 in whose place it stands (RFC 9110, 15.4.5).
VALIDATION_HEADERS = (
    "Access-Control-Allow-Origin",
    "Access-Control-Expose-Headers",
    "Cache-Control",
    "Content-Location",
    "ETag",
    "Last-Modified",
    "Reference-Version",
    "Vary",
)
# What programs in the pages of other sites may read besides what they always may.
EXPOSED_HEADERS = "Accept-Ranges, Content-Disposition, Content-Range, ETag, Reference-Version"


def set_validators(response: HttpResponseBase, digest: str, next_due: datetime | None) -> None:
    """Add what lets a reader, and a shared cache if the operator allows one, keep the page.

    A 304 says the same as the 200 it stands for, what the page varies by too.
    """
    if "Vary" in response.headers:
        patch_vary_headers(response, ("Accept-Encoding",))
    else:
        response.headers["Vary"] = "Accept-Encoding"
    response.headers["ETag"] = page_etag(digest)
    response.headers["Cache-Control"] = cache_control(next_due)


def set_version(response: Response, version: int | None) -> Response:
    """Say which version of the reference an answer is from, where it is from one and that is known."""
    if version is not None:
        response.headers.setdefault("Reference-Version", str(version))
    return response


def page_etag(digest: str) -> str:
    """Weak: one tag for a page and its compressed forms."""
    return f'W/"{digest}"'


def cache_control(next_due: datetime | None = None) -> str:
    """How long a shared cache keeps the answer: not beyond ``next_due``, when it may be another one."""
    seconds = settings.SHARED_CACHE_SECONDS
    if seconds and next_due:
        seconds = max(0, min(seconds, int((next_due - timezone.now()).total_seconds())))
    return f"public, max-age=0, s-maxage={seconds}" if seconds else "public, no-cache"


def is_not_modified(request: HttpRequest, digest: str) -> bool:
    """Whether the reader has the page of this digest, so that it need not be made.

    ``*``, which is any page, and If-Match wait until it is known that there is one: ``check_preconditions``.
    """
    sent: str = request.META.get("HTTP_IF_NONE_MATCH", "")
    if not sent or sent.strip() == "*":
        return False
    return failed_precondition(request.META, page_etag(digest)) == HTTPStatus.NOT_MODIFIED


def not_modified(
    request: HttpRequest, digest: str, next_due: datetime | None = None
) -> HttpResponseNotModified:
    response = HttpResponseNotModified()
    add_cors_headers(request, response)
    set_validators(response, digest, next_due)
    return response


def check_preconditions(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """The answer, or 304 or 412 in its place: a page is 200 before a condition counts (RFC 9110, 13.2.1)."""
    meta = request.META
    if "HTTP_IF_NONE_MATCH" not in meta and "HTTP_IF_MATCH" not in meta:
        return response
    if response.status_code != HTTPStatus.OK:
        return response
    failed = failed_precondition(meta, response.headers.get("ETag"))
    if not failed:
        return response
    headers = {name: response.headers[name] for name in VALIDATION_HEADERS if name in response.headers}
    return conditional_response(failed, headers)


def conditional_response(status: HTTPStatus, headers: dict[str, str]) -> HttpResponse:
    """What ``failed_precondition`` says: 304; or 412, as the client asked for what it had before, and that is
    here no more, or nobody can say so.
    """
    if status == HTTPStatus.NOT_MODIFIED:
        return HttpResponseNotModified(headers=headers)
    text = "What is here now is not what the If-Match or If-Unmodified-Since of the request names.\n"
    return HttpResponse(
        text,
        content_type="text/plain; charset=utf-8",
        status=HTTPStatus.PRECONDITION_FAILED,
        headers={**headers, "Cache-Control": "no-cache"},
    )


def add_cors_headers(request: HttpRequest, response: HttpResponseBase) -> None:
    """Let programs in the pages of any other site read the answer, at the addresses of data (CORS).

    Nothing here is anyone's own.
    """
    if is_data_path(request.path_info):
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Access-Control-Expose-Headers"] = EXPOSED_HEADERS


def compress(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """The answer as small as the reader accepts it; what is compressed already is sent as it is.

    So is what has a strong tag, an archive whole or in part, and the 304, 412 and 416 in its place: the tag
    is of these very bytes. Nothing on a public page is secret, so its length gives nothing away.
    """
    if response.headers.get("ETag", "").startswith('"'):
        return response
    patch_vary_headers(response, ("Accept-Encoding",))
    if "Content-Encoding" in response.headers or not accepts_gzip(request.META):
        return response
    if response.streaming:
        streamed = cast(StreamingHttpResponse, response)
        parts = cast(Iterable[bytes], streamed.streaming_content)
        streamed.streaming_content = compress_sequence(parts)
        del response.headers["Content-Length"]
    elif not _compress_content(cast(HttpResponse, response)):
        return response
    response.headers["Content-Encoding"] = "gzip"
    return response


def _compress_content(response: HttpResponse) -> bool:
    """Whether that makes it smaller."""
    if len(response.content) < MIN_COMPRESSED_BYTES:
        return False
    compressed = gzip.compress(response.content, compresslevel=6)
    if len(compressed) >= len(response.content):
        return False
    response.content = compressed
    response.headers["Content-Length"] = str(len(compressed))
    return True
