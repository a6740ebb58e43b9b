"""`manage.py rename_record KIND KEY NAME`: another name for the working copy of a topic or an actor."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import CommandError
from django.db import connection, transaction

from relations import publishing
from relations.documents.text import abbreviate
from relations.management.database_command import DatabaseCommand
from relations.management.refusals import MAX_REASON
from relations.management.renaming import RenameError, rename_row
from relations.migration_state import applied_migrations, historical_apps, unapplied_migrations
from relations.models import NamedWorkingCopy, Record
from relations.models.name_collisions import KINDS


class Command(DatabaseCommand):
    help = (
        "Give a topic or an actor another name, in its working copy: readers see it once that is published. "
        "Works before migrations, too, which refuse two records of one name."
    )
    needs_migrations = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kind", choices=KINDS)
        parser.add_argument("key", help="the key of the record, which the migration names")
        parser.add_argument("name", help="its new name")

    def handle(self, *args: Any, kind: str, key: str, name: str, **options: Any) -> None:
        try:
            with transaction.atomic():
                if unapplied_migrations():
                    rename_row(
                        historical_apps(sorted(applied_migrations())), connection.alias, kind, key, name
                    )
                else:
                    _rename(kind, key, name)
        except RenameError as error:
            raise CommandError(f"{error} Nothing was changed.") from error
        self.stdout.write(f"The {kind} “{key}” is named “{name.strip()}”. Publish it for readers to see.")


def _rename(kind: str, key: str, name: str) -> None:
    record = Record.objects.select_for_update().filter(kind=kind, key=key).first()
    if record is None:
        raise RenameError(f"There is no {kind} with the key “{abbreviate(key, MAX_REASON)}”.")
    row = record.working_copy
    assert isinstance(row, NamedWorkingCopy)  # noqa: S101 (what these kinds are)
    row.name = name.strip()
    try:
        row.full_clean()
    except ValidationError as error:
        raise RenameError(" ".join(error.messages)) from error
    row.save()
    publishing.record_revision(record)
