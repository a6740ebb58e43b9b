"""Totals and counts by reading every entry, one by one: what the server's must equal.

No index, no bitmap, no query of the database but for all current editions.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F
from django.http import QueryDict

from relations.catalogue import Snapshot
from relations.catalogue.word import document_word
from relations.models import Edition, Record, Span
from relations.models.document import load_document
from relations.search.compounds import SearchableText, read_searchable
from relations.search.highlight import plain_text
from relations.search.query import parse_query
from relations.search.term import Term

FACETS = (
    *("type", "topic", "relationship", "source", "actor"),
    *("cause", "says", "speaker", "state", "word", "status"),
)


@dataclass
class Straight:
    """The answer to one question: the total, and by facet the count of each value (by slug)."""

    query: str
    total: int = 0
    counts: dict[str, Counter] = field(default_factory=lambda: {name: Counter() for name in FACETS})


def count(queries: list[str], names: Snapshot) -> list[Straight]:
    """Answer each query string by going through all entries once."""
    asked = [(Straight(query), _Question(QueryDict(query))) for query in queries]
    for document, rendering in _entries():
        entry = _Entry(document, rendering, names)
        for answer, question in asked:
            _add(answer, question, entry)
    return [answer for answer, _question in asked]


def _entries() -> Iterator[tuple[Any, Any]]:
    editions = Edition.objects.filter(record__edition=F("pk")).order_by()
    rows = editions.values_list("record__kind", "document", "rendering")
    for kind, document, rendering in rows.iterator(chunk_size=2000):
        if kind in Record.ENTRY_KINDS:
            yield load_document(document), json.loads(rendering)


class _Question:
    def __init__(self, asked: QueryDict) -> None:
        self.chosen = {name: set(asked.getlist(name)) for name in FACETS if name in asked}
        self.terms = parse_query(asked.get("q", ""))
        self.first = Span.parse(asked["from"]).first if "from" in asked else None
        self.last = Span.parse(asked["to"]).last if "to" in asked else None

    def holds(self, entry: "_Entry") -> bool:
        """Whether an entry has the words and the dates asked for."""
        if self.first or self.last:
            span = entry.span
            if span is None or span.is_upper_bound or not span.overlaps(self.first, self.last):
                return False
        return all(entry.has(term) for term in self.terms)


class _Entry:
    def __init__(self, document: Any, rendering: Any, names: Snapshot) -> None:
        self._document, self._rendering, self._names = document, rendering, names
        self._texts: list[SearchableText] | None = None

    @property
    def span(self) -> Span | None:
        return Span.parse(self._rendering["date"]) if self._rendering.get("date") else None

    def values(self, chosen: Mapping[str, set[str]]) -> dict[str, set[str]]:
        """By facet the slugs it bears; of claims those that are of a kind and by a speaker chosen."""
        document, names = self._document, self._names
        topics = {names.topics[key] for key in document["topics"]}
        above = {names.topics[topic.parent] for topic in topics if topic.parent}
        parts = [(names.actors[part["actor"]].slug, part["role"]) for part in document["actors"]]
        said = [
            (claim["kind"], names.actors[claim["speaker"]].slug if claim["speaker"] else "")
            for claim in document["claims"]
        ]
        kinds, speakers = chosen.get("says"), chosen.get("speaker")
        cited = [*document["claims"], *document.get("milestones", ())]
        return {
            "type": {document["kind"], document.get("stance", "")} - {""},
            "topic": {topic.slug for topic in topics | above},
            "relationship": {names.relationships[key].slug for key in document["relationships"]},
            "source": {names.sources[c["source"]].slug for item in cited for c in item["citations"]},
            "actor": {actor for actor, _role in parts},
            "cause": {actor for actor, role in parts if role in ("cause", "constraint")},
            "says": {kind for kind, speaker in said if not speakers or speaker in speakers},
            "speaker": {speaker for kind, speaker in said if not kinds or kind in kinds} - {""},
            "state": {document.get("state", "")} - {""},
            "word": {document_word(document, names.relationships, names.actors)} - {""},
            "status": {self._rendering.get("status", "")} - {""},
        }

    def has(self, term: Term) -> bool:
        return any(term.matches(text) for text in self._words())

    def _words(self) -> list[SearchableText]:
        if self._texts is None:
            document, names = self._document, self._names
            topics = [names.topics[key] for key in document["topics"]]
            topics += [names.topics[topic.parent] for topic in topics if topic.parent]
            actors = {part["actor"] for part in document["actors"]}
            actors |= {claim["speaker"] for claim in document["claims"]} - {""}
            html = self._rendering.get("html", {}).get("claims", {})
            claims = [plain_text(html[c["id"]]) if c["id"] in html else c["text"] for c in document["claims"]]
            named = [*topics, *(names.actors[key] for key in actors)]
            called = [name for record in named for name in record.all_names]
            texts = [document["title"], document["summary"], *claims, *called]
            self._texts = [read_searchable(text) for text in texts]
        return self._texts


def _add(answer: Straight, question: _Question, entry: _Entry) -> None:
    values = entry.values(question.chosen)
    missed = [name for name, chosen in question.chosen.items() if not chosen & values[name]]
    if len(missed) > 1 or not question.holds(entry):
        return
    answer.total += not missed
    # A facet's counts leave its own choice out: an entry that misses one facet counts for that one alone.
    for name in missed or FACETS:
        answer.counts[name].update(values[name])
