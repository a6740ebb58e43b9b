"""Rows of a backup that do not fit the database, in words: which, and why."""

import json
import zipfile
from collections.abc import Iterable, Iterator
from typing import Any

from django.db import models

from relations.documents.text import abbreviate
from relations.management.column_values import MAX_QUOTED, quote

# So many are named, the rest counted.
MAX_NAMED = 10
# Columns that tell people which row it is, the first of them that it has.
_NAMING = ("name", "title", "slug", "username", "key", "path", "codename")


class MisfitRowError(Exception):
    """A row does not fit; the message names it and says why."""


class MisfitsError(Exception):
    """Rows do not fit; the message names them."""

    def __init__(self, faults: list[str]) -> None:
        more = [f"and {len(faults) - MAX_NAMED} more"] if len(faults) > MAX_NAMED else []
        super().__init__("\n".join(f"  {line}" for line in [*faults[:MAX_NAMED], *more]))
        self.count = len(faults)


def name_row(table: str, columns: list[str], row: list[Any]) -> str:
    """``relations_topic 12 (name “Iran”)``."""
    values = dict(zip(columns, row, strict=False))
    first = next(iter(values.values()), "")
    naming = next((name for name in _NAMING if values.get(name)), "")
    number = abbreviate(str(values.get("id", first)), MAX_QUOTED)
    return f"{table} {number}" + (f" ({naming} {quote(values[naming])})" if naming else "")


def rows_without_targets(
    archive: zipfile.ZipFile, tables: dict[str, dict[str, Any]], found: Iterable[type[models.Model]]
) -> list[str]:
    """The rows that refer to a row that the backup does not hold."""
    faults = []
    targets: dict[tuple[str, str], set[Any]] = {}
    for model in found:
        table = model._meta.db_table
        columns = tables[table]["columns"]
        references: list[Any] = [field for field in model._meta.local_concrete_fields if field.is_relation]
        for field in references:
            remote = field.target_field
            key = (remote.model._meta.db_table, str(remote.column))
            if key not in targets and key[0] in tables:
                place = tables[key[0]]["columns"].index(key[1])
                targets[key] = {row[place] for row in _rows(archive, key[0])}
        for row in _rows(archive, table):
            for field in references:
                value = row[columns.index(field.column)]
                remote = field.target_field
                there = targets.get((remote.model._meta.db_table, str(remote.column)))
                if value is not None and there is not None and value not in there:
                    missing = f"{remote.model._meta.db_table} {value}"
                    faults.append(
                        f"{name_row(table, columns, row)}: {field.column} names {missing}, which is not there"
                    )
    return faults


def _rows(archive: zipfile.ZipFile, table: str) -> Iterator[list[Any]]:
    with archive.open(f"{table}.jsonl") as file:
        for line in file:
            yield json.loads(line)
