"""A second search engine, in plain Python: no bitmaps, no columns, no full-text tables. Slow and short.

It offers what ``relations.finder.engine`` asks of an engine, from nothing but
editions and names; what the product's own engine answers is compared with it.
"""

from collections import Counter
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from typing import Any

from rapidfuzz.distance import DamerauLevenshtein

from relations.catalogue import Snapshot, Vocabulary
from relations.documents import citations
from relations.models import Edition, Record, Span
from relations.search.compounds import SearchableText, read_searchable
from relations.search.highlight import plain_text
from relations.search.spelling import SimilarWord
from relations.search.term import Term
from relations.search.tokenizer import tokenize

Entries = frozenset["Entry"]
GONE = (Edition.Action.WITHDRAWN, Edition.Action.MERGED)
# By field what a word counts there: as a whole word, and as the beginning of a longer one.
WEIGHTS = {"title": (12, 7), "summary": (6, 4), "claims": (2, 1)}
NAME_WEIGHT = 3
DAY_PRECISION, UPPER_BOUND = "day", "by"


class Counts(Counter[Any]):
    def most_common(self, number: int, tie_break: Callable[[Any], Any]) -> dict[Any, int]:
        return dict(sorted(self.items(), key=lambda item: (-item[1], tie_break(item[0])))[:number])


