"""A database of its own for each process of a run, and how it is emptied after a test that committed.

It begins as the migrations leave it, and goes back to that: groups, permissions and the reference's row
are there for every test.
"""

import os
import shutil
import sqlite3
import sys
import time
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from tests.support.prepared import prepared
from tests.support.processes import run_process

PREPARED = "migrated.sqlite3"
# Of what the migrations leave: the suffix of a SQLite file, the schema in a PostgreSQL.
KEPT = "migrated"


def is_sqlite(database: dict[str, Any]) -> bool:
    return database["ENGINE"].endswith("sqlite3")


def keep(name: str) -> None:
    """Keep what the database holds, for ``give_back``: as long as this process has its database."""
    _keep_file(name) if connection.vendor == "sqlite" else _keep_tables(name)


def give_back(name: str) -> None:
    """Put what was kept by this name in place of whatever the database holds. Its tables are as they were."""
    _pour(_kept_file(name)) if connection.vendor == "sqlite" else restore_tables(name)


# SQLite: a file and not memory, so that the live server's threads have connections of their own, in WAL
# mode, as in production.


def make_file(file: Path) -> None:
    """Copy the migrated database to this path and use it from now on.

    A second copy beside it is what ``restore_file`` pours back: the prepared one goes when the code changes.
    """
    shutil.copyfile(migrated_file(), file)
    _use(str(file))
    shutil.copyfile(file, _kept_file(KEPT))


def migrated_file() -> Path:
    """A SQLite file as the migrations leave it, which is only copied."""
    return prepared(PREPARED, _migrate)


def _migrate(file: Path) -> None:
    """By a process of its own, whichever database this one uses."""
    own = {"DATABASE_URL": f"sqlite:///{file}", "SECRET_KEY": "a-key-for-tests-only-" * 3}
    command = [sys.executable, "manage.py", "migrate", "--no-input", "--verbosity", "0"]
    migrated = run_process(command, cwd=settings.BASE_DIR, env={"PATH": os.environ["PATH"], **own})
    assert migrated.returncode == 0, migrated.stderr


def restore_file() -> None:
    """Pour the migrated database back into the file in use, whatever a test has left there."""
    _pour(_kept_file(KEPT))


def _pour(file: Path) -> None:
    connection.ensure_connection()
    source = sqlite3.connect(file)
    source.backup(connection.connection)
    source.close()


def _kept_file(name: str) -> Path:
    return Path(connection.settings_dict["NAME"]).with_suffix(f".{name}")


def _keep_file(name: str) -> None:
    connection.ensure_connection()
    target = sqlite3.connect(_kept_file(name))
    connection.connection.backup(target)
    target.close()


# PostgreSQL


def make_database(name: str, template: str = "") -> None:
    """Make a migrated database and use it from now on.

    ``template``: the name of one that all processes of a run copy. Whoever comes first makes it.
    """
    if not template:
        _make_migrated(name)
        return
    with connection._nodb_cursor() as cursor:
        # Held until this connection ends, so that one process makes the template and the others wait.
        cursor.execute("SELECT pg_advisory_lock(hashtext(%s))", [template])
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [template])
        if not cursor.fetchone():
            own = connection.settings_dict["NAME"]
            _make_migrated(template)
            _use(own)
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    _use(name)


def _make_migrated(name: str) -> None:
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}"')
    _use(name)
    call_command("migrate", verbosity=0)
    _keep_tables(KEPT)
    connection.close()


def _keep_tables(schema: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE SCHEMA {schema}")
        for table in _tables_with_rows("public"):
            cursor.execute(f"CREATE TABLE {schema}.{table} AS TABLE public.{table}")


def restore_tables(schema: str = KEPT) -> None:
    """Every table as it was kept. Only those with other rows are touched: TRUNCATE takes far longer, and
    most of what is kept are permissions, which hardly a test changes and whose foreign keys cost most.
    """
    kept = _kept_columns(connection.settings_dict["NAME"], schema)
    changed = _tables_with_other_rows(kept, schema)
    with connection.cursor() as cursor:
        # One transaction, at whose end foreign keys are checked: the order is any.
        statements = [
            *(f"DELETE FROM public.{table}" for table in changed),  # noqa: S608 (ours)
            *(
                f"INSERT INTO public.{table} ({columns}) SELECT {columns} FROM {schema}.{table}"  # noqa: S608
                for table, columns in kept.items()
                if table in changed
            ),
            # A test may have made its tables anew, and their sequences with them.
            *(raise_sequence(table) for table, columns in kept.items() if '"id"' in columns),
        ]
        cursor.execute("; ".join(statements))


def raise_sequence(table: str) -> str:
    """SQL after which no new row of this table is given the number of one that is there."""
    sequence = f"pg_get_serial_sequence('public.{table}', 'id')"
    return f"SELECT setval({sequence}, GREATEST(max(id), nextval({sequence}))) FROM public.{table}"  # noqa: S608


def _tables_with_rows(schema: str) -> list[str]:
    return _tables_where(schema, {})


def _tables_with_other_rows(kept: dict[str, str], schema: str) -> list[str]:
    """Of the tables in use, those that hold other rows than were kept, whose columns these are."""
    differs = {}
    for table, columns in kept.items():
        rows, kept_rows = (f"SELECT {columns} FROM {place}.{table}" for place in ("public", schema))  # noqa: S608
        differs[table] = f"EXISTS ({rows} EXCEPT ALL {kept_rows}) OR EXISTS ({kept_rows} EXCEPT ALL {rows})"
    return _tables_where("public", differs)


def _tables_where(schema: str, conditions: dict[str, str]) -> list[str]:
    """The tables of which this is true or, where nothing is said of one, that have rows."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s", [schema])
        tables = [f'"{name}"' for (name,) in cursor.fetchall()]
        has_rows = "EXISTS (SELECT FROM {}.{})"
        asked = (
            f"SELECT %s WHERE {conditions.get(table) or has_rows.format(schema, table)}" for table in tables
        )
        cursor.execute(" UNION ALL ".join(asked), tables)
        return [table for (table,) in cursor.fetchall()]


@cache
def _kept_columns(_database: str, schema: str) -> dict[str, str]:
    """By table its columns: a migration back and forward may have put them in another order.

    What is kept by one name in one database stays as it is.
    """
    columns: dict[str, list[str]] = {table: [] for table in _tables_with_rows(schema)}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = %s", [schema]
        )
        for table, column in cursor:
            columns.get(f'"{table}"', []).append(f'"{column}"')
    return {table: ", ".join(names) for table, names in columns.items()}


def drop_database(name: str, back_to: str) -> None:
    """Drop a database, but wait first until whoever else is still in it has left; end those that stay.

    PostgreSQL waits five seconds itself, which on a busy disk its own housekeeping (autovacuum) may not
    keep to.
    """
    _use(back_to)
    others = "FROM pg_stat_activity WHERE datname = %s"
    until = time.monotonic() + 20
    with connection._nodb_cursor() as cursor:
        while cursor.execute(f"SELECT count(*) {others}", [name]).fetchone()[0]:
            if time.monotonic() > until:
                cursor.execute(f"SELECT pg_terminate_backend(pid) {others}", [name])
            time.sleep(0.1)
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')


def _use(name: str) -> None:
    connection.close()
    connection.settings_dict["NAME"] = name
