"""All the entries of a selection, in order, read as they are asked for.

A file may hold a million of them and take minutes to send. So the index gives
the order, and editions are read some hundreds at a time, each time with a
query of its own: no transaction stays open and memory does not grow. Editions
never change: whatever is published meanwhile, the reading goes on with those
that were current when it began.
"""

from collections.abc import Iterator

from relations.catalogue import EditionContent, Snapshot, read_editions
from relations.finder.params import Params
from relations.finder.selection import Selection
from relations.finder.sentence import feed_title

# Entries put in order at a time: as numbers they take a megabyte or two.
SLICE = 50_000
# Editions read with one query.
BATCH = 500


class EditionStream:
    """The entries that ``params`` choose, on whatever page; ``page`` and ``page_size`` say nothing here."""

    def __init__(self, params: Params, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self._selection = Selection(params, snapshot)

    def __len__(self) -> int:
        return self._selection.total

    @property
    def title(self) -> str:
        """The reference and what was asked for, in words."""
        return feed_title(self._selection.params, self.snapshot)

    @property
    def dated_exactly(self) -> int:
        """How many are dated to the day."""
        return len(self._selection.hits & self._selection.engine.dated_exactly())

    def editions(self, *, dated_exactly: bool = False) -> Iterator[list[EditionContent]]:
        """Their editions in the order asked for, in batches; only of those dated to the day, if so asked."""
        only = self._selection.engine.dated_exactly() if dated_exactly else None
        first = 0
        while ids := self._selection.edition_ids(first, SLICE, only):
            for start in range(0, len(ids), BATCH):
                yield read_editions(ids[start : start + BATCH])
            first += len(ids)
