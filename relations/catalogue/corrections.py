"""Corrections: editions published with the note that the one before was wrong, and those that were."""

from collections.abc import Collection, Iterable
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet

from relations.catalogue.changes import published_editions
from relations.catalogue.snapshot import Snapshot
from relations.models import Edition, Record


class Correction(NamedTuple):
    """An edition that corrects, with its record, and the one that was wrong."""

    edition: Edition
    before: Edition


def corrected_editions(snapshot: Snapshot, entry: str = "") -> QuerySet[Edition]:
    """Every edition that corrects, newest first, with its record. ``entry``: only those of this code."""
    editions = published_editions(snapshot).filter(action=Edition.Action.CORRECTED)
    return editions.filter(_of_entries([entry])) if entry else editions


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
    corrects = Q(action=Edition.Action.CORRECTED)
    is_corrected = Exists(
        Edition.objects.filter(corrects, record=OuterRef("record"), born=OuterRef("died")).order_by()
    )
    editions = list(
        Edition.objects.filter(_of_entries(codes), corrects | is_corrected)
        .filter(born__lte=snapshot.present.version)
        .select_related("record")
        .order_by("-born", "-pk")
    )
    return _paired([e for e in editions if e.action == Edition.Action.CORRECTED], editions)


def _of_entries(codes: Collection[str]) -> Q:
    return Q(record__key__in=codes, record__kind__in=Record.ENTRY_KINDS)


def _paired(editions: Iterable[Edition], others: Iterable[Edition]) -> list[Correction]:
    replaced = {(edition.record_id, edition.died): edition for edition in others}
    return [
        Correction(edition, before)
        for edition in editions
        if (before := replaced.get((edition.record_id, edition.born)))
    ]
