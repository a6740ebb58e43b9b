"""The chart of a timeline: how many entries there are in each year, which reach over several, and how it
sets the years shown."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from relations.finder import Params, Result
from relations.finder.dates import read_date
from relations.finder.sentence import format_number
from relations.presenters.entry_content import ListedEntry

# At most so many bars: beyond, each stands for ten years, or a hundred.
MAX_BARS = 120
YEARS_PER_BAR = (1, 10, 100)
CENTURY = 100
# In pixels: the width of a bar with its gap (a finger's), the gap, the height of the tallest.
BAR_PITCH, BAR_GAP, MAX_HEIGHT = 24, 4, 88
# Below them: the room for the labels of years, and for each row of lines.
LABEL_HEIGHT, ROW_HEIGHT = 24, 18
# Every fifth bar has its label, which is wider than its bar: by so much of the chart, in bars.
LABEL_INTERVAL, YEAR_LABEL_BARS, RANGE_LABEL_BARS = 5, 2, 3

YearRange = tuple[int, int]  # the first and the last


@dataclass(frozen=True)
class Bar:
    """One year, or ten or a hundred. ``query`` narrows the list to it, widens the range to it, or undoes it.

    ``count``: the entries that lie within it; ``across``: those that reach beyond it too;
    ``labelled``: whether its label is drawn, as there is no room for all;
    ``in_range``: it is of the years chosen; ``selected``: it is just those.
    """

    first: int
    label: str
    labelled: bool
    title: str
    count: int
    across: int
    x: int
    height: int
    in_range: bool
    selected: bool
    query: str


@dataclass(frozen=True)
class SpanBar:
    """The line of an entry that reaches over several bars, in a ``row`` below them (from 0)."""

    entry: ListedEntry
    x: int
    width: int
    row: int

    @property
    def y(self) -> int:
        return MAX_HEIGHT + LABEL_HEIGHT + self.row * ROW_HEIGHT


@dataclass(frozen=True)
class YearHistogram:
    """``longer``: how many entries reach over several bars, of which ``span_bars`` are the first.

    ``all_years_query``: the query that shows all years, when not all are shown.
    """

    bars: tuple[Bar, ...]
    span_bars: tuple[SpanBar, ...]
    longer: int
    years_per_bar: int
    all_years_query: str | None

    @property
    def width(self) -> int:
        return BAR_PITCH * (len(self.bars) + 2)

    @property
    def bars_height(self) -> int:
        return MAX_HEIGHT

    @property
    def height(self) -> int:
        rows = max((each.row + 1 for each in self.span_bars), default=0)
        return MAX_HEIGHT + LABEL_HEIGHT + rows * ROW_HEIGHT

    @property
    def label_offset(self) -> int:
        """A year stands under the middle of its bar; several years begin where their bar does."""
        return BAR_PITCH // 2 if self.years_per_bar == 1 else BAR_GAP // 2

    @property
    def bar_width(self) -> int:
        return BAR_PITCH - BAR_GAP


def year_histogram(result: Result, longer: Sequence[ListedEntry] = ()) -> YearHistogram | None:
    """A bar for each year from the first to the last with an entry, empty ones too.

    An entry counts in one bar; those of ``longer`` that reach over several bars are drawn as one
    line each. Where bars stand for tens or hundreds of years, only the centuries of the years
    chosen are shown, when that makes a bar stand for fewer years.
    """
    ranges = result.year_ranges
    if not ranges:
        return None
    full = (ranges[0][0], max(last for _first, last, _count in ranges))
    shown, selected = full, _selected_years(result.params, full)
    if selected:
        centuries = _centuries(selected, full)
        if _years_per_bar(centuries) < _years_per_bar(full):
            shown = centuries
    per_bar = _years_per_bar(shown)
    starts = range(shown[0] // per_bar * per_bar, shown[1] + 1, per_bar)
    within, across = _count_bars(ranges, starts)
    tallest = max(*within, 1)
    bars = (
        _bar(result.params, selected, (start, per_bar), position, within[position], across[position], tallest)
        for position, start in enumerate(starts)
    )
    return YearHistogram(
        tuple(bars),
        tuple(_span_bars(longer, starts)),
        sum(count for first, last, count in ranges if first // per_bar != last // per_bar),
        per_bar,
        result.params.with_bounds("", "").query if shown != full else None,
    )


def _count_bars(ranges: Iterable[tuple[int, int, int]], starts: range) -> tuple[list[int], list[int]]:
    """By bar, how many entries lie within its years, and how many reach beyond them on either side."""
    within, across = [0] * len(starts), [0] * (len(starts) + 1)
    for first, last, count in ranges:
        begin, end = _position(first, starts), _position(last, starts)
        if begin == end:
            if 0 <= begin < len(starts):
                within[begin] += count
        elif begin < len(starts) and end >= 0:
            across[max(begin, 0)] += count
            across[min(end + 1, len(starts))] -= count
    return within, list(accumulate(across[:-1]))


def _position(year: int, starts: range) -> int:
    """Which bar has a year; below 0 or beyond the last when none has."""
    return (year - starts.start) // starts.step


def _span_bars(longer: Iterable[ListedEntry], starts: range) -> Iterator[SpanBar]:
    """A line for each entry that reaches over several bars shown, in the first row that has room for it."""
    ends: list[int] = []
    for entry in longer:
        if entry.date is None:
            continue
        begin, end = (_position(day.year, starts) for day in (entry.date.first, entry.date.last))
        if begin == end or begin >= len(starts) or end < 0:
            continue
        begin, end = max(begin, 0), min(end, len(starts) - 1)
        row = next((row for row, taken in enumerate(ends) if taken < begin), len(ends))
        ends[row : row + 1] = [end]
        width = (end - begin + 1) * BAR_PITCH - BAR_GAP
        yield SpanBar(entry, x=begin * BAR_PITCH + BAR_GAP // 2, width=width, row=row)


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
    across: int,
    tallest: int,
) -> Bar:
    """``start``: the bar's first year and how many it stands for."""
    first, per_bar = start
    own = (max(first, 1), first + per_bar - 1)
    query, hint = _choice(params, selected, own)
    entries = ngettext("%(number)s entry", "%(number)s entries", count) % {"number": format_number(count)}
    title = _("%(years)s: %(entries)s") % {"years": _label(own), "entries": entries}
    if across:
        longer = ngettext("; %(number)s longer one", "; %(number)s longer ones", across)
        title += longer % {"number": format_number(across)}
    return Bar(
        first=own[0],
        label=_label(own),
        labelled=_is_labelled(own, per_bar, position),
        title=title + hint,
        count=count,
        across=across,
        x=position * BAR_PITCH,
        height=-(-count * MAX_HEIGHT // tallest),
        in_range=selected is not None and selected[0] <= own[0] and own[1] <= selected[1],
        selected=own == selected,
        query=query.query,
    )


def _choice(params: Params, selected: YearRange | None, own: YearRange) -> tuple[Params, str]:
    """What a bar leads to, and the words for it when it is more than its own years."""
    if own == selected:
        return params.with_bounds("", ""), _(" (chosen; remove)")
    first, last = (f"{year:04}" for year in own)
    if not selected or (selected[0] <= own[1] and own[0] <= selected[1]):
        return params.with_bounds(first, last), ""
    widened = (min(own[0], selected[0]), max(own[1], selected[1]))
    hint = _("; show %(years)s") % {"years": _label(widened)}
    # Only the end that is moved is written anew: the other may be a day.
    if own[0] < selected[0]:
        return params.with_bounds(first, params.to), hint
    return params.with_bounds(params.from_, last), hint


def _label(years: YearRange) -> str:
    first, last = (f"{year:04}" for year in years)
    return first if first == last else f"{first}–{last}"


def _is_labelled(own: YearRange, per_bar: int, position: int) -> bool:
    """Bars that begin at a round year, and the first one unless its label would run into the next."""
    to_next = -(own[0] // per_bar) % LABEL_INTERVAL
    room = YEAR_LABEL_BARS if per_bar == 1 else RANGE_LABEL_BARS
    return to_next == 0 or (position == 0 and to_next >= room)
