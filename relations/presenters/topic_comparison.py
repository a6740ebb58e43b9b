"""Two topics beside each other: what each is, its issues, on whose word they rest, what both hold."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page
from django.utils.translation import gettext as _

from relations.catalogue import NamedRecord, Snapshot, Vocabulary
from relations.finder.engine import ValueCounts
from relations.finder.overview import count_by_type, count_values_within, list_common_codes
from relations.models import Issue
from relations.presenters.entry_lists import MAX_ITEMS, EntryList, EntryLists, coverage_sentence
from relations.presenters.json_ld import named_node

# Of more topics than this the form offers the themes, what was chosen and what stands beside that.
MAX_OPTIONS = 300
# So many actors that both topics have, and so many sources, are named.
MAX_COMMON = 24
COMMON_PAGE_SIZE = MAX_ITEMS

_STANCES = ("divergence", "convergence")
_FACETS = ("word", "actor", "source")


@dataclass(frozen=True)
class ComparedTopic:
    """``words``: by value of Issue.Word how many issues rest on it; ``lists``: the issues, by stance."""

    name: NamedRecord
    theme: NamedRecord | None
    types: Mapping[str, int]
    coverage: str
    words: tuple[tuple[str, int], ...]
    lists: Mapping[str, EntryList]


@dataclass(frozen=True)
class ComparedName:
    """An actor or a source, with how many entries of each topic have it."""

    name: NamedRecord
    counts: tuple[int, int]


def comparison_query(slugs: Sequence[str]) -> str:
    """The address of a comparison, without its path: the topics in the order of their columns."""
    return urlencode([("topic", slug) for slug in slugs])


def choice_page(snapshot: Snapshot, chosen: Sequence[NamedRecord] = ()) -> dict[str, Any]:
    """The context of the page on which two topics are chosen."""
    return {
        "snapshot": snapshot,
        "title": _("Compare two topics"),
        "description": _(
            "Two topics beside each other: their issues, on whose word they rest, what both hold."
        ),
        "breadcrumb": [(_("Topics"), "/topics/")],
        "options": list(_options(snapshot, chosen)),
        "chosen": [name.slug for name in chosen],
    }


def count_common(snapshot: Snapshot, pair: tuple[NamedRecord, NamedRecord]) -> int:
    """How many entries stand under both. The finder cannot ask that: two topics there are either of them."""
    return list_common_codes(snapshot, "topic", [name.slug for name in pair], "oldest", 0).total


def topic_comparison_page(
    snapshot: Snapshot, pair: tuple[NamedRecord, NamedRecord], page: Page[int]
) -> dict[str, Any]:
    """The context of the page of two topics, public and not the same one. One query.

    ``page``: of the entries under both, by their places in their list.
    """
    lists = EntryLists(snapshot, {})
    for name in pair:
        for stance in _STANCES:
            lists.choose(f"{name.key}:{stance}", {"topic": name.slug, "type": stance})
    slugs = [name.slug for name in pair]
    offset = (page.number - 1) * COMMON_PAGE_SIZE
    common = list_common_codes(snapshot, "topic", slugs, "oldest", COMMON_PAGE_SIZE, offset=offset)
    lists.add("common", common)
    read = lists.read()
    counts = [count_values_within(snapshot, _FACETS, {"topic": slug}) for slug in slugs]
    actors, sources = (_compare(snapshot.vocabulary(kind), counts, kind) for kind in ("actor", "source"))
    labels = {"first": pair[0].label, "second": pair[1].label}
    title = _("%(first)s and %(second)s, side by side") % labels
    if page.number > 1:
        title = _("%(list)s, page %(page)s") % {"list": title, "page": page.number}
    return choice_page(snapshot, pair) | {
        "title": title,
        "description": _("“%(first)s” and “%(second)s” beside each other: issues, actors, entries, sources.")
        % labels,
        "about": [named_node(name) for name in pair],
        "topics": [
            ComparedTopic(
                name,
                snapshot.topics.get(name.parent) if name.parent else None,
                types,
                coverage_sentence(snapshot, {"topic": name.slug}),
                _words(of_topic["word"]),
                {stance: read[f"{name.key}:{stance}"] for stance in _STANCES},
            )
            for name, of_topic, types in zip(
                pair, counts, count_by_type(snapshot, "topic", [name.key for name in pair]), strict=True
            )
        ],
        "common": read["common"],
        "common_page": page,
        "common_query": f"{comparison_query(slugs)}&",
        "actors": [row for row in actors if all(row.counts)][:MAX_COMMON],
        "sources": sources[:MAX_COMMON],
    }


def _words(counts: ValueCounts) -> tuple[tuple[str, int], ...]:
    return tuple((word, number) for word in Issue.Word.values if (number := counts.get(word, 0)))


def _compare(
    vocabulary: Vocabulary, counts: Sequence[Mapping[str, ValueCounts]], facet: str
) -> list[ComparedName]:
    """The public names of a facet in either topic, those of most entries first, then by label."""
    first, second = (dict(of_topic[facet].items()) for of_topic in counts)
    rows = [
        ComparedName(name, (first.get(key, 0), second.get(key, 0)))
        for key in first.keys() | second.keys()
        if (name := vocabulary.get(key)) and name.public
    ]
    ranks = vocabulary.label_ranks
    return sorted(rows, key=lambda row: (-sum(row.counts), ranks[row.name.key]))


def _options(
    snapshot: Snapshot, chosen: Sequence[NamedRecord]
) -> Iterator[tuple[NamedRecord, list[NamedRecord]]]:
    """The topics that the form offers, by theme."""
    offered = [name for name in snapshot.topics if not name.withdrawn]
    if len(offered) > MAX_OPTIONS:
        themes = {snapshot.topics.resolve(name.parent or name.key) for name in chosen}
        offered = [
            name for name in offered if not name.parent or snapshot.topics.resolve(name.parent) in themes
        ]
    by_theme: dict[str, list[NamedRecord]] = {name.key: [] for name in offered if not name.parent}
    for name in offered:
        if name.parent:
            by_theme.setdefault(snapshot.topics.resolve(name.parent), []).append(name)
    return ((snapshot.topics[key], topics) for key, topics in by_theme.items())
