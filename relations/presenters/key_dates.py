"""Key dates: what happened, and the steps that agreements and projects went through, in one order of time."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from relations.catalogue.editions import EntryEdition
from relations.models import Span, chronological_key
from relations.presenters.entry_content import EntrySummary, ListedEntry


@dataclass(frozen=True)
class KeyDate:
    """An event, or an agreement and the ``stage`` it reached; "" where its sources tell of no step."""

    date: Span | None
    entry: ListedEntry
    stage: str = ""


def key_dates(entries: Iterable[ListedEntry], editions: Mapping[str, EntryEdition]) -> tuple[KeyDate, ...]:
    """Oldest first, what is not dated last. ``editions``: those of the entries, by code."""
    dates = (each for entry in entries for each in _dates_of(entry, editions[entry.code]))
    return tuple(sorted(dates, key=lambda each: (chronological_key(each.date), each.entry.code)))


def _dates_of(entry: ListedEntry, edition: EntryEdition) -> Iterator[KeyDate]:
    milestones = []
    if isinstance(entry, EntrySummary) and entry.type == "agreement":
        milestones = edition.content.read_document()["milestones"]
    for milestone in milestones:
        date = Span.parse(milestone["date"]) if milestone["date"] else None
        yield KeyDate(date, entry, milestone["stage"])
    if not milestones:
        yield KeyDate(entry.date, entry)
