"""A selection of entries as a table: comma-separated values (RFC 4180), one line for each entry.

The file begins with a byte order mark: without it the most used spreadsheet
takes UTF-8 for another encoding, and programs that read tables know it.

A spreadsheet makes a day of "April 2021", so beside each date in words stand its
first and its last day and its precision (ISO 8601); beside names their slugs,
which are the values of parameters and the last parts of addresses.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from relations.catalogue import NamedRecord
from relations.finder import EditionStream
from relations.formats.csv_lines import csv_lines
from relations.formats.exported_entry import ExportedEntry, exported_batches
from relations.models import Span

MEDIA_TYPE = "text/csv; charset=utf-8"
BYTE_ORDER_MARK = "\ufeff"
# What is told of an entry that was withdrawn.
OF_WITHDRAWN = ("code", "type", "withdrawn_on", "withdrawal_reason")


@dataclass(frozen=True)
class CSVColumn:
    name: str
    meaning: str | Promise
    read: Callable[[ExportedEntry], str | int]


def render(stream: EditionStream) -> Iterator[str]:
    """The table in pieces of some hundred lines."""
    yield BYTE_ORDER_MARK + csv_lines([[column.name for column in COLUMNS]])
    for entries in exported_batches(stream):
        yield csv_lines(map(_row, entries))


def _row(entry: ExportedEntry) -> list[str | int]:
    """The cells of an entry. Of one withdrawn since, a line of an earlier version says that alone."""
    if entry.withdrawn:
        return [column.read(entry) if column.name in OF_WITHDRAWN else "" for column in COLUMNS]
    return [column.read(entry) for column in COLUMNS]


def _join_labels(names: Iterable[NamedRecord]) -> str:
    return "; ".join(name.label for name in names)


def _join_slugs(names: Iterable[NamedRecord]) -> str:
    return "; ".join(name.slug for name in names)


def _first_day(span: Span | None) -> str:
    return span.start.isoformat() if span and span.start else ""


def _last_day(span: Span | None) -> str:
    return span.last.isoformat() if span else ""


def _precision(span: Span | None) -> str:
    return span.precision.value if span else ""


def _document_field(name: str) -> Callable[[ExportedEntry], str]:
    """A field of the document that entries of one kind have."""
    return lambda entry: entry.document.get(name, "")


COLUMNS = (
    CSVColumn("code", _("The permanent code of the entry."), lambda entry: entry.code),
    CSVColumn("type", _("event, agreement, convergence or divergence."), lambda entry: entry.type),
    CSVColumn("title", _("What the entry is called."), _document_field("title")),
    CSVColumn("summary", _("The entry in one or two sentences."), _document_field("summary")),
    CSVColumn(
        "date_from",
        _("The first day it can have been, as 2019-09-01; empty without a date or with an upper bound."),
        lambda entry: _first_day(entry.date),
    ),
    CSVColumn(
        "date_to",
        _("The last day it can have been; empty without a date."),
        lambda entry: _last_day(entry.date),
    ),
    CSVColumn(
        "date_precision",
        _("How exactly the sources date it: day, month, year, decade, about, or by (not later than)."),
        lambda entry: _precision(entry.date),
    ),
    CSVColumn("date", _("The date in words."), lambda entry: entry.date.label if entry.date else ""),
    CSVColumn("date_note", _("How the date was inferred, where it was."), _document_field("date_note")),
    CSVColumn(
        "relationships",
        _("The pairs of sides it belongs to. Names in one cell are separated by semicolons."),
        lambda entry: _join_labels(entry.relationships),
    ),
    CSVColumn(
        "relationship_slugs",
        _("Their slugs, in the same order."),
        lambda entry: _join_slugs(entry.relationships),
    ),
    CSVColumn("topics", _("The topics it is about."), lambda entry: _join_labels(entry.topics)),
    CSVColumn("topic_slugs", _("Their slugs."), lambda entry: _join_slugs(entry.topics)),
    CSVColumn(
        "actors", _("The actors involved, in whatever role."), lambda entry: _join_labels(entry.actors)
    ),
    CSVColumn("actor_slugs", _("Their slugs."), lambda entry: _join_slugs(entry.actors)),
    CSVColumn("sources", _("The sources its claims rest on."), lambda entry: _join_labels(entry.sources)),
    CSVColumn("source_slugs", _("Their slugs."), lambda entry: _join_slugs(entry.sources)),
    CSVColumn("state", _("Of an issue: where it stands."), _document_field("state")),
    CSVColumn(
        "state_as_of",
        _("Of an issue: the date for which the sources say so, in words."),
        lambda entry: entry.state_as_of.label if entry.state_as_of else "",
    ),
    CSVColumn(
        "state_as_of_from",
        _("The first day of that; empty with an upper bound."),
        lambda entry: _first_day(entry.state_as_of),
    ),
    CSVColumn("state_as_of_to", _("The last day of that."), lambda entry: _last_day(entry.state_as_of)),
    CSVColumn(
        "state_as_of_precision",
        _("How exactly the sources say when that was, in the words of date_precision."),
        lambda entry: _precision(entry.state_as_of),
    ),
    CSVColumn(
        "word",
        _("Of an issue: on whose word it rests; both, one (of the sides), commentators, or none."),
        lambda entry: entry.word,
    ),
    CSVColumn(
        "status",
        _("Of an agreement: the last milestone it reached."),
        lambda entry: entry.rendering.get("status", ""),
    ),
    CSVColumn(
        "form",
        _("Of an agreement: instrument, contract, mechanism, project or proposal."),
        _document_field("form"),
    ),
    CSVColumn("place", _("Of an event: where it happened."), _document_field("place")),
    CSVColumn("claims", _("How many claims it is made of."), lambda entry: len(entry.document["claims"])),
    CSVColumn("edition", _("The number of its latest edition."), lambda entry: entry.edition.number),
    CSVColumn(
        "first_published_at",
        _("When its first edition was published."),
        lambda entry: entry.edition.first_published_at.isoformat(),
    ),
    CSVColumn(
        "published_at",
        _("When this edition was published."),
        lambda entry: entry.edition.published_at.isoformat(),
    ),
    CSVColumn(
        "change_note", _("What changed with this edition, in words."), lambda entry: entry.edition.change_note
    ),
    CSVColumn("url", _("The address of its page."), lambda entry: entry.url),
    CSVColumn(
        "permanent_url",
        _("The address of this edition, which always leads to the same text."),
        lambda entry: entry.permanent_url,
    ),
    CSVColumn(
        "withdrawn_on",
        _("In a table of an earlier version, of an entry that was withdrawn since: on which day."),
        lambda entry: entry.withdrawn.at.date().isoformat() if entry.withdrawn else "",
    ),
    CSVColumn(
        "withdrawal_reason",
        _("The reason given for that; of such an entry nothing else is told but its code and type."),
        lambda entry: entry.withdrawn.reason if entry.withdrawn else "",
    ),
)
