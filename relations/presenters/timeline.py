"""The picture of a timeline: how many entries touch each year, and how it sets the years shown."""

from dataclasses import dataclass, replace

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from relations.finder import Params, Result
from relations.finder.dates import read_date

# At most so many bars: beyond, each stands for ten years, or a hundred.
MOST_BARS = 120
STEPS = (1, 10, 100)
CENTURY = 100
# In pixels: the width of a bar with its gap (a finger's), the height of the tallest.
STEP, TALLEST = 24, 88
# Every fifth bar has its label, which is wider than its bar: by so much of the picture, in bars.
LABELLED, ROOM_FOR_YEAR, ROOM_FOR_YEARS = 5, 2, 3

Years = tuple[int, int]  # the first and the last


@dataclass(frozen=True)
class Bar:
    """One year, or ten or a hundred. ``query`` narrows the list to it, widens the choice to it, or undoes it.

    ``labelled``: whether its label stands under it, as there is no room for
    all; ``within``: it is of the years chosen; ``chosen``: it is just those.
    """

    first: int
    label: str
    labelled: bool
    title: str
    count: int
    x: int
    height: int
    within: bool
    chosen: bool
    query: str


@dataclass(frozen=True)
class Picture:
    """``step``: the years a bar stands for; ``whole``: the query that shows all years, when they are not."""

    bars: tuple[Bar, ...]
    step: int
    whole: str | None

    @property
    def width(self) -> int:
        return STEP * (len(self.bars) + 2)

    @property
    def height(self) -> int:
        return TALLEST

    @property
    def bar(self) -> int:
        """The width of a bar without its gap."""
        return STEP - 4


def picture_of(result: Result) -> Picture | None:
    """A bar for each year from the first to the last with an entry, empty ones too.

    Where so many are told by tens or hundreds, those of the years chosen are
    told by themselves: their centuries, when that makes a bar stand for fewer.
    """
    if not result.years:
        return None
    counts = dict(result.years)
    whole = (min(counts), max(counts))
    shown, chosen = whole, _chosen(result.params, whole)
    if chosen and _step(near := _centuries(chosen, whole)) < _step(whole):
        shown = near
    step = _step(shown)
    starts = range(shown[0] // step * step, shown[1] + 1, step)
    # An entry of several years would count twice in the sum of a decade: its fullest year is told instead.
    tops = [max(counts.get(year, 0) for year in range(start, start + step)) for start in starts]
    tallest = max(*tops, 1)
    bars = (
        _bar(result.params, chosen, start, step, place, top, tallest)
        for place, (start, top) in enumerate(zip(starts, tops, strict=True))
    )
    without = result.params.without("from").without("to").query
    return Picture(tuple(bars), step, without if shown != whole else None)


def _step(years: Years) -> int:
    return next((step for step in STEPS if years[1] // step - years[0] // step < MOST_BARS), STEPS[-1])


def _chosen(params: Params, whole: Years) -> Years | None:
    """The years of ``from`` and ``to``; where one is not given, up to the end of the picture."""
    if not params.from_ and not params.to:
        return None
    first = read_date(params.from_).first.year if params.from_ else None
    last = read_date(params.to).last.year if params.to else None
    return (first or min(whole[0], last), last or max(whole[1], first))


def _centuries(chosen: Years, whole: Years) -> Years:
    """The centuries of some years, as far as there are entries; the whole when none are."""
    first = max(chosen[0] // CENTURY * CENTURY, whole[0])
    last = min(chosen[1] // CENTURY * CENTURY + CENTURY - 1, whole[1])
    return (first, last) if first <= last else whole


def _bar(
    params: Params, chosen: Years | None, start: int, step: int, place: int, count: int, tallest: int
) -> Bar:
    own = (max(start, 1), start + step - 1)
    query, act = _choice(params, chosen, own)
    title = _("%(year)s: %(entries)s") if step == 1 else _("%(year)s: at most %(entries)s in a year")
    entries = ngettext("%(count)d entry", "%(count)d entries", count) % {"count": count}
    return Bar(
        first=own[0],
        label=_label(own),
        labelled=_is_labelled(own, step, place),
        title=title % {"year": _label(own), "entries": entries} + act,
        count=count,
        x=place * STEP,
        height=-(-count * TALLEST // tallest),
        within=bool(chosen) and chosen[0] <= own[0] and own[1] <= chosen[1],
        chosen=own == chosen,
        query=query.query,
    )


def _choice(params: Params, chosen: Years | None, own: Years) -> tuple[Params, str]:
    """What a bar leads to, and the words for it when it is more than its own years."""
    if own == chosen:
        return params.without("from").without("to"), _(" (chosen; remove)")
    first, last = (f"{year:04}" for year in own)
    if not chosen or (chosen[0] <= own[1] and own[0] <= chosen[1]):
        return replace(params, from_=first, to=last, page=1), ""
    wide = (min(own[0], chosen[0]), max(own[1], chosen[1]))
    # Only the end that is moved is written anew: the other may be a day.
    ends = {"from_": first} if own[0] < chosen[0] else {"to": last}
    return replace(params, **ends, page=1), _("; show %(years)s") % {"years": _label(wide)}


def _label(years: Years) -> str:
    first, last = (f"{year:04}" for year in years)
    return first if first == last else f"{first}–{last}"


def _is_labelled(own: Years, step: int, place: int) -> bool:
    """Bars that begin at a round year, and the first one unless its label would run into the next."""
    to_next = -(own[0] // step) % LABELLED
    room = ROOM_FOR_YEAR if step == 1 else ROOM_FOR_YEARS
    return to_next == 0 or (place == 0 and to_next >= room)
