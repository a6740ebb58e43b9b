"""A small random reference, and what a plain reading of its documents says a selection holds.

The reading is the oracle of the laws: no bitmaps, no engine, one loop over documents.
"""

import random
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache, cached_property
from typing import Any

from relations.models import Claim, Edition, Involvement, Issue, Milestone, Span
from relations.search.compounds import SearchableText, read_searchable
from relations.search.highlight import plain_text
from relations.search.query import parse_query
from relations.search.term import Term
from tests.support.factories import publish_document, publish_documents, read_editions
from tests.support.replay import replayed
from tests.support.world import a_claim, a_document

THEMES = {"defence": ["arms-sales", "exercises"], "economy": ["trade", "energy"], "asia": []}
ACTORS = ("arland", "borland", "cerland", "dorland", "minister-of-arland", "elysee-forum")
PAIRS = (("arland", "borland"), ("arland", "cerland"), ("borland", "dorland"))
SOURCES = ("joint-statement", "annual-report", "press-briefing")
_WORDS = """
trade treaty treaties country countries missile missiles Élysée summit joint exercise exercises gas pipeline
S-400 wheat free boxes box India’s border and the of river port bridge harbour grain steel copper visa school
satellite tanker canal fishing quota tariff mine forest railway cable dam ferry island market budget loan
"""
WORDS = _WORDS.split()
UPPER_BOUNDS = ("[..2021-04]", "[..2021-04-30]", "[..2014-05-17]")
DATES = ("2014", "2014-05", "2014-05-17", "2019-09-04", "2020-02/2021-04", "201X", "2016~", *UPPER_BOUNDS, "")
START = datetime(2026, 1, 1, tzinfo=UTC)


def vocabulary_documents() -> list[dict[str, Any]]:
    topics = [a_document("topic", name=theme.capitalize(), slug=theme, key=theme) for theme in THEMES]
    topics += [
        a_document("topic", name=topic.replace("-", " ").capitalize(), slug=topic, key=topic, parent=theme)
        for theme, under in THEMES.items()
        for topic in under
    ]
    actors = [
        a_document(
            "actor", name=actor.replace("-", " ").title().replace("Elysee", "Élysée"), slug=actor, key=actor
        )
        for actor in ACTORS
    ]
    pairs = [
        a_document("relationship", slug="-".join(pair), key="-".join(pair), sides=list(pair))
        for pair in PAIRS
    ]
    places = [f"Paragraph {number}" for number in (1, 2, 3)]
    sources = [
        a_document(
            "source", title=source.replace("-", " ").capitalize(), slug=source, key=source, passages=places
        )
        for source in SOURCES
    ]
    return [*actors, *topics, *pairs, *sources]


def entry_documents(number: int, seed: int = 1) -> list[dict[str, Any]]:
    """``number`` entries with every facet at random."""
    dice = random.Random(seed)  # noqa: S311 (a world, not a secret)
    return [_entry(dice, n) for n in range(number)]


def _entry(dice: random.Random, number: int) -> dict[str, Any]:
    kind = dice.choice(("event", "agreement", "issue", "issue"))
    code = f"{dice.choice('bcdfghjk')}{number:05}"
    actors = dice.sample(ACTORS, dice.randint(1, 3))
    values: dict[str, Any] = {
        "key": code,
        "slug": f"entry-{number}",
        "title": _text(dice, 3),
        "summary": _text(dice, 5),
        "topics": dice.sample(
            [*THEMES, *(t for under in THEMES.values() for t in under)], dice.randint(1, 3)
        ),
        "relationships": ["-".join(pair) for pair in dice.sample(PAIRS, dice.randint(0, 2))],
        "actors": [{"actor": actor, "role": dice.choice(Involvement.Role.values)} for actor in actors],
        "claims": [_claim(dice, number, n) for n in range(dice.randint(1, 3))],
        "links": [],
    }
    if kind == "issue":
        stance = dice.choice(Issue.Stance.values)
        values |= {"stance": stance, "state": dice.choice(Issue.STATES[stance])}
    else:
        values["date"] = dice.choice(DATES)
    if kind == "agreement":
        dated = [d for d in DATES if d]
        values["milestones"] = [
            {
                "stage": dice.choice(Milestone.Stage.values),
                "date": dice.choice(dated),
                "note": "",
                "citations": [],
            }
            for _n in range(dice.randint(0, 2))
        ]
    return a_document(kind, **values)


def _claim(dice: random.Random, entry: int, number: int) -> dict[str, Any]:
    cited = {"source": dice.choice(SOURCES), "locator": f"Paragraph {dice.randint(1, 3)}"}
    return a_claim(
        id=f"c{entry:06}{number:03}",
        kind=dice.choice((*Claim.Kind.values, *["position"] * 3)),
        text=_text(dice, 6) + ".",
        speaker=dice.choice((*ACTORS, "")),
        side=dice.choice((*ACTORS[:3], "")),
        said_on=dice.choice(DATES),
        citations=[cited],
    )


def _text(dice: random.Random, words: int) -> str:
    return " ".join(WORDS[int(len(WORDS) * dice.random() ** 0.7)] for _n in range(words))


def publish_reference(number: int = 60, seed: int = 1) -> "Reading":
    """Publish the random reference, each entry on a day of its own, and hand back its plain reading."""
    return Reading(_publish(number, seed))


@replayed(lambda editions: [edition.pk for edition in editions], read_editions)
def _publish(number: int, seed: int) -> list[Edition]:
    publish_documents(vocabulary_documents())
    return [
        publish_document(document, published_at=START + timedelta(days=n * 7 % 30))
        for n, document in enumerate(entry_documents(number, seed))
    ]


