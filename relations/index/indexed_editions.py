"""What the index takes from the edition of an entry."""

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import orjson

from relations.documents import citations, derive_voices
from relations.models import Edition, Involvement, Precision, Record, Span
from relations.models.document import load_document

CAUSES = (Involvement.Role.CAUSE, Involvement.Role.CONSTRAINT)

# The columns with any number of values. "attribution" pairs the kind of a claim with its speaker, which
# two facets ask for together; "voices" has of an issue that on which "word" depends, in one value.
VALUE_COLUMNS = (
    *("type", "topic", "relationship", "source", "actor", "cause"),
    *("says", "attribution", "state", "voices", "status"),
)

Values = tuple[Hashable, ...]

# Taken from the last day of what is not dated: more than any day has, so that it stands before all days.
UNDATED = date.max.toordinal() + 1


@dataclass(frozen=True, slots=True)
class IndexedEdition:
    """``values`` by column, each value once, vocabulary by the key the document names it by.

    The edition is its record's current one from version ``born`` until before version
    ``died`` (None while it still is). A withdrawal or a merger (``ends``) has nothing
    to show: it only ends the edition before it.
    """

    record: int
    edition: int
    born: int
    died: int | None = None
    ends: str = ""
    code: str = ""
    published_at: datetime = datetime.min
    span: Span | None = None
    values: dict[str, Values] = field(default_factory=dict)
    links: tuple[tuple[str, str], ...] = ()

    @property
    def days(self) -> tuple[int, int]:
        """Last and first day (days since 1 January of year 1, which is 1).

        Where the sources give no date, or only one by which it was, the last day is below 0
        (the lower, the earlier that date, if any) and the first one 0.
        """
        if self.span is None:
            return (-UNDATED, 0)
        if self.span.is_upper_bound:
            return (self.span.last.toordinal() - UNDATED, 0)
        return (self.span.last.toordinal(), self.span.first.toordinal())

    @property
    def years(self) -> tuple[int, int]:
        """Last and first year; 0 where the sources give no date, or only one by which it was."""
        if self.span is None or self.span.is_upper_bound:
            return (0, 0)
        return (self.span.last.year, self.span.first.year)

    @property
    def exact(self) -> bool:
        """Whether the sources give the day, or the first and the last one."""
        return self.span is not None and self.span.precision is Precision.DAY


def read_indexed_editions(after: int, to: int) -> Iterator[IndexedEdition]:
    """Every edition of an entry born after version ``after`` and up to ``to``, in no order. One query.

    The kind is asked of the rows, not of the database: SQLite would go through
    all records of these kinds to find the few editions that are new.
    """
    editions = Edition.objects.filter(born__gt=after, born__lte=to).order_by()
    of_record = ("record__kind", "action", "record", "pk", "born", "died")
    content = ("record__key", "published_at", "document", "rendering")
    rows = editions.values_list(*of_record, *content).iterator(chunk_size=1000)
    for kind, action, record, pk, born, died, *content in rows:
        if kind not in Record.ENTRY_KINDS:
            continue
        if action in Edition.ENDING_ACTIONS:
            yield IndexedEdition(record, pk, born, died, ends=action)
        else:
            yield IndexedEdition(record, pk, born, died, "", *_content(*content))


def _content(
    code: str, published_at: datetime, document: str, rendering: str
) -> tuple[str, datetime, Span | None, dict[str, Values], tuple[tuple[str, str], ...]]:
    """The rest of a row, from the edition's own columns."""
    content, rendered = load_document(document), orjson.loads(rendering)
    claims, kind = content["claims"], content["kind"]
    span = Span.parse(rendered["date"]) if rendered.get("date") else None
    values = {
        "type": (kind, content["stance"]) if kind == Record.Kind.ISSUE else (kind,),
        "topic": _distinct(content["topics"]),
        "relationship": _distinct(content["relationships"]),
        "source": _distinct(citation["source"] for citation in citations(content)),
        "actor": _distinct(part["actor"] for part in content["actors"]),
        "cause": _distinct(part["actor"] for part in content["actors"] if part["role"] in CAUSES),
        "says": _distinct(claim["kind"] for claim in claims),
        "attribution": _distinct((claim["kind"], claim["speaker"]) for claim in claims if claim["speaker"]),
        "state": _distinct(filter(None, [content.get("state", "")])),
        "voices": (voices,) if (voices := derive_voices(content)) else (),
        "status": _distinct(filter(None, [rendered.get("status", "")])),
    }
    links = tuple((link["kind"], link["entry"]) for link in content["links"])
    return code, published_at, span, values, links


def _distinct(values: Iterable[Any]) -> Values:
    return tuple(dict.fromkeys(values))
