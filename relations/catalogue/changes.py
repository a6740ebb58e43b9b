"""What changed in the reference: its editions in the order in which they were published."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from relations.catalogue.sections import record_url
from relations.models import Address, Edition, Record


def published_editions() -> QuerySet[Edition]:
    """Every edition a reader may know of, newest first, with its record.

    Of a withdrawn record there is only the withdrawal: its editions are gone.
    A merged one keeps its own.
    """
    withdrawn = Q(record__status=Record.Status.WITHDRAWN, record__merged_into=None)
    return (
        Edition.objects.exclude(withdrawn & ~Q(action=Edition.Action.WITHDRAWN))
        .exclude(record__kind=Record.Kind.REFERENCE)
        .select_related("record")
        .order_by("-born", "-pk")
    )


def latest_paths(records: Iterable[Record]) -> dict[int, str]:
    """The path last given to each record, by its row id. One query."""
    kinds = {record.pk: record.kind for record in records}
    rows = Address.objects.filter(record__in=kinds, current=True).values_list("record", "slug")
    return {pk: record_url(kinds[pk], slug) for pk, slug in rows}
