"""A document as canonical JSON text: one document, one text, byte for byte."""

import json

from relations.documents.schema import Document
from relations.models.stored import read_stored as parse

__all__ = ["canonical", "parse"]


def canonical(document: Document) -> str:
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
