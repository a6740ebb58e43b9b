"""The page of a topic, and the list of all of them."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from relations.catalogue import NamedRecord, ResolvedAddress, Snapshot
from relations.finder.overview import count_values, most_shared
from relations.presenters.listings import counted_names, dates_covered, most_cited, typed_listings
from relations.views.http import public_page, resolve_or_redirect
from relations.views.names import NameQuery, paginate_names, parse_name_query
from relations.views.templating import render_page
from relations.views.vocabulary import record_context

NEIGHBOURS = 8

Counted = tuple[NamedRecord, int]
Theme = tuple[NamedRecord, int, list[Counted]]


@public_page
def topics(request: HttpRequest, snapshot: Snapshot) -> HttpResponse:
    asked = parse_name_query(request)
    held = {name.key for name in snapshot.topics.matching(asked.name)}
    rows = list(_rows(themes(snapshot), held, asked))
    names = paginate_names(request, rows, asked)
    context = {
        "snapshot": snapshot,
        "title": _("Topics"),
        "names": names,
        "themes": [
            (theme, count, [pair for _theme, pair in listed if pair])
            for (theme, count), listed in groupby(names.rows, key=lambda row: row[0])
        ],
    }
    return render_page(request, "topics/list.html", context)


def _rows(found: list[Theme], held: set[str], asked: NameQuery) -> Iterator[tuple[Counted, Counted | None]]:
    """Each theme by itself and with each of its topics, as far as these names are asked for."""
    order = (lambda pair: 0) if asked.by_name else (lambda pair: -pair[1])
    for theme, count, under in sorted(found, key=order):
        if theme.key in held:
            yield (theme, count), None
        for topic in sorted(under, key=order):
            if topic[0].key in held:
                yield (theme, count), topic


@public_page
def topic(request: HttpRequest, snapshot: Snapshot, slug: str) -> HttpResponse:
    found = resolve_or_redirect(request, snapshot, "topics", slug)
    return render_page(request, "topics/topic.html", topic_context(request, snapshot, found))


def topic_context(request: HttpRequest, snapshot: Snapshot, found: ResolvedAddress) -> dict[str, Any]:
    """What the page of a topic shows; a preview's ``found`` is the working copy's."""
    name = snapshot.topics[found.record.key]
    context = record_context(request, snapshot, found, base={"topic": [name.slug]}) | {
        "topic": name,
        "theme": snapshot.topics.get(name.parent) if name.parent else None,
        "covered": dates_covered(snapshot, {"topic": name.slug}),
        "related": _related(snapshot, name),
    }
    if not context["narrowed"]:
        context["lists"] = typed_listings(snapshot, {"topic": name.slug}).read()
        context["sources"] = most_cited(snapshot, context["result"])
    return context


def themes(snapshot: Snapshot) -> list[Theme]:
    """Every theme with its count of entries and its topics with theirs, by name."""
    counts, under = count_values(snapshot, "topic"), dict[str, list[Counted]]()
    for name in snapshot.topics:
        if name.parent:
            under.setdefault(snapshot.topics.resolve(name.parent), []).append((name, counts.get(name.key, 0)))
    return [
        (name, counts.get(name.key, 0), under.get(name.key, []))
        for name in snapshot.topics
        if not name.parent
    ]


def _related(snapshot: Snapshot, name: NamedRecord) -> dict[str, list[Any]]:
    """Topics under this theme or beside this topic, and others that share entries with it."""
    theme, counts = snapshot.topics.resolve(name.parent or name.key), count_values(snapshot, "topic")
    near = [
        (other, counts.get(other.key, 0))
        for other in snapshot.topics
        if other.parent and snapshot.topics.resolve(other.parent) == theme and other.key != name.key
    ]
    taken = {theme, name.key, *(other.key for other, _count in near)}
    shared = most_shared(snapshot, "topic", name.key, NEIGHBOURS + len(taken))
    others = [pair for pair in shared if pair[0] not in taken][:NEIGHBOURS]
    return {"near": near, "shared": counted_names(snapshot.topics, others)}
