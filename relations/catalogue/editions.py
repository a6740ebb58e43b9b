"""Editions of a record, and the current ones of entries."""

from collections.abc import Iterable

from relations.catalogue.records import EditionContent, read_contents
from relations.models import Edition, Record


def record_editions(record: Record) -> list[Edition]:
    """Every edition of ``record``, newest first."""
    return list(record.editions.order_by("-number"))


def get_edition(record: Record, number: int) -> Edition | None:
    """One fixed edition of ``record``."""
    return record.editions.filter(number=number).first()


def current_entry_editions(keys: Iterable[str]) -> dict[str, EditionContent]:
    """The current public editions of the entries with these codes, by code, in the order given. One query."""
    keys = list(dict.fromkeys(keys))
    if not keys:
        return {}
    kinds, named = (", ".join(["%s"] * len(values)) for values in (Record.ENTRY_KINDS, keys))
    # What is public is decided by the rows read: in the query too, SQLite would go through all that are.
    rest = f"JOIN relations_record r ON r.edition_id = e.id WHERE r.kind IN ({kinds}) AND r.key IN ({named})"
    values = [*map(str, Record.ENTRY_KINDS), *keys]
    found = {
        key: edition
        for edition, (key, status, survivor) in read_contents(
            rest, values, "r.key, r.status, r.merged_into_id"
        )
        if status != Record.Status.WITHDRAWN and survivor is None
    }
    return {key: found[key] for key in keys if key in found}
