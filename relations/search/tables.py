"""Tables that no model stands for: the parts of the full text."""

from django.db import connection


def is_table_empty(table: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT 1 FROM {table} LIMIT 1")  # noqa: S608 (a name of ours)
        return cursor.fetchone() is None


def clear_table(table: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table}")  # noqa: S608
