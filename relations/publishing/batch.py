"""The press's batch form: documents into an empty reference, some thousands at a time.

For measuring, not for editing. What readers see is left as ``publish`` leaves it:
records with their current editions, documents canonical and rendered, addresses,
where claims stand, full text, one version a batch. Not written are working rows
(nothing of it can be edited at the desk) and revisions. Nothing is checked: the
documents must be such as ``check`` would pass.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import connection, transaction

from relations.catalogue import SECTIONS
from relations.documents import Document, canonical_json, render
from relations.documents.canonical import in_canonical_order
from relations.models import Address, ClaimAddress, Edition, Publication, Record, Span
from relations.publishing.publication import begin
from relations.search import fulltext

ROWS = 400  # of one statement


class NotEmpty(Exception):  # noqa: N818 (a state, named so)
    """The database holds records already."""


class Batch:
    """Raises NotEmpty for a database that holds any record."""

    def __init__(self) -> None:
        if Record.objects.exists():
            raise NotEmpty
        self._source_dates: dict[str, str] = {}

    @transaction.atomic
    def publish(self, documents: Iterable[Document], *, at: datetime | None = None, note: str = "") -> int:
        """Store each document as its record's next edition, as one new version, which is handed back.

        What documents name comes before them. No record comes twice, and one
        that is published again keeps its slug. ``note`` goes with second and
        later editions.
        """
        documents = [in_canonical_order(document) for document in documents]
        publication = begin(Publication.Kind.GENERATED, at=at)
        records = self._records(documents)
        stamp = {"born": publication.version, "published_at": publication.published_at}
        editions = [
            self._edition(record, document, note, stamp)
            for record, document in zip(records, documents, strict=True)
        ]
        _end([record.edition for record in records if record.edition], publication.version)
        Edition.objects.bulk_create(editions, batch_size=ROWS)
        _make_current(editions)
        _place(editions, documents)
        fulltext.add_editions(editions)
        return publication.version

    def _records(self, documents: Sequence[Document]) -> list[Record]:
        """Each document's record, its previous edition beside it; new ones are made."""
        keys = [document["key"] for document in documents]
        known: dict[tuple[str, str], Record] = {}
        for start in range(0, len(keys), ROWS):
            found = Record.objects.filter(key__in=keys[start : start + ROWS]).select_related("edition")
            known |= {(record.kind, record.key): record for record in found.defer("edition__rendering")}
        wanted = [(document["kind"], document["key"]) for document in documents]
        new = {each: Record(kind=each[0], key=each[1]) for each in wanted if each not in known}
        Record.objects.bulk_create(new.values(), batch_size=ROWS)
        return [known.get(each) or new[each] for each in wanted]

    def _edition(self, record: Record, document: Document, note: str, stamp: dict) -> Edition:
        if document["kind"] == Record.Kind.SOURCE:
            self._source_dates[document["key"]] = document["date"]
        previous = record.edition
        return Edition(
            record=record,
            number=previous.number + 1 if previous else 1,
            action=Edition.Action.PUBLISHED,
            document=canonical_json(document),
            rendering=canonical_json(render(document, self._source_date)),
            change_note=note if previous else "",
            first_published_at=previous.first_published_at if previous else stamp["published_at"],
            **stamp,
        )

    def _source_date(self, key: str) -> Span | None:
        date = self._source_dates.get(key)
        return Span.parse(date) if date else None


def _end(editions: Sequence[Edition], version: int) -> None:
    ids = [edition.pk for edition in editions]
    for start in range(0, len(ids), ROWS):
        Edition.objects.filter(pk__in=ids[start : start + ROWS]).update(died=version)


def _make_current(editions: Sequence[Edition]) -> None:
    table, columns = Record._meta.db_table, ("edition_id", "status", "id")
    edition, status, pk = map(connection.ops.quote_name, columns)
    statement = f"UPDATE {table} SET {edition} = %s, {status} = %s WHERE {pk} = %s"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.executemany(
            statement, [(each.pk, Record.Status.PUBLISHED.value, each.record_id) for each in editions]
        )


def _place(editions: Sequence[Edition], documents: Sequence[Document]) -> None:
    """Addresses of what is new, and the last edition of every claim."""
    pairs = list(zip(editions, documents, strict=True))
    Address.objects.bulk_create(
        [
            Address(section=SECTIONS[document["kind"]], slug=document["slug"], record=edition.record)
            for edition, document in pairs
            if edition.number == 1
        ],
        batch_size=ROWS,
    )
    ClaimAddress.objects.bulk_create(
        [
            ClaimAddress(code=claim["id"], record=edition.record, edition=edition)
            for edition, document in pairs
            for claim in document.get("claims", ())
        ],
        batch_size=ROWS,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["edition"],
    )
