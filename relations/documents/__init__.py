"""The codec: record ⇄ document ⇄ text."""

from relations.documents.decode import decode
from relations.documents.derive import citations, cited_items, cited_sources, span_of, status_of
from relations.documents.encode import encode
from relations.documents.history import keep, restore
from relations.documents.references import references, resolve_merged
from relations.documents.rendering import render, to_html
from relations.documents.schema import Document
from relations.documents.text import canonical, parse
from relations.models.stored import SCHEMA

__all__ = [
    "SCHEMA",
    "Document",
    "canonical",
    "citations",
    "cited_items",
    "cited_sources",
    "decode",
    "encode",
    "keep",
    "parse",
    "references",
    "render",
    "resolve_merged",
    "restore",
    "span_of",
    "status_of",
    "to_html",
]
