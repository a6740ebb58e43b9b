"""ContextObjects (ANSI/NISO Z39.88-2004): a work whole, in the keys of the format it is written in."""

from dataclasses import replace
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relations.models import Span
from relations.presenters.cited_work import CitedWork, WorkType
from relations.presenters.coins import context_object
from relations.presenters.contributors import Contributor
from tests.presenters.works import ARTICLE, BOOK, CHAPTER, DATES, REPORT, TREATY

COMMON = {
    "ctx_ver": ["Z39.88-2004"],
    "rft.au": ["van Gogh, Anna Jr.", "Institute for Studies and Analyses,", "Modi,"],
    "rft.volume": ["12"],
    "rft.issue": ["3"],
    "rft.place": ["Port Arle"],
    "rft.language": ["en"],
    "rft.description": ["What is fished, and by whom."],
}
IN_BOOK = COMMON | {"rft_val_fmt": ["info:ofi/fmt:kev:mtx:book"], "rft.pub": ["Sea Press"]}
IDS = ["info:doi/10.1000/a(b)<c>&d", "https://example.org/strait?a=1&b=2"]
WITH_ISBN = [IDS[0], "urn:ISBN:9783161484100", IDS[1]]
TITLE = [ARTICLE.title]


def read(work: CitedWork) -> dict[str, list[str]]:
    pairs: dict[str, list[str]] = {}
    for key, value in parse_qsl(context_object(work), strict_parsing=True, keep_blank_values=True):
        pairs.setdefault(key, []).append(value)
    return pairs


def test_an_article_of_a_journal() -> None:
    assert read(ARTICLE) == COMMON | {
        "rft_val_fmt": ["info:ofi/fmt:kev:mtx:journal"],
        "rft.genre": ["article"],
        "rft.atitle": TITLE,
        "rft.jtitle": ["Journal of Sea = Law"],
        "rft.date": ["2019-09-04"],
        "rft.pages": ["101–118"],
        "rft.publisher": ["Sea Press"],
        "rft.issn": ["1234-5679"],
        "rft_id": IDS,
    }


def test_a_chapter_stands_in_its_book() -> None:
    assert read(CHAPTER) == IN_BOOK | {
        "rft.genre": ["bookitem"],
        "rft.atitle": TITLE,
        "rft.btitle": ["The Book of Seas"],
        "rft.date": ["2019-09-04"],
        "rft.pages": ["101–118"],
        "rft.isbn": ["9783161484100"],
        "rft_id": WITH_ISBN,
    }


def test_a_book_of_a_series() -> None:
    assert read(BOOK) == IN_BOOK | {
        "rft.genre": ["book"],
        "rft.btitle": TITLE,
        "rft.series": ["Sea Series"],
        "rft.edition": ["2nd"],
        "rft.date": ["2019-09-04"],
        "rft.isbn": ["9783161484100"],
        "rft_id": WITH_ISBN,
    }


def test_a_report_with_the_month_it_is_of() -> None:
    report = read(REPORT)
    assert (report["rft.genre"], report["rft.btitle"], report["rft.date"]) == (["report"], TITLE, ["2019-09"])


@pytest.mark.parametrize(
    ("type_", "name"),
    [
        (WorkType.TREATY, "document"),
        (WorkType.DOCUMENT, "document"),
        (WorkType.INTERVIEW, "interview"),
        (WorkType.WEB_PAGE, "webpage"),
        (WorkType.MAGAZINE_ARTICLE, "magazineArticle"),
    ],
)
def test_what_is_neither_is_dublin_core(type_: WorkType, name: str) -> None:
    found = read(replace(TREATY, type=type_, container="The Times"))
    assert found["rft_val_fmt"] == ["info:ofi/fmt:kev:mtx:dc"]
    assert (found["rft.type"], found["rft.title"], found["rft.source"]) == ([name], TITLE, ["The Times"])


@pytest.mark.parametrize(("code", "date"), DATES)
def test_a_date_is_written_as_far_as_it_is_certain_and_never_in_words(code: str, date: str) -> None:
    for work in (ARTICLE, CHAPTER, TREATY):
        assert read(replace(work, issued=Span.parse(code))).get("rft.date", []) == ([date] if date else [])
    assert "rft.date" not in read(replace(ARTICLE, issued=None))


def test_pages_have_one_kind_of_dash() -> None:
    assert read(replace(ARTICLE, pages="45--67"))["rft.pages"] == ["45–67"]


def test_an_institution_is_one_author() -> None:
    institute, ministry = (
        Contributor(institution=name) for name in ("Institute", "Ministry of Defence, Arland")
    )
    alone = read(replace(ARTICLE, authors=(institute,)))
    assert (alone["rft.aucorp"], "rft.au" in alone) == (["Institute"], False)
    # Where a program would split it at its own comma it is a name that none divides.
    second = read(replace(ARTICLE, authors=(Contributor(family="Arle", given="Bo"), ministry)))
    assert (second["rft.au"], second["rft.aulast"]) == (["Arle, Bo"], ["Ministry of Defence, Arland"])


texts = st.text(st.characters(codec="utf-8"), min_size=1)


@given(title=texts, container=texts, abstract=texts)
def test_any_text_is_read_as_it_was_written(title: str, container: str, abstract: str) -> None:
    written = context_object(replace(ARTICLE, title=title, container=container, abstract=abstract))
    assert written.isascii()
    assert not set(" <>\"'+") & set(written)
    found = read(replace(ARTICLE, title=title, container=container, abstract=abstract))
    assert (found["rft.atitle"], found["rft.jtitle"]) == ([title], [container])
    assert found["rft.description"] == [abstract]
