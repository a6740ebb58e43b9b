"""The one writer of public state: it stores editions, addresses and where claims stand."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils import timezone

from relations.catalogue import SECTIONS
from relations.documents import Document, canonical_json, load_document, render
from relations.documents.revisions import working_source_date
from relations.models import Address, ClaimAddress, Edition, Publication, Record, Span, VersionCounter
from relations.search import fulltext


def begin(kind: Publication.Kind, user: Any = None, at: datetime | None = None) -> Publication:
    """Make the next version, with the counter locked until the transaction ends.

    Its time is ``at`` or now, but never before that of the version before.
    """
    counter = VersionCounter.objects.lock()
    times = Publication.objects.filter(pk=counter.version).values_list("published_at", flat=True)
    counter.version += 1
    counter.save(update_fields=["version"])
    return Publication.objects.create(
        version=counter.version,
        kind=kind,
        published_at=max([at or timezone.now(), *times]),
        published_by=user,
    )


class Press:
    """One act of publishing: a locked reference, one new version, any number of editions.

    Made and used inside one transaction.
    """

    def __init__(self, kind: Publication.Kind, user: Any = None) -> None:
        self.user = user
        self.publication = begin(kind, user)
        self.now = self.publication.published_at
        self.editions: list[Edition] = []

    def store(
        self,
        record: Record,
        document: Document,
        action: Edition.Action,
        note: str,
        replacement: Record | None = None,
        status: Record.Status | None = None,
    ) -> Edition:
        """Store a document as the record's next edition, the current one from then on.

        ``status`` is the record's status after it, if it changes.
        """
        previous = record.edition
        if previous:
            record.editions.filter(pk=previous.pk).update(died=self.publication.version)
        edition = Edition.objects.create(
            record=record,
            number=previous.number + 1 if previous else 1,
            action=action,
            document=canonical_json(document),
            rendering=canonical_json(render(document, source_date)),
            change_note=note,
            replacement=replacement,
            born=self.publication.version,
            first_published_at=previous.first_published_at if previous else self.now,
            published_at=self.now,
            published_by=self.user,
        )
        record.edition = edition
        record.status = status or record.status
        record.save(update_fields=["edition", "status", "merged_into"])
        self.editions.append(edition)
        return edition

    def give_address(self, record: Record, slug: str) -> None:
        """Make the slug the record's current address; its former ones lead there."""
        record.addresses.filter(current=True).exclude(slug=slug).update(current=False)
        section = SECTIONS[record.kind]
        Address.objects.update_or_create(
            section=section, slug=slug, defaults={"record": record, "current": True}
        )
        if record.kind == Record.Kind.RELATIONSHIP and (turned := _turned(record, slug)):
            Address.objects.get_or_create(
                section=section, slug=turned, defaults={"record": record, "current": False}
            )

    def place_claims(self, edition: Edition, claims: Iterable[Document]) -> None:
        """Remember this edition as the last that holds these claims."""
        ClaimAddress.objects.bulk_create(
            [ClaimAddress(code=claim["id"], record=edition.record, edition=edition) for claim in claims],
            update_conflicts=True,
            unique_fields=["code"],
            update_fields=["edition"],
        )

    def finish(self) -> list[Edition]:
        """Hand the new editions to the full-text engine. Call it last."""
        fulltext.add_editions(self.editions)
        return self.editions


def _turned(record: Record, slug: str) -> str:
    """The slug of a pair with its sides the other way round, when it is made of theirs."""
    sides = [record.subject.first.slug, record.subject.second.slug]
    return "-".join(reversed(sides)) if slug == "-".join(sides) else ""


def source_date(key: str) -> Span | None:
    """A source's date as published; as its working copy has it while it is not."""
    source = Record.objects.filter(kind=Record.Kind.SOURCE, key=key).select_related("edition").first()
    if source is None or source.edition is None:
        return working_source_date(key)
    date = load_document(source.edition.document)["date"]
    return Span.parse(date) if date else None
