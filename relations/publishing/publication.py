"""The one writer of public state: whatever readers get anew is stored here, one record or thousands."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.utils import timezone

from relations.documents import Document, canonical_json, render
from relations.models import Edition, Publication, Record, UnreviewedPublication, VersionCounter
from relations.publishing.addresses import assign_addresses, update_claim_addresses
from relations.publishing.approval import check_approvals, close_reviews
from relations.publishing.bulk import ROWS, chunked, update_rows
from relations.publishing.source_dates import SourceDates
from relations.search import fulltext


@dataclass(frozen=True, slots=True)
class NewEdition:
    """What becomes the next edition of a record, which is locked and has its current edition beside it.

    ``document`` is stored as it is; ``revision_id`` tells the revision it was made from, and
    ``status`` the record's from then on.
    """

    record: Record
    document: Document
    revision_id: int | None
    status: Record.Status = Record.Status.PUBLISHED
    action: Edition.Action = Edition.Action.PUBLISHED
    note: str = ""
    replacement: Record | None = None


def write_publication(
    kind: Publication.Kind,
    items: Iterable[NewEdition],
    *,
    user: User | None = None,
    at: datetime | None = None,
    without_review: str = "",
) -> list[Edition]:
    """Store all of ``items`` as one new version, inside the caller's transaction.

    No record comes twice. ``at`` is the time of the publication instead of now: it performs
    something scheduled, and what was due before was performed (``begin_publication``).
    Where the reference requires reviews, raises PublishingError, having changed nothing,
    for what nobody has approved; ``without_review`` is the reason for going without.
    """
    items = list(items)
    is_unreviewed = check_approvals(kind, items, user, without_review)
    publication = _next_version(kind, user, at)
    source_dates = SourceDates(item.document for item in items)
    editions = [_edition(publication, item, source_dates) for item in items]
    for ended in chunked(item.record.edition_id for item in items if item.record.edition_id):
        Edition.objects.filter(pk__in=ended).update(died=publication.version)
    Edition.objects.bulk_create(editions, batch_size=ROWS)
    _make_current(items, editions)
    pairs = zip(items, editions, strict=True)
    with_page = [(item, edition) for item, edition in pairs if item.action not in Edition.ENDING_ACTIONS]
    assign_addresses([(item.record, item.document) for item, _edition in with_page])
    update_claim_addresses([(edition, item.document) for item, edition in with_page])
    fulltext.add_editions(editions)
    close_reviews(publication, items)
    if is_unreviewed:
        UnreviewedPublication.objects.create(publication=publication, reason=without_review)
    return editions


def _next_version(kind: Publication.Kind, user: User | None, at: datetime | None) -> Publication:
    """The next version's row; its time is never before that of an earlier one, whatever the clock says."""
    counter = VersionCounter.objects.lock()
    times = [*Publication.objects.order_by("-version").values_list("published_at", flat=True)[:1]]
    if counter.settled_until:
        times.append(counter.settled_until)
    if at is None:
        at = timezone.now()
        if counter.next_due and counter.next_due <= at:
            # It fell due while this was being made, and will be performed after this: with a later time.
            at = counter.next_due - timedelta(microseconds=1)
    counter.version += 1
    counter.set_id_authority()
    counter.save(update_fields=["version", "id_authority"])
    return Publication.objects.create(
        version=counter.version,
        kind=kind,
        published_at=max([at, *times]),
        published_by=user,
    )


def _edition(publication: Publication, item: NewEdition, source_dates: SourceDates) -> Edition:
    previous = item.record.edition
    return Edition(
        record=item.record,
        number=previous.number + 1 if previous else 1,
        action=item.action,
        document=canonical_json(item.document),
        rendering=canonical_json(render(item.document, source_dates)),
        change_note=item.note,
        replacement=item.replacement,
        revision_id=item.revision_id,
        born=publication.version,
        first_published_at=previous.first_published_at if previous else publication.published_at,
        published_at=publication.published_at,
        published_by=publication.published_by,
    )


def _make_current(items: Sequence[NewEdition], editions: Sequence[Edition]) -> None:
    """Point the records at their new editions."""
    update_rows(
        Record,
        ("edition", "status"),
        "id",
        ((edition.pk, item.status, item.record.pk) for item, edition in zip(items, editions, strict=True)),
    )
    for item, edition in zip(items, editions, strict=True):
        item.record.edition, item.record.status = edition, item.status
