"""A transaction that waits for those who write no longer than it is told."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def atomic_within(seconds: float) -> Iterator[None]:
    """A transaction that waits so many seconds at most for each lock. Raises OperationalError then."""
    if connection.vendor == "sqlite":
        usual = connection.settings_dict["OPTIONS"]["timeout"]
        _set_busy_timeout(seconds)
        try:
            with transaction.atomic():
                yield
        finally:
            _set_busy_timeout(usual)
    else:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT set_config('lock_timeout', %s, true)", [f"{round(seconds * 1000)}ms"])
            yield


def _set_busy_timeout(seconds: float) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA busy_timeout = {round(seconds * 1000)}")
