"""All editions of all public records, for files that hold everything."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from relations.models import Edition, Record

# Rows fetched at a time.
_BATCH = 2000


class EditionOfRecord(NamedTuple):
    """One edition of a record, without its document. ``version`` is the one that it came with."""

    kind: str
    key: str
    number: int
    action: str
    version: int
    published_at: datetime
    change_note: str


def edition_history(version: int) -> Iterator[EditionOfRecord]:
    """The editions of public records up to a version: the oldest record's first, by number. One query."""
    editions = (
        Edition.objects.filter(record__in=Record.objects.public(), born__lte=version)
        .order_by("record", "number")
        .values_list("record__kind", "record__key", "number", "action", "born", "published_at", "change_note")
    )
    return (EditionOfRecord(*row) for row in editions.iterator(chunk_size=_BATCH))
