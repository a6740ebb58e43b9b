"""The page of a topic, and the list of all of them."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from relations.catalogue import Catalogue, Found, Name
from relations.finder import current_index
from relations.finder.index import Index
from relations.views.http import found_or_moved, public
from relations.views.listings import counted_names, dates_covered, typed_listings
from relations.views.templating import render_page
from relations.views.vocabulary import record_context

NEIGHBOURS = 8


@public
def topics(request: HttpRequest, catalogue: Catalogue) -> HttpResponse:
    context = {
        "catalogue": catalogue,
        "title": _("Topics"),
        "themes": themes(catalogue, current_index(catalogue)),
    }
    return render_page(request, "topics/list.html", context)


@public
def topic(request: HttpRequest, catalogue: Catalogue, slug: str) -> HttpResponse:
    found = found_or_moved(request, catalogue, "topics", slug)
    return render_page(request, "topics/topic.html", topic_context(request, catalogue, found))


def topic_context(request: HttpRequest, catalogue: Catalogue, found: Found) -> dict[str, Any]:
    """What the page of a topic shows; a preview's ``found`` is the working copy's."""
    entries = current_index(catalogue)
    name = catalogue.topics[found.record.key]
    within = entries.postings("topic").bits(name.key)
    return record_context(request, catalogue, found, base={"topic": [name.slug]}) | {
        "topic": name,
        "theme": catalogue.topics.get(name.parent) if name.parent else None,
        "lists": typed_listings(entries, within, {"topic": name.slug}).read(),
        "covered": dates_covered(entries, within, catalogue),
        "sources": counted_names(catalogue.sources, entries.neighbours("topic", name.key, "source")),
        "related": _related(catalogue, entries, name),
    }


def themes(catalogue: Catalogue, entries: Index) -> list[tuple[Name, int, list[tuple[Name, int]]]]:
    """Every theme with its count of entries and its topics with theirs, by name."""
    under: dict[str, list[tuple[Name, int]]] = {}
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
    taken = {theme, *(other.key for other, _count in near)}
    shared = [pair for pair in entries.neighbours("topic", name.key) if pair[0] not in taken]
    return {"near": near, "shared": counted_names(catalogue.topics, shared)[:NEIGHBOURS]}
