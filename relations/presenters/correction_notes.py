"""What pages say of corrections: an entry's own of earlier ones, those of earlier versions of later ones."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from relations.catalogue import Snapshot
from relations.catalogue.corrections import Correction, corrections_of_entries
from relations.models import Edition
from relations.presenters.corrections import corrected_claims, correction_path


@dataclass(frozen=True)
class CorrectionNote:
    """A correction that concerns a page. ``path`` leads to it in the list of corrections.

    ``claims``: the claims of the page that were wrong. Of a page that is not the entry's own, ``title``
    says where they stand.
    """

    at: datetime
    note: str
    path: str
    claims: tuple[str, ...] = ()
    title: str = ""


def entry_correction_notes(snapshot: Snapshot, edition: Edition, latest: Edition) -> dict[str, Any]:
    """What the page of an entry's edition says of corrections. One query, none of an entry's only edition.

    ``latest``: the last one that is known to be published.
    """
    if latest.number == 1 and not snapshot.pin:
        return {}
    document = edition.read_document()
    ids = [claim["id"] for claim in document["claims"]]
    corrections = corrections_of_entries([document["key"]], snapshot)
    later = [each for each in corrections if each.edition.number > edition.number]
    return {
        "corrections": [_note(each) for each in corrections if each.edition.number <= edition.number],
        "corrected_later": [_note(each, ids) for each in later],
    }


def later_corrections(snapshot: Snapshot, shown: Iterable[tuple[str, str]]) -> list[CorrectionNote]:
    """The corrections that came after a page of an earlier version, of the claims it shows.

    ``shown``: the claims as code of the entry and id. One query; none at the present version.
    """
    if not snapshot.pin:
        return []
    by_entry: dict[str, set[str]] = {}
    for code, claim in shown:
        by_entry.setdefault(code, set()).add(claim)
    corrections = corrections_of_entries(by_entry.keys(), snapshot)
    return list(_of_shown_claims(corrections, by_entry, snapshot.version))


def _of_shown_claims(
    corrections: Iterable[Correction], shown: Mapping[str, set[str]], version: int
) -> Iterator[CorrectionNote]:
    for correction in corrections:
        if correction.edition.born > version:
            title = correction.edition.read_document()["title"]
            note = _note(correction, shown[correction.edition.record.key], title)
            if note.claims:
                yield note


def _note(correction: Correction, shown: Iterable[str] = (), title: str = "") -> CorrectionNote:
    edition, corrected = correction.edition, corrected_claims(correction) if shown else frozenset()
    return CorrectionNote(
        at=edition.published_at,
        note=edition.change_note,
        path=correction_path(edition),
        claims=tuple(claim for claim in shown if claim in corrected),
        title=title,
    )
