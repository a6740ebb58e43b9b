"""The page on which a reader reports an error in a claim: the claim as it was read, and as it stands."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from markupsafe import Markup

from relations.catalogue import ResolvedAddress, Snapshot, claim_url, get_edition
from relations.documents import Document
from relations.models import Edition
from relations.presenters.entry import present_entry
from relations.presenters.entry_content import Claim


@dataclass(frozen=True)
class ReportedClaim:
    """A claim that somebody reports on. ``claim`` is it as it stands, None when it was taken out.

    ``edition`` is the one that was read, ``latest`` the entry's. ``read_html`` is the claim as it was
    read, where it says something else since.
    """

    id: str
    claim: Claim | None
    edition: Edition
    latest: Edition
    title: str
    entry_url: str
    read_html: Markup | None = None

    @property
    def url(self) -> str:
        return claim_url(self.entry_url, self.id) if self.claim else self.entry_url

    @property
    def path(self) -> str:
        return f"/claims/{self.id}/report/"


def read_claim(
    snapshot: Snapshot, found: ResolvedAddress, last: Edition, code: str, number: int = 0
) -> ReportedClaim:
    """The claim with this code of the entry ``found``; ``last`` is the last edition that holds it.

    ``number``: of the edition that was read; where that does not hold the claim, the last one counts.
    """
    latest = found.edition
    read = get_edition(found.record, number, snapshot) if number else None
    if read is None or claim_document(read, code) is None:
        read = last
    document = latest.read_document()
    stands = claim_document(latest, code)
    changed = stands is not None and claim_document(read, code) != stands
    return ReportedClaim(
        id=code,
        claim=_present(latest, snapshot, code) if stands else None,
        edition=read,
        latest=latest,
        title=document["title"],
        entry_url=found.url,
        read_html=_html(read, code) if changed or stands is None else None,
    )


def claim_document(edition: Edition, code: str) -> Document | None:
    """A claim as an edition has it; None where it has none of this code."""
    return next((claim for claim in edition.read_document()["claims"] if claim["id"] == code), None)


def changed_since(reported: ReportedClaim, number: int, snapshot: Snapshot) -> bool:
    """Whether the claim says something else since this edition. One query, none of the latest."""
    if number == reported.latest.number:
        return False
    edition = get_edition(reported.latest.record, number, snapshot)
    return edition is None or claim_document(edition, reported.id) != claim_document(
        reported.latest, reported.id
    )


def report_page(snapshot: Snapshot, reported: ReportedClaim, **form: Any) -> dict[str, Any]:
    """The context of the page. ``form``: what its form holds, and what is said of that."""
    return {"snapshot": snapshot, "title": _("Report an error"), "reported": reported, **form}


def _present(edition: Edition, snapshot: Snapshot, code: str) -> Claim:
    entry = present_entry(edition.read_document(), edition.read_rendering(), snapshot, today=snapshot.today)
    return next(claim for claim in entry.claims if claim.id == code)


def _html(edition: Edition, code: str) -> Markup:
    return Markup(edition.read_rendering()["html"]["claims"][code])  # noqa: S704 (sanitised at publication)
