"""What a citation says in each of six styles, whichever processor makes it."""

import json
import os
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings

from relations.formats import as_bibtex, as_csl, as_ris
from relations.formats.citation_styles import STYLES, Run, cite_in_styles
from relations.formats.citation_styles.processor import Style
from relations.formats.citation_styles.punctuation import CLOSE_QUOTE, END_ITALIC, ITALIC, MARKS
from relations.models import Span
from relations.presenters.cited_work import CitedWork, WorkType
from relations.presenters.contributors import Contributor
from tests.formats import works as hostile
from tests.presenters.works import ARTICLE, BOOK, CHAPTER, REPORT, TREATY
from tests.support.laws import examples

pytestmark = pytest.mark.markup

MINISTRY = "Ministry of External Affairs, Government of India"
URL = "https://relations.example/e/v00001/2/@v12/"
PAGE = CitedWork(
    id="v00001-2",
    type=WorkType.ENTRY,
    title="Summit in Port Arle",
    container="India–Russia reference",
    version="2",
    issued=Span.parse("2026-11-21"),
    accessed=date(2026, 11, 29),
    url=URL,
    language="en",
)
SOURCE = replace(PAGE, type=WorkType.REPORT, container="", version="")
NEWS = replace(PAGE, type=WorkType.MAGAZINE_ARTICLE, container="The Hindu", version="")
KINDS = (PAGE, SOURCE, NEWS, replace(PAGE, type=WorkType.WEB_PAGE), replace(SOURCE, type=WorkType.BOOK))
# In the order of the styles.
APA, MLA, NOTE, CHICAGO, HARVARD, ISO = range(len(STYLES))


def cited(work: CitedWork) -> list[str]:
    """In each style, which is to have something to say."""
    texts = [citation.text for citation in cite_in_styles(work)]
    assert all(texts), work
    return texts


def test_a_page_is_cited_at_its_permanent_address_and_day() -> None:
    read, read_on = "(Accessed:", "[Accessed\u00a029\u00a0November\u00a02026]."
    assert cited(PAGE) == [
        f"Summit in Port Arle. (2026). In India–Russia reference. {URL}",
        f"“Summit in Port Arle.” India–Russia Reference, 21 Nov. 2026, {URL}.",
        f"“Summit in Port Arle,” India–Russia Reference, November 21, 2026, {URL}.",
        f"India–Russia Reference. 2026. “Summit in Port Arle.” November 21. {URL}.",
        f"‘Summit in Port Arle’ (2026) India–Russia reference. Available at: {URL} {read} 29 November 2026).",
        f"Summit in Port Arle, 2026. India–Russia reference. Online. Available from: {URL} {read_on}",
    ]


def test_italics_are_runs_of_their_own() -> None:
    assert cite_in_styles(PAGE)[MLA].runs == (
        Run("“Summit in Port Arle.” "),
        Run("India–Russia Reference", italic=True),
        Run(f", 21 Nov. 2026, {URL}."),
    )


@pytest.fixture(params=["Pacific/Kiritimati", "Asia/Kolkata", "Pacific/Pago_Pago"])
def _time_zone(request: pytest.FixtureRequest, settings: Any) -> Iterator[None]:
    before = os.environ.get("TZ")
    os.environ["TZ"] = settings.TIME_ZONE = request.param
    time.tzset()
    yield
    if before is None:
        del os.environ["TZ"]
    else:
        os.environ["TZ"] = before
    time.tzset()


@pytest.mark.usefixtures("_time_zone")
@pytest.mark.parametrize("year", ["1993", "1947", "1857", "1648"])
def test_a_year_is_that_year_and_has_no_day(year: str) -> None:
    for work in KINDS:
        for text in cited(replace(work, issued=Span.parse(year), accessed=None)):
            said = text.replace(URL, "")
            assert year in said
            assert str(int(year) - 1) not in said
            assert not any(month in said for month in ("Jan", "Dec", "31"))


@pytest.mark.parametrize(
    ("issued", "years"),
    [("2021~", "2021"), ("2021-04~", "2021"), ("2014~/2019~", "2014–2019"), ("1648~", "1648")],
)
def test_a_date_that_is_about_is_certain_in_no_style(issued: str, years: str) -> None:
    for work in KINDS[1:]:
        texts = cited(replace(work, issued=Span.parse(issued), accessed=None))
        assert f"(c. {years})" in texts[HARVARD]
        assert f", ca. {years}. " in texts[ISO]
        assert years not in texts[HARVARD].replace(f"c. {years}", "")
        assert years not in texts[ISO].replace(f"ca. {years}", "").replace(URL, "")


