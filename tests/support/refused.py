"""A query that the database refuses, and whether what it held is freed."""

import gc
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction


class RefusedQuery:
    """Called as anything else that asks the database; ``is_freed``: nothing holds its cursor any more."""

    def __init__(self) -> None:
        self._cursor: weakref.ref[Any] | None = None

    def __call__(self, *_arguments: Any) -> Any:
        with transaction.atomic():
            cursor = connection.cursor()
            self._cursor = weakref.ref(cursor)
            cursor.execute("SELECT nothing FROM nowhere")

    @property
    def is_freed(self) -> bool:
        assert self._cursor is not None, "it was not asked"
        return self._cursor() is None


@contextmanager
def no_garbage_collection() -> Iterator[None]:
    """What is freed meanwhile is freed by whoever held it last."""
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
