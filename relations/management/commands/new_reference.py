"""Start another reference."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from relations.documents.files.scaffold import write_scaffold
from relations.documents.text import without_controls
from relations.models.characters import is_storable
from relations.models.fields import suggest_slug

# The title and the description of the reference have room for two of them.
MAX_NAME = 60
# A relationship's key is made of both.
MAX_KEY = 100


def names_fault(first: str, second: str) -> str:
    """Why these are no names of two sides; "" when they are."""
    for name in (first, second):
        if len(name.splitlines()) > 1 or without_controls(name) != name or not is_storable(name):
            return "The name of a side is one line, in letters that can be seen and stored."
    one, other = suggest_slug(first), suggest_slug(second)
    if not one or not other or one == other:
        return "Name two different sides in letters: --first France --second Germany."
    if max(len(first), len(second)) > MAX_NAME or len(f"{one}-{other}") > MAX_KEY:
        return f"The name of a side has at most {MAX_NAME} characters."
    return ""


class Command(BaseCommand):
    help = "Writes a folder to start another pair of countries from, with comments that say what to write."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("dir", type=Path)
        parser.add_argument("--first", default="First country", help="the name of the first side")
        parser.add_argument("--second", default="Second country", help="the name of the second side")

    def handle(self, *args: Any, **options: Any) -> None:
        path, first, second = options["dir"], options["first"].strip(), options["second"].strip()
        if fault := names_fault(first, second):
            raise CommandError(fault)
        try:
            files = write_scaffold(path, first, second)
        except FileExistsError as error:
            raise CommandError(f"{path} is there and not empty. Name a new folder.") from error
        except OSError as error:
            raise CommandError(f"{path} cannot be written: {error.strerror}.") from error
        for file in files:
            self.stdout.write(f"Wrote {file}")
        self.stdout.write(f"Now edit them, and look with: manage.py import_reference {path} --check")
