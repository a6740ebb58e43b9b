"""Six styles by citeproc-py, as we have it, and by citeproc-js, the processor behind citation-js.

Twenty works of every kind, held character by character, italics included. `generate.js` says how its
results are made anew. What the two make differently is of few kinds, each with its reason and counted.
"""

import html
import json
import re
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from relations.formats.citation_styles import STYLES, CitationStyle, StyledCitation, cite_in_styles
from relations.formats.citation_styles.items import processor_item
from relations.presenters.cited_work import CitedWork
from tests.formats.citation_styles.works import EACH, works

pytestmark = [pytest.mark.markup, pytest.mark.slow]

FOLDER = Path(__file__).parent
# Folds a difference in the citations of a work in a style, theirs and ours alike.
Fold = Callable[[str, CitedWork, CitationStyle], str]


def _spaces(text: str, work: CitedWork, style: CitationStyle) -> str:
    """citeproc-js sets a no-break space where a style has none (French), and loses those that it has."""
    return re.sub("[\u00a0\u202f]", " ", text)


def _prepositions(text: str, work: CitedWork, style: CitationStyle) -> str:
    """The specification names the words that titles have in small letters; citeproc-js adds some fifty."""
    return re.sub(
        r"\b(About|After|Between|Next|Off|Since|Than|Towards)\b", lambda found: found[0].lower(), text
    )


def _last_institution(text: str, work: CitedWork, style: CitationStyle) -> str:
    """citeproc-js knows persons and institutions apart, and has commas of its own between them."""
    listed = any(each.institution for each in (*work.authors, *work.editors))
    return re.sub(r",(?= (?:and|&) )", "", text) if listed else text


def _devanagari(text: str, work: CitedWork, style: CitationStyle) -> str:
    """citeproc-js loses the italics of some titles in Devanagari: not in APA, and not of Russian ones."""
    return re.sub("<i>([^<]*[\u0900-\u097f][^<]*)</i>", r"\1", text)


def _points(text: str, work: CitedWork, style: CitationStyle) -> str:
    """In ISO 690 citeproc-js has points twice, and leaves one behind what ends with a mark of its own."""
    if style.file != "iso690-author-date-en":
        return text
    text = re.sub(r"”</i>\.", ".”</i>", re.sub(r"\.”</i>\.", "”</i>.", text))
    text = re.sub(r"([.?!](?:</i>)?)\.+(?= |$)", r"\1", text)
    text = re.sub(r"(?<=[?!]) \.", "", text)
    return re.sub(r"\.(?: \.)+|(?<=[.?!”]</i>)\.", lambda found: "." if " " in found[0] else "", text)


def _later_date(text: str, work: CitedWork, style: CitationStyle) -> str:
    """In ISO 690 the year stands in front and the date behind. Without an author citeproc-js has no second.

    The specification would have it so, as the style puts both into the place of the author; but a
    reader would be told the year of a treaty and not its day.
    """
    if style.file != "iso690-author-date-en" or work.authors:
        return text
    date = r"(?:by |ca\. )?(?:\d\d? )?(?:[A-Z][a-z]+ )?\d{4}(?:–\d{4})?\."
    return re.sub(rf"(?<=[.>] ){date}(?: |$)", "", text).strip()


DIFFERENCES: dict[str, Fold] = {
    "no-break spaces": _spaces,
    "prepositions": _prepositions,
    "commas at institutions": _last_institution,
    "italics of Devanagari": _devanagari,
    "points": _points,
    "a second date": _later_date,
}
# By style, in how many of the citations.
COUNTED: dict[str, dict[str, int]] = {
    "apa": {"no-break spaces": 8, "prepositions": 1, "commas at institutions": 10},
    "modern-language-association": {
        "no-break spaces": 8,
        "prepositions": 41,
        "commas at institutions": 10,
        "italics of Devanagari": 6,
    },
    "chicago-notes-bibliography": {"no-break spaces": 8, "prepositions": 24, "italics of Devanagari": 5},
    "chicago-author-date": {
        "no-break spaces": 8,
        "prepositions": 24,
        "commas at institutions": 10,
        "italics of Devanagari": 5,
    },
    "harvard-cite-them-right": {
        "no-break spaces": 8,
        "commas at institutions": 2,
        "italics of Devanagari": 6,
    },
    "iso690-author-date-en": {
        "no-break spaces": 8,
        "commas at institutions": 23,
        "italics of Devanagari": 11,
        "points": 111,
        "a second date": 43,
    },
}


@cache
def _works() -> list[CitedWork]:
    return [work for of_kind in works().values() for work in of_kind]


@cache
def _theirs() -> dict[str, Any]:
    read: dict[str, Any] = json.loads((FOLDER / "citeproc-js.json").read_text())
    return read


def _as_html(citation: StyledCitation) -> str:
    return "".join(f"<i>{run.text}</i>" if run.italic else run.text for run in citation.runs)


def _from_html(text: str) -> str:
    return html.unescape(re.sub(r"</?(?!i>)[a-z][^>]*>", "", text)).strip()


def _needed(ours: str, theirs: str, work: CitedWork, style: CitationStyle) -> list[str] | None:
    """Which differences there are: without folding any of them the two are not equal."""

    def is_equal_but(left_out: str) -> bool:
        one, other = ours, theirs
        for name, fold in DIFFERENCES.items():
            if name != left_out:
                one, other = fold(one, work, style), fold(other, work, style)
        return one == other

    if ours == theirs:
        return []
    if not is_equal_but(""):
        return None
    return [name for name in DIFFERENCES if not is_equal_but(name)]


def test_there_are_twenty_works_of_every_kind() -> None:
    assert {kind: len(of_kind) for kind, of_kind in works().items()} == dict.fromkeys(works(), EACH)
    assert len({work.id for work in _works()}) == len(_works()) == 21 * EACH


def test_what_the_other_processor_was_given_is_what_works_are_made_into() -> None:
    assert json.loads((FOLDER / "items.json").read_text()) == [processor_item(work) for work in _works()]
    assert _theirs()["processor"] == "citeproc-js 1.4.61"


@pytest.mark.parametrize("number", range(len(STYLES)), ids=lambda number: STYLES[number].file)
def test_two_processors_say_the_same(number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    style = STYLES[number]
    monkeypatch.setattr("relations.formats.citation_styles.STYLES", (style,))
    counted: Counter[str] = Counter()
    unknown = []
    for work in _works():
        (citation,) = cite_in_styles(work)
        ours, theirs = _as_html(citation), _from_html(_theirs()[style.file][work.id])
        # Folded below, and nothing that ours may have.
        assert not re.search(r"\.(?:</i>)?\s?\.", ours)
        found = _needed(ours, theirs, work, style)
        if found is None:
            unknown.append((ours, theirs))
        counted.update(found or ())
    assert unknown == []
    assert counted == COUNTED[style.file]
