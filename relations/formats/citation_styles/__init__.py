"""A work cited in the styles that teachers ask for: the real CSL styles, by citeproc-py.

The folder ``styles`` has them as they are published. A citation that does not say of the work what is
known of it is not given: the style is named as one that cannot.
"""

import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from citeproc import Citation, CitationItem, CitationStylesBibliography
from citeproc.source.json import CiteProcJSON

from relations.formats.as_csl import csl_item
from relations.formats.citation_styles.processor import (
    CLOSE_QUOTE,
    END_ITALIC,
    ITALIC,
    MarkingFormatter,
    Style,
)
from relations.models import Span
from relations.presenters.cited_work import CitedWork, WorkType

# What an alpha release raises for data that it does not expect.
_FAULTS = (AttributeError, IndexError, KeyError, TypeError, ValueError)
# Not printed by these styles as their manuals have it, or no part of a citation.
_LEFT_OUT = ("abstract", "archive_location", "custom", "keyword")
_MARKS = re.compile(f"[{CLOSE_QUOTE}{ITALIC}{END_ITALIC}]")
_AT_CLOSE_QUOTE = re.compile(f"([.!?])?{CLOSE_QUOTE}([’”])([.,])?")
_DOUBLED = re.compile(f"([.,;:!?]){END_ITALIC}\\1")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
# A style notes on its own elements what was rendered.
_lock = threading.Lock()


@dataclass(frozen=True)
class CitationStyle:
    """``in_note``: the form of a first footnote, not of a bibliography."""

    label: str
    file: str
    locale: str = "en-US"
    in_note: bool = False


STYLES = (
    CitationStyle("APA (7th edition)", "apa"),
    CitationStyle("MLA (9th edition)", "modern-language-association"),
    CitationStyle("Chicago, note (18th edition)", "chicago-notes-bibliography", in_note=True),
    CitationStyle("Chicago, author-date (18th edition)", "chicago-author-date"),
    CitationStyle("Harvard (Cite Them Right, 12th edition)", "harvard-cite-them-right", "en-GB"),
    CitationStyle("ISO 690 (author-date)", "iso690-author-date-en"),
)


@dataclass(frozen=True)
class Run:
    """A stretch of a citation."""

    text: str
    italic: bool = False


@dataclass(frozen=True)
class StyledCitation:
    """``runs`` is empty where the style cannot say it."""

    style: CitationStyle
    runs: tuple[Run, ...]

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


def cite_in_styles(work: CitedWork) -> list[StyledCitation]:
    """The work in each style, in their order."""
    item = _processor_item(work)
    with _lock:
        return [StyledCitation(style, _cite(work, item, style)) for style in STYLES]


def _cite(work: CitedWork, item: dict[str, Any], style: CitationStyle) -> tuple[Run, ...]:
    try:
        rendered = _render(item, style)
    except _FAULTS:
        return ()
    runs = tuple(_runs(_punctuated(rendered)))
    return runs if _says(work, "".join(run.text for run in runs)) else ()


def _render(item: dict[str, Any], style: CitationStyle) -> str:
    bibliography = CitationStylesBibliography(
        _load(style.file, style.locale), CiteProcJSON([item]), MarkingFormatter
    )
    citation = Citation([CitationItem(item["id"])])
    bibliography.register(citation)
    if style.in_note:
        return str(bibliography.cite(citation, None))
    return str(bibliography.bibliography()[0])


@cache
def _load(file: str, locale: str) -> Style:
    """A style, read once in each process."""
    return Style(Path(__file__).parent / "styles" / f"{file}.csl", locale)


def _processor_item(work: CitedWork) -> dict[str, Any]:
    """A work for this processor, without what would make a style say something wrong.

    Titles with letters of another script are not put into English capitals. A range of days or months is
    what both ends have in common, as citeproc-py forms no such range.
    """
    item = {name: value for name, value in csl_item(work).items() if name not in _LEFT_OUT}
    item = {name: _MARKS.sub("", value) if isinstance(value, str) else value for name, value in item.items()}
    if any(letter.isalpha() and not _LATIN.match(letter) for letter in work.title):
        item["language"] = "und"
    if work.issued and len(item["issued"].get("date-parts", ())) > 1:
        item["issued"] = item["issued"] | {"date-parts": _common_dates(work.issued)}
    return item


def _common_dates(issued: Span) -> list[list[int]]:
    first, last = issued.first, issued.last
    if first.year != last.year:
        return [[first.year], [last.year]]
    return [[first.year, first.month]] if first.month == last.month else [[first.year]]


def _punctuated(text: str) -> str:
    """Points and commas where they belong: within American quotation marks, and never twice."""

    def within_quotes(found: re.Match[str]) -> str:
        own, mark, following = found.groups()
        inside = following if following and own in (None, ".") else own
        return f"{inside or ''}{mark}"

    text = _DOUBLED.sub(rf"\1{END_ITALIC}", _AT_CLOSE_QUOTE.sub(within_quotes, text))
    return re.sub(r"\.( \.)+(?= |$)", ".", text).strip()


def _runs(text: str) -> Iterator[Run]:
    for number, part in enumerate(re.split(f"[{ITALIC}{END_ITALIC}]", text)):
        if part:
            yield Run(part, italic=number % 2 == 1)


def _says(work: CitedWork, text: str) -> bool:
    """Whether a citation has the title, the names of institutions, the year and the address, each whole."""
    plain = _letters(text)
    institutions = [each.institution for each in work.authors if each.institution]
    if not all(_letters(whole) in plain for whole in (work.title, *institutions)):
        return False
    if text.count(work.url) != 1 if work.type is WorkType.ENTRY else work.url and text.count(work.url) > 1:
        return False
    return not work.issued or work.issued.is_upper_bound or f"{work.issued.first.year:04}" in text


def _letters(text: str) -> str:
    """Letters and digits: styles change capitals, quotation marks and what stands at a seam."""
    return "".join(filter(str.isalnum, text)).casefold()
