"""A selection of entries as a table: comma-separated values (RFC 4180), one line for each entry.

The file begins with a byte order mark: without it the most used spreadsheet
takes UTF-8 for another encoding, and programs that read tables know it.
"""

import csv
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from io import StringIO

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from relations.catalogue import NamedRecord
from relations.finder import EditionStream
from relations.formats.exported_entry import ExportedEntry, exported_batches

MEDIA_TYPE = "text/csv; charset=utf-8"
BYTE_ORDER_MARK = "\ufeff"
# What a spreadsheet may take for a formula: its sign, after whatever is not seen, in either width.
FORMULA = re.compile("[\x00-\x20\\s\u200b-\u200f\ufeff]*[=+\\-@＝＋－＠﹦﹢﹣﹫]|[\t\r\n]")


@dataclass(frozen=True)
class CSVColumn:
    name: str
    meaning: str | Promise
    read: Callable[[ExportedEntry], str | int]


def render(stream: EditionStream) -> Iterator[str]:
    """The table in pieces of some hundred lines."""
    yield BYTE_ORDER_MARK + _csv_lines([[column.name for column in COLUMNS]])
    for entries in exported_batches(stream):
        yield _csv_lines([_escape_formula(column.read(entry)) for column in COLUMNS] for entry in entries)


def _csv_lines(rows: Iterable[list[str | int]]) -> str:
    text = StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue()


def _escape_formula(value: str | int) -> str | int:
    """The value with an apostrophe before it if a spreadsheet might calculate it."""
    return f"'{value}" if isinstance(value, str) and FORMULA.match(value) else value


def _join_labels(names: Iterable[NamedRecord]) -> str:
    return "; ".join(name.label for name in names)


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
        lambda entry: entry.date.start.isoformat() if entry.date and entry.date.start else "",
    ),
    CSVColumn(
        "date_to",
        _("The last day it can have been; empty without a date."),
        lambda entry: entry.date.last.isoformat() if entry.date else "",
    ),
    CSVColumn(
        "date_precision",
        _("How exactly the sources date it: day, month, year, decade, about, or by (not later than)."),
        lambda entry: entry.date.precision.value if entry.date else "",
    ),
    CSVColumn("date", _("The date in words."), lambda entry: entry.date.label if entry.date else ""),
    CSVColumn("date_note", _("How the date was inferred, where it was."), _document_field("date_note")),
    CSVColumn(
        "relationships",
        _("The pairs of sides it belongs to. Names in one cell are separated by semicolons."),
        lambda entry: _join_labels(entry.relationships),
    ),
    CSVColumn("topics", _("The topics it is about."), lambda entry: _join_labels(entry.topics)),
    CSVColumn(
        "actors", _("The actors involved, in whatever role."), lambda entry: _join_labels(entry.actors)
    ),
    CSVColumn("sources", _("The sources its claims rest on."), lambda entry: _join_labels(entry.sources)),
    CSVColumn("state", _("Of an issue: where it stands."), _document_field("state")),
    CSVColumn(
        "state_as_of",
        _("Of an issue: the date for which the sources say so, in words."),
        lambda entry: entry.state_as_of.label if entry.state_as_of else "",
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
        "form", _("Of an agreement: instrument, contract, mechanism or project."), _document_field("form")
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
)
