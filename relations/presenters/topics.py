"""The page of a topic, and the list of all topics by theme."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _

from relations.catalogue import NamedRecord, ResolvedAddress, Snapshot
from relations.finder import Params
from relations.finder.overview import count_values, most_co_occurring
from relations.presenters.entry_lists import (
    coverage_sentence,
    lists_by_type,
    most_cited_sources,
    named_counts,
)
from relations.presenters.json_ld import listed_topics, record_node
from relations.presenters.key_dates import key_dates
from relations.presenters.latest_changes import latest_changes
from relations.presenters.name_list import NameQuery, paginate
from relations.presenters.named_actors import who_is_who
from relations.presenters.record_page import record_page
from relations.presenters.silences import find_silences
from relations.presenters.stands import issue_stands

MAX_RELATED = 8
# So many editions are what changed last.
MAX_CHANGES = 6

NameCount = tuple[NamedRecord, int]


@dataclass(frozen=True)
class Theme:
    """A theme and its topics, each with its count of entries."""

    name: NamedRecord
    count: int
    topics: tuple[NameCount, ...]


def read_themes(snapshot: Snapshot) -> list[Theme]:
    """Every theme, by name."""
    counts = count_values(snapshot, "topic")
    topics: dict[str, list[NameCount]] = {}
    for name in snapshot.topics:
        if name.parent:
            theme = snapshot.topics.resolve(name.parent)
            topics.setdefault(theme, []).append((name, counts.get(name.key, 0)))
    return [
        Theme(name, counts.get(name.key, 0), tuple(topics.get(name.key, ())))
        for name in snapshot.topics
        if not name.parent
    ]


def topic_list_page(snapshot: Snapshot, query: NameQuery) -> dict[str, Any]:
    matching = {name.key for name in snapshot.topics.matching(query.name)}
    names = paginate(list(_rows(read_themes(snapshot), matching, query)), query)
    listed = [topic[0] if topic else theme[0] for theme, topic in names.rows]
    return {
        "snapshot": snapshot,
        "title": _("Topics"),
        "description": _(
            "Every entry stands under one theme or more. A theme includes the entries of its topics."
        ),
        "page_type": "CollectionPage",
        "main_entity": listed_topics(snapshot, listed),
        "names": names,
        "themes": [
            Theme(name, count, tuple(topic for _theme, topic in rows if topic))
            for (name, count), rows in groupby(names.rows, key=lambda row: row[0])
        ],
    }


def _rows(
    themes: list[Theme], matching: set[str], query: NameQuery
) -> Iterator[tuple[NameCount, NameCount | None]]:
    """Each theme by itself and with each of its topics, as far as they match."""
    if not query.by_name:
        themes = sorted(themes, key=lambda theme: -theme.count)
    for theme in themes:
        pair = (theme.name, theme.count)
        if theme.name.key in matching:
            yield pair, None
        topics = theme.topics if query.by_name else sorted(theme.topics, key=lambda topic: -topic[1])
        for topic in topics:
            if topic[0].key in matching:
                yield pair, topic


def topic_page(snapshot: Snapshot, found: ResolvedAddress, params: Params) -> dict[str, Any]:
    """The context of a topic's page; a preview's ``found`` is the draft's."""
    name = snapshot.topics[found.record.key]
    theme = snapshot.topics.get(name.parent) if name.parent else None
    context = record_page(snapshot, found, params)
    context |= {
        "breadcrumb": [(_("Topics"), "/topics/"), *([(theme.label, theme.url)] if theme else [])],
        "page_type": "CollectionPage",
        "main_entity": record_node(name, context["document"], snapshot),
        "topic": name,
        "theme": theme,
        "coverage": coverage_sentence(snapshot, {"topic": name.slug}),
        "related": _related_topics(snapshot, name),
    }
    return context if context["narrowed"] else context | _overview(snapshot, name, context)


def _overview(snapshot: Snapshot, name: NamedRecord, context: dict[str, Any]) -> dict[str, Any]:
    """What the whole page tells of the topic's entries. One query."""
    choices, result = {"topic": name.slug}, context["result"]
    chosen = lists_by_type(snapshot, choices)
    chosen.choose("latest", {}, "updated", limit=MAX_CHANGES)
    lists, editions = chosen.read_with_editions()
    stands = {
        stance: issue_stands(lists[stance].items, editions, snapshot)
        for stance in ("divergence", "convergence")
    }
    sources = most_cited_sources(snapshot, result)
    dated = (*lists["event"].items, *lists["agreement"].items)
    return {
        "lists": lists,
        "stands": stands,
        "latest": latest_changes(context["edition"], lists["latest"].items, editions, MAX_CHANGES),
        "key_dates": key_dates(dated, editions),
        "who_is_who": who_is_who(snapshot, result),
        "silences": find_silences(
            snapshot, result, choices, sources, [*stands["divergence"], *stands["convergence"]]
        ),
        "sources": sources,
    }


def _related_topics(snapshot: Snapshot, name: NamedRecord) -> dict[str, list[NameCount]]:
    """Topics within this theme or beside this topic, and others that share entries with it."""
    theme, counts = snapshot.topics.resolve(name.parent or name.key), count_values(snapshot, "topic")
    same_theme = [
        (other, counts.get(other.key, 0))
        for other in snapshot.topics
        if other.parent and snapshot.topics.resolve(other.parent) == theme and other.key != name.key
    ]
    listed = {theme, name.key, *(other.key for other, _count in same_theme)}
    shared = most_co_occurring(snapshot, "topic", name.key, MAX_RELATED + len(listed))
    others = [pair for pair in shared if pair[0] not in listed][:MAX_RELATED]
    return {"same_theme": same_theme, "sharing_entries": named_counts(snapshot.topics, others)}
