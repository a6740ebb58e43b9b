"""Revisions: what a record's document was after each save."""

from collections.abc import Iterable

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Max

from relations.documents import (
    Document,
    canonical_json,
    decode,
    encode,
    load_document,
    references,
    resolve_merged,
)
from relations.documents.derive import derive_span
from relations.documents.references import (
    RecordKey,
    merged_keys,
    with_keys_replaced,
    without_references,
)
from relations.models import Entry, Record, Revision, Span
from relations.publishing.bulk import chunked, update_rows
from relations.publishing.source_dates import sources_of_date, working_source_dates


@transaction.atomic
def record_revision(
    record: Record,
    user: User | None = None,
    origin: Revision.Origin = Revision.Origin.SAVED,
    restores: Revision | None = None,
) -> Revision | None:
    """Make the working rows' document a revision, if a save changed it, and bring the status up to date.

    Call it when every row of the save is written. ``restores`` is the one that was restored.
    """
    # Locked before its rows are read: a publication at the same moment comes before or after, not between.
    record.refresh_from_db(from_queryset=Record.objects.select_for_update())
    document = encode(record)
    if merged := merged_keys(references(document)):
        # A form that was opened before a merger brought back what was merged.
        document = with_keys_replaced(document, merged)
        decode(document)
    update_derived_columns(record, document)
    revision, created = get_or_create_revision(record, document, user, origin, restores)
    return revision if created else None


def get_or_create_revision(
    record: Record,
    document: Document,
    user: User | None,
    origin: Revision.Origin,
    restores: Revision | None = None,
) -> tuple[Revision, bool]:
    """The revision with a document just read from the working rows: the newest, or else a new one."""
    newest = record.revisions.first()
    if newest and has_same_content(load_document(newest.document), document):
        return newest, False
    text = canonical_json(document)
    revision = Revision.objects.create(
        record=record, document=text, origin=origin, saved_by=user, restores=restores
    )
    return revision, True


def update_derived_columns(record: Record, document: Document) -> None:
    """Bring up to date what follows from the working rows' document: dates of the entry, status."""
    update_entry_dates([(record, document)])
    if record.edition is None or record.status == Record.Status.WITHDRAWN:
        return
    same = has_same_content(load_document(record.edition.document), document)
    status = Record.Status.PUBLISHED if same else Record.Status.CHANGED
    if status != record.status:
        record.status = status
        record.save(update_fields=["status"])


def has_same_content(
    stored: Document, document: Document, merged: dict[RecordKey, str] | None = None
) -> bool:
    """Whether a stored document and one as of now are alike, once merged keys are read as today's.

    ``merged``: those of what both name, where they are known already.
    """
    if stored == document:
        return True
    if merged is None:
        merged = merged_keys(references(stored) | references(document))
    return with_keys_replaced(stored, merged) == with_keys_replaced(document, merged)


def is_changed(record: Record, revision: Revision | None, merged: dict[RecordKey, str] | None = None) -> bool:
    """Whether to publish it, at this revision or at the newest, would tell readers anything new.

    ``merged`` as in ``has_same_content``.
    """
    if revision is None or record.edition is None or record.status == Record.Status.WITHDRAWN:
        return record.status != Record.Status.PUBLISHED
    published = load_document(record.edition.document)
    document = with_address_of(published, load_document(revision.document))
    return not has_same_content(published, document, merged)


def with_address_of(published: Document, document: Document) -> Document:
    """A document as it would be published: a published record keeps its address, whatever was typed."""
    return document | {"slug": published["slug"]} if "slug" in published else document


def newest_revisions(records: Iterable[Record]) -> dict[int, Revision]:
    """Each record's newest revision, by the record's row id; two queries for some hundred records."""
    found: dict[int, Revision] = {}
    for some in chunked(record.pk for record in records):
        saved = Revision.objects.order_by().filter(record__in=some).values("record")
        newest = saved.annotate(newest=Max("pk")).values_list("newest", flat=True)
        found |= {revision.record_id: revision for revision in Revision.objects.filter(pk__in=list(newest))}
    return found


@transaction.atomic
def restore_revision(record: Record, revision: Revision, user: User | None = None) -> Revision | None:
    """Bring the working rows back to a revision; what stood before is a revision too.

    What it names that was deleted since is left out, and what was merged since is
    named by its survivor. Raises ValueError when the revision belongs to another record,
    and ValidationError when its form would refuse it beside what others have become.
    """
    if revision.record_id != record.pk:
        raise ValueError("This revision belongs to another record.")
    record_revision(record, user)
    decode(restorable_document(record, revision))
    validate_working_copy(record)
    return record_revision(record, user, Revision.Origin.RESTORED, revision)


def validate_working_copy(record: Record) -> None:
    """Raises ValidationError for what its form would refuse. Reads the rows anew: they were just written."""
    Record.objects.get(pk=record.pk).working_copy.clean()


def restorable_document(record: Record, revision: Revision) -> Document:
    """A revision's document as it would be restored: by today's keys and the published address."""
    document = load_document(revision.document)
    document = without_references(resolve_merged(document), missing_references(document))
    if record.edition_id:
        document["slug"] = encode(record)["slug"]
    return document


def missing_references(document: Document) -> set[RecordKey]:
    """What a document names that no longer exists, as pairs of kind and key."""
    named = references(document)
    found = Record.objects.filter(key__in={key for _kind, key in named})
    present = {("entry" if one.is_entry else one.kind, one.key) for one in found}
    return named - present


def update_entry_dates(targets: Iterable[tuple[Record, Document]]) -> None:
    """An issue's date and every entry's last day follow from the document; they serve the editors' lists."""
    documents = {record.pk: document for record, document in targets if record.is_entry}
    dates: dict[str, Span | None] = {}
    for keys in chunked({key for document in documents.values() for key in sources_of_date(document)}):
        dates |= working_source_dates(keys)
    spans = {pk: derive_span(document, dates.get) for pk, document in documents.items()}
    last_days = ((span.last if span else None, pk) for pk, span in spans.items())
    update_rows(Entry, ("last_day",), "record", last_days)
    issues = [pk for pk, document in documents.items() if document["kind"] == Record.Kind.ISSUE]
    update_rows(Entry, ("date",), "record", ((spans[pk], pk) for pk in issues))
