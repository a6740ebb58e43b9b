"""What became of a list of entries between two versions: which came, changed and went."""

from dataclasses import dataclass

from relations.catalogue import Snapshot
from relations.finder.engine import SearchEngine, search_engine
from relations.finder.overview import entries_of_record


@dataclass(frozen=True)
class ChangedEditions:
    """By row ids of editions: those of entries that came, pairs of those that changed, those that went.

    The last published stand first.
    """

    added: tuple[int, ...]
    changed: tuple[tuple[int, int], ...]
    removed: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.added) + len(self.changed) + len(self.removed)


def compare_entries_of(before: Snapshot, after: Snapshot, kind: str, key: str) -> ChangedEditions:
    """What came, changed and went among the entries that a record's page is made of."""
    old, new = (_editions_by_code(search_engine(snapshot), kind, key) for snapshot in (before, after))
    return ChangedEditions(
        added=tuple(edition for code, edition in new.items() if code not in old),
        changed=tuple(
            (old[code], edition) for code, edition in new.items() if code in old and old[code] != edition
        ),
        removed=tuple(edition for code, edition in old.items() if code not in new),
    )


def last_updated_editions(snapshot: Snapshot, kind: str, key: str, limit: int) -> tuple[int, ...]:
    """The row ids of the editions of those entries that were published last."""
    engine = search_engine(snapshot)
    return tuple(engine.edition_ids(entries_of_record(engine, kind, key), "updated", 0, limit))


def _editions_by_code(engine: SearchEngine, kind: str, key: str) -> dict[str, int]:
    found = entries_of_record(engine, kind, key)
    every = ("updated", 0, len(found))
    return dict(zip(engine.codes(found, *every), engine.edition_ids(found, *every), strict=True))
