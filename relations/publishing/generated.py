"""Documents published without working rows or revisions: a generated reference, for measuring.

What readers see is left as ``publish`` leaves it, by the same writer. Nothing of
it can be edited, and nothing is checked: the documents must be such as ``check``
would pass.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction

from relations.documents import Document
from relations.documents.canonical import canonicalize
from relations.models import Edition, Publication, Record
from relations.publishing.bulk import ROWS, chunked
from relations.publishing.due import begin_publication
from relations.publishing.publication import NewEdition, write_publication


@transaction.atomic
def publish_generated(
    documents: Iterable[Document], *, at: datetime | None = None, note: str = ""
) -> list[Edition]:
    """Store each document as its record's next edition, as one new version.

    What documents name comes before them, and no record comes twice. ``note``
    goes with second and later editions.
    """
    documents = [canonicalize(document) for document in documents]
    begin_publication()
    items = [
        NewEdition(record, document, None, note=note if record.edition else "")
        for record, document in zip(_records(documents), documents, strict=True)
    ]
    return write_publication(Publication.Kind.GENERATED, items, at=at)


def _records(documents: Sequence[Document]) -> list[Record]:
    """Each document's record, its current edition beside it; new ones are made."""
    present: dict[tuple[str, str], Record] = {}
    for keys in chunked(document["key"] for document in documents):
        found = Record.objects.filter(key__in=keys).select_related("edition")
        present |= {(record.kind, record.key): record for record in found.defer("edition__rendering")}
    wanted = [(document["kind"], document["key"]) for document in documents]
    new = {each: Record(kind=each[0], key=each[1]) for each in wanted if each not in present}
    Record.objects.bulk_create(new.values(), batch_size=ROWS)
    return [present.get(each) or new[each] for each in wanted]
