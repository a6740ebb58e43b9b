"""How every public page answers: the same for everyone, without a cookie; moved and gone said so."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any
from urllib.parse import unquote_to_bytes

from django.core.paginator import Page, Paginator
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseNotAllowed,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
    StreamingHttpResponse,
)
from django.http.response import HttpResponseBase
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from relations.caching.headers import add_cors_headers
from relations.caching.keys import query_string
from relations.caching.responses import Cacheable, attach_answered_snapshot, request_snapshot
from relations.catalogue import ResolvedAddress, Snapshot, resolve_address_at
from relations.catalogue.past_addresses import NotYetPublishedError
from relations.catalogue.pinned_paths import with_pin
from relations.finder import Params, parse_params
from relations.finder.params import Problem
from relations.finder.problems import page_beyond_last, printable, read_number, repeated_message
from relations.presenters.urls import absolute_url, url_with_query
from relations.views import errors
from relations.views.pins import PinnedAddress, not_yet_published, pinned_request, requested_snapshot
from relations.views.redirects import redirect_to_canonical, redirect_to_path

View = Callable[..., HttpResponseBase]

# What a program may send besides its question: headers of whatever name, which change nothing.
PREFLIGHT = {
    "Allow": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Headers": "*",
    "Access-Control-Max-Age": "86400",
    "Content-Type": "text/plain",
}
# More than this in one address is no reader's choice.
MAX_PARAMETERS = 1000


class EarlyResponse(Exception):  # noqa: N818 (not an error: the answer is another than the page asked for)
    """Raised below a view to answer with ``response`` instead: a redirect, a page that says gone."""

    def __init__(self, response: HttpResponse) -> None:
        self.response = response


def public_page(view: View) -> View:
    """Serve ``view(request, snapshot, **kwargs)`` as a public page, feed or file.

    GET and HEAD only. Http404 and EarlyResponse, raised by the view, become their pages.
    What the view returns as Cacheable its readers may keep: the middleware sees to that.
    """

    @wraps(view)
    def answer(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(("GET", "HEAD"))
        if fault := find_query_fault(request):
            return errors.bad_request_page(request, fault)
        snapshot = requested_snapshot(request, request_snapshot(request))
        if isinstance(snapshot, PinnedAddress):
            return _redirect_to_pinned(request, snapshot, answer, kwargs)
        if isinstance(snapshot, HttpResponse):
            return snapshot
        attach_answered_snapshot(request, snapshot)
        response = _view_response(view, request, snapshot, kwargs)
        if "Location" in response.headers:
            response.headers["Location"] = with_pin(response.headers["Location"], snapshot.pin_text)
        if not isinstance(response, Cacheable):
            response.headers.setdefault("Cache-Control", "no-cache")
        if isinstance(response, StreamingHttpResponse) and request.method == "HEAD":
            # The server would make the whole body, minutes of work, only to drop it.
            response.streaming_content = ()
        return response

    # There is nothing to protect from another site's form: a POST is told that it is no method here.
    return csrf_exempt(answer)


def _view_response(
    view: View, request: HttpRequest, snapshot: Snapshot, kwargs: dict[str, Any]
) -> HttpResponseBase:
    """What the view returns, or raises instead."""
    try:
        return view(request, snapshot, **kwargs)
    except EarlyResponse as early:
        return early.response
    except NotYetPublishedError as error:
        return not_yet_published(request, snapshot, error)
    except Http404:
        return redirect_to_canonical(request) or errors.not_found_page(request, snapshot)


def _redirect_to_pinned(
    request: HttpRequest, address: PinnedAddress, answer: View, kwargs: dict[str, Any]
) -> HttpResponseBase:
    """One redirect to where a request leads at a pin, or what it is told there.

    That is asked first: the record may stand elsewhere at that version, or be gone.
    """
    meant = pinned_request(request, address.pin)
    found = answer(meant, **kwargs)
    attach_answered_snapshot(request, getattr(meant, "answered", request_snapshot(request)))
    if found.status_code >= HTTPStatus.BAD_REQUEST:
        return found
    here = url_with_query(with_pin(request.path_info, address.pin), query_string(meant))
    redirect = HttpResponsePermanentRedirect if address.is_permanent else HttpResponseRedirect
    response = redirect(found.headers.get("Location", here))
    response.headers["Cache-Control"] = address.cache_control
    return response


def public_data(view: View) -> View:
    """Serve ``view`` as ``public_page`` does, to programs in the pages of any other site too (CORS).

    Nothing here is anyone's own. A browser asks first (OPTIONS) before it lets such
    a program send If-None-Match. What is wrong is described by a problem document.
    """
    served = public_page(view)

    @wraps(view)
    def answer(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        response: HttpResponseBase
        if request.method == "OPTIONS":
            response = HttpResponse(status=HTTPStatus.NO_CONTENT, headers=PREFLIGHT)
        elif request.method not in ("GET", "HEAD"):
            detail = _("This address is only for reading: use GET.")
            response = errors.problem_response(HTTPStatus.METHOD_NOT_ALLOWED, detail)
            response.headers["Allow"] = "GET, HEAD, OPTIONS"
        else:
            response = served(request, **kwargs)
        add_cors_headers(request, response)
        return response

    return csrf_exempt(answer)


def find_query_fault(request: HttpRequest) -> str | Promise:
    """What cannot be read in the request's address, in a sentence; empty when all can."""
    query = request.META.get("QUERY_STRING", "")
    raw = unquote_to_bytes(query)
    if "\0" in request.path_info or b"\0" in raw:
        return errors.NUL
    try:
        raw.decode()
    except UnicodeDecodeError:
        return errors.NOT_UTF_8
    if query.count("&") >= MAX_PARAMETERS:
        return errors.TOO_MANY
    return ""


