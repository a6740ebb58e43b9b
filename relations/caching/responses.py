"""Requests and responses as the caches know them: what they carry besides Django's own."""

import weakref
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from django.db import Error
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseNotModified,
    StreamingHttpResponse,
)
from django.http.response import HttpResponseBase, ResponseHeaders

from relations import catalogue
from relations.catalogue import Snapshot
from relations.catalogue.pinned_paths import split_pin
from relations.catalogue.pins import pinned_version


class PublicRequest(HttpRequest):
    """A request for a public page, with the present snapshot that the middleware read, or why it could not.

    ``pin``: the version asked for, as the address has it; ``path_info`` is the address without it,
    ``path`` as it came. ``answered``: the snapshot that the answer was made from. ``is_for_program``: a page
    is asked for on behalf of an address that programs read.
    """

    snapshot: Snapshot
    outage: Error
    pin: str
    answered: Snapshot
    is_for_program: bool


def attach_snapshot(request: HttpRequest, snapshot: Snapshot) -> None:
    cast(PublicRequest, request).snapshot = snapshot


def attach_outage(request: HttpRequest, error: Error) -> None:
    cast(PublicRequest, request).outage = error


def take_pin(request: HttpRequest) -> None:
    """Take the pin off the address of a request: the same view answers at every version."""
    if found := split_pin(request.path_info):
        request.path_info, cast(PublicRequest, request).pin = found


def page_path(request: HttpRequest) -> str:
    """The path of a request in full, as a proxy may have made it, without a pin."""
    found = split_pin(request.path)
    return found[0] if found else request.path


def request_pin(request: HttpRequest) -> str | None:
    """The version or day that the address of a request has, as it is written; None without any."""
    return getattr(request, "pin", None)


def attach_answered_snapshot(request: HttpRequest, snapshot: Snapshot) -> None:
    """Note which snapshot a request is answered from."""
    cast(PublicRequest, request).answered = snapshot


def answered_version(request: HttpRequest, present: Snapshot) -> int:
    """The version that a request was answered from; what has none of its own is from the present one."""
    answered: Snapshot = getattr(request, "answered", present)
    return answered.version


def version_of_cached_page(request: HttpRequest, present: Snapshot) -> int | None:
    """The version that a page in a cache is of, as far as it is known without asking for it."""
    pin = request_pin(request)
    return present.version if pin is None else pinned_version(pin, present)


def request_snapshot(request: HttpRequest) -> Snapshot:
    """The present snapshot; read anew where the middleware did not attach one. Raises Error."""
    if hasattr(request, "snapshot"):
        return cast(PublicRequest, request).snapshot
    if hasattr(request, "outage"):
        raise cast(PublicRequest, request).outage
    return catalogue.current_snapshot()


def attached_snapshot(request: HttpRequest) -> Snapshot | None:
    """The present snapshot where the middleware attached one. No query."""
    return getattr(request, "snapshot", None)


class Cacheable(HttpResponseBase):
    """A response that is the same for everyone until the next publication or the next day.

    ``canonical_query``: the query under which the page cache stores it. At any other query
    the same page may be asked for, but is not stored.
    """

    def __init__(self, *args: Any, canonical_query: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.canonical_query = canonical_query


class CacheableResponse(Cacheable, HttpResponse):
    pass


class CacheableStream(Cacheable, StreamingHttpResponse):
    """A stream that is made anew each time: only its readers keep it, by its ETag."""


@dataclass(frozen=True)
class Validity:
    """How long a cached page may be given again: while ``snapshot`` is the current one, on that day.

    An old snapshot is not kept alive by it.
    """

    snapshot: weakref.ref[Snapshot]
    day: date

    @classmethod
    def of(cls, snapshot: Snapshot, day: date) -> "Validity":
        return cls(weakref.ref(snapshot), day)


class CachedResponse(HttpResponse):
    """A page from the page cache, with all that the response cache needs to give it again.

    ``path``: as it is logged. ``not_modified``: the answer to a reader who has the page.
    """

    def __init__(
        self,
        content: bytes,
        headers: ResponseHeaders,
        path: str,
        validity: Validity,
        not_modified: HttpResponseNotModified,
    ) -> None:
        super().__init__(content)
        # All at once: each was checked when it was set first; to check them again takes a tenth of the time.
        self.headers = headers
        self.path = path
        self.validity = validity
        self.not_modified = not_modified
