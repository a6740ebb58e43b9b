"""A document as canonical JSON text: one document, one text, byte for byte."""

import json

from relations.documents.schema import Document
from relations.models.document import load_document

__all__ = ["canonical_json", "load_document"]


def canonical_json(document: Document) -> str:
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def abbreviate(text: str) -> str:
    """A text as a sentence quotes it: on one line, and no longer than fits one."""
    line = " ".join(text.split())
    return line if len(line) <= 60 else f"{line[:59]}…"
