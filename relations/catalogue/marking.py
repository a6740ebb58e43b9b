"""The searched words of a text, set in <mark>."""

import re
from collections.abc import Sequence
from html import unescape

from markupsafe import Markup, escape

from relations.catalogue.query import Term, matched
from relations.catalogue.words import words

_TAG = re.compile(r"(<[^>]*>)")


def mark(text: str, terms: Sequence[Term]) -> Markup:
    """Plain ``text``, escaped, with the words that ``terms`` match marked."""
    if not terms:
        return escape(text)
    return _mark([text], terms)


def mark_html(html: str, terms: Sequence[Term]) -> Markup:
    """Sanitised ``html`` with the words that ``terms`` match marked; its tags stay as they are."""
    if not terms:
        return Markup(html)  # noqa: S704 (sanitised at publication)
    return _mark(_TAG.split(html), terms, is_html=True)


def plain(html: str) -> str:
    """The text of sanitised ``html`` as a reader sees it."""
    return unescape(_TAG.sub(" ", html))


def _mark(parts: list[str], terms: Sequence[Term], *, is_html: bool = False) -> Markup:
    """``parts`` are text and, in between, tags (every second one)."""
    texts = {i: unescape(part) if is_html else part for i, part in enumerate(parts) if i % 2 == 0}
    found = [(i, word) for i, text in texts.items() for word in words(text)]
    hits = matched([word.stem for _i, word in found], terms)
    marked: dict[int, list[tuple[int, int]]] = {i: [] for i in texts}
    for position in sorted(hits):
        i, word = found[position]
        marked[i].append((word.start, word.end))
    pieces = [
        _mark_one(texts[i], marked[i]) if i in texts else Markup(part)  # noqa: S704 (a sanitised tag)
        for i, part in enumerate(parts)
    ]
    return Markup("").join(pieces)


def _mark_one(text: str, places: list[tuple[int, int]]) -> Markup:
    pieces, position = [], 0
    for start, end in places:
        pieces += [escape(text[position:start]), Markup("<mark>"), escape(text[start:end]), Markup("</mark>")]
        position = end
    return Markup("").join([*pieces, escape(text[position:])])
