"""The tables of a backup: their rows to lines of JSON and back, on SQLite and on PostgreSQL."""

import hashlib
import json
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Any

from django.apps import apps
from django.apps.registry import Apps
from django.db import DataError, IntegrityError, connection, models, transaction

from relations.documents.text import abbreviate
from relations.management.column_values import Column, ColumnValueError, encode_value, to_database_value
from relations.management.misfits import MisfitRowError, name_row
from relations.management.refusals import MAX_REASON

EXCLUDED_TABLES = (
    *("sessions.session", "relations.openform", "relations.dumppart", "relations.storeddump"),
    *("relations.reportsender", "relations.reportcounter"),
)
BATCH = 500
# What the database raises of a row that does not fit its table.
REFUSED = (IntegrityError, DataError)

Model = type[models.Model]


@contextmanager
def repeatable_read() -> Iterator[None]:
    """All reads inside see one moment, and no editor waits for them."""
    if connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield
        return
    # Django would begin IMMEDIATE, which takes the place of the one writer.
    with connection.cursor() as cursor:
        cursor.execute("BEGIN DEFERRED")
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")


def backed_up_models(among: Apps = apps) -> list[Model]:
    found = among.get_models(include_auto_created=True)
    return [
        model
        for model in found
        if model._meta.managed and not model._meta.proxy and model._meta.label_lower not in EXCLUDED_TABLES
    ]


def write_table(archive: zipfile.ZipFile, model: Model) -> dict[str, Any]:
    fields = stored_columns(model)
    rows = model._base_manager.order_by("pk").values_list(*(field.attname for field in fields))
    digest, count = hashlib.sha256(), 0
    with archive.open(f"{table_name(model)}.jsonl", "w", force_zip64=True) as file:
        for row in rows.iterator(chunk_size=BATCH):
            values = [field.get_prep_value(value) for field, value in zip(fields, row, strict=True)]
            line = json.dumps(values, ensure_ascii=False, default=encode_value).encode() + b"\n"
            digest.update(line)
            file.write(line)
            count += 1
    return {"columns": list(map(column_name, fields)), "rows": count, "sha256": digest.hexdigest()}


def load_table(archive: zipfile.ZipFile, model: Model, written: list[str]) -> list[str]:
    """Store the rows of a table, and say of those that do not fit which they are, and why.

    ``written`` are the table's columns in the order in which rows have them.
    """
    misfits: list[str] = []
    table = table_name(model)
    by_column = {column_name(field): field for field in stored_columns(model)}
    fields = [by_column[name] for name in written]
    names = ", ".join(map(quote_name, written))
    marks = ", ".join("%s" for _field in fields)
    insert = f"INSERT INTO {quote_name(table)} ({names}) VALUES ({marks})"  # noqa: S608 (names of ours)
    with archive.open(f"{table}.jsonl") as file, connection.cursor() as cursor:
        lines = enumerate(file, start=1)
        while batch := list(islice(lines, BATCH)):
            rows = []
            for number, line in batch:
                try:
                    rows.append(read_row(table, fields, number, line))
                except MisfitRowError as error:
                    misfits.append(str(error))
            try:
                with transaction.atomic():
                    cursor.executemany(insert, [values for _name, values in rows])
            except REFUSED:
                for name, values in rows:
                    try:
                        with transaction.atomic():
                            cursor.execute(insert, values)
                    except REFUSED as error:
                        misfits.append(f"{name}: {abbreviate(str(error), MAX_REASON)}")
    return misfits


def read_row(table: str, fields: list[Column], number: int, line: bytes) -> tuple[str, list[Any]]:
    """The name of a row, and its values as they are stored. Raises MisfitRowError."""
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        row = None
    if not isinstance(row, list) or len(row) != len(fields):
        raise MisfitRowError(f"{table}, row {number}: it has not {len(fields)} values")
    name = name_row(table, [column_name(field) for field in fields], row)
    try:
        return name, [to_database_value(field, value) for field, value in zip(fields, row, strict=True)]
    except ColumnValueError as error:
        raise MisfitRowError(f"{name}: {error}") from error


def delete_all_rows() -> None:
    """Delete every row."""
    with connection.cursor() as cursor:
        lock_against_writers(cursor)
        for model in [*backed_up_models(), *map(apps.get_model, EXCLUDED_TABLES)]:
            cursor.execute(f"DELETE FROM {quote_name(table_name(model))}")  # noqa: S608 (a name of ours)
    connection.check_constraints()  # now: PostgreSQL alters no table of which some wait


def lock_against_writers(cursor: Any) -> None:
    """Until the transaction ends others only read: a row of theirs would stand among those of the archive.

    SQLite has one writer at a time anyway.
    """
    if connection.vendor == "postgresql":
        names = ", ".join(quote_name(table_name(model)) for model in backed_up_models())
        cursor.execute(f"LOCK TABLE {names} IN SHARE ROW EXCLUSIVE MODE")


def advance_sequences(loaded: list[Model]) -> None:
    """The next row of each table gets a number that none had, before or in the archive; as on SQLite.

    Not with setval, which is kept when the transaction is not: of a restore that was
    killed, all later rows would get numbers that are taken.
    """
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        for model in loaded:
            for sequence in connection.introspection.get_sequences(cursor, table_name(model)):
                name, column = quote_name(sequence["name"]), quote_name(sequence["column"])
                table = quote_name(table_name(model))
                cursor.execute(
                    f"SELECT last_value, (SELECT max({column}) FROM {table}) FROM {name}"  # noqa: S608 (names of the database's own)
                )
                before, highest = cursor.fetchone()
                cursor.execute(f"ALTER SEQUENCE {name} RESTART WITH {max(before, highest or 0) + 1}")


def stored_columns(model: Model) -> list[Column]:
    return [field for field in model._meta.local_concrete_fields if not field.generated]


def column_name(field: Column) -> str:
    return str(field.column)


def table_name(model: Model) -> str:
    return model._meta.db_table


def quote_name(name: str) -> str:
    return connection.ops.quote_name(name)
