"""The first page of the reference, and what it says about itself."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from relations.catalogue import NamedRecord, Snapshot
from relations.finder.overview import count_entries, count_types, most_frequent
from relations.presenters.listings import Listings, counted_names, dates_covered
from relations.views.citation import reference_citation
from relations.views.http import public_page
from relations.views.templating import render_page
from relations.views.topics import themes

LATEST = 6
# Of more relationships than this only those with most entries are named; a link leads to all.
MOST_PAIRS = 12


@public_page
def home(request: HttpRequest, snapshot: Snapshot) -> HttpResponse:
    found = themes(snapshot)
    listings = Listings(snapshot, {})
    listings.choose("latest", {}, "updated", limit=LATEST, sort="updated")
    context = {
        "snapshot": snapshot,
        "title": snapshot.reference.title,
        "description": snapshot.reference.tagline,
        "own_search": True,
        "relationships": [
            (name, count_types(snapshot, name.kind, name.key)) for name in _largest_pairs(snapshot)
        ],
        "themes": [(theme, count_types(snapshot, theme.kind, theme.key)) for theme, _count, _topics in found],
        "topics": [topics for _theme, _count, topics in found],
        "latest": listings.read()["latest"].items,
        "covered": dates_covered(snapshot, {}),
        "total": count_entries(snapshot),
    }
    return render_page(request, "home/home.html", context)


def _largest_pairs(snapshot: Snapshot) -> list[NamedRecord]:
    """All relationships by name or, when there are many, those with most entries, most first."""
    if len(snapshot.relationships) <= MOST_PAIRS:
        return list(snapshot.relationships)
    found = most_frequent(snapshot, "relationship", MOST_PAIRS)
    return [name for name, _count in counted_names(snapshot.relationships, found)]


@public_page
def about(request: HttpRequest, snapshot: Snapshot) -> HttpResponse:
    context = {
        "snapshot": snapshot,
        "title": _("About this reference"),
        "citation": reference_citation(snapshot),
        "covered": dates_covered(snapshot, {}),
        "total": count_entries(snapshot),
        "most_pairs": MOST_PAIRS,
    }
    return render_page(request, "home/about.html", context)
