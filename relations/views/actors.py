"""The page of an actor, and the list of all of them."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from relations.catalogue import Catalogue, Found, Name, entries
from relations.catalogue.reading import Brief, Claim, brief, read_entry
from relations.finder import current_index
from relations.finder.index import Index
from relations.models import Actor, Involvement
from relations.views.http import found_or_moved, public
from relations.views.names import page_of_names, read_asked
from relations.views.templating import render_page
from relations.views.vocabulary import record_context

# A page reads at most so many entries, the newest; the finder has all.
LIMIT = 100


@dataclass(frozen=True)
class Held:
    """A claim an actor made or owns, or a position held for it, and the entry it stands in."""

    claim: Claim
    entry: Brief


@dataclass(frozen=True)
class Listed:
    """An actor in the list of all, with how many entries name it."""

    name: Name
    document: dict[str, Any]
    count: int

    @property
    def type(self) -> str:
        return self.document["type"]


@public
def actors(request: HttpRequest, catalogue: Catalogue) -> HttpResponse:
    found, asked = current_index(catalogue), read_asked(request)
    rows = [
        Listed(name, name.document, found.count("actor", name.key))
        for name in catalogue.actors.matching(asked.name)
    ]
    rows.sort(key=lambda row: (Actor.Type.values.index(row.type), 0 if asked.by_name else -row.count))
    names = page_of_names(request, rows, asked)
    context = {
        "catalogue": catalogue,
        "title": _("Actors"),
        "names": names,
        "totals": Counter(row.type for row in rows),
        "types": [(kind, list(held)) for kind, held in groupby(names.rows, key=lambda row: row.type)],
    }
    return render_page(request, "actors/list.html", context)


@public
def actor(request: HttpRequest, catalogue: Catalogue, slug: str) -> HttpResponse:
    found = found_or_moved(request, catalogue, "actors", slug)
    return render_page(request, "actors/actor.html", actor_context(request, catalogue, found))


def actor_context(request: HttpRequest, catalogue: Catalogue, found: Found) -> dict[str, Any]:
    """What the page of an actor shows; a preview's ``found`` is the working copy's."""
    name = catalogue.actors[found.record.key]
    entries_index = current_index(catalogue)
    context = record_context(request, catalogue, found, base={"actor": [name.slug]}) | {
        "acts_for": catalogue.actors.get(found.edition.read_document()["acts_for"]),
        "speakers": [
            other
            for other in catalogue.actors
            if (key := other.document["acts_for"]) and catalogue.actors.resolve(key) == name.key
        ],
        "total": entries_index.count("actor", name.key),
        "limit": LIMIT,
    }
    if not context["narrowed"]:
        roles, held = _part_and_words(catalogue, entries_index, name, timezone.localdate())
        context |= {
            "roles": roles,
            "positions": [item for item in held if item.claim.kind == "position"],
            "views": [item for item in held if item.claim.kind != "position"],
        }
    return context


def _part_and_words(
    catalogue: Catalogue, found: Index, name: Name, today: date
) -> tuple[list[tuple[str, list[Brief]]], list[Held]]:
    """What an actor took part in, by role, and the claims that are its own or stand for it. One query."""
    bits = found.postings("actor").bits(name.key) | found.postings("speaker").bits(name.key)
    codes = found.codes(bits, "newest", LIMIT)
    by_role: dict[str, list[Brief]] = {role: [] for role in Involvement.Role.values}
    held: list[Held] = []
    for edition in entries(codes).values():
        document, rendering = edition.read_document(), edition.read_rendering()
        page, line = read_entry(document, rendering, catalogue, today=today), brief(document, rendering)
        for part in page.parts:
            if part.actor.key == name.key:
                for role in part.roles:
                    by_role[role].append(line)
        held += [Held(claim, line) for claim in page.claims if _is_of(claim, name.key)]
    held.sort(key=lambda item: (item.claim.said_on is None, item.claim.said_on or 0))
    return [(role, lines) for role, lines in by_role.items() if lines], held


def _is_of(claim: Claim, key: str) -> bool:
    return key in {name.key for name in (claim.speaker, claim.side) if name}
