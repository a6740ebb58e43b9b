"""Corrections: editions published with the note that the one before was wrong, and those that were."""

from collections.abc import Collection, Iterable
from typing import NamedTuple

from django.db.models import Q, QuerySet

from relations.catalogue.changes import published_editions
from relations.catalogue.records import read_editions_of_records
from relations.catalogue.snapshot import Snapshot
from relations.models import Edition, Record

# Written out, as the page of every entry with a second edition asks it.
_CORRECTING_OR_CORRECTED = (
    "WHERE r.kind IN ({}) AND r.key IN ({}) AND e.born <= %s AND (e.action = %s OR EXISTS ("
    "SELECT 1 FROM relations_edition c WHERE c.record_id = e.record_id AND c.born = e.died AND c.action = %s"
    ")) ORDER BY e.born DESC, e.id DESC"
)


class Correction(NamedTuple):
    """An edition that corrects, with its record, and the one that was wrong."""

    edition: Edition
    before: Edition


def corrected_editions(snapshot: Snapshot, entry: str = "") -> QuerySet[Edition]:
    """Every edition that corrects, newest first, with its record. ``entry``: only those of this code."""
    editions = published_editions(snapshot).filter(action=Edition.Action.CORRECTED)
    of_entry = Q(record__key=entry, record__kind__in=Record.ENTRY_KINDS)
    return editions.filter(of_entry) if entry else editions


def read_corrections(editions: Iterable[Edition]) -> list[Correction]:
    """These corrections with what they correct. One query."""
    editions = list(editions)
    wrong = Edition.objects.filter(
        record__in={edition.record_id for edition in editions},
        died__in={edition.born for edition in editions},
    )
    return _paired(editions, wrong)


def corrections_of_entries(codes: Collection[str], snapshot: Snapshot) -> list[Correction]:
    """All corrections, up to the present, of the entries with these codes, newest first. One query."""
    if not codes:
        return []
    kinds = [str(kind) for kind in Record.ENTRY_KINDS]
    marks = [", ".join(["%s"] * len(wanted)) for wanted in (kinds, codes)]
    where = _CORRECTING_OR_CORRECTED.format(*marks)
    corrected = str(Edition.Action.CORRECTED)
    values = [*kinds, *codes, snapshot.present.version, corrected, corrected]
    editions = list(read_editions_of_records(where, values))
    return _paired([e for e in editions if e.action == Edition.Action.CORRECTED], editions)


def _paired(editions: Iterable[Edition], others: Iterable[Edition]) -> list[Correction]:
    replaced = {(edition.record_id, edition.died): edition for edition in others}
    return [
        Correction(edition, before)
        for edition in editions
        if (before := replaced.get((edition.record_id, edition.born)))
    ]
