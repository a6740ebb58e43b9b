"""What the finder answers: one object that pages, feeds, files and the API are renderings of."""

from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from markupsafe import Markup

from relations.catalogue import NamedRecord
from relations.finder.params import Params, Problem
from relations.finder.sentence import selection_title
from relations.models import Span

if TYPE_CHECKING:
    from relations.finder.selection import Selection


@dataclass(frozen=True)
class ClaimHit:
    """A claim that matches the search, the kind of claim or the speaker asked for."""

    id: str
    kind: str
    html: Markup
    url: str


class Card(NamedTuple):
    """An entry in a list. ``state`` and ``status`` are codes or ""; searched words are marked."""

    code: str
    kind: str
    type: str
    title: str
    summary: str
    url: str
    date: Span | None
    date_note: str
    topics: tuple[NamedRecord, ...]
    actors: tuple[NamedRecord, ...]
    state: str
    status: str
    edition: int
    published_at: datetime
    title_html: Markup
    summary_html: Markup
    claims: tuple[ClaimHit, ...]
    change_note: str = ""
    first_published_at: datetime | None = None


class FacetValue(NamedTuple):
    """``query`` adds the value to the choice or takes it out; ``indent``: it is within the one above.

    A page has hundreds of them: tuples are made and read in a fraction of the time.
    """

    value: str
    label: str
    count: int  # type: ignore[assignment]  # a tuple's method of that name, which nobody calls here
    selected: bool
    query: str
    indent: bool


@dataclass(frozen=True)
class FacetResult:
    """``name`` is the parameter; ``total_values`` counts the values beyond those listed too.

    ``plural`` is what the values are called within a sentence ("relationships").
    """

    name: str
    label: str
    plural: str
    values: tuple[FacetValue, ...]
    total_values: int
    selected: bool


@dataclass(frozen=True)
class Chip:
    """One choice, and the query string without it."""

    name: str
    label: str
    value: str
    value_label: str
    query: str


@dataclass(frozen=True)
class Relaxation:
    """A choice that could be dropped, and the hits there would be then."""

    chip: Chip
    total: int


@dataclass(frozen=True)
class Suggestion:
    """The search with other words in place of those that no entry holds, and the hits it has."""

    q: str
    query: str
    total: int


@dataclass(frozen=True)
class Result:
    """``first`` and ``last`` are the places of the shown cards, from 1; 0 when there are none.

    ``sentence`` says what was found ("12 divergences about defence, 2014 to
    2021"). ``selection`` holds all entries found, of which ``cards`` are one page.
    """

    params: Params
    total: int
    page: int
    pages: int
    cards: tuple[Card, ...]
    facets: tuple[FacetResult, ...]
    chips: tuple[Chip, ...]
    sentence: str
    problems: tuple[Problem, ...]
    relaxations: tuple[Relaxation, ...]
    unknown: tuple[str, ...]
    suggestions: tuple[Suggestion, ...]
    first: int
    last: int
    next_query: str | None
    previous_query: str | None
    selection: "Selection" = field(repr=False, compare=False)

    @cached_property
    def title(self) -> str:
        """What was asked for: the sentence without its number."""
        return selection_title(self.params, self.selection.snapshot)

    @cached_property
    def years(self) -> tuple[tuple[int, int], ...]:
        """How many dated entries touch each year, whatever ``from`` and ``to`` are."""
        return self.selection.years()

    @cached_property
    def undated(self) -> int:
        """Those whose sources give no date, or only one before which it was."""
        return self.selection.undated()
