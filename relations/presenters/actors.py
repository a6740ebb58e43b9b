"""The page of an actor, and the list of all of them."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _

from relations.catalogue import NamedRecord, ResolvedAddress, Snapshot, current_entry_editions
from relations.finder import Params
from relations.finder.overview import count_values, list_codes_of_actor
from relations.models import Actor, Span, chronological_key
from relations.presenters.correction_notes import later_corrections
from relations.presenters.entry import list_entry, present_entry
from relations.presenters.entry_content import ROLES, Claim, ListedEntry
from relations.presenters.json_ld import listed_names, record_node
from relations.presenters.name_list import NameQuery, paginate
from relations.presenters.record_page import record_page

# A page reads at most so many entries, the newest; the finder has all.
MAX_ENTRIES = 100

EntriesByRole = list[tuple[str, list[ListedEntry]]]


@dataclass(frozen=True)
class ActorRow:
    """An actor in the list of all, with how many entries name it."""

    name: NamedRecord
    document: dict[str, Any]
    count: int

    @property
    def type(self) -> str:
        type_: str = self.document["type"]
        return type_


@dataclass(frozen=True)
class AttributedClaim:
    """A claim of which an actor is speaker or side, and the entry it is part of.

    ``claim`` is None in its place among others if the entry was withdrawn since.
    """

    kind: str
    said_on: Span | None
    entry: ListedEntry
    claim: Claim | None


def actor_list_page(snapshot: Snapshot, query: NameQuery) -> dict[str, Any]:
    counts = count_values(snapshot, "actor")
    rows = [
        ActorRow(name, name.document, counts.get(name.key, 0))
        for name in snapshot.actors.matching(query.name)
    ]
    types = Actor.Type.values
    rows.sort(key=lambda row: (types.index(row.type), 0 if query.by_name else -row.count))
    names = paginate(rows, query)
    return {
        "snapshot": snapshot,
        "title": _("Actors"),
        "description": _(
            "The states, organisations, groups, offices and persons that entries name, "
            "with how many name each."
        ),
        "page_type": "CollectionPage",
        "main_entity": listed_names(names, [row.name for row in names.rows]),
        "names": names,
        "totals": Counter(row.type for row in rows),
        "types": [(type_, list(of_type)) for type_, of_type in groupby(names.rows, key=lambda row: row.type)],
    }


def actor_page(snapshot: Snapshot, found: ResolvedAddress, params: Params) -> dict[str, Any]:
    """The context of an actor's page; a preview's ``found`` is the draft's."""
    name = snapshot.actors[found.record.key]
    context = record_page(snapshot, found, params)
    document = context["document"]
    context |= {
        "breadcrumb": [(_("Actors"), "/actors/")],
        "page_type": "ProfilePage",
        "main_entity": record_node(name, document, snapshot),
        "acts_for": snapshot.actors.get(document["acts_for"]),
        "representatives": [
            other
            for other in snapshot.actors
            if (key := other.document["acts_for"]) and snapshot.actors.resolve(key) == name.key
        ],
        "total": count_values(snapshot, "actor").get(name.key, 0),
        "limit": MAX_ENTRIES,
    }
    if not context["narrowed"]:
        by_role, claims = _read_entries(snapshot, name, snapshot.today)
        context |= {
            "entries_by_role": by_role,
            "positions": [item for item in claims if item.kind == "position"],
            "other_claims": [item for item in claims if item.kind != "position"],
            "corrected_later": later_corrections(
                snapshot, ((item.entry.code, item.claim.id) for item in claims if item.claim)
            ),
        }
    return context


def _read_entries(
    snapshot: Snapshot, name: NamedRecord, today: date
) -> tuple[EntriesByRole, list[AttributedClaim]]:
    """The entries an actor is involved in, by role, and the claims attributed to it. One query."""
    codes = list_codes_of_actor(snapshot, name.key, MAX_ENTRIES)
    by_role: dict[str, list[ListedEntry]] = {role: [] for role in ROLES}
    claims: list[AttributedClaim] = []
    for edition in current_entry_editions(codes, snapshot).values():
        document, rendering = edition.content.read_document(), edition.content.read_rendering()
        entry = present_entry(document, rendering, snapshot, today=today)
        listed = list_entry(edition, snapshot)
        for participant in entry.participants:
            if participant.actor.key == name.key:
                for role in participant.roles:
                    by_role[role].append(listed)
        claims += [
            AttributedClaim(claim.kind, claim.said_on, listed, None if edition.withdrawn else claim)
            for claim in entry.claims
            if name.key in {named.key for named in (claim.speaker, claim.side) if named}
        ]
    claims.sort(key=lambda item: chronological_key(item.said_on))
    return [(role, entries) for role, entries in by_role.items() if entries], claims