@dataclass(frozen=True)
class Entry:
    document: dict[str, Any]
    rendering: dict[str, Any]
    published_at: datetime
    pk: int

    @property
    def code(self) -> str:
        return self.document["key"]

    @cached_property
    def span(self) -> Span | None:
        return Span.parse(self.rendering["date"]) if self.rendering["date"] else None

    def is_by(self, day: date) -> bool:
        """Whether it had begun by a day, or is said to have been by then."""
        if self.span is None:
            return False
        return (self.span.first if self.is_dated else self.span.last) <= day

    @property
    def is_dated(self) -> bool:
        """Whether the sources say when it was, not only by when."""
        return self.span is not None and self.span.precision != "by"

    @property
    def order(self) -> tuple:
        """Of those that are dated, or of those that are not: the latter by the day by which they were."""
        if self.span is None:
            return (0, 0, self.code)
        return (self.span.last.toordinal(), self.span.first.toordinal() if self.is_dated else 0, self.code)

    def values(self, facet: str) -> set[str]:
        """The slugs of a facet that the entry bears; in this reference a slug is its key."""
        document = self.document
        match facet:
            case "type":
                return {document["kind"], document.get("stance", "")} - {""}
            case "topic":
                own = set(document["topics"])
                return own | {theme for theme, under in THEMES.items() if own & set(under)}
            case "relationship":
                return set(document["relationships"])
            case "source":
                return {cited["source"] for claim in document["claims"] for cited in claim["citations"]}
            case "actor":
                return {part["actor"] for part in document["actors"]}
            case "cause":
                return {p["actor"] for p in document["actors"] if p["role"] in ("cause", "constraint")}
            case "state":
                return {document.get("state", "")} - {""}
            case "word":
                return self._word() if document["kind"] == "issue" else set()
            case "status":
                return {self.rendering["status"]} - {""}
        return {claim["kind" if facet == "says" else facet] for claim in document["claims"]} - {""}

    def _word(self) -> set[str]:
        """In this reference a relationship's key names its sides."""
        claims = self.document["claims"]
        quoted = {claim["side"] for claim in claims if claim["kind"] == "position"}
        numbers = [
            len(quoted & set(pair)) for pair in PAIRS if "-".join(pair) in self.document["relationships"]
        ]
        if max(numbers, default=0) > 0:
            return {"both" if max(numbers) == 2 else "one"}
        opinions = all(claim["kind"] in ("assessment", "recommendation") for claim in claims)
        return {"commentators" if opinions else "none"}

    def said(self, kinds: Iterable[str], speakers: Iterable[str]) -> bool:
        """Whether one claim is of one of these kinds and by one of these speakers (empty: any)."""
        kinds, speakers = set(kinds), set(speakers)
        return any(
            (not kinds or claim["kind"] in kinds) and (not speakers or claim["speaker"] in speakers)
            for claim in self.document["claims"]
        )

    @cached_property
    def texts(self) -> list[SearchableText]:
        """What is searched of each text a search covers; no phrase reaches from one into the next."""
        html = self.rendering["html"]["claims"]
        speakers = {claim["speaker"] for claim in self.document["claims"]} - {""}
        names = [slug.replace("-", " ") for slug in (*self.values("topic"), *self.values("actor"), *speakers)]
        texts = [self.document["title"], self.document["summary"], *map(plain_text, html.values()), *names]
        return [read_searchable(text) for text in texts]

    def holds(self, term: Term) -> bool:
        return any(term.matches(text) for text in self.texts)


class Reading:
    """The published entries, read one by one."""

    def __init__(self, editions: Iterable[Edition]) -> None:
        self.entries = [Entry(e.read_document(), e.read_rendering(), e.published_at, e.pk) for e in editions]
        # A law asks the same of the same entries some thousand times.
        self._holding = cache(lambda term: {entry.code for entry in self.entries if entry.holds(term)})
        self._bearing = cache(
            lambda facet, value: {entry.code for entry in self.entries if value in entry.values(facet)}
        )

    def select(self, params: Any, order: str = "oldest") -> list[str]:
        """The codes of the entries that Params choose, oldest or newest first: the dated, then the others."""
        terms = parse_query(params.q)
        found = [entry for entry in self.entries if self._is_chosen(entry, params, terms)]
        groups = ([e for e in found if e.is_dated], [e for e in found if not e.is_dated])
        is_newest = order == "newest"
        return [e.code for group in groups for e in sorted(group, key=lambda e: e.order, reverse=is_newest)]

    def _is_chosen(self, entry: Entry, params: Any, terms: Iterable[Term]) -> bool:
        choices = dict(params.choices)
        if not all(entry.code in self._holding(term) for term in terms):
            return False
        if not self._is_dated_as_asked_for(entry, params):
            return False
        if params.until and not entry.is_by(Span.parse(params.until).last):
            return False
        if not entry.said(choices.pop("says", ()), choices.pop("speaker", ())):
            return False
        return all(
            any(entry.code in self._bearing(facet, value) for value in values)
            for facet, values in choices.items()
        )

    def _is_dated_as_asked_for(self, entry: Entry, params: Any) -> bool:
        wanted = params.dated or (("yes",) if params.from_ or params.to else ("yes", "no"))
        if not entry.is_dated:
            return "no" in wanted
        first = Span.parse(params.from_).first if params.from_ else None
        last = Span.parse(params.to).last if params.to else None
        return "yes" in wanted and entry.span.overlaps(first, last)
