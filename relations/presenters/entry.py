"""An entry's document and rendering with every key resolved to a name.

Built from plain data, never from a model, so that a published edition, a past
one and the preview of a draft are read by the same functions.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from markupsafe import Markup

from relations.catalogue import Snapshot
from relations.catalogue.editions import EntryEdition, current_entry_editions
from relations.catalogue.sections import document_url, entry_type
from relations.catalogue.word import document_word
from relations.documents import citations
from relations.models import Span
from relations.presenters.entry_content import (
    Citation,
    Claim,
    Document,
    EntryContent,
    EntrySummary,
    LinkedEntry,
    ListedEntry,
    Milestone,
    Participant,
    UnpublishedName,
    WithdrawnEntry,
)


def present_entry(
    document: Document,
    rendering: Document,
    snapshot: Snapshot,
    *,
    today: date,
    entries: Mapping[str, ListedEntry] | None = None,
    reverse: Iterable[tuple[str, str]] = (),
    edition: int = 0,
) -> EntryContent:
    """What a page of an entry shows.

    ``entries``: those of the entries it is linked to that are listed, by key; a link to any
    other is left out. ``reverse``: the links stated on other entries, as (kind, key).
    ``edition``: the number of the one that it is, for a page on which readers report errors.
    """
    relationships = tuple(
        resolve_name(snapshot.relationships, "relationship", key) for key in document["relationships"]
    )
    numbers = _source_numbers(document, snapshot)
    return EntryContent(
        document=document,
        type=entry_type(document),
        url=document_url(document),
        date=_span(rendering.get("date", "")),
        status=rendering.get("status", ""),
        relationships=relationships,
        topics=tuple(resolve_name(snapshot.topics, "topic", key) for key in document["topics"]),
        participants=_participants(document, snapshot),
        claims=tuple(
            _claim(claim, rendering["html"], snapshot, today, numbers, edition)
            for claim in document["claims"]
        ),
        milestones=tuple(
            Milestone(m["stage"], _span(m["date"]), m["note"], _citations(m, snapshot, numbers))
            for m in document.get("milestones", ())
        ),
        links=tuple(_links(document, entries or {}, reverse)),
        side_actors=_side_actors(relationships, snapshot),
        state_as_of=_span(document.get("state_as_of", "")),
        word=document_word(document, snapshot.relationships, snapshot.actors),
    )


def summarize_entry(document: Document, rendering: Document, snapshot: Snapshot) -> EntrySummary:
    """An entry as lists show it, from its edition's document and rendering."""
    return EntrySummary(
        code=document["key"],
        type=entry_type(document),
        title=document["title"],
        url=document_url(document),
        date=_span(rendering.get("date", "")),
        state=document.get("state", ""),
        status=rendering.get("status", ""),
        status_date=_span(rendering.get("status_date", "")),
        state_as_of=_span(document.get("state_as_of", "")),
        summary=document["summary"],
        word=document_word(document, snapshot.relationships, snapshot.actors),
        form=document.get("form", ""),
    )


def list_entry(edition: EntryEdition, snapshot: Snapshot) -> ListedEntry:
    """An entry as lists show it, or what stands in the place of one that was withdrawn since."""
    document, rendering = edition.content.read_document(), edition.content.read_rendering()
    if edition.withdrawn is None:
        return summarize_entry(document, rendering, snapshot)
    return WithdrawnEntry(
        document["key"], entry_type(document), _span(rendering.get("date", "")), edition.withdrawn
    )


def read_listed(codes: Iterable[str], snapshot: Snapshot) -> dict[str, ListedEntry]:
    """The public entries with these codes, in the order given. One query."""
    found = current_entry_editions(codes, snapshot)
    return {code: list_entry(edition, snapshot) for code, edition in found.items()}


def linked_keys(document: Document, reverse: Iterable[tuple[str, str]]) -> list[str]:
    """The keys of the entries a page of this document names, in both directions."""
    own = (link["entry"] for link in document["links"])
    return list(dict.fromkeys((*own, *(key for _kind, key in reverse))))


def resolve_name(vocabulary: Any, kind: str, key: str) -> Any:
    """The published name of a key, or a stand-in without a page."""
    name = vocabulary.get(key)
    return UnpublishedName(kind, key) if name is None else name


def _span(code: str) -> Span | None:
    return Span.parse(code) if code else None


def _source_numbers(document: Document, snapshot: Snapshot) -> dict[str, int]:
    """The sources that are cited, by key, numbered from 1 in the order in which they are first cited."""
    cited = (snapshot.sources.resolve(citation["source"]) for citation in citations(document))
    return {key: number for number, key in enumerate(dict.fromkeys(cited), start=1)}


def _citations(item: Document, snapshot: Snapshot, numbers: Mapping[str, int]) -> tuple[Citation, ...]:
    return tuple(
        Citation(
            resolve_name(snapshot.sources, "source", citation["source"]),
            citation["locator"],
            numbers[snapshot.sources.resolve(citation["source"])],
        )
        for citation in item["citations"]
    )


def _claim(
    claim: Document,
    html: Document,
    snapshot: Snapshot,
    today: date,
    numbers: Mapping[str, int],
    edition: int,
) -> Claim:
    speaker, side = (
        resolve_name(snapshot.actors, "actor", claim[name]) if claim[name] else None
        for name in ("speaker", "side")
    )
    return Claim(
        id=claim["id"],
        kind=claim["kind"],
        html=Markup(html["claims"][claim["id"]]),  # noqa: S704 (sanitised at publication)
        speaker=speaker,
        side=side,
        said_on=_span(claim["said_on"]),
        figure_date=_span(claim["figure_date"]),
        review_by=claim["review_by"],
        overdue=bool(claim["review_by"]) and date.fromisoformat(claim["review_by"]) < today,
        note_html=Markup(html["notes"].get(claim["id"], "")),  # noqa: S704 (sanitised at publication)
        citations=_citations(claim, snapshot, numbers),
        edition=edition,
    )


def _participants(document: Document, snapshot: Snapshot) -> tuple[Participant, ...]:
    roles: dict[str, list[str]] = {}
    for involvement in document["actors"]:
        roles.setdefault(involvement["actor"], []).append(involvement["role"])
    return tuple(
        Participant(resolve_name(snapshot.actors, "actor", key), tuple(of_actor))
        for key, of_actor in roles.items()
    )


def _links(
    document: Document, linked: Mapping[str, ListedEntry], reverse: Iterable[tuple[str, str]]
) -> Iterator[LinkedEntry]:
    for link in document["links"]:
        if link["entry"] in linked:
            yield LinkedEntry(link["kind"], linked[link["entry"]])
    for kind, key in reverse:
        if key in linked:
            yield LinkedEntry(kind, linked[key], reverse=True)


def _side_actors(relationships: tuple[Any, ...], snapshot: Snapshot) -> tuple[Any, ...]:
    keys = dict.fromkeys(key for name in relationships for key in name.document.get("sides", ()))
    return tuple(resolve_name(snapshot.actors, "actor", key) for key in keys)
