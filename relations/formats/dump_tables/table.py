"""What a table of the archive is: columns with their meaning, keys, and how its lines come of a record.

Types, constraints and keys are those of Table Schema (Data Package 2.0, https://datapackage.org).
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from relations.catalogue import EditionContent, Snapshot
from relations.documents import Document
from relations.documents.schema.json_schema import JsonSchema
from relations.formats.api_description.members import StrOrPromise

Cell = str | int


class TableRecord:
    """A published record as tables have it: its public document, its edition, and what it names."""

    def __init__(self, document: Document, edition: EditionContent, snapshot: Snapshot) -> None:
        self.document = document
        self.edition = edition
        self.snapshot = snapshot
        self.kind: str = document["kind"]
        self.key: str = document["key"]

    @cached_property
    def rendering(self) -> Document:
        return self.edition.read_rendering()

    def public_key(self, kind: str, key: str) -> str:
        """The key of a name as a table has it; "" for none, and for one that has no line in any table."""
        name = self.snapshot.vocabulary(kind).get(key) if key else None
        return name.key if name and name.public else ""


@dataclass(frozen=True, slots=True)
class Item:
    """What one line is about: a record, or an item of one of its lists, with its place there, from 1.

    ``values`` are the fields of either; ``parent`` is the item that it is an item of.
    """

    record: TableRecord
    values: Document
    position: int = 0
    parent: "Item | None" = None


@dataclass(frozen=True)
class Column:
    """``read`` takes what a line is about; ``refers_to``: the table whose key that is, and its column."""

    name: str
    meaning: StrOrPromise
    read: Callable[[Any], Cell]
    type: str = "string"
    constraints: dict[str, Any] = field(default_factory=dict)
    refers_to: tuple[str, str] | None = None


@dataclass(frozen=True)
class ForeignKey:
    columns: tuple[str, ...]
    table: str
    key: tuple[str, ...]

    def schema(self, table: str) -> JsonSchema:
        """The key as a table of this name has it: a table does not name itself."""
        itself = {} if self.table == table else {"resource": self.table}
        return {"fields": list(self.columns), "reference": {**itself, "fields": list(self.key)}}


@dataclass(frozen=True)
class Table:
    """``references`` are keys of several columns."""

    name: str
    title: StrOrPromise
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    references: tuple[ForeignKey, ...] = ()

    def lines(self, items: Iterable[Any]) -> Iterator[list[Cell]]:
        """A line for each of what its columns read; none for one that names what is not public."""
        for item in items:
            line = [column.read(item) for column in self.columns]
            if all(line[number] != "" for number in self._required):
                yield line

    @cached_property
    def _required(self) -> tuple[int, ...]:
        return tuple(
            number for number, column in enumerate(self.columns) if column.constraints.get("required")
        )

    @property
    def foreign_keys(self) -> tuple[ForeignKey, ...]:
        single = (
            ForeignKey((column.name,), column.refers_to[0], (column.refers_to[1],))
            for column in self.columns
            if column.refers_to
        )
        return (*single, *self.references)

    @property
    def schema(self) -> JsonSchema:
        """The table as Table Schema."""
        described: JsonSchema = {
            "fields": [_field_schema(column) for column in self.columns],
            "missingValues": [""],
            "primaryKey": list(self.key),
        }
        if self.foreign_keys:
            described["foreignKeys"] = [key.schema(self.name) for key in self.foreign_keys]
        return described


def _field_schema(column: Column) -> JsonSchema:
    described: JsonSchema = {
        "name": column.name,
        "type": column.type,
        "description": str(column.meaning),
    }
    return described | ({"constraints": column.constraints} if column.constraints else {})


@dataclass(frozen=True)
class RecordTable(Table):
    """One whose lines are about a record, or about the items of a list of it: ``items`` gives those."""

    items: Callable[[TableRecord], Iterable[Item]] = field(kw_only=True)


def record_itself(record: TableRecord) -> Iterator[Item]:
    """The one line of a record in the table of its kind."""
    yield Item(record, record.document)


def items_of(name: str) -> Callable[[TableRecord], Iterator[Item]]:
    """The items of one of a record's lists, where its kind has that list."""
    return lambda record: _items(Item(record, record.document), name)


def items_within(outer: str, inner: str) -> Callable[[TableRecord], Iterator[Item]]:
    """The items of the lists that the items of a record's list have."""

    def read(record: TableRecord) -> Iterator[Item]:
        for item in items_of(outer)(record):
            yield from _items(item, inner)

    return read


def _items(parent: Item, name: str) -> Iterator[Item]:
    """The items of a list; a key, which has no fields of its own, is an item with the value "key"."""
    for position, one in enumerate(parent.values.get(name, ()), start=1):
        values = one if isinstance(one, dict) else {"key": one}
        yield Item(parent.record, values, position, parent)
