"""The codec: record ⇄ document ⇄ text."""

from relations.documents.canonical import canonical_json
from relations.documents.codec import decode, encode, encode_all
from relations.documents.derive import citations, cited_sources, citing_items, derive_span, derive_status
from relations.documents.links import web_address
from relations.documents.references import references, resolve_merged
from relations.documents.render import render, to_html
from relations.documents.schema import Document
from relations.models.document import SCHEMA_VERSION, load_document

__all__ = [
    "SCHEMA_VERSION",
    "Document",
    "canonical_json",
    "citations",
    "cited_sources",
    "citing_items",
    "decode",
    "derive_span",
    "derive_status",
    "encode",
    "encode_all",
    "load_document",
    "references",
    "render",
    "resolve_merged",
    "to_html",
    "web_address",
]
