"""The cards of one page, read from the editions they stand for."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from markupsafe import Markup, escape

from relations.catalogue import EditionContent, NamedRecord, Snapshot, claim_url, read_editions
from relations.catalogue.sections import document_url, entry_type
from relations.catalogue.withdrawals import Withdrawal, read_withdrawals
from relations.catalogue.word import document_word
from relations.documents import Document
from relations.finder.params import Params
from relations.models import Span
from relations.search.highlight import Highlighter

MAX_CLAIMS = 3
MAX_NAMES = 3


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


def claim_choices(params: Params) -> tuple[frozenset[str], frozenset[str]]:
    """The kinds and the speakers asked for: the claims that are shown on a card."""
    kinds, speakers = (frozenset(params.chosen(name) + params.fixed(name)) for name in ("says", "speaker"))
    return kinds, speakers


def read_cards(edition_ids: Sequence[int], params: Params, snapshot: Snapshot) -> tuple[Card, ...]:
    """The cards of these editions, in the order given. One query; at an earlier version two."""
    reader = _CardReader(params, snapshot)
    withdrawals = read_withdrawals(edition_ids, snapshot)
    return tuple(
        _withdrawn_card(edition, withdrawals[edition.id])
        if edition.id in withdrawals
        else reader.card(edition)
        for edition in read_editions(edition_ids)
    )


def _withdrawn_card(edition: EditionContent, withdrawn: Withdrawal) -> Card:
    document, date = edition.read_document(), edition.read_rendering().get("date")
    return Card(
        edition_id=edition.id,
        code=document["key"],
        kind=document["kind"],
        type=entry_type(document),
        title="",
        summary="",
        url="",
        date=Span.parse(date) if date else None,
        date_note="",
        topics=(),
        actors=(),
        state="",
        status="",
        edition=edition.number,
        published_at=edition.published_at,
        title_html=Markup(),
        summary_html=Markup(),
        claims=(),
        withdrawn=withdrawn,
    )


class _CardReader:
    """Reads editions as cards of what ``params`` ask for."""

    def __init__(self, params: Params, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
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

    def card(self, edition: EditionContent) -> Card:
        document, rendering = edition.read_document(), edition.read_rendering()
        names, highlighter = self._snapshot, self._highlighter
        url = document_url(document)
        topics = tuple(names.topics.published(document["topics"]))
        actors = tuple(names.actors.published([part["actor"] for part in document["actors"]]))
        return Card(
            edition_id=edition.id,
            code=document["key"],
            kind=document["kind"],
            type=entry_type(document),
            title=document["title"],
            summary=document["summary"],
            url=url,
            date=Span.parse(rendering["date"]) if rendering.get("date") else None,
            date_note=document.get("date_note", ""),
            topics=topics,
            actors=actors,
            state=document.get("state", ""),
            status=rendering.get("status", ""),
            edition=edition.number,
            published_at=edition.published_at,
            title_html=highlighter.mark(document["title"]),
            summary_html=highlighter.mark(document["summary"]),
            claims=tuple(self._claim_hits(document, rendering, url)),
            change_note=edition.change_note,
            first_published_at=edition.first_published_at,
            word=document_word(document, names.relationships, names.actors),
            form=document.get("form", ""),
            found_by=tuple(self._name_hits(document, rendering, topics, actors)) if self._named else (),
        )

    def _name_hits(
        self,
        document: Document,
        rendering: Document,
        topics: Sequence[NamedRecord],
        actors: Sequence[NamedRecord],
    ) -> Iterator[NameHit]:
        """The names that a searched word stands in, where it stands in no text of the entry.

        Not those that a card shows: the present names of the entry's own topics.
        """
        records = self._records_named(document, topics, actors)
        shown, told = set(document["topics"]), set[str]()
        for highlighter, found in self._named:
            hits = [record for kind, record in records if (kind, record.key) in found]
            if not hits or any(map(highlighter.count, _texts(document, rendering))):
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

    def _records_named(
        self, document: Document, topics: Sequence[NamedRecord], actors: Sequence[NamedRecord]
    ) -> list[tuple[str, NamedRecord]]:
        """The topics of an entry, the themes of these, its actors and who speaks in it."""
        themes = self._snapshot.topics.published([topic.parent for topic in topics if topic.parent])
        speakers = self._snapshot.actors.published(
            [claim["speaker"] for claim in document["claims"] if claim["speaker"]]
        )
        named = {
            "topic": (*topics, *themes),
            "actor": {each.key: each for each in (*actors, *speakers)}.values(),
        }
        return [(kind, record) for kind, records in named.items() for record in records]

    def _claim_hits(self, document: Document, rendering: Document, url: str) -> Iterator[ClaimHit]:
        """The claims of the kind and by the speaker asked for; of these those that hold most searched words.

        A search that stands in none of them (but in the title, say) leaves them
        all when a kind or a speaker was asked for, and none otherwise.
        """
        narrowed = bool(self._kinds or self._speakers)
        if not (narrowed or self._searched):
            return
        highlighter, html = self._highlighter, rendering.get("html", {}).get("claims", {})
        claims = [claim for claim in document["claims"] if self._is_asked_for(claim)]
        if self._searched:
            found = [(highlighter.count(html.get(c["id"], c["text"])), c) for c in claims]
            best = sorted((pair for pair in found if pair[0]), key=lambda pair: -pair[0])
            claims = [claim for _held, claim in best] if best or not narrowed else claims
        for claim in claims[:MAX_CLAIMS]:
            shown = html.get(claim["id"])
            marked = highlighter.mark(claim["text"]) if shown is None else highlighter.mark_html(shown)
            yield ClaimHit(claim["id"], claim["kind"], marked, claim_url(url, claim["id"]))

    def _is_asked_for(self, claim: Document) -> bool:
        if self._kinds and claim["kind"] not in self._kinds:
            return False
        if not self._speakers:
            return True
        speaker = self._snapshot.actors.get(claim["speaker"])
        return speaker is not None and speaker.slug in self._speakers


def _texts(document: Document, rendering: Document) -> Iterator[str]:
    """The texts of an entry that a search finds it by, as HTML."""
    html = rendering.get("html", {}).get("claims", {})
    yield escape(document["title"])
    yield escape(document["summary"])
    for claim in document["claims"]:
        yield html.get(claim["id"]) or escape(claim["text"])
