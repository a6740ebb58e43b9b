"""What the finder answers: one object that pages, feeds, files and the API are renderings of."""

from dataclasses import dataclass, field
from functools import cached_property

from relations.finder.cards import Card, read_cards
from relations.finder.facet_values import FacetResult, list_values
from relations.finder.facets import FACETS
from relations.finder.params import Params, Problem
from relations.finder.selection import Selection
from relations.finder.sentence import selection_title


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
        """The entries of the page. One query."""
        return read_cards(self.edition_ids, self.params, self.selection.snapshot)

    @cached_property
    def facets(self) -> tuple[FacetResult, ...]:
        """What the entries found can be narrowed by."""
        return tuple(list_values(facet, self.selection) for facet in FACETS)

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
