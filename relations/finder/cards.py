"""The cards of one page, read from the editions they stand for."""

from collections.abc import Iterator, Sequence

from relations.catalogue import Catalogue, claim_url, read_editions, url_of
from relations.catalogue.marking import Marker
from relations.documents import Document
from relations.finder.index import Index
from relations.finder.params import Params
from relations.finder.result import Card, ClaimHit
from relations.models import Edition, Record, Span

MOST_CLAIMS = 3


def read_cards(
    numbers: Sequence[int], params: Params, catalogue: Catalogue, index: Index
) -> tuple[Card, ...]:
    """The cards of these entries, in the order given. One query."""
    marker = Marker(params.terms)
    editions = read_editions(index.edition(number) for number in numbers)
    return tuple(_card(edition, params, catalogue, marker) for edition in editions)


def _card(edition: Edition, params: Params, catalogue: Catalogue, marker: Marker) -> Card:
    document, rendering = edition.read_document(), edition.read_rendering()
    kind = document["kind"]
    url = url_of(kind, document["slug"])
    return Card(
        code=document["key"],
        kind=kind,
        type=document["stance"] if kind == Record.Kind.ISSUE else kind,
        title=document["title"],
        summary=document["summary"],
        url=url,
        date=Span.parse(rendering["date"]) if rendering.get("date") else None,
        date_note=document.get("date_note", ""),
        topics=tuple(catalogue.topics.published(document["topics"])),
        actors=tuple(catalogue.actors.published(part["actor"] for part in document["actors"])),
        state=document.get("state", ""),
        status=rendering.get("status", ""),
        edition=edition.number,
        published_at=edition.published_at,
        title_html=marker.mark(document["title"]),
        summary_html=marker.mark(document["summary"]),
        claims=tuple(_claim_hits(document, rendering, url, params, catalogue, marker)),
        change_note=edition.change_note,
        first_published_at=edition.first_published_at,
    )


def _claim_hits(
    document: Document,
    rendering: Document,
    url: str,
    params: Params,
    catalogue: Catalogue,
    marker: Marker,
) -> Iterator[ClaimHit]:
    """The claims of the kind and by the speaker asked for, and of these those that hold most searched words.

    A search that stands in none of them (but in the title, say) leaves them
    all when a kind or a speaker was asked for, and none otherwise.
    """
    kinds, speakers = ({*params.chosen(name), *params.fixed(name)} for name in ("says", "speaker"))
    if not (kinds or speakers or params.terms):
        return
    html = rendering.get("html", {}).get("claims", {})
    claims = [
        claim
        for claim in document["claims"]
        if (not kinds or claim["kind"] in kinds) and (not speakers or _slug(claim, catalogue) in speakers)
    ]
    if params.terms:
        found = [(marker.count(html.get(c["id"], c["text"])), c) for c in claims]
        best = sorted((pair for pair in found if pair[0]), key=lambda pair: -pair[0])
        claims = [claim for _held, claim in best] if best or not (kinds or speakers) else claims
    for claim in claims[:MOST_CLAIMS]:
        shown = html.get(claim["id"])
        marked = marker.mark(claim["text"]) if shown is None else marker.mark_html(shown)
        yield ClaimHit(claim["id"], claim["kind"], marked, claim_url(url, claim["id"]))


def _slug(claim: Document, catalogue: Catalogue) -> str:
    speaker = catalogue.actors.get(claim["speaker"])
    return speaker.slug if speaker else ""
