"""The permanent address of a page as a QR code, for paper."""

import copy
from http import HTTPStatus
from typing import cast

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import resolve

from relations.caching.responses import CacheableResponse, PublicRequest
from relations.catalogue import Snapshot
from relations.catalogue.pinned_paths import split_pin, with_pin
from relations.formats import qr_code
from relations.presenters.urls import pinned_url, url_with_query
from relations.views.http import public_data
from relations.views.redirects import redirect_to_path

NAME = "qr.svg"


@public_data
def page_qr_code(request: HttpRequest, snapshot: Snapshot, page: str = "") -> HttpResponseBase:
    """``qr.svg`` behind the address of any page, with its parameters: that page at this version.

    The page itself is asked whether it is there, what its parameters come to, and where it moved.
    """
    path = f"/{page}/" if page else "/"
    answer = _answer_of(request, path)
    location = answer.headers.get("Location", "")
    if "#" in location:
        # What stands within a page, as a claim does, keeps its own address.
        return _qr_code(pinned_url(snapshot, path))
    if location:
        moved, _mark, query = location.partition("?")
        base, pin = split_pin(moved) or (moved, "")
        return redirect_to_path(with_pin(f"{base}{NAME}", pin), query)
    if answer.status_code != HTTPStatus.OK:
        return answer
    if not answer.headers["Content-Type"].startswith("text/html"):
        raise Http404
    query = getattr(answer, "canonical_query", "")
    return _qr_code(pinned_url(snapshot, url_with_query(path, query)), query)


def _qr_code(url: str, query: str = "") -> HttpResponseBase:
    """Raises Http404 for an address that is too long to be read from paper."""
    if len(url) > qr_code.MAX_LENGTH:
        raise Http404
    return CacheableResponse(qr_code.render(url), content_type=qr_code.MEDIA_TYPE, canonical_query=query)


def _answer_of(request: HttpRequest, path: str) -> HttpResponseBase:
    match = resolve(path, "relations.urls")
    if match.url_name in ("qr_code", "preview"):
        raise Http404
    meant = copy.copy(request)
    meant.path_info = meant.path = path
    meant.method = "HEAD"
    cast(PublicRequest, meant).is_for_program = True
    answer: HttpResponseBase = match.func(meant, *match.args, **match.kwargs)
    return answer
