"""Published records made straight from documents, by the product's own writer, without its checks.

Much faster than publishing working rows, and able to publish what would be
refused. A test of publishing itself uses ``tests.support.world``.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import F, QuerySet

from relations.models import Edition, Publication, Record
from relations.publishing.publication import NewEdition, write_publication
from tests.support.replay import replayed

Document = dict[str, Any]


def current_entries() -> QuerySet[Edition]:
    """The current editions of the entries a reader can open, without order."""
    return (
        Edition.objects.filter(
            record__kind__in=Record.ENTRY_KINDS, record__edition=F("pk"), record__merged_into=None
        )
        .exclude(record__status=Record.Status.WITHDRAWN)
        .order_by()
    )


def publish_document(document: Document, **values: Any) -> Edition:
    """Store a document as its record's next edition, at a version of its own. See publish_documents."""
    return publish_documents([document], **values)[0]


def read_editions(keys: list[int]) -> list[Edition]:
    """The editions of these row ids, each beside its record as one that was just written is."""
    found = Edition.objects.select_related("record").in_bulk(keys)
    for edition in found.values():
        edition.record.edition = edition
    return [found[key] for key in keys]


@replayed(lambda editions: [edition.pk for edition in editions], read_editions)
def publish_documents(
    documents: Iterable[Document], *, published_at: datetime | None = None, **values: Any
) -> list[Edition]:
    """Store documents as the next editions of their records, all at one new version.

    ``values`` are those of every NewEdition: action, note, replacement, status.
    ``published_at`` may be before what was published earlier, as no publication's can.
    """
    items = [NewEdition(_record(document), document, None, **values) for document in documents]
    editions = write_publication(Publication.Kind.PUBLISHED, items)
    if published_at:
        for edition in editions:
            edition.published_at = published_at
            if edition.number == 1:
                edition.first_published_at = published_at
            edition.save()
    return editions


def withdraw_record(
    record: Record, reason: str = "It was wrong.", replacement: Record | None = None
) -> Edition:
    """Withdraw a published record."""
    edition = publish_document(
        record.edition.read_document(),
        action=Edition.Action.WITHDRAWN,
        note=reason,
        replacement=replacement,
        status=Record.Status.WITHDRAWN,
    )
    record.refresh_from_db()
    return edition


def merge_record(record: Record, into: Record) -> Edition:
    """Merge a published record of a vocabulary into another one."""
    Record.objects.filter(pk=record.pk).update(merged_into=into)
    edition = publish_document(
        record.edition.read_document(),
        action=Edition.Action.MERGED,
        note="Merged.",
        replacement=into,
        status=Record.Status.WITHDRAWN,
    )
    record.refresh_from_db()
    return edition


def _record(document: Document) -> Record:
    """The record of a document, its current edition beside it; made when missing."""
    record, _made = Record.objects.select_related("edition").get_or_create(
        kind=document["kind"], key=document["key"]
    )
    return record
