"""``from``, ``to``, ``dated`` and ``until``: when what is listed was, as far as the sources say.

The first two are a year or an ISO date; of the dated entries those are kept whose span overlaps,
ends included. ``dated`` decides about the undated: those without a date, or with an upper bound only.
``until`` leaves what had happened by a day: what had begun by then, and what was by that day or before.
"""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from relations.finder.engine import EntrySet, SearchEngine
from relations.models import Span

if TYPE_CHECKING:
    from relations.finder.params import Params

_DATE = re.compile(r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?")


def read_dates(
    from_: str, to: str, printable: Callable[[str], str]
) -> tuple[str, str, list[tuple[str, str, str]]]:
    """Both as written, "" for what cannot be followed, and the problems as (name, value, message)."""
    problems: list[tuple[str, str, str]] = []
    kept = {}
    for name, text in (("from", from_), ("to", to)):
        kept[name] = text if not text or read_date(text) else ""
        if text and not kept[name]:
            message = _("“%(value)s” is not a date. Write a year (2014) or a day (2014-09-04).")
            problems.append((name, text, message % {"value": printable(text)}))
    if kept["from"] and kept["to"] and Span.parse(kept["from"]).first > Span.parse(kept["to"]).last:
        message = _("“From %(from)s” is after “to %(to)s”, so neither was used.")
        problems.append(("from", kept["from"], message % kept))
        return "", "", problems
    return kept["from"], kept["to"], problems


def read_date(text: str) -> Span | None:
    """The days of a year, a month or a day written the ISO way; None when it is none."""
    if not _DATE.fullmatch(text):
        return None
    try:
        return Span.parse(text)
    except ValueError:
        return None


def read_until(text: str, printable: Callable[[str], str]) -> tuple[str, str]:
    """``until`` as written, "" for what is no date; and what is said of that."""
    if not text or read_date(text):
        return text, ""
    message = _("“%(value)s” is not a date. Write a year (2014) or a day (2014-09-04).")
    return "", message % {"value": printable(text)}


def filter_by_until(engine: SearchEngine, until: str) -> EntrySet:
    """The entries that had begun, or were, by the end of ``until``; of the undated no others."""
    day = Span.parse(until).last
    return engine.dated_to(day) | engine.undated_by(day)


def needless_bounds_message(from_: str, to: str) -> str:
    """What is said of bounds where only undated entries are asked for."""
    words = describe_bounds(from_, to)
    return _(
        "“%(dates)s” did nothing: years and days choose among dated entries, and only those without a date "
        "in the sources were asked for."
    ) % {"dates": words[:1].upper() + words[1:]}


def filter_by_dates(engine: SearchEngine, params: "Params") -> EntrySet | None:
    """The entries that are dated as asked for; None when any will do."""
    if params.dated == ("no",):
        return engine.undated()
    if not params.is_bounded:
        return dated_entries(engine, params) if params.dated else None
    return dated_entries(engine, params) | engine.undated() if params.dated else dated_entries(engine, params)


def dated_entries(engine: SearchEngine, params: "Params") -> EntrySet:
    """The dated entries that overlap the days asked for; all of them when none were."""
    first, last = (Span.parse(text) if text else None for text in (params.from_, params.to))
    if first and last:
        return engine.dated_from(first.first) & engine.dated_to(last.last)
    if first:
        return engine.dated_from(first.first)
    if last:
        return engine.dated_to(last.last)
    found: EntrySet = engine.all() - engine.undated()
    return found


def dated_labels() -> dict[str, str]:
    """The values of ``dated`` in words, in their order."""
    return {"yes": _("Dated"), "no": _("No date in the sources")}


def dated_label(dated: tuple[str, ...]) -> str:
    """A choice of ``dated`` in words."""
    if len(dated) > 1:
        return _("also those without a date in the sources")
    return {"yes": _("only dated ones"), "no": _("only those without a date in the sources")}[dated[0]]


def describe_dates(params: "Params") -> str:
    """The end of a sentence: ", 2014 to 2021"."""
    words = [describe_bounds(params.from_, params.to)] if params.is_bounded else []
    if params.dated == ("yes",):
        words.append(_("dated"))
    elif params.dated:
        words.append(_("without a date in the sources"))
    said = ", " + _(" or ").join(words) if words else ""
    if params.until:
        said += ", " + _("happened by %(date)s") % {"date": Span.parse(params.until).label}
    return said


def describe_bounds(from_: str, to: str) -> str:
    """Both ends of time, or one, in words: "2014 to 2021"."""
    first, last = (Span.parse(text).label if text else "" for text in (from_, to))
    if first and last:
        return first if first == last else _("%(first)s to %(last)s") % {"first": first, "last": last}
    return _("from %(date)s") % {"date": first} if first else _("until %(date)s") % {"date": last}
