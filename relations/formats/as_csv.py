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
from relations.finder import EntryStream
from relations.formats.line import Line, batches_of

MEDIA_TYPE = "text/csv; charset=utf-8"
MARK = "\ufeff"
# What a spreadsheet may take for a formula: its sign, after whatever is not seen, in either width.
FORMULA = re.compile("[\x00-\x20\\s\u200b-\u200f\ufeff]*[=+\\-@＝＋－＠﹦﹢﹣﹫]|[\t\r\n]")


@dataclass(frozen=True)
class Column:
    name: str
    meaning: str | Promise
    read: Callable[[Line], str | int]


def render(whole: EntryStream) -> Iterator[str]:
    """The table in pieces of some hundred lines."""
    yield MARK + _written([[column.name for column in COLUMNS]])
    for lines in batches_of(whole):
        yield _written([_harmless(column.read(line)) for column in COLUMNS] for line in lines)


def _written(rows: Iterable[list[str | int]]) -> str:
    text = StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue()


def _harmless(value: str | int) -> str | int:
    """The value with an apostrophe before it if a spreadsheet might calculate it."""
    return f"'{value}" if isinstance(value, str) and FORMULA.match(value) else value


def _listed(names: Iterable[NamedRecord]) -> str:
    return "; ".join(name.label for name in names)


def _own(name: str) -> Callable[[Line], str]:
    """A field of the document that entries of one kind have."""
    return lambda line: line.document.get(name, "")


COLUMNS = (
    Column("code", _("The permanent code of the entry."), lambda line: line.code),
    Column("type", _("event, agreement, convergence or divergence."), lambda line: line.type),
    Column("title", _("What the entry is called."), _own("title")),
    Column("summary", _("The entry in one or two sentences."), _own("summary")),
    Column(
        "date_from",
        _("The first day it can have been, as 2019-09-01; empty without a date."),
        lambda line: line.date.first.isoformat() if line.date else "",
    ),
    Column(
        "date_to",
        _("The last day it can have been."),
        lambda line: line.date.last.isoformat() if line.date else "",
    ),
    Column(
        "date_precision",
        _("How exactly the sources date it: day, month, year, decade, about, or by (not later than)."),
        lambda line: line.date.precision.value if line.date else "",
    ),
    Column("date", _("The date in words."), lambda line: line.date.label if line.date else ""),
    Column("date_note", _("How the date was inferred, where it was."), _own("date_note")),
    Column(
        "relationships",
        _("The pairs of sides it belongs to. Names in one cell are separated by semicolons."),
        lambda line: _listed(line.relationships),
    ),
    Column("topics", _("The topics it is about."), lambda line: _listed(line.topics)),
    Column("actors", _("The actors involved, in whatever role."), lambda line: _listed(line.actors)),
    Column("sources", _("The sources its claims rest on."), lambda line: _listed(line.sources)),
    Column("state", _("Of an issue: where it stands."), _own("state")),
    Column(
        "state_as_of",
        _("Of an issue: the date for which the sources say so, in words."),
        lambda line: line.state_as_of.label if line.state_as_of else "",
    ),
    Column(
        "status",
        _("Of an agreement: the last milestone it reached."),
        lambda line: line.rendering.get("status", ""),
    ),
    Column("form", _("Of an agreement: instrument, contract, mechanism or project."), _own("form")),
    Column("place", _("Of an event: where it happened."), _own("place")),
    Column("claims", _("How many claims it is made of."), lambda line: len(line.document["claims"])),
    Column("edition", _("The number of its latest edition."), lambda line: line.edition.number),
    Column(
        "first_published_at",
        _("When its first edition was published."),
        lambda line: line.edition.first_published_at.isoformat(),
    ),
    Column(
        "published_at",
        _("When this edition was published."),
        lambda line: line.edition.published_at.isoformat(),
    ),
    Column(
        "change_note", _("What changed with this edition, in words."), lambda line: line.edition.change_note
    ),
    Column("url", _("The address of its page."), lambda line: line.url),
    Column(
        "permanent_url",
        _("The address of this edition, which always leads to the same text."),
        lambda line: line.permanent_url,
    ),
)
