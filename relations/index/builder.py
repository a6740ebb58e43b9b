"""How an index is made: from nothing, or from an earlier one by what changed since."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

import numpy as np

from relations.catalogue.snapshot import Vocabularies
from relations.index.columns import Columns, no_columns, numbers_by
from relations.index.entry_index import EntryIndex
from relations.index.facet_postings import FacetPostings
from relations.index.joint_counter import JOINT_FACETS, JointCounter
from relations.index.key_mapping import MAPPED, PLAIN, facet_table, images_of, is_continued
from relations.index.orders import Order
from relations.index.rows import Row
from relations.index.sets import Array, EntrySet, entry_set, to_array
from relations.index.table import Table

BATCH = 5000
# So many entries, and a quarter more, may stand at the end before all are numbered anew.
MOST_AT_THE_END = 2000
# More new entries than this are sorted with all the others, fewer put in one by one.
MOST_INSERTED = 2000


@dataclass(frozen=True)
class Base:
    """What an index can be made from: nothing, a snapshot, or (an Index has all of this) an index."""

    version: int = -1
    columns: Columns = field(default_factory=no_columns)
    ordered: int = 0
    newest: Order = field(default_factory=lambda: Order(np.zeros(0, np.uint32)))
    updated: Order = field(default_factory=lambda: Order(np.zeros(0, np.uint32)))
    by_record: Any = field(default_factory=lambda: np.full(1, -1, np.int32))
    latest: tuple = ()
    unsaved: int = 0


def advance(base: Base | EntryIndex, names: Vocabularies, rows: Iterable[Row]) -> EntryIndex:
    """The index of ``names``: ``base`` with what ``rows`` say of entries that changed since.

    Where it does not go on from an index, its ``wide`` has no rows until it is filled.
    """
    columns, by_record, changed = _with_rows(base, rows)
    at_end = len(columns) - base.ordered
    previous = base if isinstance(base, EntryIndex) else None
    if not base.ordered or at_end > base.ordered // 4 + MOST_AT_THE_END:
        columns = columns.taken(_alive(columns.in_order(), columns.alive))
        by_record = numbers_by(columns.records.values, columns.alive)
        ordered, previous = len(columns), None
        newest, updated = Order(np.arange(ordered)), Order(columns.in_order_of_publication())
    else:
        ordered = base.ordered
        newest, updated = _with_places(base, columns)
    return EntryIndex(
        version=names.version,
        columns=columns,
        ordered=ordered,
        newest=newest,
        updated=updated,
        by_record=by_record,
        by_edition=numbers_by(columns.editions.values, columns.alive),
        without_date=entry_set(np.flatnonzero(columns.first_years.values == 0)) & columns.alive,
        with_exact_date=entry_set(np.flatnonzero(columns.exact.values)) & columns.alive,
        latest=names.latest,
        unsaved=base.unsaved + changed,
        **_facets(columns, names, previous),
    )


def _with_rows(base: Base | EntryIndex, rows: Iterable[Row]) -> tuple[Columns, Any, int]:
    """The columns, and the number of each record, after these rows; and how many said anything new."""
    columns, by_record, changed = base.columns, base.by_record.copy(), 0
    for batch in _batches(rows):
        highest = max(row.record for row in batch)
        if highest >= len(by_record):
            more = np.full(highest - len(by_record) + 1 + BATCH, -1, np.int32)
            by_record = np.concatenate([by_record, more])
        held = by_record[[row.record for row in batch]].tolist()
        new = [(row, old) for row, old in zip(batch, held, strict=True) if _is_new(row, old, columns)]
        dead = EntrySet(old for _row, old in new if old >= 0)
        first = len(columns)
        columns = columns.extended([row for row, _old in new], dead)
        public = [row.record for row, _old in new if row.public]
        by_record[[row.record for row, _old in new]] = -1
        by_record[public] = np.arange(first, first + len(public))
        changed += len(new)
    return columns, by_record, changed


def _is_new(row: Row, held: int, columns: Columns) -> bool:
    if held < 0:
        return row.public
    return not row.public or columns.editions.values[held] != row.edition


def _batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    rest = iter(rows)
    while batch := list(islice(rest, BATCH)):
        yield batch


def _alive(numbers: Array, alive: EntrySet) -> Array:
    """Those of ``numbers`` that are alive, in the order they have."""
    kept = np.zeros(len(numbers), np.bool_)
    kept[to_array(alive)] = True
    return numbers[kept[numbers]]


def _with_places(base: Base | EntryIndex, columns: Columns) -> tuple[Order, Order]:
    new = list(range(len(base.columns), len(columns)))
    if len(new) > MOST_INSERTED:
        return Order(columns.in_order()), Order(columns.in_order_of_publication())
    if not new:
        return base.newest, base.updated
    newest = base.newest.inserted(new, columns.place)
    return newest, base.updated.inserted(new, columns.place_of_publication)


def _facets(columns: Columns, names: Vocabularies, previous: EntryIndex | None) -> dict[str, Any]:
    """What depends on the vocabularies: the facets, and what they were made with."""
    facets, images = {}, {}
    for name in PLAIN:
        held = previous.facets[name] if previous else None
        facets[name] = FacetPostings(columns.tables[name], columns.alive, held)
    for name, (source, _vocabulary, _image) in MAPPED.items():
        images[name] = images_of(name, columns.tables[source], names, previous)
        stated, held = columns.tables[source], None
        if previous and is_continued(name, stated, images[name], previous):
            held = previous.facets[name]
        elif previous and name in JOINT_FACETS:
            previous.wide.give_up()  # they are of no use to the next, which needs the memory
        table = facet_table(stated, images[name], held.table if held else Table())
        facets[name] = FacetPostings(table, columns.alive, held)
    return {
        "facets": facets,
        "wide": JointCounter(
            {name: facets[name] for name in JOINT_FACETS}, previous.wide if previous else None
        ),
        "images": images,
        "vocabularies": {each: getattr(names, each) for _table, each, _image in MAPPED.values()},
    }
