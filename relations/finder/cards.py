"""The cards of one page: what their editions say, which is read once, and what of it was asked for."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from markupsafe import Markup, escape

from relations.catalogue import EditionContent, NamedRecord, Snapshot, claim_url, read_editions
from relations.catalogue.sections import document_url, entry_type
from relations.catalogue.snapshot_cache import SnapshotCache
from relations.catalogue.withdrawals import Withdrawal, read_withdrawals
from relations.catalogue.word import document_word
from relations.finder.params import Params
from relations.models import Span
from relations.search.highlight import Highlighter

MAX_CLAIMS = 3
MAX_NAMES = 3
# Of each snapshot so many entries (of about 3 kB), in each process.
MAX_CONTENTS = 1000


@dataclass(frozen=True)
class ClaimHit:
    """A claim that matches the search, the kind of claim or the speaker asked for."""

    id: str
    kind: str
    html: Markup
    url: str


class NameHit(NamedTuple):
    """A name of a topic or an actor by which alone an entry was found, marked, and who has it."""

    html: Markup
    record: NamedRecord
    is_other: bool


class Card(NamedTuple):
    """An entry in a list. ``state``, ``status``, ``word``, ``form``: codes or ""; searched words are marked.

    It depends on the edition, the snapshot, the words searched and the ``claim_choices``. Of an
    entry ``withdrawn`` since, only its code, type and date are told.
    """

    edition_id: int
    code: str
    kind: str
    type: str
    title: str
    summary: str
    url: str
    date: Span | None
    date_note: str
    topics: tuple[NamedRecord, ...]
    actors: tuple[NamedRecord, ...]
    state: str
    status: str
    edition: int
    published_at: datetime
    title_html: Markup
    summary_html: Markup
    claims: tuple[ClaimHit, ...]
    change_note: str = ""
    first_published_at: datetime | None = None
    word: str = ""
    form: str = ""
    withdrawn: Withdrawal | None = None
    found_by: tuple[NameHit, ...] = ()


class ClaimText(NamedTuple):
    """A claim as a card may show it: ``speaker`` is a key or "", ``html`` sanitised."""

    id: str
    kind: str
    speaker: str
    html: str


class CardContent(NamedTuple):
    """What a card is made of, whatever was asked for.

    ``card``: without claims, and with nothing marked. ``claims``: all there are. ``named``: the topics
    and actors by whose names a search finds the entry, each with its kind.
    """

    card: Card
    claims: tuple[ClaimText, ...]
    named: tuple[tuple[str, NamedRecord], ...]

    @property
    def texts(self) -> Iterator[str]:
        """The texts by which a search finds the entry, as HTML."""
        yield self.card.title_html
        yield self.card.summary_html
        yield from (claim.html for claim in self.claims)


_contents: SnapshotCache[int, CardContent] = SnapshotCache(MAX_CONTENTS)


def claim_choices(params: Params) -> tuple[frozenset[str], frozenset[str]]:
    """The kinds and the speakers asked for: the claims that are shown on a card."""
    kinds, speakers = (frozenset(params.chosen(name) + params.fixed(name)) for name in ("says", "speaker"))
    return kinds, speakers


def read_cards(edition_ids: Sequence[int], params: Params, snapshot: Snapshot) -> tuple[Card, ...]:
    """The cards of these editions, in the order given.

    One query, none where all were shown before; at an earlier version one more.
    """
    writer = _CardWriter(params, snapshot)
    withdrawals = read_withdrawals(edition_ids, snapshot)
    return tuple(
        _withdrawn_card(content.card, withdrawals[content.card.edition_id])
        if content.card.edition_id in withdrawals
        else writer.card(content)
        for content in _read_contents(edition_ids, snapshot)
    )


def _withdrawn_card(card: Card, withdrawn: Withdrawal) -> Card:
    return card._replace(
        title="",
        summary="",
        url="",
        date_note="",
        topics=(),
        actors=(),
        state="",
        status="",
        title_html=Markup(),
        summary_html=Markup(),
        change_note="",
        first_published_at=None,
        word="",
        form="",
        withdrawn=withdrawn,
    )


def _read_contents(edition_ids: Sequence[int], snapshot: Snapshot) -> list[CardContent]:
    """The contents of these editions in the order given, without what is not there. At most one query."""
    cached = _contents.of(snapshot)
    found = {pk: content for pk in edition_ids if (content := cached.get(pk))}
    for edition in read_editions([pk for pk in edition_ids if pk not in found]):
        found[edition.id] = content = _read_content(edition, snapshot)
        cached.set(edition.id, content)
    return [found[pk] for pk in edition_ids if pk in found]


def _read_content(edition: EditionContent, snapshot: Snapshot) -> CardContent:
    document, rendering = edition.read_document(), edition.read_rendering()
    html = rendering.get("html", {}).get("claims", {})
    claims = [
        ClaimText(
            claim["id"], claim["kind"], claim["speaker"], html.get(claim["id"]) or str(escape(claim["text"]))
        )
        for claim in document["claims"]
    ]
    topics = tuple(snapshot.topics.published(document["topics"]))
    actors = tuple(snapshot.actors.published([part["actor"] for part in document["actors"]]))
    card = Card(
        edition_id=edition.id,
        code=document["key"],
        kind=document["kind"],
        type=entry_type(document),
        title=document["title"],
        summary=document["summary"],
        url=document_url(document),
        date=Span.parse(rendering["date"]) if rendering.get("date") else None,
        date_note=document.get("date_note", ""),
        topics=topics,
        actors=actors,
        state=document.get("state", ""),
        status=rendering.get("status", ""),
        edition=edition.number,
        published_at=edition.published_at,
        title_html=escape(document["title"]),
        summary_html=escape(document["summary"]),
        claims=(),
        change_note=edition.change_note,
        first_published_at=edition.first_published_at,
        word=document_word(document, snapshot.relationships, snapshot.actors),
        form=document.get("form", ""),
    )
    return CardContent(card, tuple(claims), tuple(_named(card, claims, snapshot)))


def _named(card: Card, claims: Sequence[ClaimText], snapshot: Snapshot) -> Iterator[tuple[str, NamedRecord]]:
    """The topics of an entry, the themes of these, its actors and who speaks in it."""
    themes = snapshot.topics.published([topic.parent for topic in card.topics if topic.parent])
    speakers = snapshot.actors.published([claim.speaker for claim in claims if claim.speaker])
    yield from (("topic", record) for record in (*card.topics, *themes))
    actors = {actor.key: actor for actor in (*card.actors, *speakers)}
    yield from (("actor", record) for record in actors.values())


class _CardWriter:
    """Writes the cards of what ``params`` ask for."""

    def __init__(self, params: Params, snapshot: Snapshot) -> None:
        self._actors = snapshot.actors
        self._highlighter = Highlighter(params.terms)
        self._searched = bool(params.terms)
        self._kinds, self._speakers = claim_choices(params)
        # Of each term that stands in names of records: what finds it in texts, and those records.
        vocabularies = (("topic", snapshot.topics), ("actor", snapshot.actors))
        self._named = [
            (Highlighter([term]), found)
            for term in params.terms
            if (found := {(kind, r.key) for kind, names in vocabularies for r in names.matching_term(term)})
        ]

    def card(self, content: CardContent) -> Card:
        card, mark = content.card, self._highlighter.mark
        if self._searched:
            card = card._replace(
                title_html=mark(card.title),
                summary_html=mark(card.summary),
                found_by=tuple(self._name_hits(content)) if self._named else (),
            )
        if self._searched or self._is_narrowed:
            card = card._replace(claims=tuple(self._claim_hits(content)))
        return card

    @property
    def _is_narrowed(self) -> bool:
        return bool(self._kinds or self._speakers)

    def _name_hits(self, content: CardContent) -> Iterator[NameHit]:
        """The names that a searched word stands in, where it stands in no text of the entry.

        Not those that a card shows: the present names of the entry's own topics.
        """
        shown, told = {topic.key for topic in content.card.topics}, set[str]()
        for highlighter, found in self._named:
            hits = [record for kind, record in content.named if (kind, record.key) in found]
            if not hits or any(map(highlighter.count, content.texts)):
                continue
            for record in hits:
                name = next((n for n in record.all_names if highlighter.count(escape(n))), "")
                is_other = name != record.label
                if (
                    name
                    and name not in told
                    and (is_other or record.key not in shown)
                    and len(told) < MAX_NAMES
                ):
                    told.add(name)
                    yield NameHit(highlighter.mark(name), record, is_other)

    def _claim_hits(self, content: CardContent) -> Iterator[ClaimHit]:
        """The claims of the kind and by the speaker asked for; of these those that hold most searched words.

        A search that stands in none of them (but in the title, say) leaves them
        all when a kind or a speaker was asked for, and none otherwise.
        """
        claims = [claim for claim in content.claims if self._is_asked_for(claim)]
        if self._searched:
            found = [(self._highlighter.count(claim.html), claim) for claim in claims]
            best = sorted((pair for pair in found if pair[0]), key=lambda pair: -pair[0])
            claims = [claim for _terms, claim in best] if best or not self._is_narrowed else claims
        for claim in claims[:MAX_CLAIMS]:
            url = claim_url(content.card.url, claim.id)
            yield ClaimHit(claim.id, claim.kind, self._highlighter.mark_html(claim.html), url)

    def _is_asked_for(self, claim: ClaimText) -> bool:
        if self._kinds and claim.kind not in self._kinds:
            return False
        if not self._speakers:
            return True
        speaker = self._actors.get(claim.speaker)
        return speaker is not None and speaker.slug in self._speakers
