"""Works to cite, of all types and with whatever an editor may type, for the laws of the formats."""

from datetime import date
from typing import Any

from hypothesis import strategies as st

from relations.models import Span
from relations.presenters.cited_work import CitedWork, WorkType
from relations.presenters.contributors import Contributor

# What means something to TeX, to RIS, to JSON or to readers of names, and letters of several scripts.
HOSTILE = "\\{}%&#$_~^`'\"-–<>,;:/@=()[]|*+.?! \u00a0aBéßЖдदी中"
DATES = (
    *("2019-09-04", "2019-09", "2019", "2019-09-04/2019-09-06", "2019-09/2019-11", "2014/2019", "201X"),
    *("2014~", "2021-04~", "2014~/2019~", "[..2021-04]", "[..2021]", "[..2021-04-29]", "0999", ""),
    *("201X/202X", "201X~", "201X~/202X~", "[..201X]", "[..201X/202X]", "[..2019-09/2019-11]"),
)


def a_work(**values: Any) -> CitedWork:
    """A book of which nothing but the title is known, and whatever is given."""
    return CitedWork(**({"id": "key", "type": WorkType.BOOK, "title": "T"} | values))


# All fields but those that each format holds in a place of its own.
FULL: dict[str, Any] = {
    "authors": (
        Contributor(institution="Institute for Studies and Analyses"),
        Contributor(family="Gogh", given="Vincent", particle="van"),
        Contributor(family="Rao", given="B.", suffix="Jr."),
    ),
    "editors": (Contributor(family="Borl", given="Bo"),),
    "volume": "12",
    "issue": "3",
    "pages": "45–67",
    "publisher": "Arms",
    "place": "Port Arle",
    "issued": Span.parse("2019-09-04"),
    "accessed": date(2021, 4, 1),
    "doi": "10.1000/a_b",
    "isbn": "978-0-306-40615-7",
    "issn": "0378-5955",
    "url": "https://example.org/annual",
    "archived_url": "https://archive.example/annual",
    "language": "en",
    "original_title": "Обзор",
    "original_language": "ru",
    "abstract": "What it is.",
}


def normalized(text: str) -> str:
    """As every format gives a text back: runs of blanks are one."""
    return " ".join(text.split())


texts = st.one_of(
    st.text(HOSTILE, max_size=20),
    st.text(st.characters(exclude_categories=["C", "Z"], include_characters=" "), max_size=20),
).map(normalized)
some_texts = texts.filter(bool)
# Pages, and what only looks like them.
PAGES = st.sampled_from(
    (
        *("45–67", "45-67", "45--67", "45 — 67", "45\u221267", "S12–S15", "iv–xii", "1-3, 7--9; 12"),
        *("S-12", "A-1", "iv", "12-iv", "A-1--A-5", "passim", "1,234–1,245"),
    )
)
# A name has a letter; of commas and "and" it may have any number.
name_parts = st.lists(
    st.one_of(
        st.sampled_from(("and", "And", "Sons,", "e", "d'", "Ж.", "O'Neill", "Rao", "&", "{x}")), some_texts
    ),
    min_size=1,
    max_size=3,
).map(lambda words: normalized(" ".join(["A", *words])))
persons = st.builds(
    Contributor,
    family=name_parts,
    given=st.one_of(st.just(""), name_parts),
    particle=st.sampled_from(("", "van", "de la", "d'", "de l’", "al-")),
    suffix=st.sampled_from(("", "Jr.", "III")),
)
institutions = st.builds(Contributor, institution=name_parts)
contributors = st.lists(st.one_of(persons, institutions), max_size=3).map(tuple)
works = st.builds(
    CitedWork,
    id=st.from_regex("[a-z][a-z0-9_-]{0,9}", fullmatch=True),
    type=st.sampled_from(WorkType),
    title=some_texts,
    authors=contributors,
    editors=contributors,
    container=texts,
    series=st.just(""),
    volume=texts,
    issue=texts,
    pages=st.one_of(PAGES, texts),
    edition=texts,
    version=st.sampled_from(("", "2")),
    genre=st.sampled_from(("", "briefing")),
    publisher=texts,
    place=texts,
    issued=st.sampled_from(DATES).map(lambda code: Span.parse(code) if code else None),
    accessed=st.sampled_from((None, date(2021, 4, 1))),
    doi=st.sampled_from(("", "10.1000/a_b(1)<2>#%&")),
    isbn=st.sampled_from(("", "978-0-306-40615-7")),
    issn=st.sampled_from(("", "0378-5955")),
    url=st.sampled_from(("", "https://example.org/a_b?c=1&d=%20#e~f")),
    archived_url=st.sampled_from(("", "https://archive.example/2021/https://example.org/a_b")),
    language=st.sampled_from(("en", "en-GB", "ru", "x-unknown", "")),
    original_title=texts,
    original_language=st.sampled_from(("", "ru", "x-unknown")),
    abstract=texts,
    keywords=st.lists(some_texts, max_size=3).map(tuple),
)
