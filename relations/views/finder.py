"""The finder: every list of entries that a reader narrows, as a page and in every format."""

from dataclasses import replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from relations.catalogue import Catalogue
from relations.finder import Params, Result, current_index, find, parse
from relations.finder.elsewhere import everywhere
from relations.formats import FORMATS, Wanted
from relations.formats.web import absolute
from relations.views.http import Answered, moved_to, open_data, public
from relations.views.kept import understood
from relations.views.templating import render_page


@public
def entries(request: HttpRequest, catalogue: Catalogue, kind: str = "") -> HttpResponse:
    """``/entries/``, and with ``kind`` the same with that type chosen: ``/events/`` and its like."""
    params = read(request, catalogue, {"type": [kind]} if kind else {})
    result = search(params, catalogue)
    return render_page(request, "finder/entries.html", list_context(request, catalogue, result))


@open_data
def selection(request: HttpRequest, catalogue: Catalogue, suffix: str) -> HttpResponseBase:
    """``/entries.<suffix>``: the selection that ``/entries/`` shows, in another format."""
    if suffix not in FORMATS:
        raise Http404
    form = FORMATS[suffix]
    params = read(request, catalogue, {})
    body = form.render(Wanted(params, catalogue, current_index(catalogue)))
    answer = HttpResponse if isinstance(body, str) else StreamingHttpResponse
    return answer(body, content_type=form.media_type)


def read(request: HttpRequest, catalogue: Catalogue, base: dict[str, list[str]], sort: str = "") -> Params:
    """The parameters of a list; a former slug among them sends the reader on to the current one."""
    params = parse(request.GET, catalogue, base, sort)
    if params.moved:
        raise Answered(moved_to(request.path, params.query))
    understood(request, params.query)
    return params


def search(params: Params, catalogue: Catalogue, *, with_cards: bool = True) -> Result:
    return find(params, catalogue, current_index(catalogue), with_cards=with_cards)


def list_context(request: HttpRequest, catalogue: Catalogue, result: Result) -> dict[str, Any]:
    """What the templates of all lists need. ``files``: see files_of."""
    params = result.params
    title = result.sentence
    if result.page > 1:
        title = _("%(list)s, page %(page)s") % {"list": title, "page": result.page}
    return {
        "catalogue": catalogue,
        "title": title,
        "result": result,
        "params": params,
        "own_search": True,
        "kept": kept(params),
        "sorts": sorts(params),
        "files": files_of(params, catalogue),
        "chosen_count": sum(chip.name != "q" for chip in result.chips),
        "canonical": absolute(request.path, params.query),
    }


def files_of(params: Params, catalogue: Catalogue) -> str | None:
    """The query of the same selection at /entries, for its feed and files; None when none says it."""
    told = everywhere(params, catalogue)
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
