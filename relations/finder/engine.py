"""The interface between the finder and what stores, counts and searches entries.

The finder knows nothing else of ``relations.index``, and of ``relations.search``
only how a query is read and its words are marked. Another engine, a search
cluster say, has to offer this and nothing more; ``tests/support/plain_engine.py``
is a second one, in plain Python.
"""

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Protocol, Self

from relations.catalogue import Snapshot, current_snapshot
from relations.index.cache import entry_index
from relations.search.term import Term

MAX_PHRASES = 100  # of the terms that are looked up at once


class EntrySet(Protocol):
    """Some entries of one engine at one version. Never changed; nothing but these can be done with it."""

    def __len__(self) -> int: ...
    def __and__(self, other: Any, /) -> Self: ...
    def __or__(self, other: Any, /) -> Self: ...
    def __sub__(self, other: Any, /) -> Self: ...


class ValueCounts(Protocol):
    """How many entries have each value of a facet, by key; a value that none has is left out."""

    def __len__(self) -> int: ...
    def __contains__(self, key: object, /) -> bool: ...
    def __getitem__(self, key: Any, /) -> int: ...
    def get(self, key: Any, default: int, /) -> int: ...
    def items(self) -> Iterable[tuple[Any, int]]: ...

    def most_common(self, number: int, tie_break: Callable[[Any], Any]) -> dict[Any, int]:
        """The ``number`` most frequent values, in no order; of equals the first by ``tie_break``."""


class Matches(Protocol):
    """What a search found: entries that contain every term, in ``groups`` of equal rank, best first.

    ``unmatched``: where there are none, the terms that no entry contains even alone.
    """

    @property
    def groups(self) -> Sequence[EntrySet]: ...
    @property
    def unmatched(self) -> Sequence[Term]: ...
    @property
    def entries(self) -> EntrySet: ...


class TermLookup(Protocol):
    """Where some terms stand, read at once; any of them can then be combined without another query."""

    def match(self, terms: Sequence[Term]) -> Matches: ...

    def count(self, term: Term) -> int:
        """How many entries contain a term."""


class SimilarWord(Protocol):
    """A published word written much like another one; ``distance``: how many letters it takes."""

    @property
    def distance(self) -> int: ...
    @property
    def word(self) -> str: ...
    @property
    def stem(self) -> str: ...


class SearchEngine(Protocol):
    """The entries as they were published at one version: as sets, as counts, in order.

    A facet's values are keys: of records, or the codes of choices. "attribution" is a facet
    no reader sees: pairs of the kind of a claim and its speaker.
    """

    @property
    def version(self) -> int: ...

    def all(self) -> EntrySet:
        """Every entry."""

    def with_any_value(self, facet: str, keys: Iterable[Hashable]) -> EntrySet:
        """The entries with any of these values."""

    def dated_from(self, day: date) -> EntrySet:
        """The dated entries whose span ends on ``day`` or later."""

    def dated_to(self, day: date) -> EntrySet:
        """The dated entries whose span begins on ``day`` or earlier."""

    def undated_by(self, day: date) -> EntrySet:
        """The entries for which the sources give only a day by which they were, ``day`` or an earlier one."""

    def undated(self) -> EntrySet:
        """The entries for which the sources give no date, or only one by which they were."""

    def of_several_years(self) -> EntrySet:
        """The dated entries that begin in one year and end in another."""

    def dated_exactly(self) -> EntrySet:
        """The entries dated to the day."""

    def counts(self, facets: Collection[str], within: Any) -> Mapping[str, ValueCounts]:
        """By facet, how many entries of a set have each value."""

    def year_ranges(self, within: Any) -> Sequence[tuple[int, int, int]]:
        """How many dated entries of a set run from each first year to each last one, in order."""

    def look_up(self, terms: Collection[Term]) -> TermLookup:
        """Read where these terms stand, at most MAX_PHRASES phrases among them. At most one query."""

    def similar_words(self, words: Sequence[str]) -> Mapping[str, Sequence[SimilarWord]]:
        """By word (folded), published words written as it is or much like it, the nearest first.

        At most one query.
        """

    def edition_ids(self, within: Any, order: str, first: int, count: int) -> Sequence[int]:
        """The row ids of the editions at ``count`` places of a set from ``first`` (0 is the first).

        ``order``: newest, oldest or updated. The dated stand before the undated in both directions, by
        last day, first day and code; the undated by the day by which they were (those without one as
        the earliest) and code. Oldest first is the exact reverse of newest first within each group.
        """

    def codes(self, within: Any, order: str, first: int, count: int) -> Sequence[str]:
        """The codes of the entries at these places."""

    def linking_to(self, code: str, kind: str = "") -> EntrySet:
        """The entries that state a link to this one; ``kind``: a link of this kind."""

    def incoming_links(self, code: str, within: Any, limit: int) -> Sequence[tuple[str, str]]:
        """The links to an entry that the ``limit`` oldest entries of a set state, as (kind, code)."""


def search_engine(snapshot: Snapshot, version: int | None = None) -> SearchEngine:
    """The entries as of a version, or of the snapshot's, by the names of the snapshot.

    ``version`` must not be later than the snapshot's.
    """
    return entry_index(snapshot, version)


def preload_index() -> None:
    """Make or load what the present version needs: before a server forks, so that its workers share it."""
    search_engine(current_snapshot())
