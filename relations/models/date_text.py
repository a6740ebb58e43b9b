"""Dates as people write them: one rule for forms, files and columns.

Codes follow ISO 8601-2:2019 (EDTF): ``2019-09-04``, ``2019-09``, ``2019``, ``201X``,
``2014~`` (about), ``[..2021-04]`` (not later than), and ranges of two equal units joined
by ``/``. English words may take any usual form: "Sept 2019", "September 4, 2019",
"c. 2001". What names no certain days ("since 2014") and what can be read in two ways
("12/05/2020") is refused, with the dates that may have been meant.
"""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _

from relations.models.calendar_units import Precision, last_day
from relations.models.characters import DASHES

# The first day, the last one, and the unit both are given in.
Days = tuple[date, date, Precision]

MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)

ISO_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
DECADE = re.compile(r"(\d{3})(?:x|0'?s)", re.ASCII)
NUMERIC = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})", re.ASCII)
YEAR_FIRST = re.compile(r"(\d{4})([/.-])(\d{1,2})\2(\d{1,2})", re.ASCII)
SHORT_YEAR = re.compile(r"(.*[^\d]) ?[/.' -](\d{2})", re.ASCII)

# The end of a range, of which the beginning may take the month or the year.
_RANGE_END = re.compile(r"(?:(?:\d{1,2} )?([a-z]+)|[a-z]+ \d{1,2}) (\d{4})", re.ASCII)

_DASH = re.compile(rf"[{DASHES}]")
_ORDINAL = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th)\b", re.ASCII)
_ABOUT = re.compile(r"(?:about|around|approx|approximately|circa|ca|c|~)(?: |(?=\d))(.+)", re.ASCII)
_BY = re.compile(r"(?:by|not later than|no later than) (.+)", re.ASCII)
_OPEN = re.compile(
    r"(?:since|from|after|starting|as of|as from) (.+)|(.+?)(?: ?-| onwards?| and after| and later)", re.ASCII
)
_BEFORE = re.compile(r"(?:before|until|till|up to|prior to) (.+)", re.ASCII)
_PART = re.compile(
    r"(?:early|mid|late|later|beginning|start|middle|end|spring|summer|autumn|fall|winter|season"
    r"|(?:first|second|latter|last) (?:half|quarter|part|weeks?|days?|months?)"
    r"|(?:first|second|third|fourth|1|2|3|4) (?:quarter|half)|q[1-4]|h[12]"
    r"|perhaps|possibly|probably|maybe|likely)(?: in| of)?(?: the)?[ -]+(.+)",
    re.ASCII,
)


class UnreadableDateError(ValueError):
    """What it says can be shown to whoever wrote the date; ``offers`` are texts that would be read."""

    def __init__(self, message: str, offers: Iterable[str] = ()) -> None:
        super().__init__(message)
        self.offers = tuple(offers)


def read_date_text(text: str) -> tuple[date, date, Precision]:
    """The first day, the last day and the precision that a code or English words tell.

    Raises UnreadableDateError with a sentence that says what to write instead.
    """
    text = " ".join(text.split())
    code = text.lower()
    if code.startswith("[..") and code.endswith("]"):
        first, last, _unit = _read_range(code[3:-1], text)
        return first, last, Precision.BY
    if code.endswith("~"):
        parts = code.split("/")
        if all(part.endswith("~") for part in parts):
            first, last, _unit = _read_range("/".join(part[:-1] for part in parts), text)
            return first, last, Precision.ABOUT
    words = _plain(text)
    for pattern, precision in ((_ABOUT, Precision.ABOUT), (_BY, Precision.BY)):
        if match := pattern.fullmatch(words):
            first, last, _unit = _read_range(match[1], text)
            return first, last, precision
    return _read_range(words, text)


