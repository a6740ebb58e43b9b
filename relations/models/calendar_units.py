"""Days, months, years and decades: the units that a date is given in."""

from calendar import monthrange
from datetime import date
from enum import StrEnum


class Precision(StrEnum):
    """How exact a span is, from the finest to the least certain."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    DECADE = "decade"
    ABOUT = "about"
    BY = "by"


UNITS = (Precision.DAY, Precision.MONTH, Precision.YEAR, Precision.DECADE)


def first_day(day: date, unit: Precision) -> date:
    """The first day of the month, year or decade that ``day`` lies in."""
    match unit:
        case Precision.MONTH:
            return day.replace(day=1)
        case Precision.YEAR:
            return day.replace(month=1, day=1)
        case Precision.DECADE:
            return date(max(day.year // 10 * 10, 1), 1, 1)
    return day


def last_day(day: date, unit: Precision) -> date:
    """The last day of the month, year or decade that ``day`` lies in."""
    match unit:
        case Precision.MONTH:
            return day.replace(day=monthrange(day.year, day.month)[1])
        case Precision.YEAR:
            return day.replace(month=12, day=31)
        case Precision.DECADE:
            return date(day.year // 10 * 10 + 9, 12, 31)
    return day
