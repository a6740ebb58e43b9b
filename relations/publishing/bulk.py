"""Many rows by few statements."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, TypeVar

from django.db import connection, models

ROWS = 400  # of one statement: a database takes so many parameters and no more
T = TypeVar("T")


def chunked(items: Iterable[T], size: int = ROWS) -> Iterator[list[T]]:
    rest = iter(items)
    while chunk := list(islice(rest, size)):
        yield chunk


def update_rows(
    model: type[models.Model], names: Sequence[str], by: str, rows: Iterable[Sequence[Any]]
) -> None:
    """Set the fields ``names`` of the rows that a field, ``by``, tells from others.

    Each of ``rows`` has the new values, then that of ``by``. One prepared statement
    for all of them: Django's own ``bulk_update`` takes six times as long.
    """
    quote = connection.ops.quote_name
    fields: list[Any] = [model._meta.get_field(name) for name in (*names, by)]
    *columns, key = (quote(field.column) for field in fields)
    assignments = ", ".join(f"{column} = %s" for column in columns)
    statement = f"UPDATE {quote(model._meta.db_table)} SET {assignments} WHERE {key} = %s"  # noqa: S608
    values = [
        [field.get_db_prep_save(value, connection) for field, value in zip(fields, row, strict=True)]
        for row in rows
    ]
    if values:
        with connection.cursor() as cursor:
            cursor.executemany(statement, values)
