"""Errors that are nobody's mistake, and may be over a moment later: outages of the database, for one."""

import sqlite3
import traceback
from typing import TypeGuard

from django.db import Error, InterfaceError, OperationalError
from django.db.utils import InternalError

# Primary result codes (sqlite.org/rescode.html): permission, busy, locked, no memory, read only, interrupted,
# disk error, damaged, full, cannot be opened, locking protocol, not a database.
_SQLITE_CODES = frozenset({3, 5, 6, 7, 8, 9, 10, 11, 13, 14, 15, 26})
# Classes of SQLSTATE (PostgreSQL, appendix A): connection, read only or aborted transaction, rollback by
# deadlock, resources, lock not available, operator intervention, system, and configuration.
_SQLSTATE_CLASSES = frozenset({"08", "25", "40", "53", "55", "57", "58", "F0", "XX"})
# Undefined table, undefined column: what a database lacks whose migrations wait.
_UNDEFINED = frozenset({"42P01", "42703"})


class BeingPublishedError(OperationalError):
    """Something scheduled is being published at this moment: what was public before is so no more."""


def is_outage(error: BaseException | None) -> TypeGuard[Error]:
    """Whether this is the database being away, locked, full or damaged, rather than a wrong query."""
    if not isinstance(error, Error):
        return False
    cause = error.__cause__
    if isinstance(cause, sqlite3.Error):
        # The library's own "Cannot operate on a closed database" has no code.
        code = getattr(cause, "sqlite_errorcode", None)
        return code is not None and code & 0xFF in _SQLITE_CODES
    if state := getattr(cause, "sqlstate", None):
        return state[:2] in _SQLSTATE_CLASSES
    # The driver itself: it reached no server, or lost it.
    return isinstance(error, OperationalError | InterfaceError | InternalError)


def release_frames(error: BaseException) -> None:
    """Let go at once of what the calls that ended with this error still hold: for whoever handles an outage.

    Django's errors of the database and the calls that raised them hold each other, so that Python frees them
    later, in whichever thread collects its garbage then. With SQLite that thread would stand still: to free
    a cursor it waits for the cursor's connection, whose own thread may be waiting for the database again.
    """
    chained: BaseException | None = error
    while chained is not None:
        traceback.clear_frames(chained.__traceback__)
        chained = chained.__cause__ or chained.__context__


def is_undefined(error: BaseException | None) -> bool:
    """Whether a table or a column is not there: a mistake, or a migration that waits."""
    if not isinstance(error, Error):
        return False
    text = str(error)
    return getattr(error.__cause__, "sqlstate", "") in _UNDEFINED or text.startswith(
        ("no such table", "no such column", "table ")
    )
