"""The dossier of a relationship, and the list of all of them."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from relations.catalogue import NamedRecord, ResolvedAddress, Snapshot
from relations.finder import current_index
from relations.index.entry_index import EntryIndex
from relations.index.sets import EntrySet
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
    entries = current_index(snapshot)
    names = read_names(request, snapshot, "relationship")
    context = {
        "snapshot": snapshot,
        "title": _("Relationships"),
        "names": names,
        "relationships": [(name, type_counts(entries, name)) for name in names.rows],
    }
    return render_page(request, "relationships/list.html", context)


@public_page
def relationship(request: HttpRequest, snapshot: Snapshot, slug: str) -> HttpResponse:
    found = resolve_or_redirect(request, snapshot, "relationships", slug)
    context = relationship_context(request, snapshot, found)
    return render_page(request, "relationships/relationship.html", context)


def relationship_context(request: HttpRequest, snapshot: Snapshot, found: ResolvedAddress) -> dict[str, Any]:
    """What the dossier shows; a preview's ``found`` is the working copy's."""
    entries = current_index(snapshot)
    name = snapshot.relationships[found.record.key]
    within = entries.postings("relationship").bits(name.key)
    sides = [snapshot.actors.get(key) for key in name.document["sides"]]
    context = record_context(request, snapshot, found, base={"relationship": [name.slug]}) | {
        "sides": [side for side in sides if side],
        "covered": dates_covered(entries, within, snapshot),
    }
    if not context["narrowed"]:
        context |= _overview(typed_listings(entries, within, {"relationship": name.slug}), snapshot)
        context["sources"] = most_cited(snapshot, context["result"])
    return context


def _overview(listings: Listings, snapshot: Snapshot) -> dict[str, Any]:
    rows = _choose_rows(listings, snapshot)
    lists = listings.read()
    spread = [
        SpreadRow(theme, lists[f"{row}:convergence"], lists[f"{row}:divergence"]) for row, theme in rows
    ]
    return {"lists": lists, "spread": spread}


def type_counts(entries: EntryIndex, name: NamedRecord) -> dict[str, int]:
    """How many entries of each type a relationship or topic has."""
    within = entries.postings(name.kind).bits(name.key)
    kinds = ("convergence", "divergence", "agreement", "event")
    return {kind: within.intersection_cardinality(entries.postings("type").bits(kind)) for kind in kinds}


def _choose_rows(listings: Listings, snapshot: Snapshot) -> list[tuple[str, NamedRecord | None]]:
    """Choose both lists of every theme that has issues; an issue of two themes stands under both."""
    rows: list[tuple[str, NamedRecord | None]] = []
    rest = listings.type("convergence", "divergence")
    for theme in (name for name in snapshot.topics if not name.parent):
        of_theme = listings.index.postings("topic").bits(theme.key)
        if listings.type("convergence", "divergence") & of_theme:
            rows.append((theme.key, theme))
            _choose_row(listings, theme.key, of_theme, topic=theme.slug)
            rest -= of_theme
    if rest:
        rows.append(("", None))
        _choose_row(listings, "", rest)
    return rows


def _choose_row(listings: Listings, row: str, within: EntrySet, **parameters: str) -> None:
    for stance in ("convergence", "divergence"):
        bits = listings.type(stance) & within
        listings.choose(f"{row}:{stance}", bits, "oldest", type=stance, **parameters)
