"""All values of one facet of a list, page by page: what "Show all 1,886 relationships" leads to."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from relations.catalogue import Snapshot
from relations.finder import Params, parse
from relations.finder.all_values import addressed, all_values
from relations.finder.facets import FACET_BY_NAME, Facet
from relations.finder.find import chips_of
from relations.finder.selection import Selection
from relations.finder.sentence import sentence
from relations.formats.web import with_query
from relations.views.http import EarlyResponse, public_page, redirect_to_path, resolve_or_redirect
from relations.views.names import NameQuery, paginate_names, parse_name_query
from relations.views.templating import render_page

Base = dict[str, list[str]]
Trail = list[tuple[str, str]]


@dataclass(frozen=True)
class Place:
    """The page whose facet is shown: its address, what it sets itself, its order, the way to it."""

    path: str
    base: Base
    sort: str
    trail: Trail


@public_page
def of_list(request: HttpRequest, snapshot: Snapshot, name: str, kind: str = "") -> HttpResponse:
    path = f"/{kind}s/" if kind else "/entries/"
    place = Place(path, {"type": [kind]} if kind else {}, "", [(_("Entries"), path)])
    return _answer(request, snapshot, _facet(name), place)


@public_page
def of_timeline(request: HttpRequest, snapshot: Snapshot, name: str) -> HttpResponse:
    place = Place("/timeline/", {}, "oldest", [(_("Timeline"), "/timeline/")])
    return _answer(request, snapshot, _facet(name), place)


@public_page
def of_record(request: HttpRequest, snapshot: Snapshot, section: str, slug: str, name: str) -> HttpResponse:
    facet = _facet(name)
    suffix = f"/facets/{name}/"
    found = resolve_or_redirect(request, snapshot, section, slug, suffix, lambda p: _asked(request, p).query)
    kind = found.record.kind
    record = snapshot.vocabulary(kind)[found.record.key]
    sections = {"topic": _("Topics"), "actor": _("Actors"), "relationship": _("Relationships")}
    trail = [(sections[kind], f"/{section}/"), (record.label, record.url)]
    return _answer(request, snapshot, facet, Place(record.url, {kind: [record.slug]}, "", trail))


def _facet(name: str) -> Facet:
    if name not in FACET_BY_NAME:
        raise Http404
    return FACET_BY_NAME[name]


def _asked(request: HttpRequest, params: Params) -> NameQuery:
    """What is asked of the values; "page" counts pages of them, and the list begins again at its first."""
    return parse_name_query(request, usual="count", kept=tuple(params.at_page(1).pairs))


def _answer(request: HttpRequest, snapshot: Snapshot, facet: Facet, place: Place) -> HttpResponse:
    params = parse(request.GET, snapshot, place.base, place.sort).at_page(1)
    asked = _asked(request, params)
    if params.moved:
        raise EarlyResponse(redirect_to_path(request.path, asked.query))
    selection = Selection(params, snapshot)
    values = all_values(facet, selection, asked.name, by_label=asked.by_name)
    names = paginate_names(request, values, asked)
    rest = params.without(facet.name)
    told = sentence(rest, snapshot, selection.total_without(facet.name))
    last, way = place.trail[-1]
    context = {
        "snapshot": snapshot,
        "title": _("%(things)s: %(list)s") % {"things": capfirst(facet.plural), "list": told},
        "heading": capfirst(facet.plural),
        "sentence": told,
        "trail": [*place.trail[:-1], (last, with_query(way, params.query))],
        "path": place.path,
        "back": with_query(place.path, params.query),
        "chips": [chip for chip, _without in chips_of(params, snapshot)],
        "problems": [problem for problem in params.problems if problem.name != "page"],
        "names": names,
        "values": addressed(facet, selection, names.rows),
    }
    return render_page(request, "finder/facet.html", context)
