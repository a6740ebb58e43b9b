"""What changed in the reference: its editions in the order in which they were published."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from relations.catalogue.sections import url_of
from relations.models import Address, Edition, Record


def changes() -> QuerySet[Edition]:
    """Every edition a reader may know of, newest first, with its record.

    Of a withdrawn record only the withdrawal is told: its editions are gone.
    A merged one keeps its own.
    """
    withdrawn = Q(record__publication=Record.Publication.WITHDRAWN, record__merged_into=None)
    return (
        Edition.objects.exclude(withdrawn & ~Q(action=Edition.Action.WITHDRAWN))
        .select_related("record")
        .order_by("-version", "-pk")
    )


def addresses_of(records: Iterable[Record]) -> dict[int, str]:
    """The path last given to each record, by its row id. One query."""
    kinds = {record.pk: record.kind for record in records}
    rows = Address.objects.filter(record__in=kinds, current=True).values_list("record", "slug")
    return {pk: url_of(kinds[pk], slug) for pk, slug in rows}


def public_pages() -> QuerySet[Address]:
    """Kind, slug and time of last publication of every record a reader can open, by address."""
    return (
        Address.objects.filter(current=True, record__in=Record.objects.public())
        .order_by("section", "slug")
        .values_list("record__kind", "slug", "record__edition__published_at")
    )
