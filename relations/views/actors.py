"""The page of an actor, and the list of all of them."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from relations.catalogue import NamedRecord, ResolvedAddress, Snapshot, entries
from relations.finder.overview import count_values, list_codes_of_actor
from relations.models import Actor, Involvement
from relations.presenters import Brief, Claim, brief, read_entry
from relations.views.http import public_page, resolve_or_redirect
from relations.views.names import paginate_names, parse_name_query
from relations.views.templating import render_page
from relations.views.vocabulary import record_context

# A page reads at most so many entries, the newest; the finder has all.
LIMIT = 100


@dataclass(frozen=True)
class AttributedClaim:
    """A claim an actor made or owns, or a position held for it, and the entry it stands in."""

    claim: Claim
    entry: Brief


@dataclass(frozen=True)
class Listed:
    """An actor in the list of all, with how many entries name it."""

    name: NamedRecord
    document: dict[str, Any]
    count: int

    @property
    def type(self) -> str:
        return self.document["type"]


@public_page
def actors(request: HttpRequest, snapshot: Snapshot) -> HttpResponse:
    counts, asked = count_values(snapshot, "actor"), parse_name_query(request)
    rows = [
        Listed(name, name.document, counts.get(name.key, 0)) for name in snapshot.actors.matching(asked.name)
    ]
    rows.sort(key=lambda row: (Actor.Type.values.index(row.type), 0 if asked.by_name else -row.count))
    names = paginate_names(request, rows, asked)
    context = {
        "snapshot": snapshot,
        "title": _("Actors"),
        "names": names,
        "totals": Counter(row.type for row in rows),
        "types": [(kind, list(held)) for kind, held in groupby(names.rows, key=lambda row: row.type)],
    }
    return render_page(request, "actors/list.html", context)


@public_page
def actor(request: HttpRequest, snapshot: Snapshot, slug: str) -> HttpResponse:
    found = resolve_or_redirect(request, snapshot, "actors", slug)
    return render_page(request, "actors/actor.html", actor_context(request, snapshot, found))


def actor_context(request: HttpRequest, snapshot: Snapshot, found: ResolvedAddress) -> dict[str, Any]:
    """What the page of an actor shows; a preview's ``found`` is the working copy's."""
    name = snapshot.actors[found.record.key]
    context = record_context(request, snapshot, found, base={"actor": [name.slug]}) | {
        "acts_for": snapshot.actors.get(found.edition.read_document()["acts_for"]),
        "speakers": [
            other
            for other in snapshot.actors
            if (key := other.document["acts_for"]) and snapshot.actors.resolve(key) == name.key
        ],
        "total": count_values(snapshot, "actor").get(name.key, 0),
        "limit": LIMIT,
    }
    if not context["narrowed"]:
        roles, held = _part_and_words(snapshot, name, timezone.localdate())
        context |= {
            "roles": roles,
            "positions": [item for item in held if item.claim.kind == "position"],
            "views": [item for item in held if item.claim.kind != "position"],
        }
    return context


def _part_and_words(
    snapshot: Snapshot, name: NamedRecord, today: date
) -> tuple[list[tuple[str, list[Brief]]], list[AttributedClaim]]:
    """What an actor took part in, by role, and the claims that are its own or stand for it. One query."""
    codes = list_codes_of_actor(snapshot, name.key, LIMIT)
    by_role: dict[str, list[Brief]] = {role: [] for role in Involvement.Role.values}
    held: list[AttributedClaim] = []
    for edition in entries(codes).values():
        document, rendering = edition.read_document(), edition.read_rendering()
        page, line = read_entry(document, rendering, snapshot, today=today), brief(document, rendering)
        for part in page.parts:
            if part.actor.key == name.key:
                for role in part.roles:
                    by_role[role].append(line)
        held += [AttributedClaim(claim, line) for claim in page.claims if _is_of(claim, name.key)]
    held.sort(key=lambda item: (item.claim.said_on is None, item.claim.said_on or 0))
    return [(role, lines) for role, lines in by_role.items() if lines], held


def _is_of(claim: Claim, key: str) -> bool:
    return key in {name.key for name in (claim.speaker, claim.side) if name}
