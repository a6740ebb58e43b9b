"""`manage.py restore FILE`: the database as it was when FILE was made."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import Error

from relations import catalogue
from relations.management import backup_file
from relations.management.database_command import DatabaseCommand, has_tables
from relations.management.due_report import due_lines
from relations.management.renaming import RenameError
from relations.migration_state import atomic_with_schema_changes
from relations.models import Record, VersionCounter
from relations.models.name_collisions import NameCollisionError
from relations.publishing.settle import publish_due
from relations.search import fulltext

RENAME_WHILE_RESTORING = (
    "Rename all but one of each line as you restore:\n  manage.py restore FILE --rename KIND KEY “NEW NAME”"
)


class Command(DatabaseCommand):
    help = (
        "Check a file made by backup, then put its rows in place of the database's: all of them, or nothing."
    )
    needs_tables = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path)
        parser.add_argument(
            "--force", action="store_true", help="replace what a database that is not empty holds"
        )
        parser.add_argument(
            "--rename",
            nargs=3,
            metavar=("KIND", "KEY", "NAME"),
            action="append",
            default=[],
            help="of a file of an earlier version: a new name for a topic or actor named as another is",
        )

    def handle(
        self, *args: Any, file: Path, force: bool, rename: list[tuple[str, str, str]], **options: Any
    ) -> None:
        try:
            manifest = backup_file.check_backup(file)
            backup_file.check_database()
            if not force and has_content():
                raise CommandError(
                    "This database is not empty, and nothing was changed. Back it up, "
                    "then use --force to replace all it holds."
                )
            call_command("migrate", interactive=False, verbosity=0)
            self.replace(file, rename)
        except NameCollisionError as error:
            raise CommandError(f"{error.found()}\nNothing was changed. {RENAME_WHILE_RESTORING}") from error
        except RenameError as error:
            raise CommandError(f"{error} Nothing was changed.") from error
        except backup_file.BackupError as error:
            raise CommandError(f"{error} Nothing was changed.") from error
        self.report_due()
        self.stdout.write(f"Restored {file}, made at {manifest['made_at']}. Restart the server now.")

    def report_due(self) -> None:
        """Perform what fell due since the backup was made, as the server would, and say so."""
        try:
            performed = publish_due()
        except Error:  # the restore itself is done
            self.stdout.write(
                "What fell due since the backup was made waits, as the database did not answer: the server "
                "performs it, or manage.py publish_due."
            )
            return
        if performed:
            self.stdout.write("Since the backup was made something scheduled fell due:")
            for line in due_lines(performed):
                self.stdout.write(f"  {line}")

    def replace(self, file: Path, renames: list[tuple[str, str, str]]) -> None:
        with atomic_with_schema_changes():
            backup_file.load_backup(file, renames)
            fulltext.rebuild()
            # Versions given since the backup was made will be given again, for something else.
            VersionCounter.objects.lock().start_epoch()
            # A permission that the backup lacks is made now, not by the next migrate: what refuses to
            # change anything would begin with that.
            call_command("migrate", interactive=False, verbosity=0)
        catalogue.clear_snapshot()


def has_content() -> bool:
    return has_tables() and (Record.objects.with_pages().exists() or get_user_model().objects.exists())
