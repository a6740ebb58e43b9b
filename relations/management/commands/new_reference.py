"""Start another reference."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from relations.documents.files.scaffold import write_scaffold
from relations.models.fields import suggest_slug


class Command(BaseCommand):
    help = "Writes a folder to start another pair of countries from, with comments that say what to write."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("dir", type=Path)
        parser.add_argument("--first", default="First country", help="the name of the first side")
        parser.add_argument("--second", default="Second country", help="the name of the second side")

    def handle(self, *args: Any, **options: Any) -> None:
        path, first, second = options["dir"], options["first"].strip(), options["second"].strip()
        if not suggest_slug(first) or not suggest_slug(second) or suggest_slug(first) == suggest_slug(second):
            raise CommandError("Name two different sides in letters: --first France --second Germany.")
        try:
            files = write_scaffold(path, first, second)
        except FileExistsError as error:
            raise CommandError(f"{path} is there and not empty. Name a new folder.") from error
        except OSError as error:
            raise CommandError(f"{path} cannot be written: {error.strerror}.") from error
        for file in files:
            self.stdout.write(f"Wrote {file}")
        self.stdout.write(f"Now edit them, and look with: manage.py import_reference {path} --check")
