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

from citeproc.source import VariableError

from relations.formats.citation_styles.items import Item, processor_item, with_circa_in_words
from relations.formats.citation_styles.processor import Style
from relations.formats.citation_styles.punctuation import END_ITALIC, ITALIC, punctuated
from relations.presenters.cited_work import CitedWork, WorkType

# What an alpha release raises for data that it does not expect.
_FAULTS = (AttributeError, IndexError, KeyError, NotImplementedError, TypeError, ValueError, VariableError)
# A style notes on its elements which works were cited already: a second thread would find its own there.
_lock = threading.Lock()


@dataclass(frozen=True)
class CitationStyle:
    """``in_note``: the form of a first footnote, not of a bibliography. ``circa``: what stands before a year
    that is about, where the file has no form for that.
    """

    label: str
    file: str
    locale: str = "en-US"
    in_note: bool = False
    circa: str = ""


STYLES = (
    CitationStyle("APA (7th edition)", "apa"),
    CitationStyle("MLA (9th edition)", "modern-language-association"),
    CitationStyle("Chicago, note (18th edition)", "chicago-notes-bibliography", in_note=True),
    CitationStyle("Chicago, author-date (18th edition)", "chicago-author-date"),
    CitationStyle("Harvard (Cite Them Right, 12th edition)", "harvard-cite-them-right", "en-GB", circa="c."),
    CitationStyle("ISO 690 (author-date)", "iso690-author-date-en", circa="ca."),
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
    item = processor_item(work)
    return [
        StyledCitation(style, _cite(work, with_circa_in_words(item, style.circa), style)) for style in STYLES
    ]


def _cite(work: CitedWork, item: Item, style: CitationStyle) -> tuple[Run, ...]:
    # Held for one style at a time, so that a work of many authors keeps others waiting less.
    with _lock:
        rules = _load(style.file, style.locale)
        try:
            rendered = rules.cite_in_note(item) if style.in_note else rules.cite_in_bibliography(item)
        except _FAULTS:
            return ()
    runs = tuple(_runs(punctuated(rendered)))
    return runs if _says(work, "".join(run.text for run in runs)) else ()


@cache
def _load(file: str, locale: str) -> Style:
    """A style, read once in each process."""
    return Style(Path(__file__).parent / "styles" / f"{file}.csl", locale)


def _runs(text: str) -> Iterator[Run]:
    for number, part in enumerate(re.split(f"[{ITALIC}{END_ITALIC}]", text)):
        if part:
            yield Run(part, italic=number % 2 == 1)


def _says(work: CitedWork, text: str) -> bool:
    """Whether a citation has the title, who is named first, the year and the address, each whole.

    Whoever is named later may be among "et al.".
    """
    plain = _letters(text)
    first = [author.institution or author.family for author in work.authors[:1]]
    if not all(_letters(whole) in plain for whole in (work.title, *first)):
        return False
    times = text.count(work.url) if work.url else 0
    if times > 1 or (work.type is WorkType.ENTRY and times != 1):
        return False
    return not work.issued or work.issued.is_upper_bound or f"{work.issued.first.year:04}" in text


def _letters(text: str) -> str:
    """Letters and digits: styles change capitals, quotation marks and what stands at a seam."""
    return "".join(filter(str.isalnum, text)).casefold()
