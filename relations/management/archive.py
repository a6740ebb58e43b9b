"""A backup: the whole database as one file, the same from SQLite and from PostgreSQL.

A zip with one file of rows per table (a JSON list per line, all as of one moment)
and ``manifest.json``, written last: the format, the migrations the rows belong to,
and each table's columns, number of rows and SHA-256. Left out are sessions
(whoever was signed in signs in again) and the full text, which is made from editions.
"""

import base64
import hashlib
import json
import os
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, time
from itertools import islice
from pathlib import Path
from typing import Any, TypeAlias

from django.apps import apps
from django.apps.registry import Apps
from django.core.management import call_command
from django.db import connection, models, transaction
from django.utils import timezone

from relations.management.migration_state import (
    ahead,
    apps_of,
    migrate_to,
    migrations,
    one_transaction,
    waiting,
)

FORMAT = 1
LEFT_OUT = ("sessions.session",)
BATCH = 500
# What reading a damaged zip, or one that is no backup, may raise.
BROKEN = (zipfile.BadZipFile, zlib.error, KeyError, TypeError, ValueError, EOFError, RuntimeError)

Model = type[models.Model]
Manifest = dict[str, Any]
Column: TypeAlias = "models.Field[Any, Any]"


class ArchiveError(Exception):
    """Why a file cannot be restored, in one sentence."""


def write(path: Path) -> Manifest:
    """Write the archive beside ``path``, read it back, then put it in place of what was there."""
    if wait := waiting():
        raise ArchiveError(f"Run migrate first: {len(wait)} migrations wait.")
    if unknown := ahead():
        raise ArchiveError(
            f"This database was migrated by another version (it has {', '.join(unknown)}). "
            "Back it up with that one: this one would leave out what it does not know."
        )
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")  # for this account only
    os.close(handle)
    try:
        with snapshot(), zipfile.ZipFile(name, "w", zipfile.ZIP_DEFLATED) as archive:
            manifest = {
                "format": FORMAT,
                "made_at": timezone.now().isoformat(timespec="seconds"),
                "migrations": migrations(),
                "tables": {table_of(model): write_table(archive, model) for model in tables()},
            }
            archive.writestr("manifest.json", json.dumps(manifest, indent=1))
        check(Path(name))
        Path(name).replace(path)
    finally:
        Path(name).unlink(missing_ok=True)
    return manifest


def check(path: Path) -> Manifest:
    """The manifest of a whole and fitting archive, every byte of it read; else ArchiveError."""
    if not path.is_file():
        raise ArchiveError(f"There is no file {path}.")
    try:
        with zipfile.ZipFile(path) as archive:
            manifest: Manifest = json.loads(archive.read("manifest.json"))
            check_fit(path, manifest)
            for table, written in manifest["tables"].items():
                if fingerprint(archive, table) != (written["sha256"], written["rows"]):
                    raise ArchiveError(f"{path} is damaged: {table} is not as it was written.")
    except OSError as error:
        raise ArchiveError(f"{path} cannot be read: {error.strerror}.") from error
    except BROKEN as error:
        raise ArchiveError(f"{path} is not a whole backup.") from error
    return manifest


def check_fit(path: Path, manifest: Manifest) -> None:
    """Rows fit the tables they were taken from: those of this version or of an earlier one."""
    if manifest["format"] != FORMAT:
        raise ArchiveError(f"{path} has a format this version does not know.")
    if other := sorted(set(manifest["migrations"]) - set(migrations())):
        raise ArchiveError(
            f"{path} was made by another version (which has {', '.join(other)}). "
            "Restore it with the version that made it, then upgrade."
        )
    if {name: sorted(table["columns"]) for name, table in manifest["tables"].items()} != {
        table_of(model): sorted(map(column_name, columns(model))) for model in tables(models_of(manifest))
    }:
        raise ArchiveError(f"{path} holds other tables than that version had.")


def is_of_this_version(manifest: Manifest) -> bool:
    return set(manifest["migrations"]) == set(migrations())


def models_of(manifest: Manifest) -> Apps:
    """The models whose rows an archive holds."""
    return apps if is_of_this_version(manifest) else apps_of(manifest["migrations"])


def check_database() -> None:
    """Migrations only go forward, so rows do not fit a database that is ahead of this version.

    ArchiveError names the way round, an empty database; to be asked before anything is touched.
    """
    if not (unknown := ahead()):
        return
    way = "Create a new one, and name it in DATABASE_URL."
    if connection.vendor == "sqlite":
        name = connection.settings_dict["NAME"]
        way = f"Stop the server and move {name} aside, with the files beside it whose names begin so."
    raise ArchiveError(
        f"This database was migrated by another version (it has {', '.join(unknown)}). "
        f"Restore into an empty database. {way}"
    )


def fingerprint(archive: zipfile.ZipFile, table: str) -> tuple[str, int]:
    digest, rows = hashlib.sha256(), 0
    with archive.open(f"{table}.jsonl") as file:
        for line in file:
            digest.update(line)
            rows += 1
    return digest.hexdigest(), rows


