"""How every public page answers: by version, the same for everyone, without a cookie.

A request reads the catalogue's version first. Everything a page depends on is
in its tag (the version, the day, the address, the code's release), so a page
kept under that tag is never stale and nobody invalidates anything by hand.
"""

import hashlib
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any
from urllib.parse import unquote_to_bytes

from django.conf import settings
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseNotAllowed,
    HttpResponseNotModified,
    HttpResponsePermanentRedirect,
)
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import parse_etags, patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.gzip import gzip_page

from relations import catalogue as public_catalogue
from relations.catalogue import Catalogue, Found, find_address
from relations.finder import parse
from relations.formats.web import absolute
from relations.views import errors
from relations.views.kept import PageCache
from relations.views.release import release

View = Callable[..., HttpResponseBase]

# Read as the process starts: later the files may be those of the next release, and this code is not.
RELEASE = release()

pages = PageCache()

# What programs of any origin may read: nothing here is anyone's own.
OPEN = {"Access-Control-Allow-Origin": "*"}
# More than this in one address is no reader's choice.
MOST_PARAMETERS = 1000


class Answered(Exception):  # noqa: N818 (not an error: the answer is another than the page asked for)
    """Raised below a view to answer with ``response`` instead: a redirect, a page that says gone."""

    def __init__(self, response: HttpResponse) -> None:
        self.response = response


def public(view: View) -> View:
    """Serve ``view(request, catalogue, **kwargs)`` as a public page, feed or file.

    GET and HEAD only. An unchanged page is a 304 that costs the one query of the
    version; Http404 and Answered, raised by the view, become their pages.
    """

    @wraps(view)
    def answer(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(("GET", "HEAD"))
        if fault := malformed(request):
            return errors.bad_request_page(request, fault)
        catalogue = public_catalogue.current()
        tag = page_tag(request, catalogue)
        # Compared weakly (RFC 9110, 13.1.2): some caches drop the W/.
        known = parse_etags(request.META.get("HTTP_IF_NONE_MATCH", ""))
        if f'W/"{tag}"' in known or f'"{tag}"' in known:
            return _fresh(HttpResponseNotModified(), tag)
        if (kept := pages.recall(request, tag)) is not None:
            return _fresh(kept, tag)
        try:
            response = view(request, catalogue, **kwargs)
        except Answered as answered:
            response = answered.response
        except Http404:
            response = errors.not_found_page(request, catalogue)
        if response.status_code != 200:
            response.headers.setdefault("Cache-Control", "no-cache")
            return response
        return _fresh(pages.keep(request, tag, response), tag)

    # Nothing on a public page is secret, so its length gives nothing away; and there is nothing to
    # protect from another site's form: a POST is told that it is no method here.
    return csrf_exempt(gzip_page(answer))


def malformed(request: HttpRequest) -> str:
    """What cannot be read in the request's address, as a sentence; empty when all can."""
    query = request.META.get("QUERY_STRING", "")
    raw = unquote_to_bytes(query)
    if "\0" in request.path_info or b"\0" in raw:
        return errors.NUL
    try:
        raw.decode()
    except UnicodeDecodeError:
        return errors.NOT_UTF_8
    if query.count("&") >= MOST_PARAMETERS:
        return errors.TOO_MANY
    return ""


def page_tag(request: HttpRequest, catalogue: Catalogue) -> str:
    """A digest of everything the answer depends on: a page kept under another one is not the answer."""
    known = (catalogue.version, timezone.localdate(), request.get_full_path(), RELEASE)
    return hashlib.sha256(repr(known).encode()).hexdigest()[:32]


def _fresh(response: HttpResponseBase, tag: str) -> HttpResponseBase:
    """Add what lets a reader, and a shared cache if the operator allows one, keep the page.

    A 304 says the same as the 200 it stands for, what the page varies by too.
    """
    patch_vary_headers(response, ("Accept-Encoding",))
    seconds = settings.SHARED_CACHE_SECONDS
    response.headers["ETag"] = f'W/"{tag}"'
    response.headers["Cache-Control"] = (
        f"public, max-age=0, s-maxage={seconds}" if seconds else "public, no-cache"
    )
    return response


def found_or_moved(
    request: HttpRequest, catalogue: Catalogue, section: str, slug: str, suffix: str = "/"
) -> Found:
    """The record that stands at ``/<section>/<slug>/``.

    ``suffix`` is what follows the slug ("/", ".json", "/editions/2/"), kept in a
    redirect along with the query. Raises Http404 for an address never given, and
    Answered with one 301 for one that moved or a 410 for one withdrawn.
    """
    found = find_address(section, slug)
    if found is None:
        raise Http404
    if found.withdrawn:
        raise Answered(gone(request, catalogue, found))
    if not found.current:
        query = parse(request.GET, catalogue)
        if query.moved and (suffix == "/" or suffix.startswith("/facets/")):
            # What the query names has moved too: both at once, so that one redirect is enough.
            raise Answered(moved_to(found.url.removesuffix("/") + suffix, query.query))
        raise Answered(moved(request, found.url, suffix))
    return found


def moved(request: HttpRequest, url: str, suffix: str = "/", anchor: str = "") -> HttpResponse:
    """One permanent redirect to ``url`` with the suffix and the request's query."""
    path = url.removesuffix("/") + suffix
    return moved_to(path, request.META.get("QUERY_STRING", ""), anchor)


def moved_to(path: str, query: str = "", anchor: str = "") -> HttpResponse:
    """A permanent redirect that no cache keeps: a record may move again, and back."""
    response = HttpResponsePermanentRedirect(
        path + (f"?{query}" if query else "") + (f"#{anchor}" if anchor else "")
    )
    response.headers["Cache-Control"] = "no-cache"
    return response


def gone(request: HttpRequest, catalogue: Catalogue, found: Found) -> HttpResponse:
    """What a withdrawn record answers: why, and what replaces it."""
    reason = found.edition.change_note
    if errors.wants_json(request):
        replaced = {"replacement": absolute(found.replacement_url)} if found.replacement_url else {}
        return errors.problem(HTTPStatus.GONE, reason, **replaced)
    return errors.answer(
        request,
        HTTPStatus.GONE,
        _("What stood at this address was withdrawn."),
        catalogue,
        "errors/gone.html",
        reason=reason,
        withdrawn_at=found.edition.published_at,
        replacement_url=found.replacement_url,
    )
