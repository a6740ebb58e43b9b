"""Publish and correct: check documents and store them as their records' next editions."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from relations.documents import Document, encode, references
from relations.documents.revisions import record_document
from relations.models import ClaimAddress, Edition, Publication, Record, Revision
from relations.publishing.check import check
from relations.publishing.faults import Fault, PublishingRefused
from relations.publishing.publication import Press

# What an entry names is published before it.
ORDER = ("actor", "topic", "relationship", "source", "event", "agreement", "issue")


def companions(records: Iterable[Record]) -> list[Record]:
    """The never-published sources, topics, actors and relationships these name, and those name in turn."""
    records = list(records)
    found: dict[int, Record] = {}
    queue = records
    while queue:
        named = {reference for record in queue for reference in references(encode(record))}
        queue = [
            record
            for record in Record.objects.filter(
                status=Record.Status.NEVER, key__in={key for _kind, key in named}
            )
            if (record.kind, record.key) in named and record.pk not in found
        ]
        found |= {record.pk: record for record in queue}
    for record in records:
        found.pop(record.pk, None)
    return sorted(found.values(), key=_order)


@transaction.atomic
def publish(
    records: Iterable[Record],
    *,
    user: Any = None,
    note: str = "",
    correction: bool = False,
    kind: Publication.Kind = Publication.Kind.PUBLISHED,
) -> list[Edition]:
    """Store each record's working copy as its next edition, companions first, as one new version.

    Records without a change since their edition are left alone. Raises
    Refused, having changed nothing, when any of them has a fault, when a
    second or later edition has no note, or when there is nothing to publish.
    """
    press = Press(Publication.Kind.CORRECTED if correction else kind, user)
    chosen = lock(records)
    targets = [record for record in chosen if record.status != Record.Status.PUBLISHED]
    if not targets:
        raise PublishingRefused(
            [Fault(record, "", _("Nothing has changed since it was published.")) for record in chosen]
        )
    targets = [*lock(companions(targets)), *sorted(targets, key=_order)]
    documents = [encode(record) for record in targets]
    faults = [
        fault
        for record, document in zip(targets, documents, strict=True)
        for fault in [
            *check(record, document),
            *_note_missing(record, note),
            *_claims_elsewhere(record, document),
        ]
    ]
    if faults:
        raise PublishingRefused(faults)
    for record, document in zip(targets, documents, strict=True):
        _store(press, record, document, note.strip(), correction)
    return press.finish()


def _store(press: Press, record: Record, document: Document, note: str, correction: bool) -> None:
    action = Edition.Action.CORRECTED if correction and record.edition else Edition.Action.PUBLISHED
    edition = press.store(record, document, action, note, status=Record.Status.PUBLISHED)
    press.give_address(record, document["slug"])
    press.place_claims(edition, document.get("claims", ()))
    record_document(record, document, press.user, Revision.Origin.PUBLISHED)


def _note_missing(record: Record, note: str) -> list[Fault]:
    if record.edition is None or note.strip():
        return []
    return [Fault(record, "change_note", _("Say in one sentence what changed."))]


def _claims_elsewhere(record: Record, document: Document) -> list[Fault]:
    """A published claim's id stays with the entry it was published in."""
    ids = [claim["id"] for claim in document.get("claims", ())]
    elsewhere = ClaimAddress.objects.filter(code__in=ids).exclude(record=record)
    return [
        Fault(record, f"claims/{code}", _("This claim's id belongs to another entry. Add it as a new claim."))
        for code in elsewhere.values_list("code", flat=True)
    ]


def lock(records: Iterable[Record]) -> list[Record]:
    """The records as they stand, locked, in the order given."""
    keys = [record.pk for record in records]
    rows = (
        Record.objects.select_for_update(of=("self",))
        .select_related("edition", "merged_into")
        .order_by("pk")
        .in_bulk(keys)
    )
    return [rows[key] for key in keys]


def _order(record: Record) -> tuple[int, bool, str]:
    """By kind; themes before their topics; then by key."""
    child = record.kind == Record.Kind.TOPIC and record.subject.parent_id is not None
    return ORDER.index(record.kind), child, record.key
