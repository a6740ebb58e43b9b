"""The first page of the reference, and what it says about itself."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from relations.catalogue import NamedRecord, Snapshot
from relations.finder import current_index
from relations.index.entry_index import EntryIndex
from relations.presenters.listings import Listings, counted_names, dates_covered, most_shared
from relations.views.citation import reference_citation
from relations.views.http import public_page
from relations.views.relationships import type_counts
from relations.views.templating import render_page
from relations.views.topics import themes

LATEST = 6
# Of more relationships than this only those with most entries are named; a link leads to all.
MOST_PAIRS = 12


@public_page
def home(request: HttpRequest, snapshot: Snapshot) -> HttpResponse:
    entries = current_index(snapshot)
    found = themes(snapshot, entries)
    listings = Listings(entries, entries.all, {})
    listings.choose("latest", entries.all, "updated", limit=LATEST, sort="updated")
    context = {
        "snapshot": snapshot,
        "title": snapshot.reference.title,
        "description": snapshot.reference.tagline,
        "own_search": True,
        "relationships": [(name, type_counts(entries, name)) for name in _largest_pairs(snapshot, entries)],
        "themes": [(theme, type_counts(entries, theme)) for theme, _count, _topics in found],
        "topics": [topics for _theme, _count, topics in found],
        "latest": listings.read()["latest"].items,
        "covered": dates_covered(entries, entries.all, snapshot),
        "total": entries.size,
    }
    return render_page(request, "home/home.html", context)


def _largest_pairs(snapshot: Snapshot, entries: EntryIndex) -> list[NamedRecord]:
    """All relationships by name or, when there are many, those with most entries, most first."""
    if len(snapshot.relationships) <= MOST_PAIRS:
        return list(snapshot.relationships)
    found = most_shared(entries.postings("relationship").counts(entries.all), MOST_PAIRS)
    return [name for name, _count in counted_names(snapshot.relationships, found)]


@public_page
def about(request: HttpRequest, snapshot: Snapshot) -> HttpResponse:
    entries = current_index(snapshot)
    context = {
        "snapshot": snapshot,
        "title": _("About this reference"),
        "citation": reference_citation(snapshot),
        "covered": dates_covered(entries, entries.all, snapshot),
        "total": entries.size,
        "most_pairs": MOST_PAIRS,
    }
    return render_page(request, "home/about.html", context)
