"""What tells one answer from another: the keys of all caches, and the ETag."""

import hashlib
from collections.abc import Hashable, Mapping
from datetime import date
from typing import Any

from django.http import HttpRequest

from relations.caching.encodings import accepts_gzip
from relations.caching.release import RELEASE
from relations.caching.responses import request_pin
from relations.catalogue import Snapshot

# Pages with a query, and those of earlier versions, share this many keys of the page cache.
QUERY_KEYS = 1000
# All of a request as it came that tells one answer from another, its encodings aside.
ENVIRON_KEYS = (
    "REQUEST_METHOD",
    "HTTP_HOST",
    "SERVER_NAME",
    "SERVER_PORT",
    "wsgi.url_scheme",
    "HTTP_X_FORWARDED_PROTO",
    "SCRIPT_URL",
    "REDIRECT_URL",
    "SCRIPT_NAME",
    "PATH_INFO",
    "QUERY_STRING",
)

EnvironKey = tuple[Any, ...]


def page_digest(request: HttpRequest, snapshot: Snapshot, day: date, *others: Hashable) -> str:
    """A digest of everything a public page depends on.

    A version is known by its last edition: another database may have one of the same number.
    ``others``: what a page that is not stored depends on besides.
    """
    inputs = (snapshot.state, snapshot.vocabularies.latest, day, _address(request), RELEASE, *others)
    return hashlib.sha256(repr(inputs).encode()).hexdigest()[:32]


def page_key(request: HttpRequest, release: str) -> str:
    """The key of an address in the page cache. Those with a query or of a version share QUERY_KEYS of them.

    Pages of another release are not even read: their headers may be another Django's.
    """
    digest = hashlib.sha256(repr(_address(request)).encode()).hexdigest()[:32]
    slot = int(digest, 16) % QUERY_KEYS if query_string(request) or request_pin(request) else digest
    return f"page:{release}:{slot}"


def environ_key(environ: Mapping[str, Any]) -> EnvironKey:
    """The key of a request in the response cache; of what a client accepts only gzip counts."""
    return (*map(environ.get, ENVIRON_KEYS), accepts_gzip(environ))


def query_string(request: HttpRequest) -> str:
    text: str = request.META.get("QUERY_STRING", "")
    return text


def _address(request: HttpRequest) -> tuple[str, str, str]:
    """The path, within the site and in full, and the query, as they came."""
    return (request.path_info, request.path, query_string(request))
