"""What a page of an entry is made of: claims, citations, sides, milestones, links to other entries."""

from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any

from django.utils.text import slugify
from markupsafe import Markup

from relations.catalogue.sections import claim_url
from relations.catalogue.withdrawals import Withdrawal
from relations.models import Claim as ClaimRow
from relations.models import Involvement, Span, chronological_key

Document = dict[str, Any]

ROLES = tuple(Involvement.Role.values)  # in the order in which they are shown


@lru_cache(maxsize=2048)
def passage_anchor(locator: str) -> str:
    """The anchor of a passage on its source's page."""
    return "p-" + slugify(locator, allow_unicode=True)


@dataclass(frozen=True)
class UnpublishedName:
    """Stands for a record that is not public (in a preview): its key as its name, and no page."""

    kind: str
    key: str
    url: str = ""
    document: Document = field(default_factory=dict, hash=False)

    @property
    def label(self) -> str:
        return self.key


@dataclass(frozen=True)
class Citation:
    """``number``: by which the list of sources of its page explains it on paper."""

    source: Any
    locator: str
    number: int

    @property
    def url(self) -> str:
        return f"{self.source.url}#{passage_anchor(self.locator)}" if self.source.url else ""


@dataclass(frozen=True)
class Claim:
    """``speaker`` and ``side`` are names or None; ``overdue``: its day of review has passed.

    ``edition`` is the number of the entry's edition that it is read in, 0 where that is not told.
    """

    id: str
    kind: str
    html: Markup
    speaker: Any
    side: Any
    said_on: Span | None
    figure_date: Span | None
    review_by: str
    overdue: bool
    note_html: Markup
    citations: tuple[Citation, ...]
    edition: int = 0

    @property
    def report_url(self) -> str:
        """Where a reader reports an error in it; "" in what is not published."""
        return f"/claims/{self.id}/report/?edition={self.edition}" if self.edition else ""

    @property
    def anchor(self) -> str:
        return claim_url("", self.id).removeprefix("#")


@dataclass(frozen=True)
class Participant:
    """An actor involved in an entry, in one role or several."""

    actor: Any
    roles: tuple[str, ...]


@dataclass(frozen=True)
class Milestone:
    stage: str
    date: Span | None
    note: str
    citations: tuple[Citation, ...]


@dataclass(frozen=True)
class EntrySummary:
    """An entry in a list. ``type``: event, agreement, convergence or divergence."""

    code: str
    type: str
    title: str
    url: str
    date: Span | None = None
    state: str = ""
    status: str = ""
    status_date: Span | None = None
    state_as_of: Span | None = None
    summary: str = ""
    word: str = ""
    form: str = ""


@dataclass(frozen=True)
class WithdrawnEntry:
    """What stands at an earlier version in place of an entry that was withdrawn since.

    By code, type and date it has its place among others; none of what it said is here.
    """

    code: str
    type: str
    date: Span | None
    withdrawn: Withdrawal


ListedEntry = EntrySummary | WithdrawnEntry


@dataclass(frozen=True)
class LinkedEntry:
    """A link to another entry; ``reverse`` when it was stated on the other one."""

    kind: str
    entry: ListedEntry
    reverse: bool = False


@dataclass(frozen=True)
class SidePositions:
    """A side of a relationship with the positions of its office-holders."""

    actor: Any
    claims: tuple[Claim, ...]


@dataclass(frozen=True)
class EntryContent:
    """An entry with its names. ``document`` is what it was read from."""

    document: Document
    type: str
    url: str
    date: Span | None
    status: str
    relationships: tuple[Any, ...]
    topics: tuple[Any, ...]
    participants: tuple[Participant, ...]
    claims: tuple[Claim, ...]
    milestones: tuple[Milestone, ...]
    links: tuple[LinkedEntry, ...]
    side_actors: tuple[Any, ...] = ()
    state_as_of: Span | None = None
    word: str = ""

    @property
    def code(self) -> str:
        code: str = self.document["key"]
        return code

    @cached_property
    def claims_by_kind(self) -> dict[str, list[Claim]]:
        """The claims of each kind there is, in their order."""
        by_kind: dict[str, list[Claim]] = {}
        for claim in self.claims:
            by_kind.setdefault(claim.kind, []).append(claim)
        return by_kind

    @property
    def positions(self) -> list[Claim]:
        return self.claims_by_kind.get(ClaimRow.Kind.POSITION, [])

    @cached_property
    def actors_by_role(self) -> list[tuple[str, list[Any]]]:
        """The actors of each role, in the roles' own order."""
        return [
            (role, actors)
            for role in ROLES
            if (actors := [each.actor for each in self.participants if role in each.roles])
        ]

    @cached_property
    def sides(self) -> tuple[SidePositions, ...]:
        """The sides of the entry's relationships in their order, each with its positions, if any."""
        return tuple(
            SidePositions(
                actor, tuple(claim for claim in self.positions if claim.side and claim.side.key == actor.key)
            )
            for actor in self.side_actors
        )

    @property
    def has_side_positions(self) -> bool:
        return any(side.claims for side in self.sides)

    @cached_property
    def other_positions(self) -> tuple[Claim, ...]:
        """Positions of actors that are no side of the entry's relationships."""
        own = {side.actor.key for side in self.sides}
        return tuple(claim for claim in self.positions if not claim.side or claim.side.key not in own)

    @property
    def claims_in_page_order(self) -> tuple[Claim, ...]:
        """All claims as the entry's page has them: by kind, but those of an issue's sides first."""
        by_kind = {kind: self.claims_by_kind.get(kind, []) for kind in ClaimRow.Kind.values}
        first: tuple[Claim, ...] = ()
        if self.document["kind"] == "issue":
            first = (*(claim for side in self.sides for claim in side.claims), *self.other_positions)
            del by_kind[ClaimRow.Kind.POSITION]
        return (*first, *(claim for claims in by_kind.values() for claim in claims))

    @cached_property
    def sources(self) -> tuple[Any, ...]:
        """The sources cited, each once, in the order in which they are first cited."""
        citing: tuple[Claim | Milestone, ...] = (*self.claims, *self.milestones)
        cited = (citation.source for item in citing for citation in item.citations)
        return tuple({source.key: source for source in cited}.values())

    @cached_property
    def counterparts(self) -> tuple[ListedEntry, ...]:
        return tuple(link.entry for link in self.links if link.kind == "counterpart")

    def links_to(self, *types: str) -> tuple[LinkedEntry, ...]:
        """Links other than to a counterpart to entries of these types, oldest first; undated ones last."""
        links = (link for link in self.links if link.entry.type in types and link.kind != "counterpart")
        return tuple(sorted(links, key=lambda link: (chronological_key(link.entry.date), link.entry.code)))
