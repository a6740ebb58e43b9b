"""What documents call their records."""

from relations.documents.schema import Document, NameResolver


def name_field(document: Document) -> str:
    """The field that names a record; a relationship has none: its sides name it."""
    return next((field for field in ("name", "title") if field in document), "")


def document_name(document: Document, resolve: NameResolver | None = None) -> str:
    """What a document calls its record.

    A relationship is called what ``resolve`` says, which knows its sides; without that, and where a
    name was left empty, the slug stands for it.
    """
    field = name_field(document)
    if not field and resolve:
        return resolve(document["kind"], document["key"])
    return str(document.get(field) or document["slug"])
