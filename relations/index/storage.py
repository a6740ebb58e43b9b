"""The index on disk, so that a restart does not read every edition again.

One file for each database, replaced as a whole: any number of processes may
write it at once. Whatever is wrong with it, it is as if there were none.
"""

import json
import logging
import os
import tempfile
import threading
import zipfile
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
from django.conf import settings
from django.db import connection

from relations.index.builder import Base
from relations.index.columns import ARRAYS, Columns, numbers_by
from relations.index.entry_index import EntryIndex
from relations.index.forward import ForwardIndex
from relations.index.orders import Order
from relations.index.rows import TABLES
from relations.index.sets import Array, EntrySet, GrowableArray, to_array
from relations.index.table import Table

FORMAT = 4
# A smaller index is made in less time than a file is worth.
SMALLEST = 5000
# What reading a damaged file, or one of another form, may raise.
BROKEN = (OSError, ValueError, KeyError, IndexError, TypeError, EOFError, zipfile.BadZipFile, MemoryError)

log = logging.getLogger(__name__)


def path() -> Path:
    """Where the index of this database is kept."""
    told = connection.settings_dict
    known = [connection.vendor, *(str(told.get(name, "")) for name in ("NAME", "HOST", "PORT"))]
    return Path(settings.INDEX_FOLDER) / f"index-{sha256(repr(known).encode()).hexdigest()[:16]}.npz"


def is_due(index: EntryIndex) -> bool:
    """Whether so much changed since the last one that another is worth writing."""
    return index.size >= SMALLEST and index.unsaved > index.size // 50


def save_soon(index: EntryIndex) -> None:
    """Write the index beside whatever else goes on."""
    threading.Thread(target=save, args=(index, path())).start()


def save(index: EntryIndex, to: Path) -> None:
    """Put the index in place of what was at ``to``; a folder that cannot be written is only logged."""
    try:
        to.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=to.parent, prefix=f".{to.stem}-")
        try:
            with os.fdopen(handle, "wb") as file:
                np.savez(file, **_written(index))
            Path(name).replace(to)
        finally:
            Path(name).unlink(missing_ok=True)
    except OSError as error:
        log.warning("The index was not kept on disk: %s", error)


def load(of: Path | None = None) -> Base | None:
    """What was saved last, or None when there is nothing, or nothing that can be read."""
    of = of or path()
    if not of.is_file():
        return None
    try:
        # Opened here: NumPy leaves a file open that it cannot read.
        with of.open("rb") as held, np.load(held, allow_pickle=False) as file:
            return _read(file)
    except BROKEN as error:
        log.warning("The index on disk cannot be read and is made again: %r", error)
        return None


def _written(index: EntryIndex) -> dict[str, Array]:
    columns = index.columns
    told = {
        "format": FORMAT,
        "version": index.version,
        "latest": index.latest,
        "ordered": index.ordered,
        "keys": {name: columns.tables[name].keys for name in TABLES},
    }
    arrays = {name: getattr(columns, name).values for name in ARRAYS}
    for name, table in columns.tables.items():
        arrays[f"{name}_starts"], arrays[f"{name}_values"] = table.forward.starts, table.forward.values
    return arrays | {
        "told": np.frombuffer(json.dumps(told).encode(), np.uint8),
        "alive": to_array(columns.alive),
        "newest": index.newest.numbers,
        "updated": index.updated.numbers,
    }


def _read(file: Any) -> Base:
    told = json.loads(file["told"].tobytes())
    if told["format"] != FORMAT:
        raise ValueError(told["format"])
    tables = {}
    for name in TABLES:
        keys = [tuple(key) if isinstance(key, list) else key for key in told["keys"][name]]
        forward = ForwardIndex(GrowableArray(file[f"{name}_starts"]), GrowableArray(file[f"{name}_values"]))
        tables[name] = Table(keys, forward)
    alive = EntrySet(memoryview(file["alive"]))
    columns = Columns(**{name: GrowableArray(file[name]) for name in ARRAYS}, tables=tables, alive=alive)
    _check(columns, file["newest"], file["updated"])
    return Base(
        version=told["version"],
        columns=columns,
        ordered=told["ordered"],
        newest=Order(file["newest"]),
        updated=Order(file["updated"]),
        by_record=numbers_by(columns.records.values, alive),
        latest=tuple(told["latest"]),
    )


def _check(columns: Columns, *orders: Array) -> None:
    """Raise ValueError unless the parts are of one size."""
    entries = [getattr(columns, name) for name in ARRAYS if not name.startswith("link_")]
    sizes = {len(part) for part in (*entries, *columns.tables.values(), *orders)}
    if len(sizes) != 1 or (columns.alive and columns.alive.max() >= len(columns)):
        raise ValueError(sizes)
