"""Editions of a record, and the current ones of entries."""

from collections.abc import Iterable

from django.db.models import F, QuerySet

from relations.models import Edition, Record


def editions(record: Record) -> list[Edition]:
    """Every edition of ``record``, newest first."""
    return list(record.editions.order_by("-number"))


def edition(record: Record, number: int) -> Edition | None:
    """One fixed edition of ``record``."""
    return record.editions.filter(number=number).first()


def current_entries() -> QuerySet[Edition]:
    """The current editions of the entries a reader can open, without order."""
    return (
        Edition.objects.filter(
            record__kind__in=Record.ENTRY_KINDS, record__edition=F("pk"), record__merged_into=None
        )
        .exclude(record__publication=Record.Publication.WITHDRAWN)
        .order_by()
    )


def entries(keys: Iterable[str]) -> dict[str, Edition]:
    """The current public editions of the entries with these codes, by code, in the order given."""
    keys = list(dict.fromkeys(keys))
    if not keys:
        return {}
    # What is public is told from the rows: asked for as well, SQLite would go through all that are.
    records = Record.objects.filter(kind__in=Record.ENTRY_KINDS, key__in=keys).select_related("edition")
    found = {record.key: record.edition for record in records if record.is_public}
    return {key: found[key] for key in keys if key in found}
