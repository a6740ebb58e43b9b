"""The first part of an address, by kind of record, and the addresses made with it."""

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


def url_of(kind: str, slug: str) -> str:
    """The path of a record's page."""
    return f"/{SECTIONS[kind]}/{slug}/"


def claim_url(entry_url: str, claim: str) -> str:
    """Where a claim stands on its entry's page."""
    return f"{entry_url}#c-{claim}"