class Entry:
    """An edition of an entry."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self.document, self.rendering = edition.read_document(), edition.read_rendering()
        self.code: str = self.document["key"]

    @cached_property
    def span(self) -> Span | None:
        return Span.parse(self.rendering["date"]) if self.rendering["date"] else None

    @property
    def dated(self) -> Span | None:
        """The date, unless the sources give only one by which it was."""
        return self.span if self.span and self.span.precision != UPPER_BOUND else None

    @property
    def list_key(self) -> tuple[int, int, str]:
        """Of those that are dated, or of those that are not: a list has the ones before the others."""
        last = self.span.last.toordinal() if self.span else 0
        return (last, self.dated.first.toordinal() if self.dated else 0, self.code)

    @cached_property
    def texts(self) -> dict[str, list[SearchableText]]:
        """By field what is searched of each of its texts; no phrase reaches from one into the next."""
        html = self.rendering["html"]["claims"]
        claims = [
            plain_text(html[claim["id"]]) if claim["id"] in html else claim["text"]
            for claim in self.document["claims"]
        ]
        fields = {"title": [self.document["title"]], "summary": [self.document["summary"]], "claims": claims}
        return {field: [read_searchable(text) for text in texts] for field, texts in fields.items()}


@dataclass(frozen=True)
class PlainMatches:
    groups: tuple[Entries, ...]
    unmatched: tuple[Term, ...]

    @property
    def entries(self) -> Entries:
        return frozenset().union(*self.groups)


class PlainLookup:
    def __init__(self, engine: "PlainEngine") -> None:
        self.engine = engine

    def match(self, terms: Sequence[Term]) -> PlainMatches:
        ranks: dict[Entry, int] = {}
        for entry in self.engine.searchable:
            weights = [self.engine.weight(entry, term) for term in terms]
            if all(weights):
                ranks[entry] = sum(weights)
        groups = tuple(
            frozenset(entry for entry in ranks if ranks[entry] == rank)
            for rank in sorted({*ranks.values()}, reverse=True)
        )
        return PlainMatches(groups, () if groups else tuple(term for term in terms if not self.count(term)))

    def count(self, term: Term) -> int:
        return sum(self.engine.weight(entry, term) > 0 for entry in self.engine.searchable)


class PlainEngine:
    def __init__(self, snapshot: Snapshot, version: int) -> None:
        self.snapshot, self.version = snapshot, version
        editions = list(Edition.objects.select_related("record").order_by("pk"))
        self.editions = [edition for edition in editions if edition.record.kind in Record.ENTRY_KINDS]
        self.published = [edition for edition in editions if edition.action not in GONE]
        current = [edition for edition in self.editions if self._is_current(edition)]
        self.entries: Entries = frozenset(Entry(edition) for edition in current)

    def _is_current(self, edition: Edition) -> bool:
        is_alive = edition.born <= self.version and (edition.died is None or edition.died > self.version)
        return is_alive and edition.action not in GONE

    # Sets of entries.

    def all(self) -> Entries:
        return self.entries

    def with_any_value(self, facet: str, keys: Iterable[Hashable]) -> Entries:
        keys = {*keys}
        return frozenset(entry for entry in self.entries if keys & {*self.values(entry, facet)})

    def dated_from(self, day: date) -> Entries:
        return frozenset(entry for entry in self.entries if entry.dated and entry.dated.last >= day)

    def dated_to(self, day: date) -> Entries:
        return frozenset(entry for entry in self.entries if entry.dated and entry.dated.first <= day)

    def undated_by(self, day: date) -> Entries:
        return frozenset(entry for entry in self.undated() if entry.span and entry.span.last <= day)

    def undated(self) -> Entries:
        return frozenset(entry for entry in self.entries if not entry.dated)

    def of_several_years(self) -> Entries:
        return frozenset(e for e in self.entries if e.dated and e.dated.first.year < e.dated.last.year)

    def dated_exactly(self) -> Entries:
        return frozenset(e for e in self.entries if e.span and e.span.precision == DAY_PRECISION)

    def values(self, entry: Entry, facet: str) -> Iterable[Hashable]:
        """The values of an entry, as the names of the snapshot have them."""
        return VALUES[facet](entry, self.snapshot)

    # Counts.

    def counts(self, facets: Collection[str], within: Entries) -> Mapping[str, Counts]:
        return {name: Counts(v for entry in within for v in self.values(entry, name)) for name in facets}

    def year_ranges(self, within: Entries) -> list[tuple[int, int, int]]:
        spans = [entry.dated for entry in within if entry.dated]
        ranges = Counter((span.first.year, span.last.year) for span in spans)
        return sorted((*years, number) for years, number in ranges.items())

    # Search.

    @cached_property
    def searchable(self) -> Entries:
        """Not those of records that are withdrawn now, at whatever version."""
        withdrawn = {
            edition.record_id
            for edition in self.editions
            if edition.died is None and edition.action == Edition.Action.WITHDRAWN
        }
        return frozenset(entry for entry in self.entries if entry.edition.record_id not in withdrawn)

    def weight(self, entry: Entry, term: Term) -> int:
        """What the best field in which a term stands counts; 0 when it stands in none."""
        exact = Term(term.writings)
        weights = [0]
        for field, texts in entry.texts.items():
            whole, beginning = WEIGHTS[field]
            weights += [whole for text in texts if exact.matches(text)]
            weights += [beginning for text in texts if term.matches(text)]
        names = self.snapshot.vocabularies
        for vocabulary, facets in ((names.topics, ["topic"]), (names.actors, ["actor", "speaker"])):
            keys = {key for facet in facets for key in self.values(entry, facet)}
            called = [name for key in keys for name in vocabulary[key].all_names]
            if any(term.matches(read_searchable(name)) for name in called):
                weights.append(NAME_WEIGHT)
        return max(weights)

    def look_up(self, terms: Collection[Term]) -> PlainLookup:
        return PlainLookup(self)

    def similar_words(self, words: Sequence[str]) -> dict[str, list[SimilarWord]]:
        return {word: sorted(self._similar(word)) for word in words}

    def _similar(self, word: str) -> Iterable[SimilarWord]:
        """Itself, words with one mistake, or two in a word of six letters, but not at both ends."""
        end = min(3, (len(word) - 1) // 2)
        for other, stem in self._words:
            distance = DamerauLevenshtein.distance(word, other)
            same_end = other[:end] == word[:end] or other[-end:] == word[-end:]
            if min(len(word), len(other)) >= 3 and same_end and distance <= (2 if len(word) >= 6 else 1):
                yield SimilarWord(distance, other, stem)

    @cached_property
    def _words(self) -> set[tuple[str, str]]:
        """Every word that was ever published, folded and as a stem, but for those with digits."""
        texts: list[str] = []
        for edition in self.published:
            document = edition.read_document()
            texts += [document.get("title", ""), document.get("summary", "")]
            texts += [document.get("place", ""), document.get("date_note", "")]
            texts += [milestone["note"] for milestone in document.get("milestones", ())]
            if edition.record.kind in ("topic", "actor"):
                texts += [document["name"], document["description"]]
            claims = edition.read_rendering()["html"].get("claims", {})
            texts += [plain_text(html) for html in claims.values()]
        words = {(token.folded, token.stem) for text in texts for token in tokenize(text)}
        return {pair for pair in words if not any(letter.isdigit() for letter in pair[0])}

    # Entries in order.

    def _ordered(self, within: Entries, order: str) -> list[Entry]:
        if order == "updated":
            return sorted(within, key=lambda e: (e.edition.published_at, e.edition.pk), reverse=True)
        groups = ([entry for entry in within if entry.dated], [entry for entry in within if not entry.dated])
        is_newest = order == "newest"
        return [e for group in groups for e in sorted(group, key=lambda e: e.list_key, reverse=is_newest)]

    def edition_ids(self, within: Entries, order: str, first: int, count: int) -> list[int]:
        return [entry.edition.pk for entry in self._ordered(within, order)[first : first + count]]

    def codes(self, within: Entries, order: str, first: int, count: int) -> list[str]:
        return [entry.code for entry in self._ordered(within, order)[first : first + count]]

    def linking_to(self, code: str, kind: str = "") -> Entries:
        return Entries(
            entry
            for entry in self.entries
            for link in entry.document["links"]
            if link["entry"] == code and kind in ("", link["kind"])
        )

    def incoming_links(self, code: str, within: Entries, limit: int) -> list[tuple[str, str]]:
        return [
            (link["kind"], entry.code)
            for entry in self._ordered(within, "oldest")[:limit]
            for link in entry.document["links"]
            if link["entry"] == code
        ]


def public_keys(vocabulary: Vocabulary, keys: Iterable[str]) -> set[str]:
    return {name.key for name in vocabulary.published(keys)}


def type_values(entry: Entry, _names: Snapshot) -> set[str]:
    return {entry.document["kind"], entry.document.get("stance", "")} - {""}


def topic_values(entry: Entry, names: Snapshot) -> set[str]:
    own = names.topics.published(entry.document["topics"])
    themes = names.topics.published(name.parent for name in own if name.parent)
    return {name.key for name in (*own, *themes)}


def actor_values(entry: Entry, names: Snapshot, roles: Collection[str] = ()) -> set[str]:
    parts = entry.document["actors"]
    return public_keys(names.actors, [p["actor"] for p in parts if not roles or p["role"] in roles])


def attribution_values(entry: Entry, names: Snapshot) -> set[tuple[str, str]]:
    return {
        (claim["kind"], key)
        for claim in entry.document["claims"]
        for key in public_keys(names.actors, [claim["speaker"]])
    }


def source_values(entry: Entry, names: Snapshot) -> set[str]:
    return public_keys(names.sources, [cited["source"] for cited in citations(entry.document)])


def word_values(entry: Entry, names: Snapshot) -> set[str]:
    document = entry.document
    if document["kind"] != "issue":
        return set()
    quoted = {names.actors.resolve(c["side"]) for c in document["claims"] if c["kind"] == "position"}
    pairs = [names.relationships[key].document["sides"] for key in document["relationships"]]
    both = [all(names.actors.resolve(side) in quoted for side in pair) for pair in pairs]
    either = [any(names.actors.resolve(side) in quoted for side in pair) for pair in pairs]
    if any(either):
        return {"both" if any(both) else "one"}
    kinds = {claim["kind"] for claim in document["claims"]}
    return {"commentators" if kinds and kinds <= {"assessment", "recommendation"} else "none"}


# By facet.
VALUES: dict[str, Callable[[Entry, Snapshot], Iterable[Hashable]]] = {
    "type": type_values,
    "topic": topic_values,
    "relationship": lambda entry, names: public_keys(names.relationships, entry.document["relationships"]),
    "source": source_values,
    "actor": actor_values,
    "cause": lambda entry, names: actor_values(entry, names, ("cause", "constraint")),
    "says": lambda entry, _names: {claim["kind"] for claim in entry.document["claims"]},
    "attribution": attribution_values,
    "speaker": lambda entry, names: {speaker for _kind, speaker in attribution_values(entry, names)},
    "state": lambda entry, _names: {entry.document.get("state", "")} - {""},
    "word": word_values,
    "status": lambda entry, _names: {entry.rendering.get("status", "")} - {""},
}


@lru_cache(maxsize=32)
def plain_engine(snapshot: Snapshot, version: int | None = None) -> PlainEngine:
    return PlainEngine(snapshot, snapshot.version if version is None else version)
