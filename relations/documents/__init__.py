"""The codec: record ⇄ document ⇄ text."""

from relations.documents.canonical import canonical_json
from relations.documents.codec import decode, encode, encode_all
from relations.documents.derive import (
    Voices,
    citations,
    cited_sources,
    citing_items,
    derive_span,
    derive_status,
    derive_voices,
    derive_word,
)
from relations.documents.document_names import document_name
from relations.documents.own_names import own_names
from relations.documents.references import references, resolve_merged
from relations.documents.render import markdown_to_html, render
from relations.documents.schema import Document
from relations.documents.web_urls import doi_url, safe_web_url
from relations.models.document import SCHEMA_VERSION, load_document

__all__ = [
    "SCHEMA_VERSION",
    "Document",
    "Voices",
    "canonical_json",
    "citations",
    "cited_sources",
    "citing_items",
    "decode",
    "derive_span",
    "derive_status",
    "derive_voices",
    "derive_word",
    "document_name",
    "doi_url",
    "encode",
    "encode_all",
    "load_document",
    "markdown_to_html",
    "own_names",
    "references",
    "render",
    "resolve_merged",
    "safe_web_url",
]
