"""Steps that lay out a test's world are carried out once for each state they begin from, and then replayed.

The same step upon the same rows leaves the same rows behind. So the first call of a process runs the
product's own code and records which rows that changed; a later call with the same arguments, which finds
the same rows in the product's tables, writes those. Whatever a test does itself is never replayed: only what
is decorated here.
"""

import sqlite3
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache, wraps
from typing import Any, ParamSpec, TypeVar

from django.apps import apps
from django.conf import settings
from django.db import IntegrityError, connection, models, transaction
from django.utils import timezone

from relations.search import fulltext, phrases
from tests.support import databases

P = ParamSpec("P")
R = TypeVar("R")
# By table its rows.
Tables = dict[str, set[Any]]

# A state that holds the time of day comes only once, and so do the steps from it.
KEPT = 500
NOW = timezone.now
# The clock that no test moves.
STARTED = time.time() - time.clock_gettime(time.CLOCK_MONOTONIC)


@dataclass
class Recording:
    """What a step changed: tables emptied, rows written, and the rows of SQLite's table of phrases."""

    result: Any
    emptied: list[str]
    written: dict[str, list[Any]]
    phrases: list[tuple[str, list[Any]]] = field(default_factory=list)


_recordings: OrderedDict[tuple[Any, ...], Recording] = OrderedDict()


def replayed(
    keep: Callable[[R], Any] = lambda result: result, give: Callable[[Any], R] = lambda kept: kept
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Replay a function that does nothing but write rows of the product's tables.

    ``keep`` makes of its result what is kept, ``give`` of that the result of a replay: rows are read anew.
    """

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        @wraps(function)
        def step(*arguments: P.args, **options: P.kwargs) -> R:
            if not _is_now():
                return function(*arguments, **options)
            connection.ensure_connection()
            before = _tables()
            state = tuple(hash(frozenset(rows)) for rows in before.values())
            call = (function.__module__, function.__qualname__, _told(arguments), _told(options))
            key = (connection.vendor, settings.SITE_URL, *call, state)
            recording = _recordings.get(key)
            if recording is not None and _replay(recording):
                _recordings.move_to_end(key)
                return give(recording.result)
            written: list[tuple[str, list[Any]]] = []
            with connection.execute_wrapper(_recorder(written)):
                result = function(*arguments, **options)
            _recordings[key] = _difference(before, _tables(), keep(result), written)
            while len(_recordings) > KEPT:
                _recordings.popitem(last=False)
            return result

        return step

    return decorate


def _is_now() -> bool:
    """Whether this is the time it is: what a test of times wrote belongs to it alone."""
    drift = time.time() - time.clock_gettime(time.CLOCK_MONOTONIC) - STARTED
    return timezone.now is NOW and abs(drift) < 1


def _told(value: Any) -> str:
    """An argument as text: a row by its number."""
    if isinstance(value, models.Model):
        return f"<{value._meta.label} {value.pk}>"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{name!r}: {_told(one)}' for name, one in value.items())}}}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_told, value))}]"
    return repr(value)


def _recorder(written: list[tuple[str, list[Any]]]) -> Callable[..., Any]:
    """Records what goes into the table of phrases, which SQLite does not give back."""

    def wrapper(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if many and connection.vendor == "sqlite" and phrases.TABLE in sql:
            params = list(params)
            written.append((sql, params))
        return execute(sql, params, many, context)

    return wrapper


@cache
def _names() -> list[str]:
    """The tables that steps write: the product's and its tags', but for SQLite's full-text table."""
    own = apps.get_app_config("relations").get_models(include_auto_created=True)
    words = [table for table in fulltext.TABLES if table != phrases.TABLE or connection.vendor != "sqlite"]
    return [*(model._meta.db_table for model in own), "taggit_tag", *words]


def _tables() -> Tables:
    """Every row of the product's tables: on PostgreSQL as the text of a row."""
    names = _names()
    if connection.vendor == "sqlite":
        read = connection.connection.cursor().execute
        return {name: set(read(f'SELECT * FROM "{name}"')) for name in names}  # noqa: S608 (ours)
    rows: Tables = {name: set() for name in names}
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(f"SELECT '{name}', t::text FROM {name} t" for name in names))  # noqa: S608
        for name, row in cursor:
            rows[name].add(row)
    return rows


def _difference(
    before: Tables, after: Tables, result: Any, written: list[tuple[str, list[Any]]]
) -> Recording:
    changed = {table for table, rows in before.items() if not rows <= after[table]}
    rows_written = {
        table: list(rows if table in changed else rows - before[table])
        for table, rows in after.items()
        if rows != before[table]
    }
    return Recording(result, sorted(changed), rows_written, written)


def _replay(recording: Recording) -> bool:
    """False if another process, a server that a test started, wrote one of the rows since they were read."""
    try:
        _write(recording)
    except (IntegrityError, sqlite3.IntegrityError):
        return False
    return True


def _write(recording: Recording) -> None:
    """Foreign keys are checked when the transaction ends, so the tables may come in any order."""
    with transaction.atomic(), connection.cursor() as cursor:
        for table in recording.emptied:
            cursor.execute(f'DELETE FROM "{table}"')  # noqa: S608 (ours)
        for table, rows in recording.written.items():
            if connection.vendor == "sqlite":
                places = ", ".join("?" * len(rows[0])) if rows else ""
                insert = connection.connection.executemany
                insert(f'INSERT INTO "{table}" VALUES ({places})', rows)  # noqa: S608
            else:
                insert_rows = f"INSERT INTO {table} SELECT (row::{table}).* FROM unnest(%s::text[]) row"  # noqa: S608
                cursor.execute(insert_rows, [rows])
        for sql, params in recording.phrases:
            cursor.executemany(sql, params)
        if connection.vendor == "postgresql":
            cursor.execute("; ".join(databases.raise_sequence(table) for table in _numbered(recording)))


def _numbered(recording: Recording) -> list[str]:
    """The tables written whose rows the database numbers: its next number must not be one of these."""
    own = apps.get_app_config("relations").get_models(include_auto_created=True)
    numbered = {model._meta.db_table for model in own if isinstance(model._meta.pk, models.AutoField)}
    return [table for table, rows in recording.written.items() if rows and table in numbered]
