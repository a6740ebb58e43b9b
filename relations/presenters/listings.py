"""Lists of entries on the pages of topics, actors and relationships, read from the index."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from relations.catalogue import NamedRecord, Snapshot, Vocabulary
from relations.finder import Result
from relations.index.entry_index import EntryIndex
from relations.index.facet_postings import FacetCounts
from relations.index.sets import EntrySet
from relations.models import Issue
from relations.presenters.entry import briefs
from relations.presenters.entry_parts import Brief

# The states in which a difference is open.
OPEN_STATES = tuple(state for state in Issue.STATES["divergence"] if state != Issue.State.RESOLVED)
# A list of more entries than LIMIT shows BEGINNING of them, and a link to all of it in the finder.
LIMIT, BEGINNING = 60, 20
# Of more sources than this only those that most entries cite are named.
MOST_SOURCES = 20


@dataclass(frozen=True)
class Listing:
    """``total`` counts all; ``items`` are as many as it may hold; ``all_url`` leads to the rest, if any."""

    total: int
    items: tuple[Brief, ...]
    all_url: str


@dataclass(frozen=True)
class MostCited:
    """The sources cited most, each with the number of entries; ``total`` counts the others too."""

    items: list[tuple[NamedRecord, int]]
    total: int


class Listings:
    """Several lists of the entries in one set, each a choice of type, whose lines cost one query together."""

    def __init__(self, index: EntryIndex, within: EntrySet, base: dict[str, str]) -> None:
        """``within``: a bitmap of the index. ``base``: the finder's parameters that give the same set."""
        self.index, self.within, self.base = index, within, base
        self._chosen: dict[str, tuple[int, list[str], str]] = {}

    def type(self, *types: str, states: tuple[str, ...] = ()) -> EntrySet:
        """The entries of these types and, when given, in one of these states."""
        bits = self.within & self.index.postings("type").any_of(types)
        return bits & self.index.postings("state").any_of(states) if states else bits

    def choose(
        self,
        name: str,
        bits: EntrySet,
        order: str = "oldest",
        limit: int | None = None,
        **parameters: str | tuple[str, ...],
    ) -> None:
        """A list called ``name``: the entries of ``bits``; the finder gives it by base and parameters."""
        limit = limit or (LIMIT if len(bits) <= LIMIT else BEGINNING)
        codes = self.index.codes(bits, order, limit)
        query = urlencode({**self.base, **parameters}, doseq=True)
        self._chosen[name] = (len(bits), codes, f"/entries/?{query}")

    def read(self) -> dict[str, Listing]:
        lines = briefs(code for _total, codes, _url in self._chosen.values() for code in codes)
        return {
            name: Listing(
                total,
                tuple(lines[code] for code in codes if code in lines),
                url if total > len(codes) else "",
            )
            for name, (total, codes, url) in self._chosen.items()
        }


def typed_listings(index: EntryIndex, within: EntrySet, base: dict[str, str]) -> Listings:
    """The lists every overview has: open differences, then each type."""
    listings = Listings(index, within, base)
    differences = listings.type("divergence", states=OPEN_STATES)
    listings.choose("open", differences, "newest", type="divergence", state=OPEN_STATES)
    for kind in ("convergence", "divergence", "agreement", "event"):
        listings.choose(kind, listings.type(kind), "oldest", type=kind, sort="oldest")
    return listings


def dates_covered(index: EntryIndex, within: EntrySet, snapshot: Snapshot) -> str:
    """A sentence on the years the dated entries of a set touch and on how far the sources go."""
    years = index.years(within)
    sentences = []
    if years:
        first, last = years[0][0], years[-1][0]
        words = (
            _("Dated entries run from %(first)s to %(last)s.")
            if first != last
            else _("Dated entries fall in %(first)s.")
        )
        sentences.append(words % {"first": first, "last": last})
    if reach := snapshot.reference.sources_reach:
        sentences.append(_("Sources reach %(date)s.") % {"date": reach.label})
    return " ".join(sentences)


def most_shared(counts: FacetCounts, number: int) -> list[tuple[str, int]]:
    """So many of the most frequent values with their counts, most first (then by key)."""
    return sorted(counts.most(number, str).items(), key=lambda item: (-item[1], item[0]))


def counted_names(vocabulary: Vocabulary, counts: list[tuple[str, int]]) -> list[tuple[NamedRecord, int]]:
    """The public names behind the index's keys, with their counts."""
    found = ((vocabulary.get(key), count) for key, count in counts)
    return [(name, count) for name, count in found if name and name.public]


def most_cited(snapshot: Snapshot, result: Result) -> MostCited:
    """The sources that most of the entries of a result cite."""
    (facet,) = (facet for facet in result.facets if facet.name == "source")
    named = ((snapshot.sources.by_slug(value.value), value.count) for value in facet.values[:MOST_SOURCES])
    return MostCited([(name, count) for name, count in named if name], facet.total_values)
