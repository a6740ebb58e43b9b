"""The page of a topic, and the list of all of them."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from relations.catalogue import Catalogue, Found, Name
from relations.finder import current_index
from relations.finder.index import Index
from relations.views.http import found_or_moved, public
from relations.views.listings import counted_names, dates_covered, most_cited, most_shared, typed_listings
from relations.views.names import Asked, page_of_names, read_asked
from relations.views.templating import render_page
from relations.views.vocabulary import record_context

NEIGHBOURS = 8

Counted = tuple[Name, int]
Theme = tuple[Name, int, list[Counted]]


@public
def topics(request: HttpRequest, catalogue: Catalogue) -> HttpResponse:
    asked, entries = read_asked(request), current_index(catalogue)
    held = {name.key for name in catalogue.topics.matching(asked.name)}
    rows = list(_rows(themes(catalogue, entries), held, asked))
    names = page_of_names(request, rows, asked)
    context = {
        "catalogue": catalogue,
        "title": _("Topics"),
        "names": names,
        "themes": [
            (theme, count, [pair for _theme, pair in listed if pair])
            for (theme, count), listed in groupby(names.rows, key=lambda row: row[0])
        ],
    }
    return render_page(request, "topics/list.html", context)


def _rows(found: list[Theme], held: set[str], asked: Asked) -> Iterator[tuple[Counted, Counted | None]]:
    """Each theme by itself and with each of its topics, as far as these names are asked for."""
    order = (lambda pair: 0) if asked.by_name else (lambda pair: -pair[1])
    for theme, count, under in sorted(found, key=order):
        if theme.key in held:
            yield (theme, count), None
        for topic in sorted(under, key=order):
            if topic[0].key in held:
                yield (theme, count), topic


@public
def topic(request: HttpRequest, catalogue: Catalogue, slug: str) -> HttpResponse:
    found = found_or_moved(request, catalogue, "topics", slug)
    return render_page(request, "topics/topic.html", topic_context(request, catalogue, found))


def topic_context(request: HttpRequest, catalogue: Catalogue, found: Found) -> dict[str, Any]:
    """What the page of a topic shows; a preview's ``found`` is the working copy's."""
    entries = current_index(catalogue)
    name = catalogue.topics[found.record.key]
    within = entries.postings("topic").bits(name.key)
    context = record_context(request, catalogue, found, base={"topic": [name.slug]}) | {
        "topic": name,
        "theme": catalogue.topics.get(name.parent) if name.parent else None,
        "covered": dates_covered(entries, within, catalogue),
        "related": _related(catalogue, entries, name),
    }
    if not context["narrowed"]:
        context["lists"] = typed_listings(entries, within, {"topic": name.slug}).read()
        context["sources"] = most_cited(catalogue, context["result"])
    return context


def themes(catalogue: Catalogue, entries: Index) -> list[Theme]:
    """Every theme with its count of entries and its topics with theirs, by name."""
    under: dict[str, list[Counted]] = {}
    for name in catalogue.topics:
        if name.parent:
            under.setdefault(catalogue.topics.resolve(name.parent), []).append(
                (name, entries.count("topic", name.key))
            )
    return [
        (name, entries.count("topic", name.key), under.get(name.key, []))
        for name in catalogue.topics
        if not name.parent
    ]


def _related(catalogue: Catalogue, entries: Index, name: Name) -> dict[str, list[Any]]:
    """Topics under this theme or beside this topic, and others that share entries with it."""
    theme = catalogue.topics.resolve(name.parent or name.key)
    near = [
        (other, entries.count("topic", other.key))
        for other in catalogue.topics
        if other.parent and catalogue.topics.resolve(other.parent) == theme and other.key != name.key
    ]
    taken = {theme, name.key, *(other.key for other, _count in near)}
    shared = most_shared(entries.shared("topic", name.key, "topic"), NEIGHBOURS + len(taken))
    others = [pair for pair in shared if pair[0] not in taken][:NEIGHBOURS]
    return {"near": near, "shared": counted_names(catalogue.topics, others)}
