"""What the finder answers: one object that pages, feeds, files and the API are renderings of."""

from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from relations.catalogue import Name
from relations.finder.params import Params, Problem
from relations.models import Span


@dataclass(frozen=True)
class ClaimHit:
    """A claim that matches the search, the kind of claim or the speaker asked for."""

    id: str
    kind: str
    html: Markup
    url: str


@dataclass(frozen=True)
class Card:
    """An entry in a list. ``state`` and ``status`` are codes or ""; searched words are marked."""

    code: str
    kind: str
    type: str
    title: str
    summary: str
    url: str
    date: Span | None
    date_note: str
    topics: tuple[Name, ...]
    actors: tuple[Name, ...]
    state: str
    status: str
    edition: int
    published_at: datetime
    title_html: Markup
    summary_html: Markup
    claims: tuple[ClaimHit, ...]
    change_note: str = ""
    first_published_at: datetime | None = None


@dataclass(frozen=True)
class FacetValue:
    """``query`` adds the value to the choice or takes it out; ``indent``: it is within the one above."""

    value: str
    label: str
    count: int
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
class Result:
    """``first`` and ``last`` are the places of the shown cards, from 1; 0 when there are none.

    ``sentence`` says what was found ("12 divergences about defence, 2014 to
    2021"), ``title`` the same without the number. ``years`` counts the dated
    entries that touch each year, whatever ``from`` and ``to`` are; ``undated``
    those whose sources give no date, or only one before which it was.
    """

    params: Params
    total: int
    page: int
    pages: int
    page_size: int
    cards: tuple[Card, ...]
    facets: tuple[FacetResult, ...]
    chips: tuple[Chip, ...]
    sentence: str
    title: str
    problems: tuple[Problem, ...]
    relaxations: tuple[Relaxation, ...]
    first: int
    last: int
    next_query: str | None
    previous_query: str | None
    years: tuple[tuple[int, int], ...]
    undated: int
