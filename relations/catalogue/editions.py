"""Editions of a record, and the current ones of entries, as of a snapshot."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from relations.catalogue.past_addresses import NotYetPublishedError
from relations.catalogue.records import CURRENT_AT, EditionContent, read_contents
from relations.catalogue.sections import record_url
from relations.catalogue.snapshot import Snapshot
from relations.catalogue.withdrawals import WITHDRAWAL, Withdrawal, read_withdrawal
from relations.models import Edition, Record


class EntryEdition(NamedTuple):
    """The edition of an entry as of a snapshot; ``withdrawn``: when and why, if that is done since."""

    content: EditionContent
    withdrawn: Withdrawal | None = None


def get_edition(record: Record, number: int, snapshot: Snapshot) -> Edition | None:
    """One fixed edition of ``record``. One query, none for its current one.

    Raises NotYetPublishedError for one that was published later.
    """
    if record.edition and record.edition.number == number:
        return record.edition
    edition = record.editions.filter(number=number).first()
    if edition is not None and edition.born > snapshot.version:
        url = record_url(record.kind, edition.read_document()["slug"])
        raise NotYetPublishedError(f"{url}editions/{number}/", edition.born, edition.published_at)
    return edition


def edition_at(record: Record, snapshot: Snapshot) -> Edition | None:
    """What the page of ``record`` said then; None when it had none."""
    edition = Edition.objects.filter(record=record).current_at(snapshot.version).first()
    return None if edition is None or edition.action in Edition.ENDING_ACTIONS else edition


def first_version_of_page(record: Record, after: int = 0) -> int | None:
    """The first version, of those later than ``after``, that published a page of ``record``."""
    editions = Edition.objects.filter(record=record, born__gt=after).exclude(
        action__in=Edition.ENDING_ACTIONS
    )
    return editions.order_by("born").values_list("born", flat=True).first()


def current_entry_editions(keys: Iterable[str], snapshot: Snapshot) -> dict[str, EntryEdition]:
    """The current public editions of the entries with these codes, by code, in the order given. One query."""
    keys = list(dict.fromkeys(keys))
    if not keys:
        return {}
    found = dict(_past(keys, snapshot) if snapshot.pin else _present(keys))
    return {key: found[key] for key in keys if key in found}


def _marks(values: Iterable[object]) -> str:
    return ", ".join("%s" for _value in values)


def _present(keys: list[str]) -> Iterator[tuple[str, EntryEdition]]:
    # What is public is decided by the rows read: in the query too, SQLite would go through all that are.
    rest = (
        "JOIN relations_record r ON r.edition_id = e.id "
        f"WHERE r.kind IN ({_marks(Record.ENTRY_KINDS)}) AND r.key IN ({_marks(keys)})"
    )
    values = [*map(str, Record.ENTRY_KINDS), *keys]
    for edition, (key, status, survivor) in read_contents(rest, values, "r.key, r.status, r.merged_into_id"):
        if status != Record.Status.WITHDRAWN and survivor is None:
            yield key, EntryEdition(edition)


def _past(keys: list[str], snapshot: Snapshot) -> Iterator[tuple[str, EntryEdition]]:
    rest = (
        f"JOIN relations_record r ON {CURRENT_AT} JOIN relations_edition w ON w.id = r.edition_id "
        f"WHERE r.kind IN ({_marks(Record.ENTRY_KINDS)}) AND r.key IN ({_marks(keys)})"
    )
    values = [snapshot.version, snapshot.version, *map(str, Record.ENTRY_KINDS), *keys]
    for edition, (key, action, *withdrawal) in read_contents(rest, values, f"r.key, e.action, {WITHDRAWAL}"):
        if action not in Edition.ENDING_ACTIONS:
            yield key, EntryEdition(edition, read_withdrawal(withdrawal))
