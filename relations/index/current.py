"""The index of each version, one for all requests of a process."""

import gc
import threading
from dataclasses import replace
from weakref import WeakKeyDictionary

from relations.catalogue import Snapshot
from relations.catalogue.lineage import Lineage, is_of_this_database
from relations.catalogue.snapshot import Vocabularies
from relations.index import storage as stored
from relations.index.builder import Base, advance
from relations.index.entry_index import EntryIndex
from relations.index.rows import read_rows

# Entries. The index of so few weighs little, and so does one of before.
_LIGHT = 50_000

_lock = threading.Lock()
# An index lives as long as the names it was made with, so requests under way keep theirs.
_kept: WeakKeyDictionary[Vocabularies, EntryIndex] = WeakKeyDictionary()
# The newest of those, to go on from.
_newest: WeakKeyDictionary[Lineage, EntryIndex] = WeakKeyDictionary()


def current_index(snapshot: Snapshot) -> EntryIndex:
    """The index of the snapshot's version.

    The first request after a publication brings it up to date by what was
    published since; the first of a process begins from the snapshot on disk,
    or makes it from every current edition.
    """
    names = snapshot.names
    index = _kept.get(names)
    if index is None:
        with _lock:
            index = _kept.get(names)
            if index is None:
                follows = bool(_newest)
                index = _make(names)
                if follows and index.size > _LIGHT:
                    # What rendered a page is left in circles, each of which may hold the index of
                    # before: of a million entries 26 MB for each version, until Python looks for them.
                    gc.collect()
                # Only now: its rows take the memory that those of the index before had.
                index.wide.fill()
                _kept[names] = index
    return index


def _make(names: Vocabularies) -> EntryIndex:
    base: Base | EntryIndex | None = _newest.get(names.lineage)
    if base is not None and base.version > names.version:
        # A request that was overtaken: its own names, none of which may be missing, over newer entries.
        return advance(Base(version=names.version, columns=base.columns), names, ())
    base = base or _stored(names) or Base()
    index = advance(base, names, read_rows(base.version))
    if stored.is_due(index):
        stored.save_soon(index)
        index = replace(index, unsaved=0)
    _newest[names.lineage] = index
    return index


def _stored(names: Vocabularies) -> Base | None:
    """The snapshot on disk, when it is of this database and no newer than ``names``."""
    base = stored.load()
    return base if base and base.version <= names.version and is_of_this_database(base.latest) else None
