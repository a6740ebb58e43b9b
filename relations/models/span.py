"""A date as the sources give it: a span of days with a precision.

The text form follows ISO 8601-2:2019 (EDTF): ``2019-09-04``, ``2019-09``,
``2019``, ``201X``, ``2014~`` (about), ``[..2021-04]`` (not later than), and
ranges of two equal units joined by ``/``.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache, total_ordering
from typing import Self

from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _

from relations.models.language import current_language


class Precision(StrEnum):
    """How exact a span is, from the finest to the least certain."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    DECADE = "decade"
    ABOUT = "about"
    BY = "by"


UNITS = (Precision.DAY, Precision.MONTH, Precision.YEAR, Precision.DECADE)
MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)

ISO_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
ISO_MONTH = re.compile(r"(\d{4})-(\d{2})")
ISO_YEAR = re.compile(r"(\d{4})")
ISO_DECADE = re.compile(r"(\d{3})[Xx]")
WORD_DAY = re.compile(r"(\d{1,2}) ([a-z]+) (\d{4})")
WORD_MONTH = re.compile(r"([a-z]+) (\d{4})")
WORD_DECADE = re.compile(r"(\d{3})0s")


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
        """Read a span from its code or from English words.

        Words: "4 September 2019", "September 2019", "2010s", "about 2014",
        "by April 2021", "2014 to 2019". Raises ValueError with a sentence that
        says what is accepted.
        """
        text = " ".join(text.split())
        code = text.lower()
        if match := re.fullmatch(r"\[\.\.(.+)\]|by (.+)", code):
            first, last, _unit = _parse_range(match[1] or match[2], text)
            return cls(first, last, Precision.BY)
        if code.startswith("about "):
            first, last, _unit = _parse_range(code.removeprefix("about "), text)
            return cls(first, last, Precision.ABOUT)
        if "~" in code:
            parts = code.split("/")
            if not all(part.endswith("~") for part in parts):
                raise _unreadable(text)
            first, last, _unit = _parse_range("/".join(part[:-1] for part in parts), text)
            return cls(first, last, Precision.ABOUT)
        return cls(*_parse_range(code, text))

    @classmethod
    def hull(cls, spans: "list[Span]") -> Self:
        """The span that reaches from the first to the last of ``spans``, at their coarsest precision."""
        coarsest = max((span.precision for span in spans), key=list(Precision).index)
        unit = max((span.unit for span in spans), key=UNITS.index)
        first = min(span.first for span in spans)
        last = max(span.last for span in spans)
        return cls(_start(first, unit), _end(last, unit), coarsest)

    @property
    def unit(self) -> Precision:
        """The calendar unit the span is given in; for about and by, the coarsest that fits."""
        if self.precision in UNITS:
            return self.precision
        for unit in reversed(UNITS):
            if self.first == _start(self.first, unit) and self.last == _end(self.last, unit):
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


def _parse_range(code: str, original: str) -> tuple[date, date, Precision]:
    parts = re.split(r"/| to ", code)
    try:
        if len(parts) > 2:
            raise ValueError
        spans = [_parse_unit(part) for part in parts]
    except ValueError:
        raise _unreadable(original) from None
    if spans[0][2] is not spans[-1][2]:
        raise ValueError(_("Both ends of “%(text)s” need the same precision.") % {"text": original})
    if spans[0][0] > spans[-1][1]:
        raise ValueError(_("“%(text)s” ends before it begins.") % {"text": original})
    return spans[0][0], spans[-1][1], spans[0][2]


def _parse_unit(code: str) -> tuple[date, date, Precision]:
    if match := ISO_DAY.fullmatch(code):
        unit, day = Precision.DAY, date(int(match[1]), int(match[2]), int(match[3]))
    elif match := WORD_DAY.fullmatch(code):
        unit, day = Precision.DAY, date(int(match[3]), MONTHS.index(match[2]) + 1, int(match[1]))
    elif match := ISO_MONTH.fullmatch(code):
        unit, day = Precision.MONTH, date(int(match[1]), int(match[2]), 1)
    elif match := WORD_MONTH.fullmatch(code):
        unit, day = Precision.MONTH, date(int(match[2]), MONTHS.index(match[1]) + 1, 1)
    elif match := ISO_YEAR.fullmatch(code):
        unit, day = Precision.YEAR, date(int(match[1]), 1, 1)
    elif match := ISO_DECADE.fullmatch(code) or WORD_DECADE.fullmatch(code):
        unit, day = Precision.DECADE, date(int(match[1]) * 10, 1, 1)
    else:
        raise ValueError(code)
    return day, _end(day, unit), unit


def _unreadable(text: str) -> ValueError:
    return ValueError(
        _(
            "“%(text)s” is not a date this form can read. Write for example 4 September 2019, "
            "September 2019, 2019, 2010s, about 2014, by April 2021, or 2014 to 2019."
        )
        % {"text": text}
    )


def _start(day: date, unit: Precision) -> date:
    match unit:
        case Precision.MONTH:
            return day.replace(day=1)
        case Precision.YEAR:
            return day.replace(month=1, day=1)
        case Precision.DECADE:
            return date(max(day.year // 10 * 10, 1), 1, 1)
    return day


def _end(day: date, unit: Precision) -> date:
    match unit:
        case Precision.MONTH:
            return day.replace(day=monthrange(day.year, day.month)[1])
        case Precision.YEAR:
            return day.replace(month=12, day=31)
        case Precision.DECADE:
            return date(day.year // 10 * 10 + 9, 12, 31)
    return day


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
