"""The first page of the reference, and what it says about itself."""

from typing import Any

from django.utils.translation import gettext as _

from relations import __version__
from relations.catalogue import NamedRecord, Snapshot
from relations.finder.overview import count_entries, most_frequent_values
from relations.presenters.citation import reference_citation
from relations.presenters.contributors import names_nobody
from relations.presenters.entry_lists import EntryLists, coverage_sentence, named_counts, with_type_counts
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
    return {
        "snapshot": snapshot,
        "title": snapshot.reference.title,
        "description": snapshot.reference.tagline,
        "has_search_form": True,
        "relationships": with_type_counts(snapshot, "relationship", _main_relationships(snapshot)),
        "themes": with_type_counts(snapshot, "topic", [theme.name for theme in themes]),
        "topics": [theme.topics for theme in themes],
        "latest": lists.read()["latest"].items,
        "coverage": coverage_sentence(snapshot, {}),
        "total": count_entries(snapshot),
    }


def about_page(snapshot: Snapshot) -> dict[str, Any]:
    return {
        "snapshot": snapshot,
        "title": _("About this reference"),
        "citation": reference_citation(snapshot),
        "coverage": coverage_sentence(snapshot, {}),
        "total": count_entries(snapshot),
        "max_relationships": MAX_RELATIONSHIPS,
        "max_sources": MAX_SOURCES,
        "anonymous_sources": sum(names_nobody(source.document) for source in snapshot.sources),
        "version": __version__,
    }


def _main_relationships(snapshot: Snapshot) -> list[NamedRecord]:
    """All relationships by name or, when there are many, those with most entries, most first."""
    if len(snapshot.relationships) <= MAX_RELATIONSHIPS:
        return list(snapshot.relationships)
    counts = most_frequent_values(snapshot, "relationship", MAX_RELATIONSHIPS)
    return [name for name, _count in named_counts(snapshot.relationships, counts)]
