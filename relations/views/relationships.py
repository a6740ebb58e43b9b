"""The dossier of a relationship, and the list of all of them."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from relations.catalogue import NamedRecord, ResolvedAddress, Snapshot
from relations.finder.overview import Choices, count_types
from relations.presenters.listings import Listing, Listings, dates_covered, most_cited, typed_listings
from relations.views.http import public_page, resolve_or_redirect
from relations.views.names import read_names
from relations.views.templating import render_page
from relations.views.vocabulary import record_context


@dataclass(frozen=True)
class SpreadRow:
    """A theme's issues; ``theme`` is None for those without one."""

    theme: Any
    convergences: Listing
    divergences: Listing


@public_page
def relationships(request: HttpRequest, snapshot: Snapshot) -> HttpResponse:
    names = read_names(request, snapshot, "relationship")
    context = {
        "snapshot": snapshot,
        "title": _("Relationships"),
        "names": names,
        "relationships": [(name, count_types(snapshot, name.kind, name.key)) for name in names.rows],
    }
    return render_page(request, "relationships/list.html", context)


@public_page
def relationship(request: HttpRequest, snapshot: Snapshot, slug: str) -> HttpResponse:
    found = resolve_or_redirect(request, snapshot, "relationships", slug)
    context = relationship_context(request, snapshot, found)
    return render_page(request, "relationships/relationship.html", context)


def relationship_context(request: HttpRequest, snapshot: Snapshot, found: ResolvedAddress) -> dict[str, Any]:
    """What the dossier shows; a preview's ``found`` is the working copy's."""
    name = snapshot.relationships[found.record.key]
    sides = [snapshot.actors.get(key) for key in name.document["sides"]]
    context = record_context(request, snapshot, found, base={"relationship": [name.slug]}) | {
        "sides": [side for side in sides if side],
        "covered": dates_covered(snapshot, {"relationship": name.slug}),
    }
    if not context["narrowed"]:
        context |= _overview(typed_listings(snapshot, {"relationship": name.slug}), snapshot)
        context["sources"] = most_cited(snapshot, context["result"])
    return context


def _overview(listings: Listings, snapshot: Snapshot) -> dict[str, Any]:
    rows = _choose_rows(listings, snapshot)
    lists = listings.read()
    spread = [
        SpreadRow(theme, lists[f"{row}:convergence"], lists[f"{row}:divergence"]) for row, theme in rows
    ]
    return {"lists": lists, "spread": spread}


def _choose_rows(listings: Listings, snapshot: Snapshot) -> list[tuple[str, NamedRecord | None]]:
    """Choose both lists of every theme that has issues; an issue of two themes stands under both."""
    rows: list[tuple[str, NamedRecord | None]] = []
    themes = [name for name in snapshot.topics if not name.parent]
    for theme in themes:
        if _choose_row(listings, theme.key, {"topic": theme.slug}):
            rows.append((theme.key, theme))
    if _choose_row(listings, "", {}, excluding={"topic": [theme.slug for theme in themes]}):
        rows.append(("", None))
    return rows


def _choose_row(listings: Listings, row: str, choices: Choices, excluding: Choices | None = None) -> int:
    """Choose the convergences and the divergences of a row; how many there are of both."""
    return sum(
        listings.choose(f"{row}:{stance}", {"type": stance, **choices}, excluding=excluding)
        for stance in ("convergence", "divergence")
    )
