"""The tags by which the head of a page names the work to cite."""

import re
from dataclasses import replace

import pytest

from relations.models import Span
from relations.presenters.citation_meta import citation_meta
from relations.presenters.cited_work import CitedWork, WorkType
from relations.presenters.contributors import Contributor
from tests.presenters.works import ARTICLE, BOOK, CHAPTER, DATES, REPORT, TREATY

PAGE = "https://relations.example/sources/strait/"
ENTRY = CitedWork(
    id="vvvvv2-3",
    type=WorkType.ENTRY,
    title="Summit",
    container="Arland and Borland",
    version="3",
    issued=Span.parse("2026-11-28"),
    url="https://relations.example/e/vvvvv2/3/",
    language="en",
    abstract="They met.",
    keywords=("Defence", "Trade, and more"),
)


def tags(work: CitedWork) -> list[tuple[str, str]]:
    return list(citation_meta(work, PAGE))


def test_a_page_of_this_reference_is_an_entry_of_it_at_one_edition() -> None:
    assert tags(ENTRY) == [
        ("citation_title", "Summit"),
        ("citation_publication_date", "2026/11/28"),
        ("citation_online_date", "2026/11/28"),
        ("prism.publicationName", "Arland and Borland"),
        ("prism.edition", "3"),
        ("citation_language", "en"),
        ("citation_abstract", "They met."),
        ("citation_keywords", "Defence; Trade, and more"),
        ("citation_public_url", "https://relations.example/e/vvvvv2/3/"),
        ("citation_abstract_html_url", PAGE),
        ("z:itemType", "encyclopediaArticle"),
    ]


def test_an_article_has_all_that_is_known_of_it() -> None:
    assert tags(ARTICLE) == [
        ("citation_title", ARTICLE.title),
        ("citation_author", "van Gogh, Anna Jr."),
        ("citation_author", "Institute for Studies and Analyses,"),
        ("citation_author", "Modi,"),
        ("citation_editor", "Arle, Bo"),
        ("citation_publication_date", "2019/09/04"),
        ("citation_journal_title", "Journal of Sea = Law"),
        ("citation_volume", "12"),
        ("citation_issue", "3"),
        ("citation_firstpage", "101"),
        ("citation_lastpage", "118"),
        ("citation_publisher", "Sea Press"),
        ("citation_doi", "10.1000/a(b)<c>&d"),
        ("citation_issn", "1234-5679"),
        ("citation_language", "en"),
        ("citation_abstract", "What is fished, and by whom."),
        ("citation_public_url", "https://example.org/strait?a=1&b=2"),
        ("citation_abstract_html_url", PAGE),
        ("z:itemType", "journalArticle"),
    ]


def test_what_a_work_stands_in_and_who_published_it_go_by_its_kind() -> None:
    chapter, book, report, treaty = (dict(tags(work)) for work in (CHAPTER, BOOK, REPORT, TREATY))
    assert (chapter["citation_inbook_title"], chapter["z:itemType"]) == ("The Book of Seas", "bookSection")
    assert (book["citation_series_title"], book["citation_isbn"]) == ("Sea Series", "9783161484100")
    assert (book["prism.edition"], book["z:itemType"]) == ("2nd", "book")
    assert report["citation_technical_report_institution"] == "Sea Press"
    assert report["citation_publication_date"] == "2019/09"
    assert (treaty.get("citation_publication_date"), treaty["z:itemType"]) == (None, "document")


@pytest.mark.parametrize(("code", "date"), DATES)
def test_a_date_is_written_as_far_as_it_is_certain_and_never_in_words(code: str, date: str) -> None:
    found = dict(tags(replace(ARTICLE, issued=Span.parse(code))))
    assert found.get("citation_publication_date", "") == date.replace("-", "/")
    found = dict(tags(replace(ENTRY, issued=Span.parse(code))))
    assert found.get("citation_online_date", "") == date.replace("-", "/")


def test_pages_are_a_first_and_a_last_one_where_there_are_two() -> None:
    for pages, first, last in (
        ("7", "7", None),
        ("7-9", "7", "9"),
        ("e12 – e14", "e12", "e14"),
        ("45--67", "45", "67"),
        ("1–3, 7–9", "1", "9"),
        ("S-12", "S\u201112", None),
        ("12–iv", "12\u2012iv", None),
        ("", None, None),
    ):
        found = dict(tags(replace(ARTICLE, pages=pages)))
        assert (found.get("citation_firstpage"), found.get("citation_lastpage")) == (first, last)


@pytest.mark.parametrize(
    ("name", "written"),
    [
        (Contributor(institution="Ministry of Defence, India"), "Ministry of Defence India,"),
        (
            Contributor(institution="Environment, Food and Rural Affairs; Arland"),
            "Environment Food and Rural Affairs Arland,",
        ),
        (Contributor(family="Alembert", given="Jean", particle="d'"), "d'Alembert, Jean"),
        (Contributor(family="Gogh", given="Vincent Willem", particle="van"), "van Gogh, Vincent\u00a0Willem"),
        (Contributor(family="Rao", given="B. C."), "Rao, B. C."),
    ],
)
def test_a_name_is_one_name_of_one_author_to_programs_that_split_it(name: Contributor, written: str) -> None:
    assert dict(tags(replace(ARTICLE, authors=(name,))))["citation_author"] == written
    (author,) = read_by_zotero([written])
    assert " ".join(author).split() == [*name_parts(name)]


def name_parts(name: Contributor) -> list[str]:
    said = (name.institution or name.family_with_particle, name.given, name.suffix)
    return re.sub("[,;]", " ", " ".join(said)).split()


def read_by_zotero(contents: list[str]) -> list[tuple[str, str]]:
    """Family and given names as Zotero finds them in the tags of authors, who are more than their tags if
    a semicolon or, of an only tag, a comma between words divides them."""
    found = []
    for content in contents:
        names = content.split(";")
        if len(contents) == len(names) == 1:
            pieces = [piece.strip(" ") for piece in content.split(",")]
            names = pieces if len(pieces) > 1 and " " in pieces[0] and " " in pieces[1] else names
        for family, _comma, given in (name.strip(" ,").partition(",") for name in names):
            found.append((family, given))
    return found


def test_nothing_is_said_of_what_is_not_known() -> None:
    bare = CitedWork(id="x", type=WorkType.DOCUMENT, title="X", authors=(Contributor(family="Modi"),))
    assert [name for name, _content in tags(bare)] == [
        "citation_title",
        "citation_author",
        "citation_abstract_html_url",
        "z:itemType",
    ]
