"""The dossier of a relationship, and the list of all of them."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from relations.catalogue import Catalogue, Found, Name
from relations.finder import current_index
from relations.finder.index import Index
from relations.finder.numbers import Numbers
from relations.views.http import found_or_moved, public
from relations.views.listings import Listing, Listings, dates_covered, most_cited, typed_listings
from relations.views.names import read_names
from relations.views.templating import render_page
from relations.views.vocabulary import record_context


@dataclass(frozen=True)
class SpreadRow:
    """A theme's issues; ``theme`` is None for those without one."""

    theme: Any
    convergences: Listing
    divergences: Listing


@public
def relationships(request: HttpRequest, catalogue: Catalogue) -> HttpResponse:
    entries = current_index(catalogue)
    names = read_names(request, catalogue, "relationship")
    context = {
        "catalogue": catalogue,
        "title": _("Relationships"),
        "names": names,
        "relationships": [(name, type_counts(entries, name)) for name in names.rows],
    }
    return render_page(request, "relationships/list.html", context)


@public
def relationship(request: HttpRequest, catalogue: Catalogue, slug: str) -> HttpResponse:
    found = found_or_moved(request, catalogue, "relationships", slug)
    context = relationship_context(request, catalogue, found)
    return render_page(request, "relationships/relationship.html", context)


def relationship_context(request: HttpRequest, catalogue: Catalogue, found: Found) -> dict[str, Any]:
    """What the dossier shows; a preview's ``found`` is the working copy's."""
    entries = current_index(catalogue)
    name = catalogue.relationships[found.record.key]
    within = entries.postings("relationship").bits(name.key)
    sides = [catalogue.actors.get(key) for key in name.document["sides"]]
    context = record_context(request, catalogue, found, base={"relationship": [name.slug]}) | {
        "sides": [side for side in sides if side],
        "covered": dates_covered(entries, within, catalogue),
    }
    if not context["narrowed"]:
        context |= _overview(typed_listings(entries, within, {"relationship": name.slug}), catalogue)
        context["sources"] = most_cited(catalogue, context["result"])
    return context


def _overview(listings: Listings, catalogue: Catalogue) -> dict[str, Any]:
    rows = _choose_rows(listings, catalogue)
    lists = listings.read()
    spread = [
        SpreadRow(theme, lists[f"{row}:convergence"], lists[f"{row}:divergence"]) for row, theme in rows
    ]
    return {"lists": lists, "spread": spread}


def type_counts(entries: Index, name: Name) -> dict[str, int]:
    """How many entries of each type a relationship or topic has."""
    within = entries.postings(name.kind).bits(name.key)
    kinds = ("convergence", "divergence", "agreement", "event")
    return {kind: within.intersection_cardinality(entries.postings("type").bits(kind)) for kind in kinds}


def _choose_rows(listings: Listings, catalogue: Catalogue) -> list[tuple[str, Name | None]]:
    """Choose both lists of every theme that has issues; an issue of two themes stands under both."""
    rows: list[tuple[str, Name | None]] = []
    rest = listings.type("convergence", "divergence")
    for theme in (name for name in catalogue.topics if not name.parent):
        of_theme = listings.index.postings("topic").bits(theme.key)
        if listings.type("convergence", "divergence") & of_theme:
            rows.append((theme.key, theme))
            _choose_row(listings, theme.key, of_theme, topic=theme.slug)
            rest -= of_theme
    if rest:
        rows.append(("", None))
        _choose_row(listings, "", rest)
    return rows


def _choose_row(listings: Listings, row: str, within: Numbers, **parameters: str) -> None:
    for stance in ("convergence", "divergence"):
        bits = listings.type(stance) & within
        listings.choose(f"{row}:{stance}", bits, "oldest", type=stance, **parameters)
