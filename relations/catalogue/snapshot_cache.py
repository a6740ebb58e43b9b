"""What is read or made of a snapshot once, kept by this process for as long as the snapshot lives."""

import threading
from collections.abc import Hashable
from typing import Generic, TypeVar
from weakref import WeakKeyDictionary

from relations.catalogue.lru import LRUCache
from relations.catalogue.snapshot import Snapshot

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class SnapshotCache(Generic[K, V]):
    """For each snapshot some values, by all else that they depend on; ``max_items`` at most.

    After a publication there is another snapshot, and everything is made anew.
    """

    def __init__(self, max_items: int) -> None:
        self._max_items = max_items
        self._by_snapshot: WeakKeyDictionary[Snapshot, LRUCache[K, V]] = WeakKeyDictionary()
        self._lock = threading.Lock()

    def of(self, snapshot: Snapshot) -> LRUCache[K, V]:
        with self._lock:
            return self._by_snapshot.setdefault(snapshot, LRUCache(self._max_items))
