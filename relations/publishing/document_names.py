"""What documents call their records."""

from relations.documents import Document


def name_field(document: Document) -> str:
    """The field that names a record; a relationship has none: its sides name it."""
    return next((field for field in ("name", "title") if field in document), "")


def document_title(document: Document) -> str:
    """A relationship, which its sides name, is given by its slug."""
    name: str = document.get(name_field(document)) or document["slug"]
    return name
