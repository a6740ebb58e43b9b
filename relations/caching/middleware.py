"""The middleware of public pages: 304, the page cache, compression.

A request reads the published version first. An unchanged page costs that one query.
"""

from collections.abc import Callable
from datetime import date

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.db import Error
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from relations import catalogue
from relations.caching.headers import (
    check_preconditions,
    compress,
    is_not_modified,
    not_modified,
    set_validators,
)
from relations.caching.keys import page_digest
from relations.caching.page_cache import PageCache
from relations.caching.release import RELEASE
from relations.caching.responses import (
    Cacheable,
    CacheableResponse,
    CachedResponse,
    Validity,
    attach_outage,
    attach_snapshot,
    take_pin,
)

GetResponse = Callable[[HttpRequest], HttpResponseBase]

# The administration, the files of the site itself, and the address that must answer without a database.
NOT_PUBLIC = ("/admin/", settings.STATIC_URL, "/favicon.ico", "/health/")

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
        try:
            request.get_host()
            snapshot = catalogue.current_snapshot()
        except DisallowedHost:
            return get_response(request)  # which refuses it
        except Error as error:
            # Some pages do without the database; others need not ask again whether it is there.
            attach_outage(request, error)
            return get_response(request)
        # The day of the site's own time zone: Django makes that the process's.
        day = date.today()
        digest = page_digest(request, snapshot, day)
        if is_not_modified(request, digest):
            return not_modified(request, digest)
        if page := pages.get(request, digest):
            validity = Validity.of(snapshot, day)
            cached = CachedResponse(
                *page.decode(request), request.path, validity, not_modified(request, digest)
            )
            return check_preconditions(request, cached)
        attach_snapshot(request, snapshot)
        response = get_response(request)
        if isinstance(response, Cacheable) and response.status_code == 200:
            set_validators(response, digest)
            if isinstance(response, CacheableResponse) and (page := pages.set(request, digest, response)):
                response.content, response.headers = page.decode(request)
        return check_preconditions(request, compress(request, response))

    return middleware


def _is_public(request: HttpRequest) -> bool:
    """Whether a public page can be the answer: what came over http is redirected to https first."""
    if request.method not in ("GET", "HEAD") or request.path_info.startswith(NOT_PUBLIC):
        return False
    return not settings.BEHIND_PROXY or request.is_secure()