def read_day(text: str) -> date:
    """The one day that a text tells. Raises UnreadableDateError for anything else, as for a month."""
    first, last, precision = read_date_text(text)
    if precision is not Precision.DAY or first != last:
        raise UnreadableDateError(
            _("“%(text)s” is not one day. Write for example 4 September 2019.") % {"text": text}
        )
    return first


def _plain(text: str) -> str:
    """The text in small letters, with one kind of hyphen, and without what makes no difference."""
    text = _DASH.sub("-", unicodedata.normalize("NFKC", text)).lower().replace("’", "'")
    text = _ORDINAL.sub(r"\1", text.replace(",", " "))
    text = re.sub(r"(?<=[a-z])\.", " ", text)
    text = re.sub(r"(?<=\d) of (?=[a-z])", " ", text)
    return re.sub(r"^(?:on|in|the|in the) ", "", " ".join(text.split()))


def _read_range(words: str, text: str) -> Days:
    try:
        spans = [_read_unit(part) for part in _split(words)]
    except UnreadableDateError:
        raise
    except ValueError:
        raise _refusal(words, text) from None
    if spans[0][2] is not spans[-1][2]:
        raise UnreadableDateError(_("Both ends of “%(text)s” need the same precision.") % {"text": text})
    if spans[0][0] > spans[-1][1]:
        raise UnreadableDateError(_("“%(text)s” ends before it begins.") % {"text": text})
    return spans[0][0], spans[-1][1], spans[0][2]


def _split(words: str) -> list[str]:
    """The one date, or the two ends of a range, the first completed by what only the second says."""
    if _is_unit(words):
        return [words]
    if match := re.fullmatch(r"between (.+?) and (.+)|(?:from )?(.+?) to (.+)|([^/]+)/([^/]+)", words):
        first, last = (part for part in match.groups() if part)
    elif match := re.fullmatch(r"([a-z]+) (\d{1,2}) ?- ?(\d{1,2}) (\d{4})", words):  # September 4-6 2019
        month, first_number, last_number, year = match.groups()
        return [f"{first_number} {month} {year}", f"{last_number} {month} {year}"]
    elif match := re.fullmatch(r"(.+?) ?- ?(.+)", words):
        first, last = match.groups()
    else:
        return [words]
    first, last = first.strip(), last.strip()
    if _is_unit(first) or not (end := _RANGE_END.fullmatch(last)):
        return [first, last]
    month, year = end.groups()
    if first.isdigit() and not month:
        return [first, last]
    return [f"{first} {month} {year}" if first.isdigit() else f"{first} {year}", last]


def _is_unit(words: str) -> bool:
    try:
        _read_unit(words)
    except UnreadableDateError:
        return True  # it is one that no calendar has, or one of two
    except ValueError:
        return False
    return True


def _read_unit(words: str) -> Days:
    """One day, month, year or decade. Raises ValueError for what has not the form of any."""
    if match := ISO_DATE.fullmatch(words):
        return _days(*match.groups())
    if match := DECADE.fullmatch(words):
        day = date(int(match[1]) * 10, 1, 1)
        return day, last_day(day, Precision.DECADE), Precision.DECADE
    if match := YEAR_FIRST.fullmatch(words):
        return _days(match[1], match[3], match[4])
    if match := NUMERIC.fullmatch(words):
        return _read_numeric(words, int(match[1]), int(match[3]), match[4])
    parts = re.split(r" |-", words)
    months = [part for part in parts if part.isalpha()]
    if len(months) != 1 or not 2 <= len(parts) <= 3:
        raise ValueError(words)
    parts.remove(months[0])
    years = [part for part in parts if re.fullmatch(r"\d{4}", part, re.ASCII)]
    days = [part for part in parts if re.fullmatch(r"\d{1,2}", part, re.ASCII)]
    if len(years) != 1 or len(years) + len(days) != len(parts):
        raise ValueError(words)
    return _days(years[0], str(_month_number(months[0])), days[0] if days else None)


