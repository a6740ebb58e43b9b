"""Editions of a record, and the current ones of entries."""

from collections.abc import Iterable

from relations.catalogue.records import read_records
from relations.models import Edition, Record


def record_editions(record: Record) -> list[Edition]:
    """Every edition of ``record``, newest first."""
    return list(record.editions.order_by("-number"))


def get_edition(record: Record, number: int) -> Edition | None:
    """One fixed edition of ``record``."""
    return record.editions.filter(number=number).first()


def current_entry_editions(keys: Iterable[str]) -> dict[str, Edition]:
    """The current public editions of the entries with these codes, by code, in the order given."""
    keys = list(dict.fromkeys(keys))
    if not keys:
        return {}
    # What is public is decided by the rows read: in the query too, SQLite would go through all that are.
    kinds, named = (", ".join(["%s"] * len(values)) for values in (Record.ENTRY_KINDS, keys))
    condition = f"WHERE r.kind IN ({kinds}) AND r.key IN ({named})"
    found = {
        record.key: record.current_edition
        for record, _more in read_records(condition, [*map(str, Record.ENTRY_KINDS), *keys])
        if record.is_public
    }
    return {key: found[key] for key in keys if key in found}
