"""`manage.py backup FILE`: the whole database as one file, while the site goes on serving."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from relations.management import backup_file
from relations.management.database_command import DatabaseCommand


class Command(DatabaseCommand):
    help = "Write the whole database into one file, as of one moment, and check the file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path, help="replaced when it exists")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        # Whatever stands there is replaced: not a device, nor a pipe.
        if (file.exists() and not file.is_file()) or not file.resolve().parent.is_dir():
            raise CommandError(f"{file} cannot be a file: name one in a folder that exists.")
        try:
            manifest = backup_file.write_backup(file)
        except backup_file.BackupError as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"{file} cannot be written: {error.strerror}.") from error
        rows = sum(table["rows"] for table in manifest["tables"].values())
        self.stdout.write(
            f"{file}: {rows} rows of {len(manifest['tables'])} tables, {file.stat().st_size} bytes."
        )
