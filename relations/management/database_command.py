"""What every command does with what it cannot work with: the database, a file, what was typed."""

from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import Error, connection
from django.db.migrations.exceptions import InconsistentMigrationHistory

from relations.documents.text import abbreviate
from relations.management.refusals import MAX_REASON, refusal
from relations.migration_state import missing_file, what_to_run
from relations.models import Record


class DatabaseCommand(BaseCommand):
    """Ends in one line and exit code 1, never in a traceback: see ``refusal``."""

    # Whether it needs a database with tables; and whether migrations that wait stop it. Not where it
    # makes the one and applies the other itself, nor where it is run before they are applied.
    needs_tables = True
    needs_migrations = True
    # What the database holds after it refused.
    afterwards = "Nothing was changed."

    def execute(self, *args: Any, **options: Any) -> str | None:
        try:
            if fault := not_text(options) or self.unmet_need():
                raise CommandError(f"{fault} Nothing was changed.")
            return super().execute(*args, **options)
        except (Error, InconsistentMigrationHistory) as error:
            raise CommandError(refusal(error, self.afterwards)) from error
        except OSError as error:
            parts = [str(part) for part in (error.strerror, error.filename) if part] or [str(error)]
            raise CommandError(f"{abbreviate(': '.join(parts), MAX_REASON)}. {self.afterwards}") from error

    def unmet_need(self) -> str:
        """What is to be done before this command; empty when it can begin."""
        if not self.needs_tables:
            return ""
        if file := missing_file():
            return f"There is no database {file}. Put it there, or run: manage.py setup."
        wait = what_to_run() if self.needs_migrations or not has_tables() else ""
        return f"The database is not as this version needs it. {wait}." if wait else ""


def not_text(options: dict[str, Any]) -> str:
    """What was typed and cannot be stored: bytes that are no UTF-8. Paths may have them."""
    for name, value in options.items():
        if any(text.encode(errors="replace").decode() != text for text in texts_in(value)):
            return f"{name.upper()} is not readable: type it in UTF-8."
    return ""


def texts_in(value: Any) -> Iterator[str]:
    """The texts in the value of an option, which is one or a list of lists."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | tuple):
        for item in value:
            yield from texts_in(item)


def has_tables() -> bool:
    """Whether this database was ever migrated."""
    return Record._meta.db_table in connection.introspection.table_names()
