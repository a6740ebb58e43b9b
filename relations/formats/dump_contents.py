"""What an archive holds of a reference: itself, and its records as JSON and as documents."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from relations.catalogue import EditionContent, Snapshot, read_editions
from relations.catalogue.vocabularies import VOCABULARIES
from relations.documents import Document
from relations.documents.references import references, with_keys_replaced, without_references
from relations.finder import EditionStream, Params
from relations.finder.edition_stream import BATCH
from relations.formats.json_types import SCHEMA
from relations.formats.record_json import records_as_data, to_json
from relations.models import Record
from relations.presenters import read_listed
from relations.presenters.urls import absolute_url

# A document as everybody may read it, and the edition that states it.
PublicDocument = tuple[Document, EditionContent]


def about_reference(snapshot: Snapshot) -> Document:
    reference = snapshot.reference
    reach = reference.sources_reach
    return {
        "schema": SCHEMA,
        "title": reference.title,
        "tagline": reference.tagline,
        "licence": reference.licence,
        "contact": reference.contact,
        "sources_reach": reach.as_data() if reach else None,
        "url": absolute_url("/"),
        "version": snapshot.version,
    }


def _editions(kind: str, snapshot: Snapshot) -> Iterator[list[EditionContent]]:
    """The current editions of a kind of record in batches: entries from the oldest on, names by label."""
    if kind in Record.ENTRY_KINDS:
        return EditionStream(Params(choices=(("type", (kind,)),), sort="oldest"), snapshot).editions()
    return _names(kind, snapshot)


def _names(kind: str, snapshot: Snapshot) -> Iterator[list[EditionContent]]:
    wanted = [name.edition_id for name in snapshot.vocabulary(kind)]
    for start in range(0, len(wanted), BATCH):
        yield read_editions(wanted[start : start + BATCH])


def json_lines(kind: str, snapshot: Snapshot, places: Mapping[str, Sequence[str]]) -> Iterator[str]:
    for editions in _editions(kind, snapshot):
        yield from map(to_json, records_as_data(editions, snapshot, places))


def public_documents(kind: str, snapshot: Snapshot) -> Iterator[list[PublicDocument]]:
    """Documents as their editions state them; but merged keys lead on, and no link waits for its entry."""
    for editions in _editions(kind, snapshot):
        documents = [edition.read_document() for edition in editions]
        named = {link["entry"] for document in documents for link in document.get("links", ())}
        public = read_listed(named, snapshot)
        yield [
            (_as_public(document, public.keys(), snapshot), edition)
            for document, edition in zip(documents, editions, strict=True)
        ]


def _as_public(document: Document, public: Collection[str], snapshot: Snapshot) -> Document:
    named = references(document)
    document = without_references(
        document, {(kind, key) for kind, key in named if kind == "entry" and key not in public}
    )
    vocabulary = ((kind, key) for kind, key in named if kind in VOCABULARIES)
    survivors = {(kind, key): snapshot.vocabulary(kind).resolve(key) for kind, key in vocabulary}
    return with_keys_replaced(document, {name: key for name, key in survivors.items() if key != name[1]})
