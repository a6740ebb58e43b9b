"""A pasted citation is read into the fields of a source; what is not told for sure is left to be typed."""

import json
import time
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relations.documents.pasted import MAX_LETTERS, PastedCitation, UnreadableCitationError, read_citation
from relations.documents.schema import CONTRIBUTOR, SCHEMAS, Document
from relations.formats import as_bibtex, as_csl, as_ris
from tests.presenters.works import ARTICLE, BOOK, REPORT
from tests.support.world import a_person, an_institution

ANALYSES = "Institute for Studies and Analyses"
MINISTRY = "Ministry of External Affairs, Government of India"


def names(contributors: list[Document]) -> list[str]:
    parts = ("family", "given", "particle", "suffix")
    return [
        one["institution"] or " | ".join(one[name] for name in parts if one[name]) for one in contributors
    ]


CHICAGO = (
    "Jane Doe, “The strait and its fish,” Journal of the Sea 12, no. 3 (September 2019): 45–67, "
    "https://doi.org/10.1000/182."
)
APA = (
    "Doe, J. A., & van Roe, B. (2019). The strait and its fish. Journal of the Sea, 12(3), 45–67. "
    "doi:10.1000/182"
)
STATEMENT = (
    f"{MINISTRY}, “India–Russia Joint Statement during visit of 5 October 2018,” 6 October 2018, "
    "para. 12, https://mea.example.in/a?dtl/30469&x=(1) (accessed 4 May 2021)."
)
BOOK_IN_WORDS = "Jane Doe and Bo Arle, The Book of Seas (Port Arle: Sea Press, 2019), p. 12."


@pytest.mark.parametrize(
    ("text", "fields", "authors", "locator"),
    [
        (
            CHICAGO,
            {
                "title": "The strait and its fish",
                "container": "Journal of the Sea",
                "volume": "12",
                "issue": "3",
                "pages": "45–67",
                "date": "2019-09",
                "doi": "10.1000/182",
                "type": "article",
            },
            ["Doe | Jane"],
            "",
        ),
        (
            APA,
            {
                "title": "The strait and its fish",
                "container": "Journal of the Sea",
                "volume": "12",
                "issue": "3",
                "date": "2019",
                "doi": "10.1000/182",
                "type": "article",
            },
            ["Doe | J. A.", "Roe | B. | van"],
            "",
        ),
        (
            STATEMENT,
            {
                "title": "India–Russia Joint Statement during visit of 5 October 2018",
                "date": "2018-10-06",
                "accessed_on": "2021-05-04",
                "url": "https://mea.example.in/a?dtl/30469&x=(1)",
                "type": "statement",
            },
            [MINISTRY],
            "para. 12",
        ),
        (
            f"{ANALYSES} (2020), 'Fish', New Delhi. <https://doi.org/10.1000/a(b)c> p. 4",
            {"title": "Fish", "date": "2020", "doi": "10.1000/a(b)c"},
            [ANALYSES],
            "p. 4",
        ),
        (
            BOOK_IN_WORDS,
            {
                "title": "Jane Doe and Bo Arle, The Book of Seas",
                "publisher": "Sea Press",
                "place": "Port Arle",
                "date": "2019",
                "type": "book",
            },
            [],
            "p. 12",
        ),
        (
            "https://example.org/a_(b)?c=d",
            {"url": "https://example.org/a_(b)?c=d", "type": "web-page"},
            [],
            "",
        ),
        ("The strait today", {"title": "The strait today"}, [], ""),
    ],
)
def test_citations_in_words(text: str, fields: dict[str, str], authors: list[str], locator: str) -> None:
    read = read_citation(text)
    assert {name: read.fields.get(name, "") for name in fields} == fields
    assert names(read.authors) == authors
    assert read.locator == locator


BIBTEX = r"""
% exported
@article{doe2019,
  author = {van der Berg, Jan and {Ministry of Defence, India} and G{\"o}del, Jr., Kurt},
  title = {The {S-400} deal \& after},
  journal = {J. of Deals},
  year = 2019, month = sep,
  pages = {12--15}, number = 3, volume = {4},
  doi = {https://doi.org/10.1000/182},
  url = {\url{https://example.org/a\_b}},
  urldate = {2021-05-04},
  langid = {english}
}
@misc{other, title = {Another}}
"""


def test_bibtex() -> None:
    read = read_citation(BIBTEX)
    assert read.fields == {
        "title": "The S-400 deal & after",
        "type": "article",
        "container": "J. of Deals",
        "volume": "4",
        "issue": "3",
        "pages": "12–15",
        "date": "2019-09",
        "doi": "10.1000/182",
        "url": "https://example.org/a_b",
        "accessed_on": "2021-05-04",
        "language": "en",
    }
    assert read.authors == [
        a_person("Berg", given="Jan", particle="van der"),
        an_institution("Ministry of Defence, India"),
        a_person("Gödel", given="Kurt", suffix="Jr."),
    ]
    assert read.others == 1


