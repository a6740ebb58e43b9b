"""Making the full text again from the editions it is taken from."""

from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, transaction

from relations.migration_state import unapplied_migrations
from relations.models import Edition, VersionCounter
from relations.search import fulltext


def rebuild() -> None:
    """All rows again, or none; nothing is published meanwhile.

    Searches may find something else from then on, so an epoch begins: what a
    browser kept before is not confirmed to it.
    """
    with transaction.atomic():
        counter = VersionCounter.objects.lock()
        fulltext.rebuild()
        counter.start_epoch()


def fill_after_migrate(using: str = DEFAULT_DB_ALIAS, **_signal: Any) -> None:
    """After ``migrate``: a full text that was just made, over editions that were there before, gets its rows.

    Waits for the last migration: editions are read as this version knows them.
    After ``flush``, which empties the tables of models only, it is emptied too:
    the next editions will have the row ids of those that are gone.
    """
    if using != DEFAULT_DB_ALIAS or not {*fulltext.TABLES} <= {*connection.introspection.table_names()}:
        return
    published = Edition.objects.filter(record__kind__in=fulltext.KINDS).exists()
    if published and fulltext.is_empty() and not unapplied_migrations():
        rebuild()
    elif not published:
        fulltext.clear()
