"""Anchors: the place in a document that a comment is about, which outlives a change of order.

"claims/<id>" is a claim, "summary" a field, and "" the whole document.
"""

from relations.documents.compare import resolve_to_key
from relations.documents.schema import SCHEMAS, Document, NameResolver
from relations.documents.text import single_line


def claim_anchor(code: str) -> str:
    return f"claims/{code}"


def anchored_text(document: Document, anchor: str, resolve: NameResolver = resolve_to_key) -> str | None:
    """What stands there, on one line: of a claim its text. None when there is no such place (any more)."""
    if not anchor:
        return ""
    name, _slash, code = anchor.partition("/")
    if name == "claims":
        texts = (claim["text"] for claim in document.get("claims", ()) if claim["id"] == code)
        text = next(texts, None)
        return None if text is None else single_line(text)
    field = SCHEMAS[document["kind"]].fields.get(anchor)
    if field is None or anchor not in document:
        return None
    value = document[anchor]
    return single_line(field.display(value, resolve)) if value else ""
