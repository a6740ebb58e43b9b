"""What was published last of the entries on a record's page, and of its own text."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from relations.catalogue.editions import EntryEdition
from relations.models import Edition
from relations.presenters.entry_content import ListedEntry


@dataclass(frozen=True)
class LatestChange:
    """An edition of an entry, or with ``entry`` None of the page's own text. ``note``: why it was made."""

    published_at: datetime
    number: int
    note: str
    entry: ListedEntry | None = None

    @property
    def day(self) -> date:
        return self.published_at.date()


@dataclass(frozen=True)
class ChangesOfDay:
    """What was published on one day for one reason."""

    day: date
    note: str
    changes: tuple[LatestChange, ...]


def latest_changes(
    edition: Edition, entries: Iterable[ListedEntry], editions: Mapping[str, EntryEdition], limit: int
) -> tuple[ChangesOfDay, ...]:
    """The last ``limit`` editions, newest first. ``edition``: the page's own; ``editions``: by code."""
    changes = [_change(entry, editions[entry.code]) for entry in entries]
    changes.append(LatestChange(edition.published_at, edition.number, edition.change_note))
    changes.sort(key=lambda change: change.published_at, reverse=True)
    by_day = groupby(changes[:limit], key=lambda change: (change.day, change.note))
    return tuple(ChangesOfDay(day, note, tuple(of_day)) for (day, note), of_day in by_day)


def _change(entry: ListedEntry, edition: EntryEdition) -> LatestChange:
    content = edition.content
    note = "" if edition.withdrawn else content.change_note
    return LatestChange(content.published_at, content.number, note, entry)
