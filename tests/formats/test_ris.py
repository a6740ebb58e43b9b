"""Entries and sources for reference managers, read by a reader of RIS."""

import re
from typing import Any

import pytest
import rispy
from django.test import Client
from hypothesis import given

from relations.formats import as_ris
from relations.models import Span
from relations.presenters.cited_work import CitedWork, WorkType
from relations.presenters.contributors import Contributor
from tests.formats.files import SITE, an_event, publish_entries, text_of
from tests.formats.works import FULL, a_work, normalized, works
from tests.support.world import a_document
from tests.views.pages import publish_world

pytestmark = [pytest.mark.django_db, pytest.mark.markup]


def written(**values: Any) -> dict[str, Any]:
    """A work as rispy reads it."""
    (entry,) = rispy.loads(as_ris.format_work(a_work(**values)))
    return entry


def test_an_entry_is_cited_at_its_edition(reader: Client, settings: Any) -> None:
    settings.SITE_URL = SITE
    publish_entries()
    (entry,) = rispy.loads(text_of(reader, "/entries.ris?type=event"))
    dates = entry.pop("year"), entry.pop("date")
    assert dates[1].startswith(f"{dates[0]}/")
    assert entry == {
        "type_of_reference": "ENCYC",
        "id": "vvvvv2-1",
        "title": "Summit in Port Arle",
        "secondary_title": "Relations",
        "abstract": "What is told here.",
        "keywords": ["Defence"],
        "notes": ["Edition 1"],
        "language": "en",
        "urls": [f"{SITE}/e/vvvvv2/1/"],
    }


def test_all_are_listed_in_the_requested_order(reader: Client) -> None:
    publish_world(*(an_event(n) for n in range(9)))
    found = rispy.loads(text_of(reader, "/entries.ris?sort=oldest&page_size=2"))
    assert [entry["id"] for entry in found] == [f"v{n:05}-1" for n in range(9)]


def test_a_line_break_in_a_text_ends_no_field(reader: Client) -> None:
    publish_world(an_event(1, summary="First.\r\nER  - \nTY  - BOOK\u2028x\x85y"))
    (entry,) = rispy.loads(text_of(reader, "/entries.ris"))
    assert entry["abstract"] == "First. ER - TY - BOOK x y"


def test_a_file_of_nothing_is_empty(reader: Client) -> None:
    publish_entries()
    assert text_of(reader, "/entries.ris?q=nothing") == ""


def test_every_line_is_a_field_and_ends_with_cr_lf(reader: Client) -> None:
    publish_world(a_document("source", slug="b", title="B"))
    lines = text_of(reader, "/sources.ris").split("\r\n")
    assert not any("\n" in line for line in lines)
    assert [line for line in lines if line and line[2:6] != "  - "] == []
    assert lines[-3:] == ["ER  - ", "", ""]


def test_a_source_has_all_its_fields() -> None:
    assert written(
        **FULL,
        type=WorkType.CHAPTER,
        container="Papers",
        edition="2nd, revised",
        genre="interview",
        keywords=("Sanctions, CAATSA", "Arms"),
    ) == {
        "type_of_reference": "CHAP",
        "id": "key",
        "title": "T",
        "authors": ["Institute for Studies and Analyses,", "van Gogh, Vincent", "Rao, B., Jr."],
        "secondary_authors": ["Borl, Bo"],
        "secondary_title": "Papers",
        "volume": "12",
        "number": "3",
        "start_page": "45",
        "end_page": "67",
        "edition": "2nd, revised",
        "publisher": "Arms",
        "place_published": "Port Arle",
        "year": "2019",
        "date": "2019/09/04/",
        "access_date": "2021/04/01/",
        "doi": "10.1000/a_b",
        "issn": "978-0-306-40615-7",
        "type_of_work": "interview",
        "original_publication": "Обзор",
        "abstract": "What it is.",
        "keywords": ["Sanctions, CAATSA", "Arms"],
        "notes": ["Original language: ru", "ISSN 0378-5955"],
        "language": "en",
        "urls": ["https://example.org/annual", "https://archive.example/annual"],
    }


