"""The archive's tables written together, record by record, into files of their own.

An archive takes one file at a time; to go through all records once for each table
would take as many times as long. So each table waits in a nameless file on disk.
"""

import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from typing import IO, Self

from relations.catalogue import EditionContent, Snapshot
from relations.catalogue.edition_history import EditionOfRecord
from relations.documents import Document
from relations.formats.csv_lines import csv_lines
from relations.formats.dump_tables.record_tables import EDITIONS
from relations.formats.dump_tables.table import Cell, Item, Table, TableRecord
from relations.formats.dump_tables.tables import TABLES, TABLES_OF_KIND

# What is read of a file at a time.
_PIECE = 1 << 20
# Lines that are put into words at a time.
_LINES = 1000


class TableWriter:
    """Takes records one by one; afterwards gives the bytes of each table. Used as a context."""

    def __init__(self, folder: Path, snapshot: Snapshot) -> None:
        """``folder`` is where the files wait: no name of theirs is seen there."""
        self._folder = folder
        self._snapshot = snapshot
        self._stack = ExitStack()
        self._files: dict[str, IO[bytes]] = {}

    def __enter__(self) -> Self:
        for table in TABLES:
            file = self._stack.enter_context(tempfile.TemporaryFile(dir=self._folder))
            self._files[table.name] = file
            self._write(table, [[column.name for column in table.columns]])
        return self

    def __exit__(self, *_error: object) -> None:
        self._stack.close()

    def write_records(self, records: Iterable[tuple[Document, EditionContent]]) -> None:
        """Some hundreds of records, each by its public document and its edition."""
        items: dict[str, list[Item]] = defaultdict(list)
        for document, edition in records:
            record = TableRecord(document, edition, self._snapshot)
            for filled in TABLES_OF_KIND[record.kind]:
                items[filled.name].extend(filled.items(record))
        for table in TABLES:
            self._write(table, table.lines(items[table.name]))

    def write_editions(self, editions: Iterable[EditionOfRecord]) -> None:
        rest = iter(editions)
        while some := list(islice(rest, _LINES)):
            self._write(EDITIONS, EDITIONS.lines(some))

    def pieces(self, table: Table) -> Iterator[bytes]:
        """The bytes of a table from its beginning; nothing is added to it afterwards."""
        file = self._files[table.name]
        file.seek(0)
        yield from iter(lambda: file.read(_PIECE), b"")

    def _write(self, table: Table, lines: Iterable[Iterable[Cell]]) -> None:
        self._files[table.name].write(csv_lines(lines).encode())
