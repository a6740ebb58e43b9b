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
    version: int
    number: int
    note: str
    entry: ListedEntry | None = None


@dataclass(frozen=True)
class ChangesOfVersion:
    """What one version published for one reason."""

    version: int
    day: date
    note: str
    changes: tuple[LatestChange, ...]


def latest_changes(
    edition: Edition, entries: Iterable[ListedEntry], editions: Mapping[str, EntryEdition], limit: int
) -> tuple[ChangesOfVersion, ...]:
    """The last ``limit`` editions, newest first. ``edition``: the page's own; ``editions``: by code.

    That of a preview was never published, and is none of them.
    """
    changes = [_change(entry, editions[entry.code]) for entry in entries]
    if edition.born is not None:
        changes.append(LatestChange(edition.published_at, edition.born, edition.number, edition.change_note))
    changes.sort(key=lambda change: change.version, reverse=True)
    versions = groupby(changes[:limit], key=lambda change: (change.version, change.note))
    return tuple(_of_version(version, note, tuple(made)) for (version, note), made in versions)


def _of_version(version: int, note: str, changes: tuple[LatestChange, ...]) -> ChangesOfVersion:
    return ChangesOfVersion(version, changes[0].published_at.date(), note, changes)


def _change(entry: ListedEntry, edition: EntryEdition) -> LatestChange:
    content = edition.content
    note = "" if edition.withdrawn else content.change_note
    return LatestChange(content.published_at, content.born, content.number, note, entry)
