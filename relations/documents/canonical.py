"""One content is one document, and one document is one text, byte for byte."""

import orjson

from relations.documents.schema import SCHEMAS, Document


def canonicalize(document: Document) -> Document:
    """The document with names, ties and citations sorted; the order of all else is content."""
    return SCHEMAS[document["kind"]].canonical(document)


def canonical_json(document: Document) -> str:
    """The text of a document: UTF-8, members in the order of their names, no space between them.

    Raises TypeError for half a surrogate pair, which no valid document holds.
    """
    return orjson.dumps(document, option=orjson.OPT_SORT_KEYS).decode()
