"""What the editions say of each entry number, as they say it: arrays that only grow.

Nothing here depends on the vocabularies, so what becomes of a topic or an
actor changes none of it; this is what the snapshot on disk holds.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Any

import numpy as np

from relations.index.rows import TABLES, Row
from relations.index.sets import Array, EntrySet, GrowableArray, to_array
from relations.index.table import Table
from relations.models import Link

_KINDS = Link.Kind.values
_EPOCH = datetime(1970, 1, 1)
_TYPES = {
    "records": np.uint32,
    "editions": np.uint32,
    "codes": "S6",
    "last": np.int32,
    "first": np.int32,
    "last_years": np.uint16,
    "first_years": np.uint16,
    "published": np.int64,
    "exact": np.bool_,
    "link_targets": np.uint64,
    "link_kinds": np.uint8,
    "link_owners": np.uint32,
}


@dataclass(frozen=True)
class Columns:
    """By number: record, edition, code, last and first day and year, time of publication (in microseconds).

    The years are 0 for an entry without a date of its own. ``alive`` are the
    numbers of current editions; the others were superseded or withdrawn. Ties to
    other entries stand by themselves, each with the number of the entry that states it.
    """

    records: GrowableArray
    editions: GrowableArray
    codes: GrowableArray
    last: GrowableArray
    first: GrowableArray
    last_years: GrowableArray
    first_years: GrowableArray
    published: GrowableArray
    exact: GrowableArray
    link_targets: GrowableArray
    link_kinds: GrowableArray
    link_owners: GrowableArray
    tables: dict[str, Table]
    alive: EntrySet

    def __len__(self) -> int:
        return len(self.records)

    def extended(self, rows: Sequence[Row], dead: EntrySet) -> "Columns":
        """With the public ones of ``rows`` behind, and without the numbers in ``dead``."""
        rows = [row for row in rows if row.public]
        first = len(self)
        links = [
            (first + place, kind, target) for place, row in enumerate(rows) for kind, target in row.links
        ]
        more = {
            "records": [row.record for row in rows],
            "editions": [row.edition for row in rows],
            "codes": [row.code.encode() for row in rows],
            "last": [row.days[0] for row in rows],
            "first": [row.days[1] for row in rows],
            "last_years": [row.years[0] for row in rows],
            "first_years": [row.years[1] for row in rows],
            "published": [_microseconds(row.published_at) for row in rows],
            "exact": [row.exact for row in rows],
            "link_targets": [fingerprint(target) for _owner, _kind, target in links],
            "link_kinds": [_KINDS.index(kind) for _owner, kind, _target in links],
            "link_owners": [owner for owner, _kind, _target in links],
        }
        arrays = {name: getattr(self, name).extended(_array(name, values)) for name, values in more.items()}
        tables = {
            name: table.extended(row.values[name] for row in rows) for name, table in self.tables.items()
        }
        alive = (self.alive - dead) | EntrySet(range(first, first + len(rows)))
        return replace(self, tables=tables, alive=alive, **arrays)

    def taken(self, numbers: Array) -> "Columns":
        """Only these entries, in this order, numbered anew; all of them must be alive."""
        places = np.full(len(self), -1, np.int32)
        places[numbers] = np.arange(len(numbers), dtype=np.int32)
        owners = places[self.link_owners.values]
        kept = np.flatnonzero(owners >= 0)
        arrays = {}
        for name in _TYPES:
            values = getattr(self, name).values
            arrays[name] = GrowableArray(values[kept if name.startswith("link_") else numbers])
        arrays["link_owners"] = GrowableArray(owners[kept].astype(np.uint32))
        tables = {name: table.taken(numbers) for name, table in self.tables.items()}
        return Columns(**arrays, tables=tables, alive=EntrySet(range(len(numbers))))

    def in_order(self) -> Array:
        """The numbers of all entries by last day, first day, code."""
        return np.lexsort((self.codes.values, self.first.values, self.last.values))

    def in_order_of_publication(self) -> Array:
        return np.lexsort((self.editions.values, self.published.values))

    def place(self, number: int) -> tuple[int, int, bytes]:
        """What ``in_order`` sorts an entry by."""
        return (self.last.values[number], self.first.values[number], self.codes.values[number])

    def place_of_publication(self, number: int) -> tuple[int, int]:
        return (self.published.values[number], self.editions.values[number])

    def links_to(self, code: str) -> list[tuple[int, str]]:
        """The ties to an entry that current entries state: the number of each, and the kind."""
        found = np.flatnonzero(self.link_targets.values == fingerprint(code))
        owners, kinds = self.link_owners.values[found].tolist(), self.link_kinds.values[found].tolist()
        return [
            (owner, _KINDS[kind]) for owner, kind in zip(owners, kinds, strict=True) if owner in self.alive
        ]


def no_columns() -> Columns:
    arrays = {name: GrowableArray(np.zeros(0, kind)) for name, kind in _TYPES.items()}
    return Columns(**arrays, tables={name: Table() for name in TABLES}, alive=EntrySet())


def numbers_by(values: Array, alive: EntrySet) -> Array:
    """For each row id of a database the number of the current entry that has it, or -1."""
    found = np.full(int(values.max()) + 1 if len(values) else 1, -1, np.int32)
    current = to_array(alive)
    found[values[current]] = current
    return found


def _array(name: str, values: list[Any]) -> Array:
    """The values in the column's type, or in a larger one when they need it."""
    if name == "codes" and values:
        return np.array(values)
    large = name in ("records", "editions") and max(values, default=0) >= 1 << 32
    return np.array(values, np.int64 if large else _TYPES[name])


def fingerprint(code: str) -> int:
    return int.from_bytes(blake2b(code.encode(), digest_size=8).digest(), "little")


def _microseconds(moment: datetime) -> int:
    return (moment.replace(tzinfo=None) - _EPOCH) // timedelta(microseconds=1)


ARRAYS = tuple(_TYPES)
