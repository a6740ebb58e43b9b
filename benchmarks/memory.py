"""What an entry of an index takes: a million of them must leave room for the rest within 400 MB."""

import tracemalloc
from dataclasses import replace

from relations import catalogue
from relations.index import current
from relations.index.builder import Base, advance

MOST = 250  # bytes
_ENTRIES = 20_000


def bytes_of_an_entry() -> float:
    """Measured on an index of entries that are all like the first published one."""
    names = catalogue.current_snapshot().names
    row = next(iter(current.read_rows(-1)))
    rows = [replace(row, record=n + 1, edition=n + 1, code=f"x{n:05}") for n in range(_ENTRIES)]
    tracemalloc.start()
    index = advance(Base(), names, rows)
    index.wide.fill()
    held, _most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert index.size == _ENTRIES
    return held / _ENTRIES
