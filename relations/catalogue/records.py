"""Records with their current editions, and editions, by queries written out once.

Every page asks one of them: to have the ORM put them together each time took
longer than to answer them.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

import orjson
from django.db import connection

from relations.models import Edition, Record
from relations.models.document import Document, load_document

_RECORD = [field.attname for field in Record._meta.concrete_fields]
_EDITION = [field.attname for field in Edition._meta.concrete_fields]
_EDITION_TIMES = [_EDITION.index(name) for name in ("first_published_at", "published_at")]
_SELECT = (
    "SELECT "  # noqa: S608 (names of our own columns)
    + ", ".join([*(f"r.{name}" for name in _RECORD), *(f"e.{name}" for name in _EDITION)])
    + "{more} FROM relations_record r LEFT JOIN relations_edition e ON {edition} "
)
_CURRENT = "e.id = r.edition_id"
# The edition (e) of a record (r) that was current at a version, which is named twice.
CURRENT_AT = "e.record_id = r.id AND e.born <= %s AND (e.died IS NULL OR e.died > %s)"


class EditionContent(NamedTuple):
    """What an edition says, without the rest of its row: files read a million of them.

    The fields are columns; the times stand last.
    """

    id: int
    born: int
    number: int
    document: str
    rendering: str
    change_note: str
    first_published_at: datetime
    published_at: datetime

    def read_document(self) -> Document:
        return load_document(self.document)

    def read_rendering(self) -> dict[str, Any]:
        rendering: dict[str, Any] = orjson.loads(self.rendering)
        return rendering


_SELECT_CONTENT = (
    "SELECT "  # noqa: S608 (names of our own columns)
    + ", ".join(f"e.{name}" for name in EditionContent._fields)
    + "{more} FROM relations_edition e "
)


def read_records(
    rest: str, values: Sequence[Any], more: str = "", version: int | None = None
) -> Iterator[tuple[Record, tuple[Any, ...]]]:
    """The records (``r``) for which ``rest`` of the query holds, each with its current edition (``e``).

    With ``version`` it is that of an earlier version, or None. ``more`` are further
    columns, which come behind each record. One query.
    """
    sql = _SELECT.format(more=more and f", {more}", edition=CURRENT_AT if version else _CURRENT) + rest
    with connection.cursor() as cursor:
        cursor.execute(sql, [version, version, *values] if version else values)
        rows = cursor.fetchall()
    for row in rows:
        record = Record.from_db(connection.alias, _RECORD, row[: len(_RECORD)])
        end = len(_RECORD) + len(_EDITION)
        edition = row[len(_RECORD) : end]
        record.edition = _edition(edition) if edition[0] is not None else None
        yield record, row[end:]


def read_editions_of_records(rest: str, values: Sequence[Any]) -> Iterator[Edition]:
    """The editions (``e``), whichever are current, for which ``rest`` of the query holds, each with its
    record (``r``). One query.
    """
    sql = _SELECT.format(more="", edition="e.record_id = r.id") + rest
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        rows = cursor.fetchall()
    for row in rows:
        edition = _edition(row[len(_RECORD) :])
        edition.record = Record.from_db(connection.alias, _RECORD, row[: len(_RECORD)])
        yield edition


def read_contents(
    rest: str, values: Sequence[Any], more: str = ""
) -> Iterator[tuple[EditionContent, tuple[Any, ...]]]:
    """The editions (``e``) for which ``rest`` of the query holds, with ``more`` columns. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_SELECT_CONTENT.format(more=more and f", {more}") + rest, values)
        rows = cursor.fetchall()
    end = len(EditionContent._fields)
    for row in rows:
        yield EditionContent(*row[: end - 2], *map(_with_zone, row[end - 2 : end])), row[end:]


def read_editions(ids: Iterable[int]) -> list[EditionContent]:
    """The editions with these row ids, in the order given, without those there are none of. One query."""
    wanted = list(ids)
    if not wanted:
        return []
    marks = ", ".join(["%s"] * len(wanted))
    found = {edition.id: edition for edition, _more in read_contents(f"WHERE e.id IN ({marks})", wanted)}
    return [found[pk] for pk in wanted if pk in found]


def _edition(columns: Sequence[Any]) -> Edition:
    values = list(columns)
    for place in _EDITION_TIMES:
        values[place] = _with_zone(values[place])
    return Edition.from_db(connection.alias, _EDITION, values)


def _with_zone(time: datetime) -> datetime:
    """The time of a plain column. SQLite's come without their zone, which is UTC."""
    return time if time.tzinfo else time.replace(tzinfo=UTC)
