"""An entry as a page reads it: its document and rendering with every key resolved to a name.

Built from plain data, never from a model, so that a published edition, a past
one and the desk's preview of a working copy are read by the same functions.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from markupsafe import Markup

from relations.catalogue.editions import entries as current_entries_of
from relations.catalogue.sections import entry_type, path_of
from relations.models import Span
from relations.presenters.entry_parts import (
    Brief,
    Citation,
    Claim,
    Document,
    EntryPage,
    Linked,
    Milestone,
    Part,
    Unlisted,
)


def read_entry(
    document: Document,
    rendering: Document,
    names: Any,
    *,
    today: date,
    entries: dict[str, Brief] | None = None,
    reverse: Iterable[tuple[str, str]] = (),
) -> EntryPage:
    """Read an entry's document with ``names`` (a snapshot).

    ``entries``: the public entries it is tied to, by key; a tie to any other is left
    out. ``reverse``: the ties stated on other entries, as pairs (kind, key).
    """
    relationships = tuple(
        resolve(names.relationships, "relationship", key) for key in document["relationships"]
    )
    return EntryPage(
        document=document,
        type=entry_type(document),
        url=path_of(document),
        date=_span(rendering.get("date", "")),
        status=rendering.get("status", ""),
        relationships=relationships,
        topics=tuple(resolve(names.topics, "topic", key) for key in document["topics"]),
        parts=_parts(document, names),
        claims=tuple(_claim(claim, rendering["html"], names, today) for claim in document["claims"]),
        milestones=tuple(
            Milestone(m["stage"], _span(m["date"]), m["note"], _citations(m, names))
            for m in document.get("milestones", ())
        ),
        links=tuple(_links(document, entries or {}, reverse)),
        side_actors=_side_actors(relationships, names),
        state_as_of=_span(document.get("state_as_of", "")),
    )


def brief(document: Document, rendering: Document) -> Brief:
    """An entry's one line, from its edition's document and rendering."""
    return Brief(
        code=document["key"],
        type=entry_type(document),
        title=document["title"],
        url=path_of(document),
        date=_span(rendering.get("date", "")),
        state=document.get("state", ""),
        status=rendering.get("status", ""),
        status_date=_span(rendering.get("status_date", "")),
        state_as_of=_span(document.get("state_as_of", "")),
        summary=document["summary"],
    )


def briefs(keys: Iterable[str]) -> dict[str, Brief]:
    """The lines of the public entries with these codes, in the order given. One query."""
    return {
        key: brief(found.read_document(), found.read_rendering())
        for key, found in current_entries_of(keys).items()
    }


def linked_keys(document: Document, reverse: Iterable[tuple[str, str]]) -> list[str]:
    """The keys of the entries a page of this document names, in both directions."""
    own = (link["entry"] for link in document["links"])
    return list(dict.fromkeys((*own, *(key for _kind, key in reverse))))


def resolve(vocabulary: Any, kind: str, key: str) -> Any:
    """The name a key stands for, or a stand-in without a page."""
    return vocabulary[key] if key in vocabulary else Unlisted(kind, key)


def _span(code: str) -> Span | None:
    return Span.parse(code) if code else None


def _citations(item: Document, names: Any) -> tuple[Citation, ...]:
    return tuple(
        Citation(resolve(names.sources, "source", citation["source"]), citation["locator"])
        for citation in item["citations"]
    )


def _claim(claim: Document, html: Document, names: Any, today: date) -> Claim:
    speaker, side = (
        resolve(names.actors, "actor", claim[name]) if claim[name] else None for name in ("speaker", "side")
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
        citations=_citations(claim, names),
    )


def _parts(document: Document, names: Any) -> tuple[Part, ...]:
    roles: dict[str, list[str]] = {}
    for involvement in document["actors"]:
        roles.setdefault(involvement["actor"], []).append(involvement["role"])
    return tuple(Part(resolve(names.actors, "actor", key), tuple(held)) for key, held in roles.items())


def _links(
    document: Document, linked: dict[str, Brief], reverse: Iterable[tuple[str, str]]
) -> Iterator[Linked]:
    for link in document["links"]:
        if link["entry"] in linked:
            yield Linked(link["kind"], linked[link["entry"]])
    for kind, key in reverse:
        if key in linked:
            yield Linked(kind, linked[key], reverse=True)


def _side_actors(relationships: tuple[Any, ...], names: Any) -> tuple[Any, ...]:
    keys = dict.fromkeys(key for name in relationships for key in name.document.get("sides", ()))
    return tuple(resolve(names.actors, "actor", key) for key in keys)
