"""The finder: every list of entries that a reader narrows, as a page and in every format."""

from dataclasses import replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from relations.catalogue import Snapshot
from relations.finder import Params, Result, find, parse
from relations.finder.entries_list import entries_list_params
from relations.formats import FORMATS, Wanted
from relations.formats.web import absolute
from relations.views.http import EarlyResponse, public_data, public_page, redirect_to_path
from relations.views.kept import set_canonical_query
from relations.views.templating import render_page


@public_page
def entries(request: HttpRequest, snapshot: Snapshot, kind: str = "") -> HttpResponse:
    """``/entries/``, and with ``kind`` the same with that type chosen: ``/events/`` and its like."""
    params = read(request, snapshot, {"type": [kind]} if kind else {})
    result = search(params, snapshot)
    return render_page(request, "finder/entries.html", list_context(request, snapshot, result))


@public_data
def selection(request: HttpRequest, snapshot: Snapshot, suffix: str) -> HttpResponseBase:
    """``/entries.<suffix>``: the selection that ``/entries/`` shows, in another format."""
    if suffix not in FORMATS:
        raise Http404
    form = FORMATS[suffix]
    params = read(request, snapshot, {})
    body = form.render(Wanted(params, snapshot))
    answer = HttpResponse if isinstance(body, str) else StreamingHttpResponse
    return answer(body, content_type=form.media_type)


def read(request: HttpRequest, snapshot: Snapshot, base: dict[str, list[str]], sort: str = "") -> Params:
    """The parameters of a list; a former slug among them sends the reader on to the current one."""
    params = parse(request.GET, snapshot, base, sort)
    if params.moved:
        raise EarlyResponse(redirect_to_path(request.path, params.query))
    set_canonical_query(request, params.query)
    return params


def search(params: Params, snapshot: Snapshot, *, with_cards: bool = True) -> Result:
    return find(params, snapshot, with_cards=with_cards)


def list_context(request: HttpRequest, snapshot: Snapshot, result: Result) -> dict[str, Any]:
    """What the templates of all lists need. ``files``: see files_of."""
    params = result.params
    title = result.sentence
    if result.page > 1:
        title = _("%(list)s, page %(page)s") % {"list": title, "page": result.page}
    return {
        "snapshot": snapshot,
        "title": title,
        "result": result,
        "params": params,
        "own_search": True,
        "kept": kept(params),
        "sorts": sorts(params),
        "files": files_of(params, snapshot),
        "chosen_count": sum(chip.name != "q" for chip in result.chips),
        "canonical": absolute(request.path, params.query),
    }


def files_of(params: Params, snapshot: Snapshot) -> str | None:
    """The query of the same selection at /entries, for its feed and files; None when none says it."""
    told = entries_list_params(params, snapshot)
    return None if told is None else told.query


def kept(params: Params) -> list[tuple[str, str]]:
    """The choices that the form sends along unseen: all but those it has a field for."""
    return [pair for pair in params.pairs if pair[0] not in ("q", "from", "to", "sort", "page")]


def sorts(params: Params) -> list[tuple[str, str, bool]]:
    """The orders a reader can choose: value, words, whether it is the one in use.

    The list's own order has no value: sent along with a first search, "newest"
    would keep the best matches from coming first.
    """
    words = {
        "relevance": _("best match first"),
        "newest": _("newest first"),
        "oldest": _("oldest first"),
        "updated": _("last published first"),
    }
    own = replace(params, sort="").order
    return [
        ("" if value == own else value, label, value == params.order)
        for value, label in words.items()
        if value != "relevance" or params.q
    ]