@pytest.mark.parametrize("day", ["1993-01-01", "1993-12-31", "1947-08-15", "1648-10-24"])
@pytest.mark.usefixtures("_time_zone")
def test_a_day_is_that_day(day: str) -> None:
    year, month, number = date.fromisoformat(day).timetuple()[:3]
    texts = cited(replace(NEWS, issued=Span.parse(day), accessed=None))
    name = date(2000, month, 1).strftime("%B")[:3]
    for text in texts:
        assert f"{name}" in text
        assert f"{number}" in text.replace(URL, "")
        assert f"{year}" in text


def test_the_day_of_reading_is_the_same_in_every_format() -> None:
    work = replace(NEWS, accessed=date(2021, 4, 1), issued=Span.parse("2020-02"))
    assert "urldate = {2021-04-01}" in as_bibtex.render_works([work])
    assert "Y2  - 2021/04/01/" in as_ris.render_works([work])
    (item,) = json.loads(as_csl.render_works([work]))
    assert item["accessed"] == {"date-parts": [[2021, 4, 1]]}
    texts = cited(replace(work, issued=None))
    assert "April 1, 2021" in texts[APA]
    assert "accessed April 1, 2021" in texts[NOTE]
    assert "Accessed April 1, 2021" in texts[CHICAGO]
    assert "(Accessed: 1 April 2021)" in texts[HARVARD]
    assert "[Accessed\u00a01\u00a0April\u00a02021]" in texts[ISO]
    # MLA's manual leaves it to the writer, and its style out; no other day stands in its place.
    assert "2021" not in texts[MLA].replace("1 Apr. 2021", "")


def test_an_institution_is_whole_and_a_person_has_both_names() -> None:
    people = (Contributor(institution=MINISTRY), Contributor(family="Modi", given="Narendra"))
    for work in KINDS[1:]:
        for text in cited(replace(work, authors=people[:1])):
            assert MINISTRY.casefold() in text.casefold()
        apa, mla, note, chicago, harvard, iso = cited(replace(work, authors=people[1:]))
        assert apa.startswith("Modi, N. ")
        assert mla.startswith("Modi, Narendra. ")
        assert note.startswith("Narendra Modi, ")
        assert chicago.startswith("Modi, Narendra. ")
        assert harvard.startswith("Modi, N. ")
        assert iso.startswith("MODI, Narendra, ")


def test_of_many_authors_the_first_is_named_and_the_others_as_the_style_has_it() -> None:
    people = (
        Contributor(family="Modi", given="Narendra"),
        Contributor(institution=MINISTRY),
        *(Contributor(family=f"Rao{letter}", given="B.") for letter in "abcd"),
    )
    texts = cited(replace(SOURCE, authors=people))
    assert [text.partition(" et al.")[0] for text in texts if " et al." in text] == [
        "Modi, Narendra,",
        "Narendra Modi",
        "Modi, N.",
    ]
    assert all(MINISTRY.casefold() in texts[style].casefold() for style in (APA, CHICAGO, ISO))


@pytest.mark.parametrize("typed", ['"Make in India" & <S-400>', "“Make in India” & <S-400>"])
def test_quotation_marks_are_the_style_s_and_all_else_is_as_it_was(typed: str) -> None:
    for work in KINDS:
        for text in cited(replace(work, title=typed)):
            assert "“Make in India” & <S-400>" in text or "‘Make in India’ & <S-400>" in text
            assert text.count("Make in India") == 1


@pytest.mark.parametrize(
    "title",
    [
        *("India, NATO and the S-400", "Путин в Дели: «Дружба»", "भारत–रूस शिखर सम्मेलन", "iPhone and NATO"),
        *("Treaty of Peace, Friendship and Cooperation", "МИД России", "BRICS"),
    ],
)
def test_capitals_are_kept(title: str) -> None:
    for work in KINDS:
        for text in cited(replace(work, title=title)):
            assert title in text or title.replace("peace", "Peace") in text


def test_small_letters_of_other_languages_are_kept() -> None:
    for title, language in (("L’Inde et la Russie", "fr"), ("Мы — друзья", "en"), ("Мы — друзья", "ru")):
        for text in cited(replace(SOURCE, title=title, language=language)):
            assert title in text
    original = replace(SOURCE, original_title="Мы — друзья навсегда", original_language="ru")
    assert sum("Мы — друзья навсегда" in text for text in cited(original)) == 4


@pytest.mark.parametrize(
    ("title", "in_title_case"),
    [
        ("what is to be done", "What Is to Be Done"),
        ("how “strategic” is an e-mail of 1993?", "How ‘Strategic’ Is an E-Mail of 1993?"),
        ("arms: a trade to look into", "Arms: A Trade to Look Into"),
        ("the iPhone, NATO and the UAE", "The iPhone, NATO and the UAE"),
    ],
)
def test_english_titles_get_their_capitals_where_a_style_has_them(title: str, in_title_case: str) -> None:
    assert in_title_case in cited(replace(NEWS, title=title))[MLA]


