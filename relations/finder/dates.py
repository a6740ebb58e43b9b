"""``from`` and ``to``: a year or an ISO date; entries whose span overlaps are kept, ends included."""

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


def filter_by_dates(engine: SearchEngine, params: "Params") -> EntrySet | None:
    """The entries that overlap the days asked for; None when none were."""
    if not params.from_ and not params.to:
        return None
    if not params.to:
        return engine.dated_from(Span.parse(params.from_).first)
    begun = engine.dated_to(Span.parse(params.to).last)
    return begun & engine.dated_from(Span.parse(params.from_).first) if params.from_ else begun


def describe_dates(params: "Params") -> str:
    """The end of a sentence: ", 2014 to 2021"."""
    first, last = (Span.parse(text).label if text else "" for text in (params.from_, params.to))
    if first and last:
        return ", " + (
            first if first == last else _("%(first)s to %(last)s") % {"first": first, "last": last}
        )
    if first:
        return ", " + _("from %(date)s") % {"date": first}
    return ", " + _("until %(date)s") % {"date": last} if last else ""
