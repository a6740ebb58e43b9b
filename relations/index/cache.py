"""The index of each snapshot, one for all requests of a process."""

import gc
import threading
from weakref import WeakKeyDictionary

from relations.catalogue import Snapshot
from relations.catalogue.database_identity import DatabaseIdentity, is_of_this_database
from relations.catalogue.vocabularies import Vocabularies
from relations.index import storage
from relations.index.builder import IndexState, advance_index
from relations.index.entry_index import EntryIndex, open_index
from relations.index.indexed_editions import read_indexed_editions

# Of fewer entries an index weighs little, and so does one of before.
_COLLECTED_FROM = 50_000

_lock = threading.Lock()
# An index lives as long as the names it was made with, so requests under way keep theirs.
_indexes: WeakKeyDictionary[Vocabularies, EntryIndex] = WeakKeyDictionary()
# The newest of those, to go on from.
_newest: WeakKeyDictionary[DatabaseIdentity, EntryIndex] = WeakKeyDictionary()


def entry_index(snapshot: Snapshot, version: int | None = None) -> EntryIndex:
    """The index at ``version``, or at the snapshot's, by the names of the snapshot.

    The first request after a publication brings it up to date by what was
    published since; the first of a process begins from what is on disk, or reads
    every edition. ``version`` must not be later than the snapshot's.
    """
    names = snapshot.vocabularies
    if snapshot.pin and names not in _indexes:
        # What is withdrawn at present is found at no version: the index has to know of it.
        entry_index(snapshot.present)
    index = _indexes.get(names)
    if index is None:
        with _lock:
            index = _indexes.get(names)
            if index is None:
                is_update = bool(_newest)
                index = _make(names)
                _indexes[names] = index
                if is_update and len(index.entries) > _COLLECTED_FROM:
                    # What rendered a page is left in circles, each of which may hold the index of
                    # before: of a million entries 26 MB for each version, until Python looks for them.
                    gc.collect()
    if version is None or version == names.version:
        return index
    with _lock:  # names may be added to the columns
        return index.at(version, names)


def clear_indexes(*, keep_newest: bool = False) -> None:
    """Drop the indexes in memory: for a database that was replaced (a restore, the next test).

    ``keep_newest``: but for the state of the newest one, from which those of other versions are made.
    """
    with _lock:
        _indexes.clear()
        if not keep_newest:
            _newest.clear()


def count_indexes() -> int:
    """How many indexes are in memory, for as many snapshots."""
    return len(_indexes)


def _make(names: Vocabularies) -> EntryIndex:
    previous = _newest.get(names.identity)
    if previous is not None and previous.state.version >= names.version:
        # Of an earlier version, or of a request that was overtaken.
        return previous.at(names.version, names)
    before = previous.state if previous else _stored(names) or IndexState()
    rows = read_indexed_editions(before.version, names.version)
    state = advance_index(before, names.version, names.latest, rows)
    if storage.is_index_save_due(state):
        storage.save_index_in_background(state)
        state = storage.mark_index_saved(state)
    index = open_index(state, names, previous)
    _newest[names.identity] = index
    return index


def _stored(names: Vocabularies) -> IndexState | None:
    """What is on disk, when it is of this database and no newer than ``names``."""
    state = storage.load_index()
    return state if state and state.version <= names.version and is_of_this_database(state.latest) else None