@pytest.mark.parametrize(
    "title",
    [
        *(
            "</script><b>bold</b> & title",
            "one\u2028two",
            "zero\u200bwidth \u202eleft",
            "{braces} \\ and $1 %s",
        ),
        *(
            "'",
            "?",
            "“",
            "Who? Why? “How?”",
            "😀 and 中",
            "<span>a</span>",
            '<span class="nocase">a</span>',
            "1857",
            "a" * 200,
        ),
        f"{CLOSE_QUOTE}x{ITALIC}y{END_ITALIC}",
    ],
)
def test_a_title_of_any_characters_is_said_letter_by_letter(title: str) -> None:
    letters = "".join(filter(str.isalnum, MARKS.sub("", title))).casefold()
    for work in KINDS:
        for text in cited(replace(work, title=title)):
            assert letters in "".join(filter(str.isalnum, text)).casefold()
            assert not MARKS.search(text)


@pytest.mark.parametrize(
    "title", ["Wait . . . what", "Arms, etc., in 1993", "A: b; c… d", "St. Petersburg (U.S.)"]
)
def test_points_and_commas_within_a_title_stay(title: str) -> None:
    for work in KINDS:
        for text in cited(replace(work, title=title)):
            assert title.casefold() in text.casefold()


def test_a_name_has_no_marks_of_ours() -> None:
    marked = Contributor(institution=f"{ITALIC}Ministry{CLOSE_QUOTE} of Arms{END_ITALIC}{ITALIC}")
    plain = Contributor(institution="Ministry of Arms")
    with_marks, without = (cite_in_styles(replace(SOURCE, authors=(each,))) for each in (marked, plain))
    assert with_marks == without


@pytest.mark.long
def test_one_thread_at_a_time_uses_a_style(monkeypatch: pytest.MonkeyPatch) -> None:
    # Two at once, and the second footnote of the same work would be the short one of a later mention.
    inside: list[int] = []
    most = 0
    cite_in_note = Style.cite_in_note

    def counted(style: Style, item: dict[str, Any]) -> str:
        nonlocal most
        inside.append(1)
        most = max(most, len(inside))
        time.sleep(0.01)
        cited = cite_in_note(style, item)
        inside.pop()
        return cited

    monkeypatch.setattr(Style, "cite_in_note", counted)
    alone = cite_in_styles(ARTICLE)
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(cite_in_styles, [ARTICLE] * 8)) == [alone] * 8
    assert most == 1


def test_what_a_style_cannot_say_is_left_out() -> None:
    # A style would have the address twice, and a reader could not tell which is the title.
    runs = [citation.runs for citation in cite_in_styles(replace(PAGE, title=f"О {URL}"))]
    assert runs == [()] * len(STYLES)


def test_what_the_processor_fails_at_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*args: object) -> None:
        raise TypeError

    monkeypatch.setattr("relations.formats.citation_styles.processor.Style.cite_in_note", fails)
    assert [bool(citation.runs) for citation in cite_in_styles(PAGE)] == [True, True, False, True, True, True]


def test_a_range_is_never_said_to_be_more_exact_than_what_its_ends_share() -> None:
    said = {
        "2019-09-04/2019-09-06": "September 2019",
        "2019-09/2019-11": "2019",
        "2019-12/2020-01": "2019–2020",
        "201X": "2010–2019",
    }
    for code, words in said.items():
        texts = cited(replace(NEWS, issued=Span.parse(code), accessed=None))
        assert words in texts[NOTE]
        assert not any(f" {day} " in text for text in texts for day in (4, 6))


def test_of_an_upper_bound_the_words_are_said() -> None:
    for text in cited(replace(NEWS, issued=Span.parse("[..2021-04]"), accessed=None)):
        assert "by April 2021" in text


def test_the_number_of_an_edition_of_ours_is_no_version() -> None:
    for text in cited(replace(PAGE, version="7")):
        assert "7" not in text
        assert "ersion" not in text


def test_an_article_of_which_nothing_is_known_is_no_preprint() -> None:
    work = replace(SOURCE, type=WorkType.ARTICLE)
    assert as_csl.csl_item(work)["type"] == "document"
    assert not any("reprint" in text for text in cited(work))


@pytest.mark.parametrize("work", [ARTICLE, BOOK, CHAPTER, REPORT, TREATY], ids=lambda work: work.type.value)
def test_every_kind_of_source_can_be_said_with_its_address(work: CitedWork) -> None:
    # ISO 690's style has the DOI of articles only, and then no address either.
    assert all("https://doi.org/10.1000/a(b)<c>&d" in text for text in cited(work)[:ISO])


@pytest.mark.long
@settings(max_examples=examples(60))
@given(work=hostile.works)
def test_no_work_is_too_odd_and_what_is_said_is_true(work: CitedWork) -> None:
    for citation in cite_in_styles(work):
        text = citation.text
        assert not MARKS.search(text)
        assert not work.url or text.count(work.url) <= 1
        assert (
            not work.issued or not text or work.issued.is_upper_bound or str(work.issued.first.year) in text
        )
