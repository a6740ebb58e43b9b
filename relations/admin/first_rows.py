"""The first rows of several lists, and how many each has, in one query.

It is put together as text: Django would repeat the conditions of a list in every expression that stands
upon them. And it is put together once: to do that takes Django much longer than the database takes to
answer (docs/decisions/0046). The text is that for an account which nobody has, whose number is then replaced.
"""

from collections.abc import Callable, Hashable, Sequence
from copy import copy
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.contrib.auth.models import User
from django.core.exceptions import EmptyResultSet
from django.db import connection, models
from django.db.models import Count, F, Window
from django.db.models.functions import RowNumber
from django.utils import timezone

MAX_LISTED = 8
MAX_STATEMENTS = 1000
# The row id of no account, and no other value of a query. Its column has 32 bits on PostgreSQL: Django leaves
# conditions out that ask for more.
STAND_IN = -2_061_584_302


@dataclass(frozen=True)
class Question:
    """What is asked about one list: its name, its rows for a user, and their order.

    ``lasts``: its query depends only on the day, who the user is and what they may do.
    """

    name: str
    rows: Callable[[User], "models.QuerySet[Any]"]
    ordering: tuple[str, ...]
    lasts: bool


@dataclass(frozen=True, slots=True)
class FirstRows:
    """The answer for a list that has rows: its model, the ids of the first ones, and how many there are."""

    model: type[models.Model]
    ids: list[int]
    total: int


class Statement(NamedTuple):
    model: type[models.Model]
    sql: str
    values: tuple[Any, ...]


_statements: dict[Hashable, Statement | None] = {}


def read_first_rows(questions: Sequence[Question], user: User) -> dict[str, FirstRows]:
    """The first rows of each list that has any, by its name: one query for all lists."""
    statements = [_statement(question, user) for question in questions]
    parts = [
        f"SELECT {number} AS list, row_id, total, place "  # noqa: S608 (numbers)
        f"FROM ({each.sql}) AS rows_{number} WHERE place <= {MAX_LISTED}"
        for number, each in enumerate(statements)
        if each
    ]
    if not parts:
        return {}
    values = [user.pk if value == STAND_IN else value for each in statements if each for value in each.values]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), values)
        found = sorted(cursor.fetchall(), key=lambda row: (row[0], row[3]))
    first: dict[str, FirstRows] = {}
    for number, row_id, total, _place in found:
        statement = statements[number]
        if statement:
            rows = first.setdefault(questions[number].name, FirstRows(statement.model, [], total))
            rows.ids.append(row_id)
    return first


def _statement(question: Question, user: User) -> Statement | None:
    if not question.lasts:
        return _compile(question, user)
    permissions = () if user.is_superuser else frozenset(user.get_all_permissions())
    key = (connection.vendor, question.name, timezone.localdate(), user.is_superuser, permissions)
    if key not in _statements:
        if len(_statements) >= MAX_STATEMENTS:  # of days gone by
            _statements.clear()
        anybody = copy(user)
        anybody.pk = STAND_IN
        _statements[key] = _compile(question, anybody)
    return _statements[key]


def _compile(question: Question, user: User) -> Statement | None:
    """The id of each row, its place in the order, and the number of all. None for what never has any."""
    rows = question.rows(user)
    columns = {
        "row_id": F("pk"),
        "total": Window(Count("*")),
        "place": Window(RowNumber(), order_by=question.ordering),
    }
    numbered = rows.order_by().annotate(**columns).values_list(*columns)
    try:
        sql, values = numbered.query.sql_with_params()
    except EmptyResultSet:
        return None
    return Statement(rows.model, sql, tuple(values))
