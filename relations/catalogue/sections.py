"""The first part of an address, by kind of record, and the addresses made with it."""

from typing import Any

from relations.models import Record

SECTIONS: dict[str, str] = {
    Record.Kind.EVENT: "events",
    Record.Kind.AGREEMENT: "agreements",
    Record.Kind.ISSUE: "issues",
    Record.Kind.TOPIC: "topics",
    Record.Kind.ACTOR: "actors",
    Record.Kind.RELATIONSHIP: "relationships",
    Record.Kind.SOURCE: "sources",
}


def record_url(kind: str, slug: str) -> str:
    """The path of a record's page."""
    return f"/{SECTIONS[kind]}/{slug}/"


def document_url(document: dict[str, Any]) -> str:
    """The path of the page of a document's record, by the slug it has in the document."""
    return record_url(document["kind"], document["slug"])


def edition_url(kind: str, key: str, url: str, number: int) -> str:
    """The path of an edition for good: of an entry by its code, of others below ``url``, their page."""
    return f"/e/{key}/{number}/" if kind in Record.ENTRY_KINDS else f"{url}editions/{number}/"


def entry_type(document: dict[str, Any]) -> str:
    """What readers filter an entry by: event, agreement, and of an issue its stance."""
    entry_type: str = document["stance" if document["kind"] == Record.Kind.ISSUE else "kind"]
    return entry_type


def claim_url(entry_url: str, claim: str) -> str:
    """Where a claim stands on its entry's page."""
    return f"{entry_url}#c-{claim}"
