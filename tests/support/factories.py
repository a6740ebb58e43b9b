"""Published records made straight from documents: what the press leaves behind, without its checks.

Much faster than the press, and able to publish what it would refuse. A test of
publishing itself uses ``tests.support.world``.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import F, QuerySet
from django.utils import timezone

from relations.catalogue import SECTIONS
from relations.documents import canonical_json, render
from relations.models import Address, ClaimAddress, Edition, Publication, Record, Span
from relations.publishing.publication import begin
from relations.search import fulltext

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


def publish_documents(documents: Iterable[Document], **values: Any) -> list[Edition]:
    """Store documents as the next editions of their records, all at one new version.

    ``values`` are those of every edition made: action, change_note,
    published_at, replacement, … A slug that changed leaves a former address.
    """
    version = begin(Publication.Kind.PUBLISHED).version
    editions = [_store(document, version, values) for document in documents]
    fulltext.add_editions(editions)
    return editions


def withdraw_record(
    record: Record, reason: str = "It was wrong.", replacement: Record | None = None
) -> Edition:
    """Withdraw a published record."""
    edition = publish_document(
        record.edition.read_document(),
        action=Edition.Action.WITHDRAWN,
        change_note=reason,
        replacement=replacement,
    )
    Record.objects.filter(pk=record.pk).update(status=Record.Status.WITHDRAWN)
    record.refresh_from_db()
    return edition


def merge_record(record: Record, into: Record) -> Edition:
    """Merge a published record of a vocabulary into another one."""
    edition = publish_document(
        record.edition.read_document(), action=Edition.Action.MERGED, change_note="Merged."
    )
    Record.objects.filter(pk=record.pk).update(merged_into=into, status=Record.Status.WITHDRAWN)
    record.refresh_from_db()
    return edition


def _store(document: Document, version: int, values: dict[str, Any]) -> Edition:
    record, _made = Record.objects.select_related("edition").get_or_create(
        kind=document["kind"], key=document["key"]
    )
    now = values.get("published_at") or timezone.now()
    previous = record.edition
    if previous:
        Edition.objects.filter(pk=previous.pk).update(died=version)
    edition = Edition.objects.create(
        **{
            "record": record,
            "number": previous.number + 1 if previous else 1,
            "action": Edition.Action.PUBLISHED,
            "document": canonical_json(document),
            "rendering": canonical_json(render(document, _source_date)),
            "born": version,
            "first_published_at": previous.first_published_at if previous else now,
            "published_at": now,
            **values,
        }
    )
    record.edition = edition
    record.status = Record.Status.PUBLISHED
    record.save()
    _give_address(record, document["slug"])
    if document["kind"] == Record.Kind.RELATIONSHIP:
        turned = "-".join(reversed(document["sides"]))  # in tests a key is its slug
        Address.objects.get_or_create(
            section="relationships", slug=turned, defaults={"record": record, "current": False}
        )
    for claim in document.get("claims", ()):
        ClaimAddress.objects.update_or_create(
            code=claim["id"], defaults={"record": record, "edition": edition}
        )
    return edition


def _give_address(record: Record, slug: str) -> None:
    record.addresses.filter(current=True).exclude(slug=slug).update(current=False)
    Address.objects.update_or_create(
        section=SECTIONS[record.kind], slug=slug, defaults={"record": record, "current": True}
    )


def _source_date(key: str) -> Span | None:
    record = Record.objects.filter(kind=Record.Kind.SOURCE, key=key).select_related("edition").first()
    date = record.edition.read_document()["date"] if record and record.edition else ""
    return Span.parse(date) if date else None
