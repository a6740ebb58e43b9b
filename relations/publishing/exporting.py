"""Export: the reference as a folder of files."""

from pathlib import Path

from relations.documents import Document, encode, parse, resolve_merged
from relations.documents.folder import REFERENCE_FIELDS, write_folder
from relations.models import Record, Reference


def export_folder(path: Path, *, drafts: bool = False) -> tuple[int, list[Path]]:
    """Write what is public, or with ``drafts`` every working copy, to a folder.

    Returns the number of records written and the files there that belong to
    none of them, which are left alone.
    """
    documents = _working_copies() if drafts else _published()
    reference = Reference.objects.current()
    values = {name: getattr(reference, name) for name in REFERENCE_FIELDS}
    values["sources_reach"] = reference.sources_reach.code if reference.sources_reach else ""
    return len(documents), write_folder(path, documents, values)


def _published() -> list[Document]:
    records = Record.objects.public().select_related("edition").order_by("kind", "key")
    return [resolve_merged(parse(record.edition.document)) for record in records]


def _working_copies() -> list[Document]:
    records = Record.objects.filter(merged_into=None).exclude(publication=Record.Publication.WITHDRAWN)
    return [encode(record) for record in records.order_by("kind", "key")]
