"""Headers of public answers: for the caches of readers, for shared caches, for programs of other sites."""

from django.conf import settings
from django.http import HttpRequest, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags

from relations.caching.keys import accepts_gzip
from relations.formats.data_paths import is_data_path


def set_validators(response: HttpResponseBase, digest: str) -> None:
    """Add what lets a reader, and a shared cache if the operator allows one, keep the page.

    A 304 says the same as the 200 it stands for, what the page varies by too.
    """
    if "Vary" in response.headers:
        patch_vary_headers(response, ("Accept-Encoding",))
    else:
        response.headers["Vary"] = "Accept-Encoding"
    seconds = settings.SHARED_CACHE_SECONDS
    response.headers["ETag"] = f'W/"{digest}"'
    response.headers["Cache-Control"] = (
        f"public, max-age=0, s-maxage={seconds}" if seconds else "public, no-cache"
    )


def is_not_modified(request: HttpRequest, digest: str) -> bool:
    """Whether the reader has the page of this digest already.

    Compared weakly (RFC 9110, 13.1.2): some caches drop the W/.
    """
    sent: str = request.META.get("HTTP_IF_NONE_MATCH", "")
    return bool(sent) and not {f'W/"{digest}"', f'"{digest}"'}.isdisjoint(parse_etags(sent))


def not_modified(request: HttpRequest, digest: str) -> HttpResponseNotModified:
    response = HttpResponseNotModified()
    add_cors_headers(request, response)
    set_validators(response, digest)
    return response


def add_cors_headers(request: HttpRequest, response: HttpResponseBase) -> None:
    """Let programs in the pages of any other site read the answer, at the addresses of data (CORS).

    Nothing here is anyone's own.
    """
    if is_data_path(request.path_info):
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Access-Control-Expose-Headers"] = "ETag"


def compress(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """The answer as small as the reader accepts it; what is compressed already is sent as it is.

    Nothing on a public page is secret, so its length gives nothing away.
    """
    if response.headers.get("Content-Type") == "application/zip":
        return response
    if not accepts_gzip(request.META):
        patch_vary_headers(response, ("Accept-Encoding",))
        return response
    return GZipMiddleware(lambda _request: response).process_response(request, response)
