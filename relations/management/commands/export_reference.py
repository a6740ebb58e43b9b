"""Write the reference to a folder of files."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from relations.management.database_command import DatabaseCommand
from relations.publishing.export_folder import export_folder


class Command(DatabaseCommand):
    help = "Writes what is public to a folder of files, one per record."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("dir", type=Path)
        parser.add_argument(
            "--drafts", action="store_true", help="write the working copies, published or not, instead"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            count, others = export_folder(options["dir"], drafts=options["drafts"])
        except OSError as error:
            raise CommandError(f"{options['dir']} cannot be written: {error.strerror}.") from error
        self.stdout.write(f"Wrote {count} records to {options['dir']}.")
        for file in others:
            self.stdout.write(f"Left alone, as no record exported belongs to it: {file}")
