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
from relations.finder.sentence import sentence
from relations.index.entry_index import EntryIndex
from relations.index.sets import EntrySet

# Entries put in order at a time: as numbers they take a megabyte or two.
SLICE = 50_000
# Editions read with one query.
BATCH = 500


class EntryStream:
    """The entries that ``params`` choose, on whatever page; ``page`` and ``page_size`` say nothing here."""

    def __init__(self, params: Params, snapshot: Snapshot, index: EntryIndex) -> None:
        self.snapshot = snapshot
        self.index = index
        self._selection = Selection(params, snapshot, index)

    def __len__(self) -> int:
        return len(self._selection.hits)

    @property
    def sentence(self) -> str:
        """What was found, in words."""
        return sentence(self._selection.params, self.snapshot, len(self))

    @property
    def exact(self) -> EntrySet:
        """Those that are dated to the day."""
        return self._selection.hits & self.index.exact

    def editions(self, only: EntrySet | None = None) -> Iterator[list[EditionContent]]:
        """Their editions in the order asked for, in batches; with ``only``, those of these entries."""
        first = 0
        while numbers := self._selection.page(first, SLICE, only):
            for start in range(0, len(numbers), BATCH):
                yield read_editions(map(self.index.edition, numbers[start : start + BATCH]))
            first += len(numbers)
