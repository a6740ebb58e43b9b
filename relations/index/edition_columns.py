"""What the editions of entries say, by ordinal, as they say it: columns that only grow.

Nothing here depends on the vocabularies, so what becomes of a topic or an
actor changes none of it; this is what is stored on disk.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Any

import numpy as np

from relations.index.growable_array import GrowableArray
from relations.index.indexed_editions import VALUE_COLUMNS, IndexedEdition
from relations.index.multi_value_column import MultiValueColumn
from relations.index.sets import Array, EntrySet, entry_set
from relations.models import Link

# The version in which a current edition dies: none has this number.
NEVER = 2**32 - 1

_LINK_KINDS = np.array(Link.Kind.values)
_NUMBER_OF_KIND = {kind: number for number, kind in enumerate(Link.Kind.values)}
_EPOCH = datetime(1970, 1, 1)
_TYPES: dict[str, Any] = {
    "records": np.uint32,
    "editions": np.uint32,
    "born": np.uint32,
    "died": np.uint32,
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
ARRAYS = tuple(_TYPES)


@dataclass(frozen=True)
class EditionColumns:
    """By ordinal: row ids of record and edition, the versions in which it was born and died (or NEVER),
    code, last and first day and year, time of publication (in microseconds since 1970).

    An entry that is not dated has a last day below 0, and 0 as its years and its first day. Links to
    other entries stand by themselves, each with the ordinal of the edition that states it.
    """

    records: GrowableArray
    editions: GrowableArray
    born: GrowableArray
    died: GrowableArray
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
    values: dict[str, MultiValueColumn]

    @classmethod
    def empty(cls) -> "EditionColumns":
        arrays = {name: GrowableArray(np.zeros(0, dtype)) for name, dtype in _TYPES.items()}
        return cls(**arrays, values={name: MultiValueColumn() for name in VALUE_COLUMNS})

    def __len__(self) -> int:
        return len(self.records)

    def appended(self, rows: Sequence[IndexedEdition]) -> "EditionColumns":
        """The columns with these editions appended."""
        first = len(self)
        links = [
            (first + position, kind, target)
            for position, row in enumerate(rows)
            for kind, target in row.links
        ]
        more: dict[str, list[Any]] = {
            "records": [row.record for row in rows],
            "editions": [row.edition for row in rows],
            "born": [row.born for row in rows],
            "died": [NEVER if row.died is None else row.died for row in rows],
            "codes": [row.code.encode() for row in rows],
            "last": [row.days[0] for row in rows],
            "first": [row.days[1] for row in rows],
            "last_years": [row.years[0] for row in rows],
            "first_years": [row.years[1] for row in rows],
            "published": [_microseconds(row.published_at) for row in rows],
            "exact": [row.exact for row in rows],
            "link_targets": [_fingerprint(target) for _owner, _kind, target in links],
            "link_kinds": [_NUMBER_OF_KIND[kind] for _owner, kind, _target in links],
            "link_owners": [owner for owner, _kind, _target in links],
        }
        arrays = {name: getattr(self, name).appended(_typed(name, values)) for name, values in more.items()}
        values = {
            name: column.appended(row.values[name] for row in rows) for name, column in self.values.items()
        }
        return replace(self, values=values, **arrays)

    def end(self, ordinal: int, version: int) -> None:
        """Note the version in which an edition died.

        In place, for shorter columns that share the memory too: they were made
        before that version, so at theirs the edition is current either way.
        """
        self.died.values[ordinal] = min(version, int(self.died.values[ordinal]))

    def take(self, ordinals: Array) -> "EditionColumns":
        """All editions in the order of these ordinals, with new ordinals in that order."""
        new_ordinals = np.empty(len(self), np.uint32)
        new_ordinals[ordinals] = np.arange(len(ordinals), dtype=np.uint32)
        arrays = {
            name: getattr(self, name) if name.startswith("link_") else _take(getattr(self, name), ordinals)
            for name in ARRAYS
        }
        arrays["link_owners"] = GrowableArray(new_ordinals[self.link_owners.values])
        values = {name: column.take(ordinals) for name, column in self.values.items()}
        return EditionColumns(**arrays, values=values)

    def current_at(self, version: int) -> EntrySet:
        """The editions that were current at a version."""
        return entry_set(np.flatnonzero((self.born.values <= version) & (self.died.values > version)))

    def list_order(self) -> Array:
        """The ordinals by last day, first day, code (and edition): what is not dated before what is."""
        return np.lexsort((self.editions.values, self.codes.values, self.first.values, self.last.values))

    def list_key(self, ordinal: int) -> tuple[int, int, bytes, int]:
        """What ``list_order`` sorts an edition by."""
        columns = (self.last, self.first, self.codes, self.editions)
        last, first, code, edition = (column.values[ordinal] for column in columns)
        return last, first, code, edition

    def publication_order(self) -> Array:
        return np.lexsort((self.editions.values, self.published.values))

    def publication_key(self, ordinal: int) -> tuple[int, int]:
        """What ``publication_order`` sorts an edition by."""
        return self.published.values[ordinal], self.editions.values[ordinal]

    def links_to(self, code: str) -> tuple[Array, Array]:
        """The links to an entry that any edition states: by link the ordinal of the edition, and the kind."""
        found = np.flatnonzero(self.link_targets.values == _fingerprint(code))
        return self.link_owners.values[found], _LINK_KINDS[self.link_kinds.values[found]]


def ordinals_by_row_id(row_ids: Array, ordinals: Array | None = None) -> Array:
    """For each row id of a database the ordinal that has it, or -1; ``ordinals``: of these alone."""
    found = np.full(int(row_ids.max()) + 1 if len(row_ids) else 1, -1, np.int32)
    if ordinals is None:
        found[row_ids] = np.arange(len(row_ids), dtype=np.int32)
    else:
        found[row_ids[ordinals]] = ordinals
    return found


def _take(column: GrowableArray, ordinals: Array) -> GrowableArray:
    return GrowableArray(column.values[ordinals])


def _typed(name: str, values: list[Any]) -> Array:
    """The values in the column's type, or in a larger one when they need it."""
    if name == "codes" and values:
        return np.array(values)
    is_large = name in ("records", "editions") and max(values, default=0) >= 1 << 32
    return np.array(values, np.int64 if is_large else _TYPES[name])


def _fingerprint(code: str) -> int:
    return int.from_bytes(blake2b(code.encode(), digest_size=8).digest(), "little")


def _microseconds(moment: datetime) -> int:
    return (moment.replace(tzinfo=None) - _EPOCH) // timedelta(microseconds=1)
