"""What the finder answers: one object that pages, feeds, files and the API are renderings of."""

from dataclasses import dataclass, field
from functools import cached_property

from relations.finder.card import Card
from relations.finder.cards import read_cards
from relations.finder.facet_values import FacetResult, FacetValue, list_dated_values, list_values
from relations.finder.facets import FACETS
from relations.finder.params import Params, Problem
from relations.finder.selection import Selection
from relations.finder.sentence import feed_title


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
    """The search with other words in place of those that no entry holds, or without them, and its hits."""

    q: str
    query: str
    total: int


@dataclass(frozen=True)
class Result:
    """``edition_ids``: the editions shown, one page of all that were found; ``first`` and ``last`` are
    their places, from 1; 0 when there are none. ``sentence`` says
    what was found ("12 divergences about defence, 2014 to 2021"). ``selection``
    holds all entries found.
    """

    params: Params
    total: int
    page: int
    pages: int
    edition_ids: tuple[int, ...]
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
    selection: Selection = field(repr=False, compare=False)

    @cached_property
    def cards(self) -> tuple[Card, ...]:
        """The entries of the page. One query, none where all were shown before."""
        return read_cards(self.edition_ids, self.params, self.selection.snapshot)

    @cached_property
    def facets(self) -> tuple[FacetResult, ...]:
        """What the entries found can be narrowed by."""
        return tuple(list_values(facet, self.selection) for facet in FACETS)

    @cached_property
    def feed_title(self) -> str:
        """What a feed of this list is called: the reference and what was asked for, without a number."""
        return feed_title(self.params, self.selection.snapshot)

    @cached_property
    def year_ranges(self) -> tuple[tuple[int, int, int], ...]:
        """How many dated entries run from each first year to each last one, whatever dates are chosen."""
        return self.selection.year_ranges()

    @cached_property
    def undated(self) -> int:
        """Those whose sources give no date, or only one by which it was, whatever dates are chosen."""
        return self.selection.undated()

    @cached_property
    def dated(self) -> tuple[FacetValue, ...]:
        """The values of ``dated``, each with the entries there would be with it alone."""
        return list_dated_values(self.selection)
