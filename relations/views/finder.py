"""The finder: every list of entries that a reader narrows, as a page and in every format."""

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from relations.caching.responses import CacheableResponse, CacheableStream, page_path
from relations.catalogue import ResolvedAddress, Snapshot
from relations.finder import Params, find, parse_params
from relations.formats import FORMATS
from relations.presenters.finder_page import finder_page
from relations.views.handouts import WORKSHEETS, list_forms, list_worksheet, read_form
from relations.views.http import EarlyResponse, public_data, public_page
from relations.views.redirects import redirect_to_path
from relations.views.rendering import render_page


@public_page
def entry_list(request: HttpRequest, snapshot: Snapshot, kind: str = "") -> HttpResponse:
    """``/entries/``, and with ``kind`` the same with that type chosen: ``/events/`` and its like."""
    params = read_params(request, snapshot, {"type": [kind]} if kind else {})
    form, problems = read_form(request, *WORKSHEETS, query=params.query)
    if form:
        return list_worksheet(request, snapshot, params, find(params, snapshot).sentence, form)
    result = find(params, snapshot)
    context = finder_page(snapshot, result, page_path(request))
    context |= {"print_problems": problems, "print_forms": list_forms(result)}
    return render_page(request, "finder/list.html", context, params.query)


@public_data
def entry_file(request: HttpRequest, snapshot: Snapshot, suffix: str) -> HttpResponseBase:
    """``/entries.<suffix>``: the selection that ``/entries/`` shows, in another format."""
    if suffix not in FORMATS:
        raise Http404
    format_ = FORMATS[suffix]
    params = read_params(request, snapshot)
    body = format_.render(params, snapshot)
    if isinstance(body, str):
        return CacheableResponse(body, content_type=format_.media_type, canonical_query=params.query)
    return CacheableStream(body, content_type=format_.media_type)


def read_params(
    request: HttpRequest, snapshot: Snapshot, base: dict[str, list[str]] | None = None, sort: str = ""
) -> Params:
    """The parameters of a list; a former slug among them sends the reader on to the current one.

    ``base``, ``sort``: the choices and the order that the page fixes.
    """
    params = parse_params(request.GET, snapshot, base or {}, sort)
    if params.has_former_slugs:
        raise EarlyResponse(redirect_to_path(page_path(request), params.query))
    return params


def read_record_params(request: HttpRequest, snapshot: Snapshot, found: ResolvedAddress) -> Params:
    """The parameters of the finder within the page of a topic, an actor or a relationship."""
    kind = found.record.kind
    return read_params(request, snapshot, {kind: [snapshot.vocabulary(kind)[found.record.key].slug]})
