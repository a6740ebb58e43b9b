"""The first page of the reference, and what it says about itself."""

from typing import Any

from django.utils.translation import gettext as _

from relations import __version__
from relations.catalogue import NamedRecord, Snapshot
from relations.finder import Params, find
from relations.finder.overview import count_entries, most_frequent_values
from relations.finder.sentence import feed_title
from relations.presenters.citation import reference_citation
from relations.presenters.contributors import names_nobody
from relations.presenters.entry_lists import (
    EntryLists,
    coverage_sentence,
    most_cited_sources,
    named_counts,
    with_type_counts,
)
from relations.presenters.json_ld import dataset, website
from relations.presenters.silences import find_silences
from relations.presenters.topics import read_themes

LATEST = 6
# Of more sources than this the page about the reference names none; a link leads to all.
MAX_SOURCES = 12
# Of more relationships than this only those with most entries are named; a link leads to all.
MAX_RELATIONSHIPS = 12


def home_page(snapshot: Snapshot) -> dict[str, Any]:
    themes = read_themes(snapshot)
    lists = EntryLists(snapshot, {})
    lists.choose("latest", {}, "updated", limit=LATEST, sort="updated")
    coverage = coverage_sentence(snapshot, {})
    return {
        "snapshot": snapshot,
        "title": snapshot.reference.title,
        "description": snapshot.reference.tagline or coverage,
        "main_entity": dataset(snapshot, coverage),
        "entities": [website(snapshot)],
        "has_search_form": True,
        "relationships": with_type_counts(snapshot, "relationship", _main_relationships(snapshot)),
        "themes": with_type_counts(snapshot, "topic", [theme.name for theme in themes]),
        "topics": [theme.topics for theme in themes],
        "latest": lists.read()["latest"].items,
        "coverage": coverage,
        "feed_title": feed_title(Params(), snapshot),
        "total": count_entries(snapshot),
    }


def about_page(snapshot: Snapshot) -> dict[str, Any]:
    coverage = coverage_sentence(snapshot, {})
    result = find(Params(), snapshot, with_cards=False)
    return {
        "snapshot": snapshot,
        "title": _("About this reference"),
        "description": _("Scope, method, licence and how to cite. %(coverage)s") % {"coverage": coverage},
        "page_type": "AboutPage",
        "about": website(snapshot),
        "citation": reference_citation(snapshot),
        "coverage": coverage,
        "total": count_entries(snapshot),
        "max_relationships": MAX_RELATIONSHIPS,
        "max_sources": MAX_SOURCES,
        "silences": find_silences(snapshot, result, {}, most_cited_sources(snapshot, result)),
        "anonymous_sources": sum(names_nobody(source.document) for source in snapshot.sources),
        "version": __version__,
    }


def _main_relationships(snapshot: Snapshot) -> list[NamedRecord]:
    """All relationships by name or, when there are many, those with most entries, most first."""
    if len(snapshot.relationships) <= MAX_RELATIONSHIPS:
        return list(snapshot.relationships)
    counts = most_frequent_values(snapshot, "relationship", MAX_RELATIONSHIPS)
    return [name for name, _count in named_counts(snapshot.relationships, counts)]
