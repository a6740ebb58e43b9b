"""A date as the sources give it: a span of days with a precision.

Its text form, the code, follows ISO 8601-2:2019 (EDTF): see ``date_text``, which reads it.
"""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache, total_ordering
from typing import Self

from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _

from relations.models.calendar_units import UNITS, Precision, first_day, last_day
from relations.models.date_text import read_date_text
from relations.models.language import current_language


@total_ordering
@dataclass(frozen=True, slots=True)
class Span:
    """The days from ``first`` to ``last``, both included, to ``precision``.

    Ordered by last day, then first day, as lists of entries are.
    """

    first: date
    last: date
    precision: Precision

    def __post_init__(self) -> None:
        if self.first > self.last:
            raise ValueError(_("The first day is after the last day."))

    def __lt__(self, other: Self) -> bool:
        return (self.last, self.first, self.precision) < (other.last, other.first, other.precision)

    @classmethod
    @lru_cache(maxsize=8192)  # a list reads the same few thousand dates again and again
    def parse(cls, text: str) -> Self:
        """Read a span from its code or from English words, as people write them.

        Raises UnreadableDateError, a ValueError, with a sentence that says what to write instead.
        """
        return cls(*read_date_text(text))

    @classmethod
    def hull(cls, spans: "list[Span]") -> Self:
        """The span that reaches from the first to the last of ``spans``, at their coarsest precision."""
        coarsest = max((span.precision for span in spans), key=list(Precision).index)
        unit = max((span.unit for span in spans), key=UNITS.index)
        first = min(span.first for span in spans)
        last = max(span.last for span in spans)
        return cls(first_day(first, unit), last_day(last, unit), coarsest)

    @property
    def unit(self) -> Precision:
        """The calendar unit the span is given in; for about and by, the coarsest that fits."""
        if self.precision in UNITS:
            return self.precision
        for unit in reversed(UNITS):
            if self.first == first_day(self.first, unit) and self.last == last_day(self.last, unit):
                return unit
        return Precision.DAY

    @property
    def code(self) -> str:
        """The span's text form; ``parse`` reads it back."""
        first, last = (_unit_code(day, self.unit) for day in (self.first, self.last))
        mark = "~" if self.precision is Precision.ABOUT else ""
        code = f"{first}{mark}" if first == last else f"{first}{mark}/{last}{mark}"
        return f"[..{code}]" if self.precision is Precision.BY else code

    @property
    def iso_bounds(self) -> tuple[str, str]:
        """The first and the last day, month or year (ISO 8601), in the unit the span is given in.

        Of decades their years. The first is "" for an upper bound, of which ``first`` says nothing.
        """
        unit = Precision.YEAR if self.unit is Precision.DECADE else self.unit
        first = "" if self.is_upper_bound else _unit_code(self.first, unit)
        return first, _unit_code(self.last, unit)

    @property
    def html_datetime(self) -> str:
        """The value of HTML's ``<time datetime>``; "" for a range, a decade, about and by."""
        return self.code if self.is_exact and "/" not in self.code else ""

    @property
    def is_exact(self) -> bool:
        """Whether its ends are days, months or years that a source names; not of a decade, about and by."""
        return self.precision in UNITS[:3]

    @property
    def label(self) -> str:
        """The span in the reader's language; the English one is read back by ``parse``."""
        return _label(self, current_language())

    @property
    def is_upper_bound(self) -> bool:
        """Whether only the last day it can have been is known: nothing says when it began or was."""
        return self.precision is Precision.BY

    @property
    def start(self) -> date | None:
        """The first day it can have been; None for an upper bound, of which ``first`` says nothing."""
        return None if self.is_upper_bound else self.first

    def overlaps(self, first: date | None, last: date | None) -> bool:
        """Whether any day of the span lies within ``first`` to ``last``, both included; None is open."""
        return (first is None or self.last >= first) and (last is None or self.first <= last)

    def as_data(self) -> dict[str, str | None]:
        """The public JSON form: ``from`` (null for an upper bound), ``to``, ``precision``, ``label``."""
        return {
            "from": self.start.isoformat() if self.start else None,
            "to": self.last.isoformat(),
            "precision": self.precision.value,
            "label": self.label,
        }

    def __str__(self) -> str:
        return self.label


def chronological_key(span: Span | None) -> tuple[bool, date, date]:
    """Sorts dates as a list of entries that begins with the oldest: what is not dated comes last."""
    if span is None:
        return True, date.min, date.min
    return span.is_upper_bound, span.last, span.start or date.min


@lru_cache(maxsize=8192)
def _label(span: Span, language: str) -> str:
    first, last = (_unit_label(day, span.unit) for day in (span.first, span.last))
    words = first if first == last else _("%(first)s to %(last)s") % {"first": first, "last": last}
    if span.precision is Precision.ABOUT:
        return _("about %(date)s") % {"date": words}
    if span.precision is Precision.BY:
        return _("by %(date)s") % {"date": words}
    return words


def _unit_code(day: date, unit: Precision) -> str:
    match unit:
        case Precision.DAY:
            return day.isoformat()
        case Precision.MONTH:
            return f"{day.year:04}-{day.month:02}"
        case Precision.YEAR:
            return f"{day.year:04}"
    return f"{day.year // 10:03}X"


def _unit_label(day: date, unit: Precision) -> str:
    match unit:
        case Precision.DAY:
            return format_date(day, "j F ") + f"{day.year:04}"
        case Precision.MONTH:
            return format_date(day, "F ") + f"{day.year:04}"
        case Precision.YEAR:
            return f"{day.year:04}"
    return f"{day.year // 10:03}0s"
