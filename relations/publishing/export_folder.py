"""Export: the reference as a folder of files."""

from pathlib import Path

from relations.documents import Document, encode_all, load_document, resolve_merged
from relations.documents.files.folder import write_folder
from relations.documents.schema import REFERENCE
from relations.models import Record, Reference


def export_folder(path: Path, *, drafts: bool = False) -> tuple[int, list[Path]]:
    """Write what is public, or with ``drafts`` every working copy, to a folder.

    Returns the number of records written and the files there that belong to
    none of them, which are left alone.
    """
    documents = _with_links_among(_working_copies() if drafts else _published())
    return len(documents), write_folder(path, documents, REFERENCE.encode(Reference.objects.current()))


def _with_links_among(documents: list[Document]) -> list[Document]:
    """Links that wait for entries not exported are left out: a folder names nothing it does not have.

    An import leaves the links of the working copy to entries that are not public as they are.
    """
    exported = {document["key"] for document in documents if "links" in document}
    return [
        document | {"links": [link for link in document["links"] if link["entry"] in exported]}
        if "links" in document
        else document
        for document in documents
    ]


def _published() -> list[Document]:
    records = Record.objects.public().select_related("edition").order_by("kind", "key")
    return [resolve_merged(load_document(record.current_edition.document)) for record in records]


def _working_copies() -> list[Document]:
    return encode_all(Record.objects.active().order_by("kind", "key"))
