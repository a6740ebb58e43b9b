"""A document as canonical JSON text: one document, one text, byte for byte."""

import json

from relations.documents.schema import SCHEMA, Document


def canonical(document: Document) -> str:
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def parse(text: str) -> Document:
    """Read a stored document, whatever schema it was written in.

    Raises ValueError for a schema newer than this release knows.
    """
    document = json.loads(text)
    if document["schema"] > SCHEMA:
        raise ValueError(f"This document has schema {document['schema']}; this release reads up to {SCHEMA}.")
    return document
