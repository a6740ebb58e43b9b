"""What changed in the reference: its editions in the order in which they were published."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from django.db.models import Max, Q, QuerySet

from relations.catalogue.sections import record_url
from relations.catalogue.snapshot import Snapshot
from relations.models import Address, Edition, Record
from relations.models.document import load_document


class PublishedVersion(NamedTuple):
    """A version of the reference, and when it was published."""

    number: int
    at: datetime


def published_editions(snapshot: Snapshot) -> QuerySet[Edition]:
    """Every edition a reader may know of by then, newest first, with its record.

    Of a record that was withdrawn by then there is only the withdrawal: its editions are gone.
    A merged one keeps its own. Those of a record withdrawn since are among them.
    """
    if snapshot.pin:
        current = Edition.objects.order_by().current_at(snapshot.version)
        ended = current.filter(action=Edition.Action.WITHDRAWN).values("record")
        hidden = Q(record__in=ended)
    else:
        hidden = Q(record__status=Record.Status.WITHDRAWN, record__merged_into=None)
    editions = Edition.objects.exclude(hidden & ~Q(action=Edition.Action.WITHDRAWN))
    if snapshot.pin:
        editions = editions.filter(born__lte=snapshot.version)
    return (
        editions.exclude(record__kind=Record.Kind.REFERENCE).select_related("record").order_by("-born", "-pk")
    )


def versions_that_changed(
    editions: Iterable[int], first: int, last: int, limit: int
) -> list[PublishedVersion]:
    """The last ``limit`` versions from ``first`` to ``last`` that published an edition of these records.

    ``editions``: row ids, one of each record. One query.
    """
    records = Edition.objects.order_by().filter(pk__in=list(editions)).values("record")
    published = Edition.objects.filter(record__in=records, born__range=(first, last))
    versions = published.order_by("-born").values_list("born").annotate(at=Max("published_at"))
    return [PublishedVersion(*row) for row in versions[:limit]]


def latest_paths(records: Iterable[Record], snapshot: Snapshot) -> dict[int, str]:
    """The path that each record had at last, by its row id. One query."""
    kinds = {record.pk: record.kind for record in records}
    if snapshot.pin:
        editions = Edition.objects.order_by().current_at(snapshot.version).filter(record__in=kinds)
        documents = editions.values_list("record", "document")
        return {pk: record_url(kinds[pk], load_document(text)["slug"]) for pk, text in documents}
    rows = Address.objects.filter(record__in=kinds, current=True).values_list("record", "slug")
    return {pk: record_url(kinds[pk], slug) for pk, slug in rows}
