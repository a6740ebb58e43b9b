"""What the index takes from the current edition of an entry."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from relations.catalogue import Catalogue, current_entries
from relations.catalogue.vocabulary import Vocabulary
from relations.models import Involvement, Record, Span
from relations.models.stored import read_stored

CAUSES = (Involvement.Role.CAUSE, Involvement.Role.CONSTRAINT)

# "said" is no facet: it pairs the kind of a claim with its speaker, which two facets ask for together.
FACETS = (
    *("type", "topic", "relationship", "source", "actor", "cause"),
    *("says", "speaker", "said", "state", "status"),
)

Document = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Cited:
    """A place in an entry that cites a source: a claim, or (``claim`` empty) a milestone by its position."""

    code: str
    locator: str
    claim: str = ""
    milestone: int = -1


@dataclass(frozen=True, slots=True)
class Row:
    """``values`` by facet, each value once; vocabulary by key, merged keys resolved to the survivor."""

    edition: int
    code: str
    published_at: datetime
    span: Span | None
    values: dict[str, tuple]
    links: tuple[tuple[str, str], ...]
    citations: tuple[tuple[str, Cited], ...]

    @property
    def order(self) -> tuple[int, int, str]:
        """Last day, first day (days since 1 January of year 1, which is 1), code; 0 without a date."""
        if self.span is None:
            return (0, 0, self.code)
        return (self.span.last.toordinal(), self.span.first.toordinal(), self.code)


def read_rows(catalogue: Catalogue) -> Iterator[Row]:
    """Every current entry, in no order. One query."""
    editions = current_entries().values_list("pk", "record__key", "published_at", "document", "rendering")
    for pk, code, published_at, document, rendering in editions.iterator(chunk_size=2000):
        yield _row(pk, code, published_at, read_stored(document), json.loads(rendering), catalogue)


def _row(
    pk: int, code: str, published_at: datetime, document: Document, rendering: Document, catalogue: Catalogue
) -> Row:
    claims = document["claims"]
    speakers = [_known(catalogue.actors, [claim["speaker"]]) for claim in claims]
    said = [(claim["kind"], key) for claim, keys in zip(claims, speakers, strict=True) for key in keys]
    causes = [part["actor"] for part in document["actors"] if part["role"] in CAUSES]
    citations = tuple(_citations(code, document, catalogue.sources))
    values = {
        "type": (document["kind"], document["stance"])
        if document["kind"] == Record.Kind.ISSUE
        else (document["kind"],),
        "topic": _with_themes(catalogue.topics, document["topics"]),
        "relationship": _known(catalogue.relationships, document["relationships"]),
        "source": _once(source for source, _cited in citations),
        "actor": _known(catalogue.actors, [part["actor"] for part in document["actors"]]),
        "cause": _known(catalogue.actors, causes),
        "says": _once(claim["kind"] for claim in claims),
        "speaker": _once(key for keys in speakers for key in keys),
        "said": _once(said),
        "state": _once(filter(None, [document.get("state", "")])),
        "status": _once(filter(None, [rendering.get("status", "")])),
    }
    span = Span.parse(rendering["date"]) if rendering.get("date") else None
    links = tuple((link["kind"], link["entry"]) for link in document["links"])
    return Row(pk, code, published_at, span, values, links, citations)


def _once(values: Any) -> tuple:
    return tuple(dict.fromkeys(values))


def _known(vocabulary: Vocabulary, keys: list[str]) -> tuple[str, ...]:
    """The published names that ``keys`` lead to today."""
    return _once(name.key for key in keys if (name := vocabulary.get(key)) and name.public)


def _with_themes(topics: Vocabulary, keys: list[str]) -> tuple[str, ...]:
    own = _known(topics, keys)
    return _once([*own, *_known(topics, [topics[key].parent for key in own if topics[key].parent])])


def _citations(code: str, document: Document, sources: Vocabulary) -> Iterator[tuple[str, Cited]]:
    for claim in document["claims"]:
        for citation in claim["citations"]:
            for key in _known(sources, [citation["source"]]):
                yield key, Cited(code, citation["locator"], claim=claim["id"])
    for position, milestone in enumerate(document.get("milestones", ())):
        for citation in milestone["citations"]:
            for key in _known(sources, [citation["source"]]):
                yield key, Cited(code, citation["locator"], milestone=position)
