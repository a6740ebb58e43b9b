"""`manage.py dump DIR`: the whole public reference as one dated archive, for readers to take away."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from relations import catalogue
from relations.formats import dump, dump_store
from relations.management.backup_tables import repeatable_read
from relations.management.database_command import DatabaseCommand


class Command(DatabaseCommand):
    help = "Writes what is public into a folder as one archive, unless that of this version is there."
    afterwards = "Nothing in the database was changed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("dir", metavar="DIR", type=Path, help="made when missing")
        parser.add_argument("--remove", metavar="NAME", default="", help="take an archive away instead")

    def remove(self, folder: Path, name: str) -> None:
        if not dump.FILE_NAME.fullmatch(name) or not dump_store.remove_dump(folder, name):
            raise CommandError(f"There is no archive {name}.")
        self.stdout.write(f"{name} is given to nobody any more.")

    def handle(self, *args: Any, dir: Path, remove: str, **options: Any) -> None:  # noqa: A002 (the argument's name)
        if remove:
            self.remove(dir, remove)
            return
        try:
            with repeatable_read():
                names = catalogue.current_snapshot()
                path, made = dump.write_dump(dir, names)
            dump_store.store_dumps(dir)
        except ValueError as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"{dir} cannot be written: {error.strerror}.") from error
        size = f"{path.stat().st_size:,} bytes"
        self.stdout.write(f"{path}: {size}." if made else f"{path}: there already, {size}.")