@pytest.mark.parametrize("key", ["", ", ", "a key, "])
def test_an_entry_without_a_proper_key_is_read(key: str) -> None:
    assert read_citation(f"@article{{{key}title={{The deal}}, month=sept, year=2019}}").fields == {
        "title": "The deal",
        "type": "article",
        "date": "2019-09",
    }


def test_ris() -> None:
    read = read_citation(
        "TY  - JOUR\nAU  - Berg, Jan\nAU  - Institute for Studies and Analyses\nTI  - The deal\nJO  - Deals\n"
        "PY  - 2019/09/04/\nSP  - 12\nEP  - 15\nSN  - 1234-5679\nDO  - 10.1000/182\nUR  - https://example.org/\n"
    )
    assert read.fields == {
        "title": "The deal",
        "type": "article",
        "container": "Deals",
        "pages": "12–15",
        "date": "2019-09-04",
        "issn": "1234-5679",
        "doi": "10.1000/182",
        "url": "https://example.org/",
    }
    assert read.authors == [a_person("Berg", given="Jan"), an_institution(ANALYSES)]


def test_csl_json() -> None:
    item: dict[str, Any] = {
        "type": "report",
        "title": "The deal",
        "author": [
            {"family": "Berg", "given": "Jan", "non-dropping-particle": "van"},
            {"literal": ANALYSES},
        ],
        "issued": {"date-parts": [[2019, 9], [2019, 12]]},
        "accessed": {"date-parts": [["2021", "5", "4"]]},
        "volume": 4,
        "ISBN": "not one",
    }
    for text in (json.dumps(item), json.dumps([item, item])):
        read = read_citation(text)
        assert read.fields == {
            "title": "The deal",
            "type": "report",
            "date": "2019-09/2019-12",
            "accessed_on": "2021-05-04",
            "volume": "4",
        }
        assert read.authors == [a_person("Berg", given="Jan", particle="van"), an_institution(ANALYSES)]
    assert read.others == 1


@pytest.mark.parametrize("work", [ARTICLE, BOOK, REPORT], ids=["article", "book", "report"])
@pytest.mark.parametrize("form", [as_bibtex, as_ris, as_csl])
def test_what_this_site_writes_it_reads(work: Any, form: Any) -> None:
    read = read_citation(form.render_works([work]))
    assert read.fields["title"] == work.title
    assert read.fields["date"] == work.issued.code
    for name in ("volume", "issue", "pages", "publisher", "doi", "issn"):
        if getattr(work, name) and name in read.fields:
            assert read.fields[name] == getattr(work, name)
    assert read.fields["doi"] == work.doi
    assert names(read.authors)[1] == ANALYSES


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "Paste a citation first."),
        (" \n ", "Paste a citation first."),
        ("x" * 2_001, "too long"),
        ("@article{a, title={" + "x" * MAX_LETTERS, "too long"),
        ("@article{x, title={a", "looks like BibTeX"),
        ("@comment{x}", "has no entry"),
        ('{"title": ', "looks like CSL-JSON"),
        ("[]", "has no item"),
    ],
)
def test_what_cannot_be_read_says_so(text: str, message: str) -> None:
    with pytest.raises(UnreadableCitationError, match=message):
        read_citation(text)


@pytest.mark.parametrize(
    "piece", ["“", "(", "a, ", "A. B., ", "1(", "2019 ", ": 1-", "@a{", "of and ", "((a: b"]
)
def test_what_is_no_citation_takes_no_time(piece: str) -> None:
    text = (piece * 2_000)[:2_000]
    begun = time.perf_counter()
    with suppress(UnreadableCitationError):
        read_citation(text)
    assert time.perf_counter() - begun < 1


def assert_fits(read: PastedCitation) -> None:
    """Whatever was read, a source can hold."""
    schema = SCHEMAS["source"]
    for name, value in read.fields.items():
        assert [*schema.fields[name].faults(value, name)] == [], name
    for one in (*read.authors, *read.editors):
        assert [*CONTRIBUTOR.faults(one, "")] == []


PIECES = st.sampled_from(
    [
        *("Jane Doe", MINISTRY, "“The strait”", "(2019)", "6 October 2018", "12, no. 3", "pp. 45–67"),
        *("p. 4", "https://x.org/a)", "<https://doi.org/10.1000/1>", "accessed 31 September 2019", "\x00"),
        *("(Paris: X, 2019)", "@article{", "}", "title={", "author={a, b, c, d}", "year=2019", ","),
        *("TY  - JOUR\n", "AU  - ", "PY  - 0\n", "[", "]", ": ", '{"title": "a"'),
        *('"author": [{"family": 1}, 2, null]', '"issued": {"date-parts": [[9999999]]}'),
        "w" * 300,
    ]
)


@given(st.lists(st.one_of(PIECES, st.text(max_size=20)), max_size=8).map(" ".join))
def test_any_text_is_read_into_what_fits_or_refused_in_words(text: str) -> None:
    with suppress(UnreadableCitationError):
        assert_fits(read_citation(text))