@pytest.mark.parametrize(
    ("code", "year", "day"),
    [
        ("2019-09-04", "2019", "2019/09/04/"),
        ("2019-09", "2019", "2019/09//"),
        ("2019", "2019", "2019///"),
        ("2019-09/2019-11", "2019", "September 2019 to November 2019"),
        ("2014/2019", None, "2014 to 2019"),
        ("201X", None, "2010 to 2019"),
        ("2014~", None, "about 2014"),
        ("[..2021-04]", None, "by April 2021"),
        ("[..201X]", None, "by 2019"),
        ("[..2014/2019]", None, "by 2019"),
        ("201X~", None, "about 2010 to 2019"),
    ],
)
def test_a_date_is_no_more_exact_than_its_source(code: str, year: str | None, day: str) -> None:
    entry = written(issued=Span.parse(code))
    assert (entry.get("year"), entry["date"]) == (year, day)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        *(("45--67", "45", "67"), ("45\u221267", "45", "67"), ("S12–S15", "S12", "S15"), ("7", "7", None)),
        *(("S-12", "S-12", None), ("12-iv", "12-iv", None), ("1--3;7-9", "1–3, 7–9", None)),
    ],
)
def test_one_range_of_pages_has_a_start_and_an_end(text: str, start: str, end: str | None) -> None:
    entry = written(pages=text)
    assert (entry["start_page"], entry.get("end_page")) == (start, end)


@pytest.mark.parametrize(
    ("type_", "tag"),
    [
        *(("article-journal", "JOUR"), ("article-magazine", "MGZN"), ("book", "BOOK"), ("chapter", "CHAP")),
        *(("report", "RPRT"), ("webpage", "ELEC"), ("entry-encyclopedia", "ENCYC"), ("treaty", "GEN")),
    ],
)
def test_a_work_has_a_type_that_reference_managers_know(type_: str, tag: str) -> None:
    assert written(type=WorkType(type_))["type_of_reference"] == tag


def test_a_periodical_is_known_by_its_issn() -> None:
    entry = written(type=WorkType.JOURNAL_ARTICLE, isbn="978-0-306-40615-7", issn="0378-5955")
    assert (entry["issn"], entry["notes"]) == ("0378-5955", ["ISBN 978-0-306-40615-7"])


@pytest.mark.parametrize(
    ("name", "written_name"),
    [
        (Contributor(institution="Ministry of Defence, India"), "Ministry of Defence India,"),
        (Contributor(institution="NATO"), "NATO"),
        (Contributor(family="Narendra Modi"), "Narendra Modi,"),
        (Contributor(family="Alembert", given="Jean", particle="d'"), "d'Alembert, Jean"),
        (Contributor(family="Biruni", particle="al-"), "al-Biruni"),
        (Contributor(family="Sand, and Sea", given="C., D.", suffix="Jr."), "Sand and Sea, C. D., Jr."),
    ],
)
def test_a_name_has_no_comma_but_before_its_parts(name: Contributor, written_name: str) -> None:
    assert written(authors=(name,))["authors"] == [written_name]


def test_the_editor_of_a_book_is_not_that_of_its_series() -> None:
    editors = (Contributor(family="Borl"),)
    assert written(editors=editors)["tertiary_authors"] == ["Borl"]
    assert written(editors=editors, authors=editors)["secondary_authors"] == ["Borl"]


# By rispy's name, what of the work it holds.
TEXTS = {
    "title": "title",
    "secondary_title": "container",
    "volume": "volume",
    "number": "issue",
    "edition": "edition",
    "publisher": "publisher",
    "place_published": "place",
    "doi": "doi",
    "original_publication": "original_title",
    "abstract": "abstract",
    "language": "language",
}


@given(work=works)
def test_every_field_is_read_back(work: CitedWork) -> None:
    (entry,) = rispy.loads(as_ris.format_work(work))
    found = {name: entry.get(name, "") for name in TEXTS}
    assert found == {name: getattr(work, attribute) for name, attribute in TEXTS.items()}
    assert entry.get("keywords", []) == list(work.keywords)
    assert entry.get("authors", []) == [name_in_ris(author) for author in work.authors]
    editors = entry.get("secondary_authors", entry.get("tertiary_authors", []))
    assert editors == [name_in_ris(editor) for editor in work.editors]
    assert entry.get("urls", []) == [url for url in (work.url, work.archived_url) if url]


def name_in_ris(name: Contributor) -> str:
    """Family, given, suffix, without commas of their own; behind several words without given names one."""
    parts = (name.institution or name.family_with_particle, name.given, name.suffix)
    family, given_names, suffix = map(comparable, parts)
    if suffix:
        return normalized(f"{family}, {given_names}, {suffix}")
    return f"{family}, {given_names}".strip() if given_names or " " in family else family


@given(work=works)
def test_a_reader_that_divides_names_at_the_first_comma_makes_no_person_of_an_institution(
    work: CitedWork,
) -> None:
    (entry,) = rispy.loads(as_ris.format_work(work))
    for name, written_name in zip(work.authors, entry.get("authors", []), strict=True):
        family, _comma, given_names = written_name.partition(",")
        assert bool(given_names) == bool(name.given or name.suffix)
        assert comparable(family) == comparable(name.institution or name.family_with_particle)


def comparable(name: str) -> str:
    """A name as library catalogues compare names: what divides it makes no difference."""
    return normalized(re.sub("[,;،]", " ", name))
