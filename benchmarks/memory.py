"""What an entry of an index takes: a million of them must leave room for the rest within 400 MB."""

import tracemalloc
from dataclasses import replace

from relations import catalogue
from relations.index.builder import IndexState, advance_index
from relations.index.entry_index import open_index
from relations.index.indexed_editions import read_indexed_editions

MOST = 250  # bytes
_ENTRIES = 20_000


def bytes_of_an_entry() -> float:
    """Measured on an index of entries that are all like the first published one."""
    names = catalogue.current_snapshot().vocabularies
    row = next(iter(read_indexed_editions(-1, names.version)))
    # The benchmark publishes an entry anew: after it, the first edition is one of before.
    rows = [replace(row, died=None, record=n + 1, edition=n + 1, code=f"x{n:05}") for n in range(_ENTRIES)]
    tracemalloc.start()
    index = open_index(advance_index(IndexState(), names.version, names.latest, rows), names)
    size, _most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(index.entries) == _ENTRIES
    return size / _ENTRIES
