"""What the index takes from the current edition of an entry."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import orjson
from django.db.models import F

from relations.documents import citations
from relations.models import Edition, Involvement, Precision, Record, Span
from relations.models.document import load_document

CAUSES = (Involvement.Role.CAUSE, Involvement.Role.CONSTRAINT)

# "attribution" pairs the kind of a claim with its speaker, which two facets ask for together.
TABLES = (
    *("type", "topic", "relationship", "source", "actor", "cause"),
    *("says", "attribution", "state", "status"),
)


@dataclass(frozen=True, slots=True)
class Row:
    """``values`` by table, each value once, vocabulary by the key the document names it by.

    Of an entry that no reader can open any more only ``record`` and ``public`` say anything.
    """

    record: int
    edition: int
    public: bool = True
    code: str = ""
    published_at: datetime = datetime.min
    span: Span | None = None
    values: dict[str, tuple] = field(default_factory=dict)
    links: tuple[tuple[str, str], ...] = ()

    @property
    def days(self) -> tuple[int, int]:
        """Last and first day (days since 1 January of year 1, which is 1); 0 without a date."""
        return (self.span.last.toordinal(), self.span.first.toordinal()) if self.span else (0, 0)

    @property
    def years(self) -> tuple[int, int]:
        """Last and first year; 0 without a date of its own."""
        return (0, 0) if self.vague else (self.span.last.year, self.span.first.year)

    @property
    def vague(self) -> bool:
        """Whether the sources give no date, or only one before which it was."""
        return self.span is None or self.span.precision is Precision.BY

    @property
    def exact(self) -> bool:
        """Whether the sources give the day, or the first and the last one."""
        return self.span is not None and self.span.precision is Precision.DAY


def read_rows(after: int) -> Iterator[Row]:
    """Every entry whose current edition came later than version ``after``, in no order. One query.

    The kind is asked of the rows, not of the database: SQLite would go through
    all records of these kinds to find the few that are new.
    """
    editions = Edition.objects.filter(record__edition=F("pk"), born__gt=after).order_by()
    columns = ("record__kind", "record__status", "record__merged_into")
    columns += ("record", "pk", "record__key", "published_at", "document", "rendering")
    rows = editions.values_list(*columns).iterator(chunk_size=1000)
    for kind, status, merged, record, pk, *rest in rows:
        if kind not in Record.ENTRY_KINDS:
            continue
        if status == Record.Status.WITHDRAWN or merged is not None:
            yield Row(record, pk, public=False)
        else:
            yield _row(record, pk, *rest)


def _row(record: int, edition: int, code: str, published_at: datetime, document: str, rendering: str) -> Row:
    content, rendered = load_document(document), orjson.loads(rendering)
    claims = content["claims"]
    kind = content["kind"]
    span = Span.parse(rendered["date"]) if rendered.get("date") else None
    values = {
        "type": (kind, content["stance"]) if kind == Record.Kind.ISSUE else (kind,),
        "topic": _once(content["topics"]),
        "relationship": _once(content["relationships"]),
        "source": _once(citation["source"] for citation in citations(content)),
        "actor": _once(part["actor"] for part in content["actors"]),
        "cause": _once(part["actor"] for part in content["actors"] if part["role"] in CAUSES),
        "says": _once(claim["kind"] for claim in claims),
        "attribution": _once((claim["kind"], claim["speaker"]) for claim in claims if claim["speaker"]),
        "state": _once(filter(None, [content.get("state", "")])),
        "status": _once(filter(None, [rendered.get("status", "")])),
    }
    links = tuple((link["kind"], link["entry"]) for link in content["links"])
    return Row(record, edition, True, code, published_at, span, values, links)


def _once(values: Any) -> tuple:
    return tuple(dict.fromkeys(values))
