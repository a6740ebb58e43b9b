"""Permanent redirects: to where a record is now, and to what an address means that is written otherwise."""

import copy
import re
from collections.abc import Iterable, Iterator
from http import HTTPStatus
from string import ascii_lowercase, ascii_uppercase, punctuation
from typing import cast
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase
from django.urls import Resolver404, resolve

from relations.caching.headers import add_cors_headers
from relations.caching.keys import query_string
from relations.caching.responses import PublicRequest, request_pin
from relations.catalogue.pinned_paths import split_pin_within, with_pin
from relations.presenters.urls import url_with_query

_SLASHES = re.compile("//+")
_LOWER = str.maketrans(ascii_uppercase, ascii_lowercase)


def redirect_to_path(path: str, query: str = "", anchor: str = "") -> HttpResponse:
    """A permanent redirect that no cache keeps: a record may move again, and back."""
    # Bytes that no address may have come as letters of Latin-1 (PEP 3333).
    query = quote(query, safe=punctuation, encoding="latin-1")
    url = url_with_query(path, query) + (f"#{anchor}" if anchor else "")
    response = HttpResponsePermanentRedirect(url)
    response.headers["Cache-Control"] = "no-cache"
    return response


def redirect_to_canonical(request: HttpRequest) -> HttpResponseBase | None:
    """The redirect to the address that a request means which would be 404; None when it means none.

    What is there only at a later version answers itself, and says so (``telling_other_version``).
    It was written in capitals, with slashes doubled or without the last one, or with something behind
    its pin. There is one redirect, to an address that answers, and its query is left as it is, even
    one that the address cannot read: where the record has moved since, the redirect is that of its
    former address.
    """
    if request.method not in ("GET", "HEAD") or request.path_info.startswith(settings.SESSION_COOKIE_PATH):
        return None
    spellings: Iterable[str] = other_spellings(request.path_info)
    if request_pin(request) is None and (found := split_pin_within(request.path_info)):
        request = copy.copy(request)
        request.path_info, cast(PublicRequest, request).pin = found
        spellings = (request.path_info, *other_spellings(request.path_info))
    answers = (_answer_under(request, path) for path in spellings)
    return next((answer for answer in answers if answer), None)


class OtherVersionResponse(HttpResponse):
    """A 404 of an address at which there is something, at the version that it tells."""

    tells_other_version: bool


def telling_other_version(response: HttpResponse) -> HttpResponse:
    """Mark a 404 whose page names another version at which there is something at its address."""
    cast(OtherVersionResponse, response).tells_other_version = True
    return response


def tells_other_version(response: HttpResponseBase) -> bool:
    return getattr(response, "tells_other_version", False)


def other_spellings(path: str) -> Iterator[str]:
    """How a path may be meant, the most similar first."""
    single = _SLASHES.sub("/", path)
    for spelling in dict.fromkeys((single, single.translate(_LOWER))):
        if spelling != path:
            yield spelling
        if not spelling.endswith("/"):
            yield f"{spelling}/"


def _answer_under(request: HttpRequest, path: str) -> HttpResponseBase | None:
    """The redirect to ``path`` if there is something; that is asked, as no list has all addresses."""
    try:
        match = resolve(path)
    except Resolver404:
        return None
    if path.startswith(settings.SESSION_COOKIE_PATH):
        # Whether there is anything behind it, the administration says to whom it lets in.
        return redirect_to_path(path, query_string(request)) if match.url_name else None
    if match.url_name == "preview":
        return None  # its token is a secret, and no cache is to learn where it led
    meant = copy.copy(request)
    meant.path_info = meant.path = path
    meant.method = "HEAD"  # nothing of a large file is made
    answer: HttpResponseBase = match.func(meant, *match.args, **match.kwargs)
    if answer.status_code == HTTPStatus.NOT_FOUND:
        return answer if tells_other_version(answer) else None
    if not answer.has_header("Location"):
        answer = redirect_to_path(with_pin(path, request_pin(request) or ""), query_string(request))
    add_cors_headers(meant, answer)
    return answer
