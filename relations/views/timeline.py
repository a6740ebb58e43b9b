"""Entries in order of time: an ordered list by year, under the count of each year."""

from dataclasses import dataclass, replace
from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from relations.catalogue import Catalogue
from relations.finder import Card, Params, Result
from relations.views.finder import list_context, read, search
from relations.views.http import public
from relations.views.templating import render_page

# At most so many bars: beyond, each stands for ten years, or a hundred.
MOST_BARS = 120
# The picture, in pixels: the width of a bar with its gap (a finger's), the height of the tallest.
STEP, TALLEST = 24, 88
# Every fifth bar has its label, which is wider than its bar: by so much of the picture, in bars.
LABELLED, ROOM_FOR_YEAR, ROOM_FOR_YEARS = 5, 2, 3


@dataclass(frozen=True)
class Bar:
    """One year, or ten or a hundred, of the picture. ``query`` narrows the list to it, or undoes that.

    ``labelled``: whether its label stands under it; there is no room for all.
    """

    label: str
    labelled: bool
    title: str
    count: int
    x: int
    height: int
    chosen: bool
    query: str


@public
def timeline(request: HttpRequest, catalogue: Catalogue) -> HttpResponse:
    result = search(read(request, catalogue, {}, sort="oldest"), catalogue)
    bars = bars_of(result)
    context = list_context(request, catalogue, result) | {
        "title": _("Timeline: %(list)s") % {"list": result.sentence},
        "bars": bars,
        "picture": {"width": STEP * (len(bars) + 2), "height": TALLEST, "bar": STEP - 4},
        "years": [(year, list(cards)) for year, cards in groupby(result.cards, key=year_of)],
    }
    return render_page(request, "timeline/timeline.html", context)


def year_of(card: Card) -> str:
    """The heading a card stands under: the year its span ends in, as the order of the list has it."""
    return f"{card.date.last.year:04}" if card.date else _("Undated")


def bars_of(result: Result) -> list[Bar]:
    """A bar for each year between the first and the last with an entry, empty ones too."""
    if not result.years:
        return []
    counts = dict(result.years)
    first, last = min(counts), max(counts)
    step = next(step for step in (1, 10, 100) if last // step - first // step < MOST_BARS)
    starts = range(first // step * step, last + 1, step)
    # An entry of several years would count twice in the sum of a decade: its fullest year is told instead.
    tops = [max(counts.get(year, 0) for year in range(start, start + step)) for start in starts]
    tallest = max(tops)
    return [
        _bar(result.params, start, step, place, count, tallest)
        for place, (start, count) in enumerate(zip(starts, tops, strict=True))
    ]


def _bar(params: Params, start: int, step: int, place: int, count: int, tallest: int) -> Bar:
    first, last = f"{max(start, 1):04}", f"{start + step - 1:04}"
    chosen = (params.from_, params.to) == (first, last)
    narrowed = replace(params, from_="" if chosen else first, to="" if chosen else last, page=1)
    label = first if step == 1 else f"{first}–{last}"
    entries = ngettext("%(count)d entry", "%(count)d entries", count) % {"count": count}
    title = _("%(year)s: %(entries)s") if step == 1 else _("%(year)s: at most %(entries)s in a year")
    return Bar(
        label=label,
        labelled=_is_labelled(start, step, place),
        title=title % {"year": label, "entries": entries},
        count=count,
        x=place * STEP,
        height=-(-count * TALLEST // tallest),
        chosen=chosen,
        query=narrowed.query,
    )


def _is_labelled(start: int, step: int, place: int) -> bool:
    """Bars that begin at a round year, and the first one unless its label would run into the next."""
    to_next = -(start // step) % LABELLED
    room = ROOM_FOR_YEAR if step == 1 else ROOM_FOR_YEARS
    return to_next == 0 or (place == 0 and to_next >= room)
