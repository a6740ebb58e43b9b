"""What a command says when the database did not do what it asked."""

import sqlite3
from contextlib import suppress

from django.db import Error
from django.db.migrations.exceptions import InconsistentMigrationHistory

from relations.documents.text import abbreviate
from relations.migration_state import unknown_migrations, what_to_run
from relations.models.outages import is_outage

# Of what the database says: it may quote a whole row.
MAX_REASON = 300
# SQLSTATE (PostgreSQL, appendix A): lock not available, deadlock.
_LOCKED_STATES = ("55P03", "40P01")
_LOCKED_CODES = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def refusal(error: Error | InconsistentMigrationHistory, afterwards: str) -> str:
    """What happened and what to do, for an operator. ``afterwards``: what the database holds now."""
    reason = abbreviate(str(error), MAX_REASON)
    if is_locked(error):
        return (
            "Another process writes to the database (an import, a restore, an editor's save), and was not "
            f"done in time. {afterwards} Do this again when it is done."
        )
    if is_outage(error):
        return (
            "The database of DATABASE_URL does not answer, or is full, read-only or damaged. "
            f"{afterwards} Do this again when that is mended. It says: {reason}"
        )
    with suppress(Error, InconsistentMigrationHistory):  # then what it said first is all that is known
        if wait := what_to_run():
            return f"The database is not as this version needs it. {wait}. {afterwards}"
        if unknown := unknown_migrations():
            return (
                f"This database was migrated by another version (it has {', '.join(unknown)}). "
                f"{afterwards} Do this with that version."
            )
    return f"The database refused this. {afterwards} It says: {reason}"


def is_locked(error: Exception) -> bool:
    """Whether another process held what was to be written for longer than one waits."""
    cause = error.__cause__
    code = getattr(cause, "sqlite_errorcode", -1) & 0xFF
    return code in _LOCKED_CODES or getattr(cause, "sqlstate", "") in _LOCKED_STATES