def _month_number(name: str) -> int:
    """The number of a month, by its name or by three or more of its first letters. Raises ValueError."""
    if len(name) >= 3:
        for number, month in enumerate(MONTHS, start=1):
            if month.startswith(name):
                return number
    raise ValueError(name)


def _days(year: str, month: str | None, day: str | None) -> Days:
    unit = Precision.DAY if day else Precision.MONTH if month else Precision.YEAR
    try:
        first = date(int(year), int(month or 1), 1)
    except ValueError:
        text = "-".join(filter(None, (year, month)))
        if month and not day and int(month) > int(year[2:]):  # 2014-15
            offers = [f"{year} to {year[:2]}{month}"]
            raise _with_offers(_("“%(text)s” is no month. Write %(offers)s."), text, offers) from None
        raise UnreadableDateError(_("No calendar has “%(text)s”.") % {"text": text}) from None
    last = last_day(first, Precision.MONTH)
    if day and not 1 <= int(day) <= last.day:
        message = _("There is no day %(day)d in %(month)s: it has %(days)d days.")
        month_name = _month_words(first)
        raise UnreadableDateError(message % {"day": int(day), "month": month_name, "days": last.day})
    one = first.replace(day=int(day or 1))
    return one, last_day(one, unit), unit


def _read_numeric(words: str, one: int, other: int, year: str) -> Days:
    """12/05/2020 is the twelfth of May to some, and the fifth of December to others."""
    possible = {(day, month) for day, month in ((one, other), (other, one)) if 1 <= month <= 12}
    if len(possible) == 2:
        offers = [
            f"{day} {MONTHS[month - 1].capitalize()} {year}" for day, month in ((one, other), (other, one))
        ]
        raise _with_offers(_("“%(text)s” can be two days. Write %(offers)s."), words, offers)
    if not possible:
        raise UnreadableDateError(_("No calendar has “%(text)s”.") % {"text": words})
    [(day, month)] = possible
    return _days(year, str(month), str(day))


def _refusal(words: str, text: str) -> UnreadableDateError:
    """What to write instead of something that is no date."""
    vague = _("“%(text)s” names no certain days. Write %(offers)s.")
    for pattern, forms in (
        (_OPEN, ("about {}", "{}")),
        (_BEFORE, ("by {}", "{}")),
        (_PART, ("{}", "about {}")),
    ):
        if (match := pattern.fullmatch(words)) and (date_words := _label(next(filter(None, match.groups())))):
            return _with_offers(vague, text, [form.format(date_words) for form in forms])
    if (match := SHORT_YEAR.fullmatch(words)) and (
        offers := [label for century in ("20", "19") if (label := _label(f"{match[1]} {century}{match[2]}"))]
    ):
        return _with_offers(_("Write the year of “%(text)s” with four digits: %(offers)s."), text, offers)
    return UnreadableDateError(
        _(
            "“%(text)s” is not a date this form can read. Write for example 4 September 2019, "
            "September 2019, 2019, 2010s, about 2014, by April 2021, or 2014 to 2019."
        )
        % {"text": text}
    )


def _with_offers(message: str, text: str, offers: list[str]) -> UnreadableDateError:
    quoted = _(" or ").join(f"“{offer}”" for offer in offers)
    return UnreadableDateError(message % {"text": text, "offers": quoted}, offers)


def _label(words: str) -> str:
    """The one date that ``words`` are, as it is offered; "" when they are none."""
    try:
        first, _last, unit = _read_unit(" ".join(words.split()))
    except ValueError:
        return ""
    match unit:
        case Precision.DAY:
            return f"{first.day} {_month_words(first)}"
        case Precision.MONTH:
            return _month_words(first)
        case Precision.DECADE:
            return f"{first.year:04}s"
    return f"{first.year:04}"


def _month_words(day: date) -> str:
    return f"{MONTHS[day.month - 1].capitalize()} {day.year:04}"
