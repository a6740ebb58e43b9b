"""What is told at an earlier version of records that were withdrawn since.

Each is counted, and keeps its place wherever it was listed: on pages, in data, feeds, calendars and
literature. In its place stand when and why it was withdrawn, and nothing that it said. No words find it.
See docs/decisions/0014-pins-in-addresses.md.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db import connection

from relations.models import Record

if TYPE_CHECKING:
    from relations.catalogue.snapshot import Snapshot

# Of a record (r) and its last edition (w), what tells whether it is withdrawn at present, and why.
WITHDRAWAL = "r.status, r.merged_into_id, w.published_at, w.change_note"


class Withdrawal(NamedTuple):
    """When a record was withdrawn, and the reason that readers are told."""

    at: datetime
    reason: str


def read_withdrawal(columns: Sequence[Any]) -> Withdrawal | None:
    """The withdrawal that the columns of WITHDRAWAL tell of; None when the record is not withdrawn."""
    status, survivor, at, reason = columns
    if status != Record.Status.WITHDRAWN or survivor is not None:
        return None
    return Withdrawal(at if at.tzinfo else at.replace(tzinfo=UTC), reason)


def read_withdrawals(edition_ids: Iterable[int], snapshot: "Snapshot") -> dict[int, Withdrawal]:
    """By row id of edition, the withdrawals of those records that were withdrawn since the snapshot.

    No query at the present version, one at any other.
    """
    wanted = list(edition_ids)
    if not (snapshot.pin and wanted):
        return {}
    marks = ", ".join("%s" for _id in wanted)
    sql = (
        f"SELECT e.id, {WITHDRAWAL} FROM relations_edition e "  # noqa: S608 (names of our own columns)
        "JOIN relations_record r ON r.id = e.record_id JOIN relations_edition w ON w.id = r.edition_id "
        f"WHERE e.id IN ({marks})"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, wanted)
        rows = cursor.fetchall()
    return {pk: found for pk, *columns in rows if (found := read_withdrawal(columns))}