def load(path: Path) -> None:
    """Put the archive's rows in place of the database's, all or nothing; after ``check``, once migrated.

    An archive of an earlier version is loaded into the tables of that version, which are then migrated.
    """
    with one_transaction(), zipfile.ZipFile(path) as archive:
        manifest = json.loads(archive.read("manifest.json"))
        empty()
        if not is_of_this_version(manifest):
            migrate_to(manifest["migrations"])
        for model in tables(models_of(manifest)):
            load_table(archive, model, manifest["tables"][table_of(model)]["columns"])
        connection.check_constraints()
        raise_sequences(tables(models_of(manifest)))
        if not is_of_this_version(manifest):
            call_command("migrate", interactive=False, verbosity=0)
            connection.check_constraints()


def empty() -> None:
    """Delete every row."""
    with connection.cursor() as cursor:
        keep_writers_out(cursor)
        for model in [*tables(), *map(apps.get_model, LEFT_OUT)]:
            cursor.execute(f"DELETE FROM {quote(table_of(model))}")  # noqa: S608 (a name of ours)
    connection.check_constraints()  # now: PostgreSQL alters no table of which some wait


def keep_writers_out(cursor: Any) -> None:
    """Until the transaction ends others only read: a row of theirs would stand among those of the archive.

    SQLite has one writer at a time anyway.
    """
    if connection.vendor == "postgresql":
        names = ", ".join(quote(table_of(model)) for model in tables())
        cursor.execute(f"LOCK TABLE {names} IN SHARE ROW EXCLUSIVE MODE")


def raise_sequences(restored: list[Model]) -> None:
    """The next row of each table gets a number that none had, before or in the archive; as on SQLite.

    Not with setval, which is kept when the transaction is not: of a restore that was
    killed, all later rows would get numbers that are taken.
    """
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        for model in restored:
            for sequence in connection.introspection.get_sequences(cursor, table_of(model)):
                name, column = quote(sequence["name"]), quote(sequence["column"])
                cursor.execute(
                    f"SELECT last_value, (SELECT max({column}) FROM {quote(table_of(model))}) FROM {name}"  # noqa: S608 (names of the database's own)
                )
                before, restored = cursor.fetchone()
                cursor.execute(f"ALTER SEQUENCE {name} RESTART WITH {max(before, restored or 0) + 1}")


def write_table(archive: zipfile.ZipFile, model: Model) -> dict[str, Any]:
    fields = columns(model)
    rows = model._base_manager.order_by("pk").values_list(*(field.attname for field in fields))
    digest, count = hashlib.sha256(), 0
    with archive.open(f"{table_of(model)}.jsonl", "w", force_zip64=True) as file:
        for row in rows.iterator(chunk_size=BATCH):
            values = [field.get_prep_value(value) for field, value in zip(fields, row, strict=True)]
            line = json.dumps(values, ensure_ascii=False, default=as_text).encode() + b"\n"
            digest.update(line)
            file.write(line)
            count += 1
    return {"columns": list(map(column_name, fields)), "rows": count, "sha256": digest.hexdigest()}


def load_table(archive: zipfile.ZipFile, model: Model, written: list[str]) -> None:
    """``written`` are the table's columns in the order in which rows have them."""
    by_column = {column_name(field): field for field in columns(model)}
    fields = [by_column[name] for name in written]
    names = ", ".join(map(quote, written))
    marks = ", ".join("%s" for _field in fields)
    insert = f"INSERT INTO {quote(table_of(model))} ({names}) VALUES ({marks})"  # noqa: S608 (names of ours)
    with archive.open(f"{table_of(model)}.jsonl") as file, connection.cursor() as cursor:
        while lines := list(islice(file, BATCH)):
            cursor.executemany(insert, [for_database(fields, json.loads(line)) for line in lines])


def for_database(fields: list[Column], row: list[Any]) -> list[Any]:
    values = zip(fields, row, strict=True)
    return [field.get_db_prep_save(from_text(field, value), connection) for field, value in values]


def from_text(field: Column, value: Any) -> Any:
    if isinstance(field, models.BinaryField) and value is not None:
        return base64.b64decode(value)
    return field.to_python(value)


def as_text(value: Any) -> str:
    """What JSON has no form for. Times keep their microseconds."""
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(bytes(value)).decode()
    return value.isoformat() if isinstance(value, date | time) else str(value)


@contextmanager
def snapshot() -> Iterator[None]:
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


def tables(among: Apps = apps) -> list[Model]:
    found = among.get_models(include_auto_created=True)
    return [
        model
        for model in found
        if model._meta.managed and not model._meta.proxy and model._meta.label_lower not in LEFT_OUT
    ]


def columns(model: Model) -> list[Column]:
    return [field for field in model._meta.local_concrete_fields if not field.generated]


def column_name(field: Column) -> str:
    return str(field.column)


def table_of(model: Model) -> str:
    return model._meta.db_table


def quote(name: str) -> str:
    return connection.ops.quote_name(name)
