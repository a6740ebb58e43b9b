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
    """The current public editions of the entries with these codes, by code, in the order given.

    Whether a record can still be opened is asked of the rows, not of the
    database: SQLite would go through all that can to find the few by their codes.
    """
    keys = list(dict.fromkeys(keys))
    if not keys:
        return {}
    rows = Edition.objects.filter(
        record__kind__in=Record.ENTRY_KINDS, record__key__in=keys, record__edition=F("pk")
    )
    found = {e.record.key: e for e in rows.select_related("record").order_by() if _is_open(e.record)}
    return {key: found[key] for key in keys if key in found}


def _is_open(record: Record) -> bool:
    return record.publication != Record.Publication.WITHDRAWN and record.merged_into_id is None
