"""Whether the site can answer at all, for whoever watches it."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import Error, connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from relations.migration_state import missing_file, what_to_run


@csrf_exempt  # a form sent here is refused unread
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """200 when the database answers and is as this version needs it, else 503; never cached.

    Nothing is remembered: a database may be put in the place of another while the process runs.
    """
    if missing_file():  # to connect would make an empty one
        return _answer("The database is not there.", 503)
    try:
        with present_database() as database:
            fault = what_to_run(database)
    except Error:
        fault = "The database does not answer."
    return _answer(fault, 503) if fault else _answer("ok", 200)


@contextmanager
def present_database() -> Iterator[BaseDatabaseWrapper]:
    """A connection to the database that is at its address now.

    A thread's own connection to SQLite reads on in a file that was moved away or deleted.
    """
    if connection.vendor != "sqlite":
        yield connection
        return
    database = connection.copy()
    try:
        yield database
    finally:
        database.close()


def _answer(text: str, status: int) -> HttpResponse:
    headers = {"Cache-Control": "no-store"}
    return HttpResponse(f"{text}\n", content_type="text/plain; charset=utf-8", status=status, headers=headers)
