"""Whether the site is well, asked over and over of one process while its database is changed behind it."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import DatabaseError, connection
from django.test import Client

pytestmark = pytest.mark.django_db(transaction=True)

TABLE = "django_migrations"


def asked(reader: Client) -> tuple[int, str]:
    answer = reader.get("/health/")
    assert answer.headers["Cache-Control"] == "no-store"
    return answer.status_code, answer.text


@contextmanager
def without_rows(where: str) -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT app, name, applied FROM {TABLE} WHERE {where}")  # noqa: S608
        rows = cursor.fetchall()
        cursor.execute(f"DELETE FROM {TABLE} WHERE {where}")  # noqa: S608
        yield
        cursor.executemany(f"INSERT INTO {TABLE} (app, name, applied) VALUES (%s, %s, %s)", rows)  # noqa: S608


def test_health_is_503_while_the_database_does_not_answer(
    reader: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_arguments: object) -> None:
        raise DatabaseError

    before = asked(reader)
    with monkeypatch.context() as patch:
        patch.setattr(type(connection.copy()), "_cursor", away)
        meanwhile = asked(reader)
    assert [before, meanwhile, asked(reader)] == [
        (200, "ok\n"),
        (503, "The database does not answer.\n"),
        (200, "ok\n"),
    ]


def test_a_database_that_lost_a_migration_is_not_well_any_more(reader: Client) -> None:
    assert asked(reader)[0] == 200
    with without_rows("app = 'relations' AND name LIKE '0009%'"):
        status, said = asked(reader)
    assert status == 503
    assert said.startswith("One migration waits (relations.0009")
    assert "manage.py setup" in said
    assert asked(reader)[0] == 200


def test_an_empty_database_is_not_well_whatever_was_there_before(reader: Client) -> None:
    assert asked(reader)[0] == 200
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {TABLE} RENAME TO elsewhere")
        try:
            status, said = asked(reader)
        finally:
            cursor.execute(f"ALTER TABLE elsewhere RENAME TO {TABLE}")
    assert (status, "Run: manage.py setup" in said) == (503, True)
