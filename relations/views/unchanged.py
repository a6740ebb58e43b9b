"""What readers get again unchanged, told by version before anything else is looked at.

A request reads the snapshot's version first. Everything a page depends on is
in its tag (the version, the day, the address, the code's release), so a page
kept under that tag is never stale and nobody invalidates anything by hand.
"""

import hashlib
import weakref
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.utils.cache import parse_etags, patch_vary_headers

from relations import catalogue as public_catalogue
from relations.catalogue import Snapshot
from relations.views.errors import is_data_address
from relations.views.kept import PageCache, address, takes_gzip
from relations.views.release import release

# Read as the process starts: later the files may be those of the next release, and this code is not.
RELEASE = release()
# The desk's addresses, the files of the site itself, and the one that must answer when the database does not.
NOT_PUBLIC = ("/admin/", settings.STATIC_URL, "/health/")

pages = PageCache(RELEASE)


@dataclass(frozen=True)
class Offer:
    """Put on a kept page: the server may give it again while ``snapshot`` is the current one, on that day.

    The tag as sent, the path as logged, and what stands for the page when the
    reader has it already. An old snapshot is not kept alive by it.
    """

    snapshot: weakref.ref[Snapshot]
    day: date
    tag: str
    path: str
    of_304: HttpResponse


def unchanged(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware: answer with 304 or a kept page where one holds; tag, keep and compress what is made anew.

    An unchanged page costs the one query of the version. Whatever a view wrapped
    by ``public`` makes passes through here; all else is left as it is.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if not may_be_public(request):
            return get_response(request)
        try:
            request.get_host()
            snapshot = public_catalogue.current_snapshot()
        except (DisallowedHost, DatabaseError):
            # There a foreign name is refused, and some pages do without the database.
            return get_response(request)
        # The day of the site's own time zone: Django makes that the process's.
        day = date.today()
        tag = page_tag(request, snapshot, day)
        if is_known(request, tag):
            return not_modified(request, tag)
        if (kept := pages.recall(request, tag)) is not None:
            of_304 = not_modified(request, tag)
            kept.offer = Offer(weakref.ref(snapshot), day, of_304.headers["ETag"], request.path, of_304)
            return kept
        request.snapshot = snapshot
        response = get_response(request)
        if not getattr(response, "is_public", False):
            return response
        if response.lasts:
            response = pages.keep(request, tag, tagged(response, tag))
        # Nothing on a public page is secret, so its length gives nothing away.
        return compressed(request, response)

    return middleware


def may_be_public(request: HttpRequest) -> bool:
    """Whether a public page can be the answer: what is to be asked over https is redirected there first."""
    if request.method not in ("GET", "HEAD") or request.path_info.startswith(NOT_PUBLIC):
        return False
    return not settings.BEHIND_PROXY or request.is_secure()


def page_tag(request: HttpRequest, snapshot: Snapshot, day: date) -> str:
    """A digest of everything the answer depends on: a page kept under another one is not the answer.

    A version is known by its last edition: another database may have one of the same number.
    """
    known = (snapshot.state, snapshot.names.latest, day, address(request), RELEASE)
    return hashlib.sha256(repr(known).encode()).hexdigest()[:32]


def is_known(request: HttpRequest, tag: str) -> bool:
    """Whether the reader has the page of this tag already.

    Compared weakly (RFC 9110, 13.1.2): some caches drop the W/.
    """
    asked = request.META.get("HTTP_IF_NONE_MATCH")
    return bool(asked) and not {f'W/"{tag}"', f'"{tag}"'}.isdisjoint(parse_etags(asked))


def not_modified(request: HttpRequest, tag: str) -> HttpResponse:
    return tagged(open_to_programs(request, HttpResponseNotModified()), tag)


def tagged(response: HttpResponseBase, tag: str) -> HttpResponseBase:
    """Add what lets a reader, and a shared cache if the operator allows one, keep the page.

    A 304 says the same as the 200 it stands for, what the page varies by too.
    """
    if "Vary" in response.headers:
        patch_vary_headers(response, ("Accept-Encoding",))
    else:
        response.headers["Vary"] = "Accept-Encoding"
    seconds = settings.SHARED_CACHE_SECONDS
    response.headers["ETag"] = f'W/"{tag}"'
    response.headers["Cache-Control"] = (
        f"public, max-age=0, s-maxage={seconds}" if seconds else "public, no-cache"
    )
    return response


def open_to_programs(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """Let programs in the pages of any other site read the answer, at the addresses made for programs (CORS).

    Nothing here is anyone's own.
    """
    if is_data_address(request):
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Access-Control-Expose-Headers"] = "ETag"
    return response


def compressed(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """The answer as small as the reader accepts it; what is compressed already is sent as it is."""
    if response.headers.get("Content-Type") == "application/zip":
        return response
    if not takes_gzip(request.META):
        patch_vary_headers(response, ("Accept-Encoding",))
        return response
    return GZipMiddleware(lambda _request: response).process_response(request, response)
