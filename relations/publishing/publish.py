"""Publish and correct: check revisions and store them as their records' next editions."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from relations.documents import Document, encode, load_document, references
from relations.documents.references import RecordKey
from relations.models import Edition, Publication, Record, Revision
from relations.publishing.bulk import chunked
from relations.publishing.due import begin_publication
from relations.publishing.faults import Fault, PublishingError
from relations.publishing.missing_approvals import approved_revisions, is_review_required, unapproved
from relations.publishing.new_editions import edition_faults, new_editions, publication_order
from relations.publishing.publication import NewEdition, write_publication
from relations.publishing.revisions import get_or_create_revision, is_changed, newest_revisions

MAX_NOTE = Edition._meta.get_field("change_note").max_length or 0


def companions(
    records: Iterable[Record], *, revisions: Iterable[Revision] = (), approved: bool = False
) -> list[Record]:
    """The never-published sources, topics, actors and relationships these name, and those name in turn.

    As their newest revisions name them, or those of ``revisions``; with ``approved``, those approved last.
    """
    records, named = list(records), _by_record(revisions)
    documents = newest_documents(records, chosen_revisions(records, named, approved))
    found = _companions(documents, named, approved)
    return sorted(found, key=lambda record: publication_order(record, found[record]))


@transaction.atomic
def publish(
    records: Iterable[Record],
    *,
    user: User | None = None,
    note: str = "",
    correction: bool = False,
    revisions: Iterable[Revision] = (),
    approved: bool = False,
    without_review: str = "",
    kind: Publication.Kind = Publication.Kind.PUBLISHED,
    at: datetime | None = None,
) -> list[Edition]:
    """Store each record's newest revision as its next edition, companions first, as one new version.

    Where one of ``revisions`` is of a record, or of a companion, that one is taken; with
    ``approved``, the one that was approved last and is not public yet. Records without a
    change since their edition are left alone. ``without_review`` is the reason, which
    readers see, for publishing what nobody has approved; ``at`` as in ``write_publication``.
    Raises PublishingError, having changed nothing, when any of them has a fault, when a
    second or later edition has no note, or when there is nothing to publish.
    """
    begin_publication(at)
    chosen = lock_records(records)
    named = _by_record(revisions)
    taken = chosen_revisions(chosen, named, approved)
    targets = [record for record in chosen if is_changed(record, taken.get(record.pk))]
    if not targets:
        raise PublishingError(
            [Fault(record, "", _("Nothing has changed since it was published.")) for record in chosen]
        )
    targets += lock_records(_companions(newest_documents(targets, taken), named, approved))
    newest = with_first_revisions(targets, user)
    taken = newest | chosen_revisions(targets, named, approved)
    items = new_editions(
        [(record, taken[record.pk], newest[record.pk]) for record in targets],
        note=note,
        correction=correction,
    )
    items.sort(key=lambda item: publication_order(item.record, item.document))
    if faults := edition_faults(items):
        raise PublishingError(faults)
    items = _with_reason(items, without_review)
    kind = Publication.Kind.CORRECTED if correction else kind
    return write_publication(kind, items, user=user, at=at, without_review=without_review)


def lock_records(records: Iterable[Record]) -> list[Record]:
    """The records as they stand, locked, in the order given."""
    keys = [record.pk for record in records]
    rows = (
        Record.objects.select_for_update(of=("self",))
        .select_related("edition", "merged_into")
        .order_by("pk")
        .in_bulk(keys)
    )
    return [rows[key] for key in keys]


def _by_record(revisions: Iterable[Revision]) -> dict[int, Revision]:
    return {revision.record_id: revision for revision in revisions}


def with_first_revisions(records: Iterable[Record], user: User | None) -> dict[int, Revision]:
    """Each record's newest revision; rows that were never saved by an editor get their first now."""
    newest = newest_revisions(records)
    for record in records:
        if record.pk not in newest:
            newest[record.pk], _created = get_or_create_revision(
                record, encode(record), user, Revision.Origin.PUBLISHED
            )
    return newest


def _with_reason(items: list[NewEdition], reason: str) -> list[NewEdition]:
    """What nobody approved tells readers so, and why, where the reference requires it."""
    if not reason or not is_review_required():
        return items
    missing = {record.pk for record in unapproved((item.record, item.revision_id) for item in items)}
    sentence = _("Published without review: %(reason)s") % {"reason": reason}
    noted = [
        replace(item, note=f"{item.note} {sentence}".strip()) if item.record.pk in missing else item
        for item in items
    ]
    too_long = [item.record for item in noted if len(item.note) > MAX_NOTE]
    if too_long:
        message = _("Say it in fewer words: what changed and the reason are at most %(count)d characters.")
        raise PublishingError(
            [Fault(record, "without_review", message % {"count": MAX_NOTE}) for record in too_long]
        )
    return noted


def _companions(
    documents: Mapping[Record, Document],
    named: Mapping[int, Revision],
    approved: bool,
) -> dict[Record, Document]:
    """The companions, with their documents, of the records whose ``documents`` these are."""
    found: dict[Record, Document] = {}
    new = dict(documents)
    while new:
        keys = {reference for document in new.values() for reference in references(document)}
        others = [record for record in _unpublished(keys) if record not in found and record not in documents]
        new = newest_documents(others, chosen_revisions(others, named, approved))
        found |= new
    return found


def chosen_revisions(
    records: Iterable[Record], named: Mapping[int, Revision], approved: bool
) -> dict[int, Revision]:
    """By the record's row id, the revisions taken instead of the newest ones."""
    records = list(records)
    last = approved_revisions(records) if approved else {}
    return last | {record.pk: named[record.pk] for record in records if record.pk in named}


def _unpublished(named: set[RecordKey]) -> Iterable[Record]:
    for keys in chunked({key for _kind, key in named}):
        for record in Record.objects.filter(status=Record.Status.NEVER, key__in=keys):
            if (record.kind, record.key) in named:
                yield record


def newest_documents(
    records: Iterable[Record], chosen: Mapping[int, Revision] | None = None
) -> dict[Record, Document]:
    """Each record's newest revision as a document, or its ``chosen`` one by the record's row id.

    That of rows never saved by an editor as they stand.
    """
    records = list(records)
    taken = newest_revisions(records) | dict(chosen or {})
    return {
        record: load_document(taken[record.pk].document) if record.pk in taken else encode(record)
        for record in records
    }
