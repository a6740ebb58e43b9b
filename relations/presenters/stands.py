"""Where the sides stand on issues: for each its summary, whose positions are quoted, what else is claimed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from relations.catalogue import Snapshot, claim_url
from relations.catalogue.editions import EntryEdition
from relations.models import Claim
from relations.presenters.entry import present_entry
from relations.presenters.entry_content import EntryContent, EntrySummary, ListedEntry


@dataclass(frozen=True)
class SideStand:
    """How many positions of a side an issue quotes; ``url`` leads to the first, "" where there is none."""

    actor: Any
    positions: int
    url: str


@dataclass(frozen=True)
class ClaimCount:
    """How many claims of one kind an issue has; ``url`` leads to the first of them."""

    kind: str
    count: int
    url: str


@dataclass(frozen=True)
class IssueStand:
    """``sides``: those of the issue's relationships. ``claims``: all but the sides' positions, by kind."""

    issue: ListedEntry
    sides: tuple[SideStand, ...] = ()
    claims: tuple[ClaimCount, ...] = ()

    @property
    def is_public(self) -> bool:
        """Not of one that was withdrawn since."""
        return isinstance(self.issue, EntrySummary)


def issue_stands(
    issues: Iterable[ListedEntry], editions: Mapping[str, EntryEdition], snapshot: Snapshot
) -> tuple[IssueStand, ...]:
    """Issues in the order given. ``editions``: theirs, by code. Of one withdrawn since nothing is told."""
    return tuple(_stand(issue, editions[issue.code], snapshot) for issue in issues)


def _stand(issue: ListedEntry, edition: EntryEdition, snapshot: Snapshot) -> IssueStand:
    if edition.withdrawn:
        return IssueStand(issue)
    document, rendering = edition.content.read_document(), edition.content.read_rendering()
    entry = present_entry(document, rendering, snapshot, today=snapshot.today)
    sides = tuple(
        SideStand(
            side.actor, len(side.claims), claim_url(entry.url, side.claims[0].id) if side.claims else ""
        )
        for side in entry.sides
    )
    return IssueStand(issue, sides, tuple(_other_claims(entry)))


def _other_claims(entry: EntryContent) -> Iterable[ClaimCount]:
    by_kind = {**entry.claims_by_kind, Claim.Kind.POSITION: entry.other_positions}
    for kind in Claim.Kind.values:
        if claims := by_kind.get(kind):
            yield ClaimCount(kind, len(claims), claim_url(entry.url, claims[0].id))
