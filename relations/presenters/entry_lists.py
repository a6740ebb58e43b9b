"""Lists of entries on the pages of topics, relationships and home, and what those say of their entries."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from relations.catalogue import NamedRecord, Snapshot, Vocabulary, current_entry_editions
from relations.catalogue.editions import EntryEdition
from relations.finder import Result
from relations.finder.facet_values import FacetResult
from relations.finder.overview import Choices, count_by_type, list_codes, years_covered
from relations.finder.selection import EntryCodes
from relations.models import Issue, Span
from relations.presenters.entry import list_entry, read_listed
from relations.presenters.entry_content import EntrySummary, ListedEntry

# The states in which a difference is open.
OPEN_STATES = tuple(state for state in Issue.STATES["divergence"] if state != Issue.State.RESOLVED)
# A list of more entries than MAX_ITEMS shows TRUNCATED_ITEMS of them, and a link to all of it in the finder.
MAX_ITEMS, TRUNCATED_ITEMS = 60, 20
# So many open differences stand at the head of a page.
MAX_OPEN = 6
# Of more sources than this only those that most entries cite are named.
MAX_SOURCES = 20


@dataclass(frozen=True)
class EntryList:
    """``total`` counts all; ``items`` are as many as it may hold; ``all_url`` leads to the rest, if any."""

    total: int
    items: tuple[ListedEntry, ...]
    all_url: str

    @property
    def common_state_date(self) -> Span | None:
        """The date of the states of several issues when it is the same for all: it is said once."""
        dates = {item.state_as_of for item in self.items if isinstance(item, EntrySummary)}
        return dates.pop() if len(self.items) > 1 and len(dates) == 1 else None


@dataclass(frozen=True)
class CitedSources:
    """The sources cited most, each with the number of entries; ``total`` counts the others too."""

    items: list[tuple[NamedRecord, int]]
    total: int


class EntryLists:
    """Several lists of the entries that a page chooses, read with one query."""

    def __init__(self, snapshot: Snapshot, base: Choices) -> None:
        """``base``: what the page chooses, by facet a slug."""
        self.snapshot, self.base = snapshot, base
        self._chosen: dict[str, tuple[EntryCodes, str]] = {}

    def choose(
        self,
        name: str,
        choices: Choices,
        order: str = "oldest",
        limit: int | None = None,
        *,
        excluding: Choices | None = None,
        sort: str = "",
    ) -> int:
        """A list called ``name``: the entries of the page that ``choices`` choose; how many there are.

        ``excluding``: without those. ``sort``: the order in which the finder, linked to, lists them.
        """
        chosen = {**self.base, **choices}
        found = list_codes(self.snapshot, chosen, order, limit or MAX_ITEMS, excluding=excluding)
        if limit is None and found.total > MAX_ITEMS:
            found = EntryCodes(found.total, found.codes[:TRUNCATED_ITEMS])
        query = urlencode({**chosen, "sort": sort} if sort else chosen, doseq=True)
        self._chosen[name] = (found, f"/entries/?{query}")
        return found.total

    def add(self, name: str, found: EntryCodes) -> None:
        """A list of entries that were found otherwise, and that no address of the finder lists."""
        self._chosen[name] = (found, "")

    def read(self) -> dict[str, EntryList]:
        return self._filled(read_listed(self._codes(), self.snapshot))

    def read_with_editions(self) -> tuple[dict[str, EntryList], dict[str, EntryEdition]]:
        """The lists, and by code the editions of what they list, for a page that tells more of them."""
        editions = current_entry_editions(self._codes(), self.snapshot)
        return self._filled(
            {code: list_entry(edition, self.snapshot) for code, edition in editions.items()}
        ), editions

    def _codes(self) -> Iterable[str]:
        return (code for found, _url in self._chosen.values() for code in found.codes)

    def _filled(self, summaries: Mapping[str, ListedEntry]) -> dict[str, EntryList]:
        return {
            name: EntryList(
                found.total,
                tuple(summaries[code] for code in found.codes if code in summaries),
                url if found.total > len(found.codes) else "",
            )
            for name, (found, url) in self._chosen.items()
        }


def lists_by_type(snapshot: Snapshot, base: Choices) -> EntryLists:
    """The lists of every overview: open differences, then each type."""
    lists = EntryLists(snapshot, base)
    lists.choose("open", {"type": "divergence", "state": OPEN_STATES}, "newest", MAX_OPEN)
    for kind in ("convergence", "divergence", "agreement", "event"):
        lists.choose(kind, {"type": kind}, "oldest", sort="oldest")
    return lists


def coverage_sentence(snapshot: Snapshot, choices: Choices) -> str:
    """A sentence on the years the dated entries of a choice touch and on how far the sources go."""
    sentences = []
    if years := years_covered(snapshot, choices):
        first, last = years
        words = (
            _("Dated entries run from %(first)s to %(last)s.")
            if first != last
            else _("Dated entries fall in %(first)s.")
        )
        sentences.append(words % {"first": first, "last": last})
    if reach := snapshot.reference.sources_reach:
        sentences.append(_("Sources reach %(date)s.") % {"date": reach.label})
    return " ".join(sentences)


def named_counts(vocabulary: Vocabulary, counts: list[tuple[str, int]]) -> list[tuple[NamedRecord, int]]:
    """The public names behind the index's keys, with their counts."""
    found = ((vocabulary.get(key), count) for key, count in counts)
    return [(name, count) for name, count in found if name and name.public]


def with_type_counts(
    snapshot: Snapshot, facet: str, names: Sequence[NamedRecord]
) -> list[tuple[NamedRecord, dict[str, int]]]:
    """Names with how many entries of each type they have."""
    return list(zip(names, count_by_type(snapshot, facet, [name.key for name in names]), strict=True))


def facet_of(result: Result, name: str) -> FacetResult:
    """One facet of the entries found."""
    return next(facet for facet in result.facets if facet.name == name)


def most_cited_sources(snapshot: Snapshot, result: Result) -> CitedSources:
    """The sources that most of the entries of a result cite, those that most cite first."""
    facet = facet_of(result, "source")
    named = ((snapshot.sources.by_slug(value.value), value.count) for value in facet.values[:MAX_SOURCES])
    return CitedSources([(name, count) for name, count in named if name], facet.total_values)
