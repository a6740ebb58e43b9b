"""All values of one facet of a list, page by page: what "Show all 1,886 relationships" leads to."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from relations.catalogue import Catalogue
from relations.finder import Params, current_index, parse
from relations.finder.facets import FACET_BY_NAME, Facet
from relations.finder.finding import chips_of
from relations.finder.selection import Selection
from relations.finder.sentence import sentence
from relations.finder.values import addressed, all_values
from relations.formats.web import with_query
from relations.views.http import Answered, found_or_moved, moved_to, public
from relations.views.names import Asked, page_of_names, read_asked
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


@public
def of_list(request: HttpRequest, catalogue: Catalogue, name: str, kind: str = "") -> HttpResponse:
    path = f"/{kind}s/" if kind else "/entries/"
    place = Place(path, {"type": [kind]} if kind else {}, "", [(_("Entries"), path)])
    return _answer(request, catalogue, _facet(name), place)


@public
def of_timeline(request: HttpRequest, catalogue: Catalogue, name: str) -> HttpResponse:
    place = Place("/timeline/", {}, "oldest", [(_("Timeline"), "/timeline/")])
    return _answer(request, catalogue, _facet(name), place)


@public
def of_record(request: HttpRequest, catalogue: Catalogue, section: str, slug: str, name: str) -> HttpResponse:
    facet = _facet(name)
    suffix = f"/facets/{name}/"
    found = found_or_moved(request, catalogue, section, slug, suffix, lambda p: _asked(request, p).query)
    kind = found.record.kind
    record = catalogue.vocabulary(kind)[found.record.key]
    sections = {"topic": _("Topics"), "actor": _("Actors"), "relationship": _("Relationships")}
    trail = [(sections[kind], f"/{section}/"), (record.label, record.url)]
    return _answer(request, catalogue, facet, Place(record.url, {kind: [record.slug]}, "", trail))


def _facet(name: str) -> Facet:
    if name not in FACET_BY_NAME:
        raise Http404
    return FACET_BY_NAME[name]


def _asked(request: HttpRequest, params: Params) -> Asked:
    """What is asked of the values; "page" counts pages of them, and the list begins again at its first."""
    return read_asked(request, usual="count", kept=tuple(params.at_page(1).pairs))


def _answer(request: HttpRequest, catalogue: Catalogue, facet: Facet, place: Place) -> HttpResponse:
    params = parse(request.GET, catalogue, place.base, place.sort).at_page(1)
    asked = _asked(request, params)
    if params.moved:
        raise Answered(moved_to(request.path, asked.query))
    selection = Selection(params, catalogue, current_index(catalogue))
    values = all_values(facet, selection, asked.name, by_label=asked.by_name)
    names = page_of_names(request, values, asked)
    rest = params.without(facet.name)
    told = sentence(rest, catalogue, len(selection.leaving_out(facet.name)))
    last, way = place.trail[-1]
    context = {
        "catalogue": catalogue,
        "title": _("%(things)s: %(list)s") % {"things": capfirst(facet.plural), "list": told},
        "heading": capfirst(facet.plural),
        "sentence": told,
        "trail": [*place.trail[:-1], (last, with_query(way, params.query))],
        "path": place.path,
        "back": with_query(place.path, params.query),
        "chips": [chip for chip, _without in chips_of(params, catalogue)],
        "problems": [problem for problem in params.problems if problem.name != "page"],
        "names": names,
        "values": addressed(facet, selection, names.rows),
    }
    return render_page(request, "finder/facet.html", context)
