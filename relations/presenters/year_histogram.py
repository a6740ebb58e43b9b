"""The chart of a timeline: how many entries touch each year, and how it sets the years shown."""

from dataclasses import dataclass, replace

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from relations.finder import Params, Result
from relations.finder.dates import read_date

# At most so many bars: beyond, each stands for ten years, or a hundred.
MAX_BARS = 120
YEARS_PER_BAR = (1, 10, 100)
CENTURY = 100
# In pixels: the width of a bar with its gap (a finger's), the gap, the height of the tallest.
BAR_PITCH, BAR_GAP, MAX_HEIGHT = 24, 4, 88
# Every fifth bar has its label, which is wider than its bar: by so much of the chart, in bars.
LABEL_INTERVAL, YEAR_LABEL_BARS, RANGE_LABEL_BARS = 5, 2, 3

YearRange = tuple[int, int]  # the first and the last


@dataclass(frozen=True)
class Bar:
    """One year, or ten or a hundred. ``query`` narrows the list to it, widens the range to it, or undoes it.

    ``labelled``: whether its label is drawn, as there is no room for all;
    ``in_range``: it is of the years chosen; ``selected``: it is just those.
    """

    first: int
    label: str
    labelled: bool
    title: str
    count: int
    x: int
    height: int
    in_range: bool
    selected: bool
    query: str


@dataclass(frozen=True)
class YearHistogram:
    """``all_years_query``: the query that shows all years, when not all are shown."""

    bars: tuple[Bar, ...]
    years_per_bar: int
    all_years_query: str | None

    @property
    def width(self) -> int:
        return BAR_PITCH * (len(self.bars) + 2)

    @property
    def height(self) -> int:
        return MAX_HEIGHT

    @property
    def bar_width(self) -> int:
        return BAR_PITCH - BAR_GAP


def year_histogram(result: Result) -> YearHistogram | None:
    """A bar for each year from the first to the last with an entry, empty ones too.

    Where bars stand for tens or hundreds of years, only the centuries of the
    years chosen are shown, when that makes a bar stand for fewer years.
    """
    if not result.years:
        return None
    counts = dict(result.years)
    full = (min(counts), max(counts))
    shown, selected = full, _selected_years(result.params, full)
    if selected:
        centuries = _centuries(selected, full)
        if _years_per_bar(centuries) < _years_per_bar(full):
            shown = centuries
    per_bar = _years_per_bar(shown)
    starts = range(shown[0] // per_bar * per_bar, shown[1] + 1, per_bar)
    # An entry of several years would count twice in the sum of a decade: its fullest year counts instead.
    tops = [max(counts.get(year, 0) for year in range(start, start + per_bar)) for start in starts]
    tallest = max(*tops, 1)
    bars = (
        _bar(result.params, selected, (start, per_bar), position, top, tallest)
        for position, (start, top) in enumerate(zip(starts, tops, strict=True))
    )
    all_years = result.params.without("from").without("to").query
    return YearHistogram(tuple(bars), per_bar, all_years if shown != full else None)


def _years_per_bar(years: YearRange) -> int:
    fitting = (size for size in YEARS_PER_BAR if years[1] // size - years[0] // size < MAX_BARS)
    return next(fitting, YEARS_PER_BAR[-1])


def _selected_years(params: Params, full: YearRange) -> YearRange | None:
    """The years of ``from`` and ``to``; where one is not given, up to the end of the chart."""
    from_, to = read_date(params.from_), read_date(params.to)
    if from_ and to:
        return from_.first.year, to.last.year
    if from_:
        return from_.first.year, max(full[1], from_.first.year)
    if to:
        return min(full[0], to.last.year), to.last.year
    return None


def _centuries(years: YearRange, full: YearRange) -> YearRange:
    """The centuries of some years, as far as there are entries; all years when none are."""
    first = max(years[0] // CENTURY * CENTURY, full[0])
    last = min(years[1] // CENTURY * CENTURY + CENTURY - 1, full[1])
    return (first, last) if first <= last else full


def _bar(
    params: Params,
    selected: YearRange | None,
    start: tuple[int, int],
    position: int,
    count: int,
    tallest: int,
) -> Bar:
    """``start``: the bar's first year and how many it stands for."""
    first, per_bar = start
    own = (max(first, 1), first + per_bar - 1)
    query, hint = _choice(params, selected, own)
    title = _("%(year)s: %(entries)s") if per_bar == 1 else _("%(year)s: at most %(entries)s in a year")
    entries = ngettext("%(count)d entry", "%(count)d entries", count) % {"count": count}
    return Bar(
        first=own[0],
        label=_label(own),
        labelled=_is_labelled(own, per_bar, position),
        title=title % {"year": _label(own), "entries": entries} + hint,
        count=count,
        x=position * BAR_PITCH,
        height=-(-count * MAX_HEIGHT // tallest),
        in_range=selected is not None and selected[0] <= own[0] and own[1] <= selected[1],
        selected=own == selected,
        query=query.query,
    )


def _choice(params: Params, selected: YearRange | None, own: YearRange) -> tuple[Params, str]:
    """What a bar leads to, and the words for it when it is more than its own years."""
    if own == selected:
        return params.without("from").without("to"), _(" (chosen; remove)")
    first, last = (f"{year:04}" for year in own)
    if not selected or (selected[0] <= own[1] and own[0] <= selected[1]):
        return replace(params, from_=first, to=last, page=1), ""
    widened = (min(own[0], selected[0]), max(own[1], selected[1]))
    hint = _("; show %(years)s") % {"years": _label(widened)}
    # Only the end that is moved is written anew: the other may be a day.
    if own[0] < selected[0]:
        return replace(params, from_=first, page=1), hint
    return replace(params, to=last, page=1), hint


def _label(years: YearRange) -> str:
    first, last = (f"{year:04}" for year in years)
    return first if first == last else f"{first}–{last}"


def _is_labelled(own: YearRange, per_bar: int, position: int) -> bool:
    """Bars that begin at a round year, and the first one unless its label would run into the next."""
    to_next = -(own[0] // per_bar) % LABEL_INTERVAL
    room = YEAR_LABEL_BARS if per_bar == 1 else RANGE_LABEL_BARS
    return to_next == 0 or (position == 0 and to_next >= room)
