"""The fragment cache: HTML of parts that several pages of one snapshot show, kept by this process."""

import threading
from collections.abc import Hashable
from weakref import WeakKeyDictionary

from relations.catalogue import Snapshot
from relations.catalogue.lru import LRUCache

Fragments = LRUCache[Hashable, str]


class FragmentCache:
    """For each snapshot some HTML, by all else that it depends on; ``max_fragments`` at most.

    It lives as long as the snapshot: after a publication every fragment is made anew.
    """

    def __init__(self, max_fragments: int) -> None:
        self._max_fragments = max_fragments
        self._by_snapshot: WeakKeyDictionary[Snapshot, Fragments] = WeakKeyDictionary()
        self._lock = threading.Lock()

    def of(self, snapshot: Snapshot) -> Fragments:
        with self._lock:
            return self._by_snapshot.setdefault(snapshot, Fragments(self._max_fragments))
