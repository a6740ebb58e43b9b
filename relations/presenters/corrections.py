"""The list of corrections: each with what it corrected, before and after."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.core.paginator import Page
from django.utils.translation import gettext as _

from relations.catalogue import Snapshot, claim_url
from relations.catalogue.corrections import Correction, read_corrections
from relations.documents.compare import Change, ChangeType, compare, innermost
from relations.documents.text_diff import DiffPart
from relations.models import Edition
from relations.presenters.changes import PublishedChange, published_changes
from relations.presenters.editions import name_resolver

PAGE_SIZE = 20


@dataclass(frozen=True)
class CorrectedText:
    """Something that was wrong: ``before`` and ``after`` hold the words of each, marked where they differ.

    ``label``: what it is. ``claim``: the id of the claim it is of, or "".
    ``url``: where it is read, "" of what is there no longer.
    """

    label: str
    before: tuple[DiffPart, ...]
    after: tuple[DiffPart, ...]
    claim: str = ""
    url: str = ""


@dataclass(frozen=True)
class PublishedCorrection:
    """A correction in the list. Of a record that was withdrawn since the list there are no texts."""

    change: PublishedChange
    texts: tuple[CorrectedText, ...] = ()

    @property
    def edition(self) -> Edition:
        return self.change.edition

    @property
    def anchor(self) -> str:
        return correction_anchor(self.edition)


def correction_anchor(edition: Edition) -> str:
    """Where a correction stands in the list."""
    return f"{edition.record.kind}-{edition.record.key}-{edition.number}"


def correction_path(edition: Edition) -> str:
    """Where the list leads to a correction of an entry, however many others there are."""
    return f"/corrections/?entry={edition.record.key}#{correction_anchor(edition)}"


def corrections_page(snapshot: Snapshot, page: Page[Edition], entry: str) -> dict[str, Any]:
    """The context of one page of the list. ``entry``: the code of the one whose corrections it has, or ""."""
    corrections = published_corrections(page.object_list, snapshot)
    days: list[tuple[date, list[PublishedCorrection]]] = [
        (day, list(of_day))
        for day, of_day in groupby(corrections, key=lambda each: each.edition.published_at.date())
    ]
    return {
        "snapshot": snapshot,
        "title": _("Corrections"),
        "description": _(
            "What was wrong here and was corrected, newest first: as it stood, and as it stands."
        ),
        "page_type": "CollectionPage",
        "page_obj": page,
        "of_entry": entry,
        "days": days,
    }


def published_corrections(editions: Iterable[Edition], snapshot: Snapshot) -> list[PublishedCorrection]:
    """Corrections with their texts. Two queries, and one for the titles of entries that they link to."""
    changes = published_changes(editions, snapshot)
    read = read_corrections(change.edition for change in changes if not change.withdrawn)
    documents = {
        each.edition.pk: (each.before.read_document(), each.edition.read_document()) for each in read
    }
    resolve = name_resolver(snapshot, [each for both in documents.values() for each in both])
    return [
        PublishedCorrection(
            change,
            tuple(_texts(compare(*documents[change.edition.pk], resolve), change.url))
            if change.edition.pk in documents
            else (),
        )
        for change in changes
    ]


def corrected_claims(correction: Correction) -> frozenset[str]:
    """The ids of the claims that stood before and were changed or taken out."""
    changes = compare(correction.before.read_document(), correction.edition.read_document())
    ended = (ChangeType.CHANGED, ChangeType.REMOVED)
    return frozenset(claim for change in changes if (claim := _claim(change)) and change.action in ended)


def _claim(change: Change) -> str:
    """The id of the claim that a change is of, or ""."""
    head, _slash, rest = change.path.partition("/")
    return rest.partition("/")[0] if head == "claims" else ""


def _texts(changes: Iterable[Change], url: str) -> Iterator[CorrectedText]:
    for change in changes:
        claim = _claim(change)
        stands = claim and change.action is not ChangeType.REMOVED
        link = claim_url(url, claim) if stands else ""
        for inner in innermost([change]):
            if inner.action is not ChangeType.MOVED:
                yield _text(inner, _label(change, inner), claim, link)


def _label(change: Change, inner: Change) -> str:
    if inner is change:
        return change.label
    field = inner.label[:1].lower() + inner.label[1:]
    return (
        _("%(claim)s: %(field)s") % {"claim": change.label, "field": field} if change.label else inner.label
    )


def _text(change: Change, label: str, claim: str, url: str) -> CorrectedText:
    return CorrectedText(
        label,
        before=tuple(part for part in change.parts if part.kind != "insert"),
        after=tuple(part for part in change.parts if part.kind != "delete"),
        claim=claim,
        url=url,
    )
