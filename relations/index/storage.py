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
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from django.conf import settings
from django.db import connection

from relations.index.builder import IndexState
from relations.index.edition_columns import ARRAYS, EditionColumns
from relations.index.forward_index import ForwardIndex
from relations.index.growable_array import GrowableArray
from relations.index.indexed_editions import VALUE_COLUMNS
from relations.index.multi_value_column import MultiValueColumn
from relations.index.sets import Array
from relations.index.sort_order import SortOrder

FORMAT = 6
# A smaller index is made in less time than a file is worth.
MIN_EDITIONS = 5000

log = logging.getLogger(__name__)


def index_path() -> Path:
    """Where the index of this database stands."""
    given = connection.settings_dict
    identity = [connection.vendor, *(str(given.get(name, "")) for name in ("NAME", "HOST", "PORT"))]
    return Path(settings.INDEX_FOLDER) / f"index-{sha256(repr(identity).encode()).hexdigest()[:16]}.npz"


def is_index_save_due(state: IndexState) -> bool:
    """Whether so much changed since the last file that another is worth writing."""
    return len(state.columns) >= MIN_EDITIONS and state.unsaved > len(state.columns) // 50


def mark_index_saved(state: IndexState) -> IndexState:
    return replace(state, unsaved=0)


def save_index_in_background(state: IndexState) -> None:
    """Write the file beside whatever else goes on."""
    threading.Thread(target=save_index, args=(state, index_path())).start()


def save_index(state: IndexState, to: Path) -> None:
    """Put the state in place of what was at ``to``; a folder that cannot be written is only logged."""
    try:
        to.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=to.parent, prefix=f".{to.stem}-")
        try:
            with os.fdopen(handle, "wb") as file:
                np.savez(file, allow_pickle=False, **_arrays(state))
            Path(name).replace(to)
        finally:
            Path(name).unlink(missing_ok=True)
    except OSError as error:
        log.warning("The index was not written to disk: %s", error)


def load_index(source: Path | None = None) -> IndexState | None:
    """What was saved last, or None when there is nothing, or nothing that can be read."""
    source = source or index_path()
    if not source.is_file():
        return None
    try:
        # Opened here: NumPy leaves a file open that it cannot read.
        with source.open("rb") as opened:
            _check_sums(opened)
            with np.load(opened, allow_pickle=False) as file:
                return _read(file)
    except Exception as error:  # NumPy and zipfile have no one class for what a damaged byte makes of a file
        log.warning("The index on disk cannot be read and is made again: %r", error)
        return None


def _check_sums(opened: BinaryIO) -> None:
    """Raise BadZipFile, or whatever a damaged file makes of zipfile, unless all is as it was written.

    NumPy reads as much of a part as the part's own head says, and so may never come to its sum.
    """
    with zipfile.ZipFile(opened) as archive:
        if damaged := archive.testzip():
            raise zipfile.BadZipFile(damaged)
    opened.seek(0)


def _arrays(state: IndexState) -> dict[str, Array]:
    columns = state.columns
    header = {
        "format": FORMAT,
        "version": state.version,
        "latest": state.latest,
        "ordered": state.ordered,
        "withdrawn": sorted(state.withdrawn),
        "keys": {name: columns.values[name].keys for name in VALUE_COLUMNS},
    }
    arrays: dict[str, Array] = {name: getattr(columns, name).values for name in ARRAYS}
    for name, column in columns.values.items():
        arrays[f"{name}_starts"], arrays[f"{name}_values"] = column.forward.starts, column.forward.values
    return arrays | {
        "header": np.frombuffer(json.dumps(header).encode(), np.uint8),
        "newest": state.newest.ordinals,
        "updated": state.updated.ordinals,
    }


def _read(file: Any) -> IndexState:
    header = json.loads(file["header"].tobytes())
    if header["format"] != FORMAT:
        raise ValueError(header["format"])
    values = {}
    for name in VALUE_COLUMNS:
        keys = list(map(_hashable, header["keys"][name]))
        forward = ForwardIndex(GrowableArray(file[f"{name}_starts"]), GrowableArray(file[f"{name}_values"]))
        values[name] = MultiValueColumn(keys, forward)
    columns = EditionColumns(**{name: GrowableArray(file[name]) for name in ARRAYS}, values=values)
    newest, updated = file["newest"], file["updated"]
    _check_lengths(columns, newest, updated)
    return IndexState(
        version=header["version"],
        columns=columns,
        ordered=header["ordered"],
        newest=SortOrder(newest),
        updated=SortOrder(updated),
        withdrawn=frozenset(header["withdrawn"]),
        latest=tuple(header["latest"]),
    )


def _hashable(key: Any) -> Any:
    """A key as it was before JSON made lists of its tuples."""
    return tuple(map(_hashable, key)) if isinstance(key, list) else key


def _check_lengths(columns: EditionColumns, *orders: Array) -> None:
    """Raise ValueError unless the parts are of one length."""
    single = [getattr(columns, name) for name in ARRAYS if not name.startswith("link_")]
    lengths = {len(part) for part in (*single, *columns.values.values(), *orders)}
    if len(lengths) != 1:
        raise ValueError(lengths)
