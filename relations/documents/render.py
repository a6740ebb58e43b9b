"""What is computed from a document once, at publication: HTML, date, status."""

import re

import nh3

from relations.documents.derive import SourceDateLookup, derive_span, derive_status
from relations.documents.markdown import render_markdown
from relations.documents.schema import Document
from relations.models import Record

TAGS = {"p", "em", "strong", "a", "ul", "ol", "li", "blockquote", "code", "pre", "br", "h2", "h3", "h4", "hr"}
# One paragraph of letters that mean nothing to Markdown or HTML: most claims, at a tenth of the time.
_PROSE = re.compile(r"[A-Za-z](?:[A-Za-z0-9 ,.;:()’“”–/%-]*[A-Za-z0-9,.;:()’“”–/%-])?")


def markdown_to_html(markdown: str) -> str:
    """Sanitised HTML of a Markdown text; raw HTML in it is shown, not obeyed."""
    if _PROSE.fullmatch(markdown):
        return f"<p>{markdown}</p>"
    return parse_markdown(markdown)


def parse_markdown(markdown: str) -> str:
    return nh3.clean(
        render_markdown(markdown),
        tags=TAGS,
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer",
    ).strip()


def render(document: Document, source_date: SourceDateLookup) -> Document:
    """The rendering kept beside an edition's document."""
    if document["kind"] == Record.Kind.REFERENCE:
        return {}
    if document["kind"] not in Record.ENTRY_KINDS:
        return {"html": {"introduction": markdown_to_html(document["introduction"])}}
    span = derive_span(document, source_date)
    status, status_date = derive_status(document)
    claims = document["claims"]
    return {
        "html": {
            "claims": {claim["id"]: markdown_to_html(claim["text"]) for claim in claims},
            "notes": {claim["id"]: markdown_to_html(claim["note"]) for claim in claims if claim["note"]},
        },
        "date": span.code if span else "",
        "status": status,
        "status_date": status_date,
    }