def single_value(request: HttpRequest, name: str) -> str:
    """A parameter that has one value, "" where it is not given. Raises EarlyResponse for several."""
    values = request.GET.getlist(name)
    if len(values) > 1:
        raise EarlyResponse(errors.bad_request_page(request, repeated_message(name)))
    return values[0] if values else ""


def paginate(
    request: HttpRequest, rows: Any, size: int, other_query: str = ""
) -> tuple[Page[Any], tuple[Problem, ...]]:
    """The page of ``rows`` in the address, and what is said where there is no such page.

    Nonsense is the first page, too high a number the last. ``other_query``: the other parameters.
    """
    text = single_value(request, "page").strip()
    number, message = read_number("page", text, 1)
    page = Paginator(rows, size).get_page(number)
    if message:
        return page, (Problem("page", printable(text), message, other_query),)
    beyond = page.number != number
    return page, (page_beyond_last(number, page.number, other_query),) if beyond else ()


def page_query(page: Page[Any]) -> str:
    """The query string of a page whose address has no other parameter."""
    return f"page={page.number}" if page.number > 1 else ""


def resolve_or_redirect(
    request: HttpRequest,
    snapshot: Snapshot,
    section: str,
    slug: str,
    suffix: str = "/",
    write_query: Callable[[Params], str] | None = None,
) -> ResolvedAddress:
    """The record at ``/<section>/<slug>/``.

    ``suffix`` is what follows the slug ("/", ".json", "/editions/2/"), kept in a
    redirect along with the query; ``write_query`` makes that query where the page has
    parameters besides those of a list. Raises Http404 for an address never given, and
    EarlyResponse with one 301 for one that moved or a 410 for one withdrawn.
    """
    found = resolve_address_at(snapshot, section, slug)
    return redirect_unless_current(request, snapshot, found, suffix, write_query)


def redirect_unless_current(
    request: HttpRequest,
    snapshot: Snapshot,
    found: ResolvedAddress | None,
    suffix: str = "/",
    write_query: Callable[[Params], str] | None = None,
) -> ResolvedAddress:
    """``resolve_or_redirect`` of an address that is resolved already."""
    if found is None:
        raise Http404
    if found.withdrawn:
        raise EarlyResponse(gone_response(request, snapshot, found))
    if not found.current:
        query = parse_params(request.GET, snapshot)
        if query.has_former_slugs and (suffix == "/" or write_query):
            # What the query names has moved too: both at once, so that one redirect is enough.
            current_query = write_query(query) if write_query else query.query
            raise EarlyResponse(redirect_to_path(found.url.removesuffix("/") + suffix, current_query))
        raise EarlyResponse(redirect_to(request, found.url, suffix))
    return found


def redirect_to(request: HttpRequest, url: str, suffix: str = "/", anchor: str = "") -> HttpResponse:
    """One permanent redirect to ``url`` with the suffix and the request's query."""
    path = url.removesuffix("/") + suffix
    return redirect_to_path(path, request.META.get("QUERY_STRING", ""), anchor)


def gone_response(request: HttpRequest, snapshot: Snapshot, found: ResolvedAddress) -> HttpResponse:
    """What a withdrawn record answers: why, and what replaces it."""
    reason = found.edition.change_note
    if errors.is_for_program(request):
        members = {"replacement": absolute_url(found.replacement_url)} if found.replacement_url else {}
        return errors.problem_response(HTTPStatus.GONE, reason, **members)
    return errors.error_response(
        request,
        HTTPStatus.GONE,
        _("What stood at this address was withdrawn."),
        snapshot,
        "errors/gone.html",
        reason=reason,
        withdrawn_at=found.edition.published_at,
        replacement_url=found.replacement_url,
    )
