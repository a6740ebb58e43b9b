"""Where a database stands among the migrations, and how it goes to where an archive was made."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from django.apps.registry import Apps
from django.db import connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

Node = tuple[str, str | None]


@cache  # of the program, which does not change while it runs
def known_migrations() -> tuple[str, ...]:
    """Every migration this version has, as ``app.name``."""
    return tuple(sorted(".".join(key) for key in MigrationLoader(None).graph.nodes))


def applied_migrations() -> set[str]:
    return {".".join(key) for key in MigrationLoader(connection).applied_migrations}


def missing_file() -> Path | None:
    """The file of a SQLite database, where it is not there: who connects makes an empty one."""
    file = Path(connection.settings_dict["NAME"])
    return file if connection.vendor == "sqlite" and not file.exists() else None


def unapplied_migrations(database: BaseDatabaseWrapper = connection) -> list[str]:
    """This version's migrations that the database does not have yet, asked over this very connection."""
    table = MigrationRecorder.Migration._meta.db_table
    with database.cursor() as cursor:
        applied = set()
        if table in database.introspection.table_names(cursor):
            cursor.execute(f"SELECT app, name FROM {table}")  # noqa: S608 (Django's name)
            applied = {".".join(row) for row in cursor.fetchall()}
    return [name for name in known_migrations() if name not in applied]


def what_to_run(database: BaseDatabaseWrapper = connection) -> str:
    """What to do before the site is served; empty when the database is as this version needs it."""
    if not (wait := unapplied_migrations(database)):
        return ""
    count = f"{len(wait)} migrations wait" if len(wait) > 1 else "One migration waits"
    return f"{count} ({', '.join(wait[:3])}{', …' if len(wait) > 3 else ''}). Run: manage.py setup"


def unknown_migrations() -> list[str]:
    """The database's migrations that this version does not know."""
    files = MigrationLoader(None).disk_migrations
    replaced = {key for migration in files.values() for key in migration.replaces}
    return sorted(applied_migrations() - {".".join(key) for key in {*files, *replaced}})


def historical_apps(migrations: list[str]) -> Apps:
    """The models as they were after these migrations, all of which this version has."""
    loader = MigrationLoader(None)
    nodes = [(app, name) for app, name in _last(loader, migrations) if name is not None]
    return loader.project_state(nodes).apps


def migrate_to(migrations: list[str]) -> None:
    """Bring a database without rows to where just these migrations are applied. Sends no signal."""
    executor = MigrationExecutor(connection)
    applied = {".".join(node) for node in executor.loader.applied_migrations}
    if applied - set(migrations):
        # Some are to be undone: what is missing as well would make a plan of both directions.
        executor.migrate(executor.loader.graph.leaf_nodes())
        executor = MigrationExecutor(connection)
    executor.migrate(_last(executor.loader, migrations))


def _last(loader: MigrationLoader, migrations: list[str]) -> list[Node]:
    """The last of these migrations of each app; an app none of them belongs to is at its beginning."""
    wanted = {node for node in loader.graph.nodes if ".".join(node) in migrations}
    last: list[Node] = [
        node
        for node in sorted(wanted)
        if not any(
            child.key in wanted and child.key[0] == node[0] for child in loader.graph.node_map[node].children
        )
    ]
    there = {app for app, _name in wanted}
    return last + [(app, None) for app in sorted({app for app, _name in loader.graph.nodes} - there)]


@contextmanager
def atomic_with_schema_changes() -> Iterator[Any]:
    """A transaction in which tables may be altered too, so that all of it is done or nothing."""
    without = connection.vendor == "sqlite" and connection.disable_constraint_checking()
    try:
        with transaction.atomic():
            yield
    finally:
        if without:
            connection.enable_constraint_checking()
