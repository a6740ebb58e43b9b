"""A backup: the whole database as one file, the same from SQLite and from PostgreSQL.

A zip with one file of rows per table (a JSON list per line, all as of one moment)
and ``manifest.json``, written last: the format, the migrations the rows belong to,
and each table's columns, number of rows and SHA-256. Left out are sessions
(whoever was signed in signs in again) and the full text, which is made from editions.
"""

import hashlib
import json
import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from django.apps import apps
from django.apps.registry import Apps
from django.core.management import call_command
from django.db import IntegrityError, connection
from django.utils import timezone

from relations.management import backup_tables, restored_rows
from relations.management.misfits import MisfitsError, rows_without_targets
from relations.management.private_file import replacing
from relations.management.renaming import rename_row
from relations.migration_state import (
    atomic_with_schema_changes,
    historical_apps,
    known_migrations,
    migrate_to,
    unknown_migrations,
)

FORMAT = 1
# What reading a damaged zip, or one that is no backup, may raise.
DAMAGED = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError),
    *(LookupError, TypeError, ValueError, AttributeError, OverflowError, RuntimeError),
)

Manifest = dict[str, Any]


class BackupError(Exception):
    """Why a file cannot be restored, in one sentence."""


def write_backup(path: Path) -> Manifest:
    """Write the archive beside ``path``, read it back, then put it in place of what was there."""
    if unknown := unknown_migrations():
        raise BackupError(
            f"This database was migrated by another version (it has {', '.join(unknown)}). "
            "Back it up with that one: this one would leave out what it does not know."
        )
    with replacing(path) as new:
        with backup_tables.repeatable_read(), zipfile.ZipFile(new, "w", zipfile.ZIP_DEFLATED) as archive:
            manifest = {
                "format": FORMAT,
                "made_at": timezone.now().isoformat(timespec="seconds"),
                "migrations": known_migrations(),
                "tables": {
                    backup_tables.table_name(model): backup_tables.write_table(archive, model)
                    for model in backup_tables.backed_up_models()
                },
            }
            archive.writestr("manifest.json", json.dumps(manifest, indent=1))
        check_backup(new)
    return manifest


def check_backup(path: Path) -> Manifest:
    """The manifest of a whole and fitting archive, every byte of it read; else BackupError."""
    if not path.is_file():
        raise BackupError(f"There is no file {path}.")
    try:
        with zipfile.ZipFile(path) as archive:
            manifest: Manifest = json.loads(archive.read("manifest.json"))
            check_fits_tables(path, manifest)
            for table, written in manifest["tables"].items():
                if table_checksum(archive, table) != (written["sha256"], written["rows"]):
                    raise BackupError(f"{path} is damaged: {table} is not as it was written.")
    except OSError as error:
        raise BackupError(f"{path} cannot be read: {error.strerror}.") from error
    except DAMAGED as error:
        raise BackupError(f"{path} is not a whole backup.") from error
    return manifest


def check_fits_tables(path: Path, manifest: Manifest) -> None:
    """Rows fit the tables they were taken from: those of this version or of an earlier one."""
    if manifest["format"] != FORMAT:
        raise BackupError(f"{path} has a format this version does not know.")
    if datetime.fromisoformat(manifest["made_at"]).tzinfo is None:
        raise ValueError("a time without a zone")
    if other := sorted(set(manifest["migrations"]) - set(known_migrations())):
        raise BackupError(
            f"{path} was made by another version (which has {', '.join(other)}). "
            "Restore it with the version that made it, then upgrade."
        )
    written = {name: sorted(table["columns"]) for name, table in manifest["tables"].items()}
    expected = {
        backup_tables.table_name(model): sorted(
            map(backup_tables.column_name, backup_tables.stored_columns(model))
        )
        for model in backup_tables.backed_up_models(apps_of_backup(manifest))
    }
    if written != expected:
        others = sorted(name for name in {*written, *expected} if written.get(name) != expected.get(name))
        raise BackupError(f"{path} holds other tables than that version had: {', '.join(others)}.")


def is_of_this_version(manifest: Manifest) -> bool:
    return set(manifest["migrations"]) == set(known_migrations())


def apps_of_backup(manifest: Manifest) -> Apps:
    """The models whose rows an archive holds."""
    return apps if is_of_this_version(manifest) else historical_apps(manifest["migrations"])


def check_database() -> None:
    """Migrations only go forward, so rows do not fit a database that is ahead of this version.

    BackupError names the way round, an empty database; to be asked before anything is touched.
    """
    if not (unknown := unknown_migrations()):
        return
    way = "Create a new one, and name it in DATABASE_URL."
    if connection.vendor == "sqlite":
        name = connection.settings_dict["NAME"]
        way = f"Stop the server and move {name} aside, with the files beside it whose names begin so."
    raise BackupError(
        f"This database was migrated by another version (it has {', '.join(unknown)}). "
        f"Restore into an empty database. {way}"
    )


def table_checksum(archive: zipfile.ZipFile, table: str) -> tuple[str, int]:
    digest, rows = hashlib.sha256(), 0
    with archive.open(f"{table}.jsonl") as file:
        for line in file:
            digest.update(line)
            rows += 1
    return digest.hexdigest(), rows


def load_backup(path: Path, renames: Iterable[tuple[str, str, str]] = ()) -> None:
    """Put the archive's rows in place of the database's, all or nothing. Check it first, and migrate.

    An archive of an earlier version is loaded into the tables of that version, which are then
    migrated; before that its topics and actors are given the new names of ``renames``, each by
    kind and key. Raises RenameError; and BackupError, which names them, when rows do not fit.
    """
    try:
        _load(path, renames)
    except MisfitsError as error:
        rows = f"{error.count} rows" if error.count > 1 else "One row"
        raise BackupError(f"{rows} of {path} cannot be restored here:\n{error}\n") from error


def _load(path: Path, renames: Iterable[tuple[str, str, str]]) -> None:
    with atomic_with_schema_changes(), zipfile.ZipFile(path) as archive:
        manifest = json.loads(archive.read("manifest.json"))
        backup_tables.delete_all_rows()
        if not is_of_this_version(manifest):
            migrate_to(manifest["migrations"])
        models = backup_tables.backed_up_models(apps_of_backup(manifest))
        misfits = []
        for model in models:
            misfits += backup_tables.load_table(
                archive, model, manifest["tables"][backup_tables.table_name(model)]["columns"]
            )
        if misfits:
            raise MisfitsError(misfits)
        try:
            connection.check_constraints()
        except IntegrityError as error:
            reason = " ".join(str(error).split())
            raise MisfitsError(
                rows_without_targets(archive, manifest["tables"], models) or [reason]
            ) from error
        backup_tables.advance_sequences(models)
        if not is_of_this_version(manifest):
            for kind, key, name in renames:
                rename_row(apps_of_backup(manifest), connection.alias, kind, key, name)
            call_command("migrate", interactive=False, verbosity=0)
            connection.check_constraints()
        made_at = datetime.fromisoformat(manifest["made_at"])
        if faults := restored_rows.fold_names() or restored_rows.row_faults(made_at):
            raise MisfitsError(faults)
