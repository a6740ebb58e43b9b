"""What cards are made of, whatever was asked for: read from the editions once, and kept with the snapshot."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from markupsafe import escape

from relations.catalogue import EditionContent, NamedRecord, Snapshot, read_editions
from relations.catalogue.sections import document_url, entry_type
from relations.catalogue.snapshot_cache import SnapshotCache
from relations.catalogue.word import document_word
from relations.finder.card import Card
from relations.models import Span

# Of each snapshot so many entries (of about 3 kB), in each process.
MAX_CONTENTS = 1000


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


def read_card_contents(edition_ids: Sequence[int], snapshot: Snapshot) -> list[CardContent]:
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
