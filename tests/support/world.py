"""A small world for tests: Arland and Borland, one theme, one source, and entries made from documents."""

from typing import Any

from relations import documents, publishing
from relations.documents.schema import CLAIM, CONTRIBUTOR, SCHEMAS, Document
from relations.models import Passage, Record, Source
from relations.models.document import SCHEMA_VERSION
from tests.support.replay import replayed

CITATION = {"source": "joint-statement", "locator": "Paragraph 1"}
# The places that the source of this world has, of which no document says anything.
PLACES = ("Paragraph 1", "Paragraph 2")
CLAIM_IDS = {"event": "cccccccc22", "agreement": "gggggggg22", "issue": "ssssssss22"}
REQUIRED: dict[str, dict[str, Any]] = {
    "topic": {"name": "Defence", "slug": "defence", "description": "Armed forces and what they buy."},
    "actor": {"name": "Arland", "slug": "arland", "type": "state"},
    "relationship": {"slug": "arland-borland", "sides": ["arland", "borland"]},
    "source": {
        "title": "Joint statement",
        "slug": "joint-statement",
        "type": "statement",
        "date": "2019-09",
        "language": "en",
    },
    "event": {"title": "Summit in Port Arle", "slug": "summit", "date": "2019-09-04"},
    "agreement": {"title": "Defence pact", "slug": "pact", "date": "2019", "form": "instrument"},
    "issue": {
        "title": "Fishing in the strait",
        "slug": "fishing",
        "stance": "divergence",
        "state": "active",
        "state_as_of": "2019-09",
    },
}


def a_document(kind: str, **values: Any) -> Document:
    """A document of a kind that can be published; ``values`` replace its own."""
    document: Document = {"schema": SCHEMA_VERSION, "kind": kind}
    document |= SCHEMAS[kind].empty() | REQUIRED[kind]
    if "claims" in document:
        document |= {
            "summary": "What is told here.",
            "relationships": ["arland-borland"],
            "topics": ["defence"],
            "actors": [{"actor": "arland", "role": "side"}, {"actor": "borland", "role": "side"}],
            "claims": [a_claim(id=CLAIM_IDS[kind])],
        }
    document |= values
    entry_key = {"event": "vvvvv2", "agreement": "ggggg2", "issue": "sssss2"}
    document.setdefault("key", entry_key.get(kind, document["slug"]))
    return document


def a_claim(**values: Any) -> Document:
    """A reported fact with one citation."""
    claim = CLAIM.empty()
    claim |= {"id": "cccccccc22", "kind": "reported-fact", "text": "The two states met."}
    return claim | {"citations": [dict(CITATION)]} | values


def a_person(family: str, **parts: str) -> Document:
    """A contributor of a source, by the parts of a name."""
    return CONTRIBUTOR.empty() | {"family": family} | parts


def an_institution(name: str) -> Document:
    return CONTRIBUTOR.empty() | {"institution": name}


def an_other_name(name: str, *, shared: bool = False) -> Document:
    return {"name": name, "shared": shared}


@replayed(lambda record: record.pk, lambda pk: Record.objects.get(pk=pk))
def save(document: Document, **keep: Any) -> Record:
    """Write a document's working rows, as a save in the admin does."""
    record = documents.decode(document)
    publishing.record_revision(record, **keep)
    record.refresh_from_db()
    return record


@replayed()
def a_vocabulary() -> None:
    """What the entries of ``a_document`` name, as drafts."""
    for document in (
        a_document("actor"),
        a_document("actor", name="Borland", slug="borland"),
        a_document("topic"),
        a_document("relationship"),
        a_document("source"),
    ):
        save(document)
    source = Source.objects.get()
    for position, locator in enumerate(PLACES, start=1):
        Passage.objects.create(source=source, locator=locator, position=position)


@replayed(lambda record: record.pk, lambda pk: Record.objects.get(pk=pk))
def a_draft(kind: str = "event", **values: Any) -> Record:
    """A never-published entry in a world of drafts."""
    if not Record.objects.with_pages().exists():
        a_vocabulary()
    return save(a_document(kind, **values))


@replayed(lambda record: record.pk, lambda pk: Record.objects.get(pk=pk))
def a_published(kind: str = "event", **values: Any) -> Record:
    """A published entry, with all it names."""
    record = a_draft(kind, **values)
    publishing.publish([record])
    record.refresh_from_db()
    return record


def change(record: Record, **values: Any) -> Record:
    """Change a record's working copy, as an editor does."""
    return save(documents.encode(record) | values)
