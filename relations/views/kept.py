"""The page cache: the pages people ask for most, as they were sent, already compressed.

It may be missing: a page that cannot be looked up or put away is made anew. It
holds a page for each address without a query, and SLOTS pages with one: an
address can be invented in any number, room for it cannot.
"""

import gzip
import hashlib
import logging
import re
import time
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase, ResponseHeaders
from redis.exceptions import RedisError

# Seconds. The day is in every tag: longer would be of no use.
KEPT_FOR = 24 * 60 * 60
# Bytes before compression. Heavier pages than people read are made anew each time.
HEAVIEST = 500_000
# Pages with a query share so many places; a newer one takes the place of an older.
SLOTS = 1000
# The coding named, and not as one that is not wanted (a weight of 0: RFC 9110, 12.4.2).
_GZIP = re.compile(r"\bgzip\b(?!\s*;\s*q=0(?:[.]0*)?\s*(?:,|$))")
# Seconds for which a cache that did not answer is left alone: not every page waits for it.
REST = 10

logger = logging.getLogger(__name__)


class PageCache:
    """Pages by address, each with the tag it was made under: one of another tag does not count.

    Those of another ``release`` are not even read: their headers may be another Django's.
    """

    def __init__(self, release: str) -> None:
        self._release = release
        self._silent = False
        self._asked_again_at = 0.0

    def recall(self, request: HttpRequest, tag: str) -> HttpResponse | None:
        """The page kept under ``tag``, in the form the request accepts."""
        if settings.DEBUG:
            return None
        kept = self._ask("get", self._place(request))
        return _answer(request, kept[1], kept[2]) if kept and kept[0] == tag else None

    def keep(self, request: HttpRequest, tag: str, response: HttpResponseBase) -> HttpResponseBase:
        """Put the page away if it is worth it. Returns it, compressed when it was put away so."""
        if settings.DEBUG or response.streaming or response.cookies or not _is_canonical(request):
            return response
        if len(response.content) > HEAVIEST:
            return response
        packed, headers = gzip.compress(response.content, compresslevel=6), response.headers
        headers["Content-Encoding"], headers["Content-Length"] = "gzip", str(len(packed))
        self._ask("set", self._place(request), (tag, packed, headers), KEPT_FOR)
        return _answer(request, packed, headers)

    def _ask(self, verb: str, *arguments: object) -> tuple | None:
        """What the cache answers; None while it cannot be reached, which is logged once."""
        if self._silent and time.monotonic() < self._asked_again_at:
            return None
        try:
            answer = getattr(cache, verb)(*arguments)
        except RedisError as error:  # out of reach, full, a replica that takes nothing
            if not self._silent:
                logger.warning("The cache does not answer; pages are made without it: %s", error)
            self._silent, self._asked_again_at = True, time.monotonic() + REST
            return None
        if self._silent:
            logger.info("The cache answers again.")
            self._silent = False
        return answer

    def _place(self, request: HttpRequest) -> str:
        """The key of the request's address; those with a query share SLOTS of them."""
        digest = hashlib.sha256(repr(address(request)).encode()).hexdigest()[:32]
        place = int(digest, 16) % SLOTS if request.META.get("QUERY_STRING") else digest
        return f"page:{self._release}:{place}"


def set_canonical_query(request: HttpRequest, query: str) -> None:
    """Say which query is the one way to ask for this page: at any other address it is not kept.

    A view that never says so takes no parameters, and is kept without a query only.
    """
    request.canonical_query = query


def address(request: HttpRequest) -> tuple[str, str, str]:
    """What tells a page from others: its path, within the site and in full, and its query, as they came."""
    return (request.path_info, request.path, request.META.get("QUERY_STRING", ""))


def takes_gzip(environ: Mapping[str, Any]) -> bool:
    """Whether the reader accepts a compressed answer. ``environ``: of the server, or a request's META."""
    return _GZIP.search(environ.get("HTTP_ACCEPT_ENCODING", "")) is not None


def _is_canonical(request: HttpRequest) -> bool:
    return request.META.get("QUERY_STRING", "") == getattr(request, "canonical_query", "")


def _answer(request: HttpRequest, packed: bytes, headers: ResponseHeaders) -> HttpResponse:
    """The page kept. ``headers`` are its own: every cache there is pickles what it holds."""
    response = HttpResponse(packed)
    # All at once: each was checked when it was set first, and to check them again takes a tenth of the time.
    response.headers = headers
    if not takes_gzip(request.META):
        response.content = gzip.decompress(packed)
        del headers["Content-Encoding"]
        headers["Content-Length"] = str(len(response.content))
    return response
