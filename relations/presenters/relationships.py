"""The dossier of a relationship, and the list of all of them."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from relations.catalogue import NamedRecord, ResolvedAddress, Snapshot
from relations.finder import Params
from relations.finder.overview import Choices
from relations.presenters.entry_lists import (
    EntryList,
    EntryLists,
    coverage_sentence,
    lists_by_type,
    most_cited_sources,
    with_type_counts,
)
from relations.presenters.json_ld import listed_names, named_node
from relations.presenters.key_dates import key_dates
from relations.presenters.name_list import NameQuery, name_list
from relations.presenters.record_page import record_page


@dataclass(frozen=True)
class ThemeComparison:
    """A theme's issues; ``theme`` is None for those without one."""

    theme: NamedRecord | None
    convergences: EntryList
    divergences: EntryList


def relationship_list_page(snapshot: Snapshot, query: NameQuery) -> dict[str, Any]:
    names = name_list(snapshot, "relationship", query)
    return {
        "snapshot": snapshot,
        "title": _("Relationships"),
        "description": _(
            "The pairs of this reference, each with its dossier. "
            "A pair is the same whichever side is named first."
        ),
        "page_type": "CollectionPage",
        "main_entity": listed_names(names, names.rows),
        "names": names,
        "relationships": with_type_counts(snapshot, "relationship", names.rows),
    }


def relationship_page(snapshot: Snapshot, found: ResolvedAddress, params: Params) -> dict[str, Any]:
    """The context of a relationship's dossier; a preview's ``found`` is the draft's."""
    name = snapshot.relationships[found.record.key]
    sides = [side for key in name.document["sides"] if (side := snapshot.actors.get(key))]
    context = record_page(snapshot, found, params) | {
        "breadcrumb": [(_("Relationships"), "/relationships/")],
        "page_type": "CollectionPage",
        "about": [named_node(side) for side in sides],
        "sides": sides,
        "coverage": coverage_sentence(snapshot, {"relationship": name.slug}),
    }
    if not context["narrowed"]:
        lists = lists_by_type(snapshot, {"relationship": name.slug})
        themes = _choose_themes(lists, snapshot)
        read, editions = lists.read_with_editions()
        context |= {
            "lists": read,
            "key_dates": key_dates((*read["event"].items, *read["agreement"].items), editions),
            "comparisons": [
                ThemeComparison(theme, read[f"{key}:convergence"], read[f"{key}:divergence"])
                for key, theme in themes
            ],
            "sources": most_cited_sources(snapshot, context["result"]),
        }
    return context


def _choose_themes(lists: EntryLists, snapshot: Snapshot) -> list[tuple[str, NamedRecord | None]]:
    """Choose both lists of every theme with issues, then of the issues without one; their keys and themes.

    An issue of two themes is listed under both.
    """
    chosen: list[tuple[str, NamedRecord | None]] = []
    themes = [name for name in snapshot.topics if not name.parent]
    for theme in themes:
        if _choose_stances(lists, theme.key, {"topic": theme.slug}):
            chosen.append((theme.key, theme))
    if _choose_stances(lists, "", {}, excluding={"topic": [theme.slug for theme in themes]}):
        chosen.append(("", None))
    return chosen


def _choose_stances(lists: EntryLists, key: str, choices: Choices, excluding: Choices | None = None) -> int:
    """Choose the convergences and the divergences of a theme; how many there are of both."""
    return sum(
        lists.choose(f"{key}:{stance}", {"type": stance, **choices}, excluding=excluding)
        for stance in ("convergence", "divergence")
    )
