"""The page cache: the pages people ask for most, as they were sent, already compressed.

It may be missing: a page that cannot be looked up or stored is made anew. It
holds a page for each address without a query, and QUERY_KEYS pages with one: an
address can be invented in any number, room for it cannot.
"""

import gzip
import logging
import sys
import time
from collections.abc import Callable
from typing import NamedTuple, TypeVar

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.http.response import ResponseHeaders

from relations.caching.encodings import accepts_gzip
from relations.caching.keys import page_key, query_string
from relations.caching.responses import CacheableResponse
from relations.caching.serializer import DamagedValueError

# Seconds. The day is in every digest: longer would be of no use.
TIMEOUT = 24 * 60 * 60
# Bytes before compression. Heavier pages than people read are made anew each time.
MAX_BYTES = 500_000
# Seconds for which a cache that did not answer is left alone: not every page waits for it.
RETRY_AFTER = 10

T = TypeVar("T")
logger = logging.getLogger(__name__)


class PageCacheEntry(NamedTuple):
    """A page as it is stored: its digest (see ``keys``), its body compressed by gzip, its headers."""

    digest: str
    body: bytes
    headers: ResponseHeaders

    def decode(self, request: HttpRequest) -> tuple[bytes, ResponseHeaders]:
        """Its body and headers as the request accepts them. The headers are the page's own, changed."""
        if accepts_gzip(request.META):
            return self.body, self.headers
        body = gzip.decompress(self.body)
        del self.headers["Content-Encoding"]
        self.headers["Content-Length"] = str(len(body))
        return body, self.headers


class PageCache:
    """Pages by address in Django's cache, each with the digest it was made under; another one is a miss."""

    def __init__(self, release: str) -> None:
        self._release = release
        self._is_down = False
        self._retry_at = 0.0
        self._found_damage = False

    def get(self, request: HttpRequest, digest: str) -> PageCacheEntry | None:
        if settings.DEBUG:
            return None
        key = page_key(request, self._release)
        page: PageCacheEntry | None = self._try(lambda: self._read(key))
        return page if page and page.digest == digest else None

    def set(self, request: HttpRequest, digest: str, response: CacheableResponse) -> PageCacheEntry | None:
        """Store the page if it is worth it. Returns it as it is stored."""
        if settings.DEBUG or response.cookies or query_string(request) != response.canonical_query:
            return None
        if len(response.content) > MAX_BYTES:
            return None
        page = PageCacheEntry(digest, gzip.compress(response.content, compresslevel=6), response.headers)
        page.headers["Content-Encoding"] = "gzip"
        page.headers["Content-Length"] = str(len(page.body))
        key = page_key(request, self._release)
        self._try(lambda: cache.set(key, page, TIMEOUT))
        return page

    def _read(self, key: str) -> PageCacheEntry | None:
        """A stored page. None for a damaged one, too: the page is made again and put in its place."""
        try:
            page: PageCacheEntry | None = cache.get(key)
        except DamagedValueError:
            if not self._found_damage:
                logger.warning(
                    "The cache held a page that is damaged, or was written with another SECRET_KEY; such "
                    "pages are made again. This is said once."
                )
            self._found_damage = True
            return None
        return page

    def _try(self, call: Callable[[], T]) -> T | None:
        """What the cache answers; None while it cannot be reached, which is logged once."""
        if self._is_down and time.monotonic() < self._retry_at:
            return None
        try:
            result = call()
        except Exception as error:
            if not _is_of_redis(error):
                raise
            if not self._is_down:
                logger.warning("The cache does not answer; pages are made without it: %s", error)
            self._is_down, self._retry_at = True, time.monotonic() + RETRY_AFTER
            return None
        if self._is_down:
            logger.info("The cache answers again.")
            self._is_down = False
        return result


def _is_of_redis(error: Exception) -> bool:
    """Whether Redis is out of reach, full, or a replica that takes nothing.

    Its driver takes 6 MB. Where no cache of Django's has loaded it, the error is none of its own.
    """
    driver = sys.modules.get("redis.exceptions")
    return driver is not None and isinstance(error, driver.RedisError)
