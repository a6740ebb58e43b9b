"""The first page of the reference, and what it says about itself."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from relations.catalogue import Catalogue, Name
from relations.finder import current_index
from relations.finder.index import Index
from relations.views.citation import reference_citation
from relations.views.http import public
from relations.views.listings import Listings, counted_names, dates_covered, most_shared
from relations.views.relationships import type_counts
from relations.views.templating import render_page
from relations.views.topics import themes

LATEST = 6
# Of more relationships than this only those with most entries are named; a link leads to all.
MOST_PAIRS = 12


@public
def home(request: HttpRequest, catalogue: Catalogue) -> HttpResponse:
    entries = current_index(catalogue)
    found = themes(catalogue, entries)
    listings = Listings(entries, entries.all, {})
    listings.choose("latest", entries.all, "updated", limit=LATEST, sort="updated")
    context = {
        "catalogue": catalogue,
        "title": catalogue.reference.title,
        "description": catalogue.reference.tagline,
        "own_search": True,
        "relationships": [(name, type_counts(entries, name)) for name in _largest_pairs(catalogue, entries)],
        "themes": [(theme, type_counts(entries, theme)) for theme, _count, _topics in found],
        "topics": [topics for _theme, _count, topics in found],
        "latest": listings.read()["latest"].items,
        "covered": dates_covered(entries, entries.all, catalogue),
        "total": entries.size,
    }
    return render_page(request, "home/home.html", context)


def _largest_pairs(catalogue: Catalogue, entries: Index) -> list[Name]:
    """All relationships by name or, when there are many, those with most entries, most first."""
    if len(catalogue.relationships) <= MOST_PAIRS:
        return list(catalogue.relationships)
    found = most_shared(entries.postings("relationship").counts(entries.all), MOST_PAIRS)
    return [name for name, _count in counted_names(catalogue.relationships, found)]


@public
def about(request: HttpRequest, catalogue: Catalogue) -> HttpResponse:
    entries = current_index(catalogue)
    context = {
        "catalogue": catalogue,
        "title": _("About this reference"),
        "citation": reference_citation(catalogue),
        "covered": dates_covered(entries, entries.all, catalogue),
        "total": entries.size,
        "most_pairs": MOST_PAIRS,
    }
    return render_page(request, "home/about.html", context)
