"""The columns and orders of all editions, made from nothing or from earlier ones by what came since."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

import numpy as np

from relations.catalogue.database_identity import EditionFingerprint
from relations.index.edition_columns import NEVER, EditionColumns, ordinals_by_row_id
from relations.index.indexed_editions import IndexedEdition
from relations.index.sets import Array
from relations.index.sort_order import SortOrder
from relations.models import Edition

BATCH = 5000
# So many editions, and a quarter more, may stand behind the others before all are sorted again.
MAX_TAIL = 2000
# More new editions than this are sorted with all the others, fewer inserted one by one.
MAX_INSERTED = 2000


@dataclass(frozen=True, eq=False)
class IndexState:
    """Every edition of an entry born up to ``version``.

    Ordinals are given once, in the order of a list when the columns are sorted (all
    below ``ordered``), and at the end afterwards. ``withdrawn``: the row ids of records
    that are withdrawn now. ``by_edition``: for each row id of an edition its ordinal,
    or -1; ``by_record``: for each row id of a record that of its current edition.
    ``latest`` tells the database; ``unsaved`` counts the rows that are not on disk.
    """

    version: int = -1
    columns: EditionColumns = field(default_factory=EditionColumns.empty)
    ordered: int = 0
    newest: SortOrder = field(default_factory=lambda: SortOrder(np.zeros(0, np.uint32)))
    updated: SortOrder = field(default_factory=lambda: SortOrder(np.zeros(0, np.uint32)))
    withdrawn: frozenset[int] = frozenset()
    latest: EditionFingerprint = ()
    unsaved: int = 0
    by_edition: Array = field(init=False, repr=False)
    by_record: Array = field(init=False, repr=False)

    def __post_init__(self) -> None:
        columns = self.columns
        current = np.flatnonzero(columns.died.values == NEVER)
        object.__setattr__(self, "by_edition", ordinals_by_row_id(columns.editions.values))
        object.__setattr__(self, "by_record", ordinals_by_row_id(columns.records.values, current))


def advance_index(
    state: IndexState, version: int, latest: EditionFingerprint, rows: Iterable[IndexedEdition]
) -> IndexState:
    """The state at a later version, with ``rows`` of the editions born since."""
    columns, withdrawn, changed = _append_rows(state, rows)
    if not state.ordered or len(columns) - state.ordered > state.ordered // 4 + MAX_TAIL:
        columns = columns.take(columns.list_order())
        ordered = len(columns)
        newest, updated = SortOrder(np.arange(ordered)), SortOrder(columns.publication_order())
    else:
        ordered = state.ordered
        newest, updated = _insert_new(state, columns)
    return IndexState(
        version=version,
        columns=columns,
        ordered=ordered,
        newest=newest,
        updated=updated,
        withdrawn=_still_withdrawn(state.withdrawn | withdrawn, columns),
        latest=latest,
        unsaved=state.unsaved + changed,
    )


def _still_withdrawn(records: frozenset[int], columns: EditionColumns) -> frozenset[int]:
    """The withdrawn ``records`` that were not published again."""
    if not records:
        return records
    current = columns.records.values[columns.died.values == NEVER]
    return records - frozenset(current[np.isin(current, list(records))].tolist())


def _append_rows(state: IndexState, rows: Iterable[IndexedEdition]) -> tuple[EditionColumns, set[int], int]:
    """The columns with the new editions, the records that were withdrawn, and how many rows there were."""
    columns, withdrawn, changed = state.columns, set[int](), 0
    for batch in _batches(rows):
        columns = columns.appended([row for row in batch if not row.ends])
        for row in batch:
            if row.record < len(state.by_record) and (previous := state.by_record[row.record]) >= 0:
                columns.end(previous, row.born)
            if row.ends == Edition.Action.WITHDRAWN:
                withdrawn.add(row.record)
        changed += len(batch)
    return columns, withdrawn, changed


def _batches(rows: Iterable[IndexedEdition]) -> Iterator[list[IndexedEdition]]:
    rest = iter(rows)
    while batch := list(islice(rest, BATCH)):
        yield batch


def _insert_new(state: IndexState, columns: EditionColumns) -> tuple[SortOrder, SortOrder]:
    new = range(len(state.columns), len(columns))
    if len(new) > MAX_INSERTED:
        return SortOrder(columns.list_order()), SortOrder(columns.publication_order())
    if not new:
        return state.newest, state.updated
    newest = state.newest.insert(new, columns.list_key)
    return newest, state.updated.insert(new, columns.publication_key)
