"""The middleware of public pages: 304, the page cache, compression.

A request reads the published version first. An unchanged page costs that one query.
"""

from collections.abc import Callable
from datetime import date, datetime
from http import HTTPStatus

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.db import Error
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from relations import catalogue
from relations.caching.due_publications import publisher
from relations.caching.headers import (
    cache_control,
    check_preconditions,
    compress,
    is_not_modified,
    not_modified,
    set_validators,
    set_version,
)
from relations.caching.keys import page_digest
from relations.caching.page_cache import PageCache, PageCacheEntry
from relations.caching.release import RELEASE
from relations.caching.responses import (
    Cacheable,
    CacheableResponse,
    CachedResponse,
    Validity,
    answered_version,
    attach_outage,
    attach_snapshot,
    request_snapshot,
    take_pin,
    version_of_cached_page,
)
from relations.catalogue import Snapshot
from relations.models import VersionCounter
from relations.secret_addresses import PREVIEW

GetResponse = Callable[[HttpRequest], HttpResponseBase]

# The administration, what is typed there, previews, the files of the site itself, and the address that must
# answer without a database.
NOT_PUBLIC = (
    *("/admin/", settings.AUTOSAVE_PATH, f"/{PREVIEW}/", settings.STATIC_URL),
    *("/favicon.ico", "/health/"),
)

pages = PageCache(RELEASE)


def cache_pages(get_response: GetResponse) -> GetResponse:
    """Answer with 304 or a cached page where one is valid; validate, store and compress what is made anew.

    What a view returns as Cacheable is stored; all else is only compressed.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if not request.path_info.startswith(NOT_PUBLIC):
            take_pin(request)
        if not _is_public(request):
            return get_response(request)
        if request.method not in ("GET", "HEAD"):
            return _of_another_method(request, get_response)
        try:
            request.get_host()
            counter, is_up_to_date = publisher.ensure_published()
            snapshot = catalogue.current_snapshot(counter.state)
        except DisallowedHost:
            return get_response(request)  # which refuses it
        except Error as error:
            # Some pages do without the database; others need not ask again whether it is there.
            attach_outage(request, error)
            return get_response(request)
        # The day of the site's own time zone: Django makes that the process's.
        day = date.today()
        digest = page_digest(request, snapshot, day)
        if not is_up_to_date:
            attach_snapshot(request, snapshot)
            return _of_the_last_version(request, digest, get_response)
        if is_not_modified(request, digest):
            unchanged = not_modified(request, digest, counter.next_due)
            return set_version(unchanged, version_of_cached_page(request, snapshot))
        if page := pages.get(request, digest):
            return _from_cache(request, page, snapshot, day, counter.next_due)
        attach_snapshot(request, snapshot)
        return _made_anew(request, digest, counter.next_due, get_response)

    return middleware


def _from_cache(
    request: HttpRequest, page: PageCacheEntry, snapshot: Snapshot, day: date, next_due: datetime | None
) -> HttpResponseBase:
    confirmed = not_modified(request, page.digest, next_due)
    set_version(confirmed, version_of_cached_page(request, snapshot))
    validity = Validity.of(snapshot, day)
    cached = CachedResponse(*page.decode(request), request.path, validity, confirmed)
    cached.headers["Cache-Control"] = cache_control(next_due)
    return check_preconditions(request, cached)


def _made_anew(
    request: HttpRequest, digest: str, next_due: datetime | None, get_response: GetResponse
) -> HttpResponseBase:
    response = _versioned(request, get_response)
    if isinstance(response, Cacheable) and response.status_code == 200:
        set_validators(response, digest, next_due)
        if isinstance(response, CacheableResponse) and (page := pages.set(request, digest, response)):
            response.content, response.headers = page.decode(request)
    return check_preconditions(request, compress(request, response))


def _of_the_last_version(request: HttpRequest, digest: str, get_response: GetResponse) -> HttpResponseBase:
    """What was public until something fell due that cannot be performed now: nobody is to keep it."""
    if page := pages.get(request, digest):
        content, headers = page.decode(request)
        response: HttpResponseBase = HttpResponse(content)
        response.headers = headers
    else:
        response = compress(request, _versioned(request, get_response))
    response.headers.pop("ETag", None)
    response.headers["Cache-Control"] = "no-store"
    return response


def _of_another_method(request: HttpRequest, get_response: GetResponse) -> HttpResponseBase:
    """What is not asked for to be read: where that is refused, the version is said as of all else."""
    response = get_response(request)
    is_refused = HTTPStatus.BAD_REQUEST <= response.status_code < HTTPStatus.INTERNAL_SERVER_ERROR
    return set_version(response, _present_version()) if is_refused else response


def _present_version() -> int | None:
    """One query. Not known while the database does not answer."""
    try:
        return VersionCounter.objects.state().version
    except Error:
        return None


def _versioned(request: HttpRequest, get_response: GetResponse) -> HttpResponseBase:
    """What is made anew, with the version that it was made from."""
    response = get_response(request)
    set_version(response, answered_version(request, request_snapshot(request)))
    if response.status_code == HTTPStatus.NOT_MODIFIED:
        # CommonMiddleware says 0, and of a 304 it would be the length of what is there (RFC 9110, 8.6).
        response.headers.pop("Content-Length", None)
    return response


def _is_public(request: HttpRequest) -> bool:
    """Whether the answer is of a public address: what came over http is redirected to https first."""
    if request.path_info.startswith(NOT_PUBLIC):
        return False
    return not settings.BEHIND_PROXY or request.is_secure()
