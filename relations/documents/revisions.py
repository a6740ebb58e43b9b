"""Revisions: what a record's document was after each save."""

from typing import Any

from django.db import transaction

from relations.documents.canonical import canonical_json
from relations.documents.codec import decode, encode
from relations.documents.derive import cited_sources, span_of
from relations.documents.references import Reference, references, resolve_merged, without_references
from relations.documents.schema import Document
from relations.models import Entry, Issue, Record, Revision, Source, Span
from relations.models.document import load_document


@transaction.atomic
def record_revision(
    record: Record, user: Any = None, origin: Revision.Origin = Revision.Origin.SAVED
) -> Revision | None:
    """Keep the working rows' document as a revision, if a save changed it, and bring the status up to date.

    Call it when every row of the save is written.
    """
    # Locked before its rows are read: a publication at the same moment comes before or after, not between.
    Record.objects.select_for_update().get(pk=record.pk)
    record.refresh_from_db()
    return record_document(record, encode(record), user, origin)


def record_document(
    record: Record, document: Document, user: Any, origin: Revision.Origin
) -> Revision | None:
    """As ``keep``, for a document that was just read from the working rows."""
    text = canonical_json(document)
    if record.is_entry:
        _date_entry(record, document)
    _set_status(record, text)
    latest = record.revisions.first()
    if latest and latest.document == text:
        return None
    return Revision.objects.create(record=record, document=text, origin=origin, saved_by=user)


@transaction.atomic
def restore_revision(record: Record, revision: Revision, user: Any = None) -> Revision | None:
    """Bring the working rows back to a revision; what stood before is a revision too.

    What it names that was deleted since is left out, and what was merged since is
    named by its survivor. Raises ValueError when the revision belongs to another record.
    """
    if revision.record_id != record.pk:
        raise ValueError("This revision belongs to another record.")
    record_revision(record, user)
    document = without_references(resolve_merged(load_document(revision.document)), lost_references(revision))
    if record.edition_id:
        document["slug"] = encode(record)["slug"]
    decode(document)
    for source in Record.objects.filter(kind=Record.Kind.SOURCE, key__in=cited_sources(document)):
        record_revision(source, user, Revision.Origin.RESTORED)
    return record_revision(record, user, Revision.Origin.RESTORED)


def lost_references(revision: Revision) -> set[Reference]:
    """What a revision names that was deleted since, as pairs of kind and key."""
    named = references(load_document(revision.document))
    found = Record.objects.filter(key__in={key for _kind, key in named})
    present = {("entry" if one.is_entry else one.kind, one.key) for one in found}
    return named - present


def working_source_date(key: str) -> Span | None:
    """A source's date as its working row has it."""
    return Source.objects.values_list("date", flat=True).filter(record__key=key).first()


def _date_entry(record: Record, document: Document) -> None:
    """An issue's date and every entry's last day follow from the document; they serve the editors' lists."""
    span = span_of(document, working_source_date)
    Entry.objects.filter(pk=record.entry.pk).update(last_day=span.last if span else None)
    if record.kind == Record.Kind.ISSUE:
        Issue.objects.filter(pk=record.entry.pk).update(date=span)


def _set_status(record: Record, text: str) -> None:
    if record.edition is None or record.status == Record.Status.WITHDRAWN:
        return
    same = canonical_json(resolve_merged(load_document(record.edition.document))) == text
    status = Record.Status.PUBLISHED if same else Record.Status.CHANGED
    if status != record.status:
        record.status = status
        record.save(update_fields=["status"])
