"""Entries and sources as literature for LaTeX: read by two readers of BibTeX, formatted by classic styles."""

import re
from typing import Any
from urllib.parse import unquote

import bibtexparser
import pytest
from bibtexparser.bparser import BibTexParser
from django.test import Client
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pybtex import errors
from pybtex.database import BibliographyData, Entry, Person, parse_string
from pybtex.plugin import find_plugin
from pylatexenc.latex2text import LatexNodes2Text, MacroTextSpec, get_default_latex_context_db

from relations.formats import as_bibtex
from relations.models import Span
from relations.presenters.cited_work import CitedWork, WorkType
from relations.presenters.contributors import Contributor
from relations.presenters.page_numbers import PageNumbers
from tests.formats.files import SITE, an_event, publish_entries, text_of
from tests.formats.works import DATES, a_work, normalized, works
from tests.support.factories import publish_documents
from tests.support.laws import examples
from tests.support.world import a_document, a_person, an_institution
from tests.views.pages import publish_world

pytestmark = [pytest.mark.django_db, pytest.mark.markup]

STYLES = ("plain", "alpha", "unsrt")
AUTHOR = (Contributor(family="Arle", given="Ann"),)
# TeX's own macros for characters that the reader of TeX reads as others, or does not know.
_MACROS = {"textasciicircum": "^", "textbraceleft": "{", "textbraceright": "}"}
_KNOWN = get_default_latex_context_db()
_KNOWN.add_context_category(
    "characters", [MacroTextSpec(name, text) for name, text in _MACROS.items()], prepend=True
)
_TEX = LatexNodes2Text(latex_context=_KNOWN, math_mode="verbatim", keep_braced_groups=False)


def read(text: str) -> list[dict[str, str]]:
    parser = BibTexParser(common_strings=True, ignore_nonstandard_types=False)
    return bibtexparser.loads(text, parser).entries


def parse(text: str) -> BibliographyData:
    """The file as pybtex reads it, which takes no fault for a warning here."""
    with errors.capture() as faults:
        found = parse_string(text, "bibtex")
    assert faults == []
    return found


def plain(tex: str) -> str:
    """What TeX prints."""
    return normalized(_TEX.latex_to_text(tex))


def written(**values: Any) -> Entry:
    """A work as pybtex reads it from the file."""
    (entry,) = parse(as_bibtex.format_work(a_work(**values))).entries.values()
    return entry


def formatted(text: str, style: str = "plain") -> list[str]:
    """Every entry as a style formats it; it raises where a field is missing."""
    found = find_plugin("pybtex.style.formatting", style)().format_bibliography(parse(text))
    backend = find_plugin("pybtex.backends", "plaintext")()
    return [entry.text.render(backend) for entry in found]


def test_an_entry_is_cited_at_its_edition(reader: Client, settings: Any) -> None:
    settings.SITE_URL = SITE
    publish_entries()
    (entry,) = read(text_of(reader, "/entries.bib?type=event"))
    published = {name: entry.pop(name) for name in ("date", "year", "month")}
    assert published["date"].startswith(f"{published['year']}-")
    assert published["month"]
    assert entry == {
        "ENTRYTYPE": "online",
        "ID": "vvvvv2-1",
        "title": "{Summit in Port Arle}",
        "booktitle": "{Relations}",
        "howpublished": "Relations",
        "organization": "Relations",
        "note": "Edition 1",
        "abstract": "What is told here.",
        "keywords": "Defence",
        "language": "en",
        "langid": "english",
        "url": f"{SITE}/e/vvvvv2/1/",
    }


def test_every_entry_has_a_key_of_its_own(reader: Client) -> None:
    publish_world(*(an_event(n) for n in range(9)))
    keys = [entry["ID"] for entry in read(text_of(reader, "/entries.bib?sort=oldest"))]
    assert keys == [f"v{n:05}-1" for n in range(9)]


def test_a_file_of_nothing_is_empty(reader: Client) -> None:
    publish_entries()
    assert text_of(reader, "/entries.bib?q=nothing") == ""


def test_what_tex_would_obey_is_written_so_that_it_is_read(reader: Client) -> None:
    publish_world(an_event(1, title="50 % of $5 & {more_} \\end ~^#"))
    assert (
        "title = {{50 \\% of \\$5 \\& \\{more\\_\\} {\\textbackslash}end "
        "{\\textasciitilde}{\\textasciicircum}\\#}}"
    ) in text_of(reader, "/entries.bib")


@pytest.mark.parametrize(
    ("text", "tex"),
    [
        ("{x}", r"\{x\}"),
        ("{{x} y}", r"\{\{x\} y\}"),
        ("a } b", r"a {\textbraceright} b"),
        ("}{", r"{\textbraceright}{\textbraceleft}"),
        ("{ {x}", r"{\textbraceleft} \{x\}"),
        ("a -- b ``c''", r"a -{}- b `{}`c'{}'"),
    ],
)
def test_a_brace_with_a_partner_is_escaped_and_one_without_is_named(text: str, tex: str) -> None:
    assert written(abstract=text).fields["abstract"] == tex


@pytest.mark.parametrize(
    ("values", "type_"),
    [
        ({"type": "article-journal", "authors": AUTHOR, "container": "Review"}, "article"),
        ({"type": "article-magazine", "authors": AUTHOR, "container": "Daily"}, "article"),
        ({"type": "article-journal", "container": "Review"}, "misc"),
        ({"type": "article", "authors": AUTHOR}, "misc"),
        ({"type": "book", "authors": AUTHOR, "publisher": "Arms"}, "book"),
        ({"type": "book", "editors": AUTHOR, "publisher": "Arms"}, "book"),
        ({"type": "book", "authors": AUTHOR}, "misc"),
        ({"type": "chapter", "authors": AUTHOR, "container": "Book", "publisher": "Arms"}, "incollection"),
        ({"type": "chapter", "container": "Book"}, "misc"),
        ({"type": "report", "authors": AUTHOR, "publisher": "Arms"}, "techreport"),
        ({"type": "report", "publisher": "Arms"}, "misc"),
        ({"type": "webpage", "url": "https://example.org/"}, "online"),
        ({"type": "webpage"}, "misc"),
        ({"type": "treaty", "authors": AUTHOR}, "misc"),
        ({"type": "interview"}, "misc"),
        ({"type": "document"}, "misc"),
    ],
)
def test_a_work_without_what_its_type_requires_is_miscellaneous(values: Any, type_: str) -> None:
    values["type"] = WorkType(values["type"])
    assert written(**values, issued=Span.parse("2019")).type == type_
    if type_ not in ("misc", "online"):
        assert written(**values, issued=Span.parse("2014~")).type == "misc"


def test_a_miscellaneous_work_says_in_words_what_it_was_published_in() -> None:
    text = as_bibtex.format_work(
        CitedWork(
            id="k",
            type=WorkType.CHAPTER,
            title="T",
            container="Papers",
            volume="12",
            issue="3",
            pages="4–6",
            publisher="Arms",
            place="Port Arle",
            issued=Span.parse("2014~"),
        )
    )
    assert formatted(text) == ["T. Papers 12(3), 4–6, Port Arle: Arms. about 2014."]


@pytest.mark.parametrize("style", STYLES)
@settings(max_examples=examples(40))
@given(work=works)
def test_no_style_refuses_a_work(style: str, work: CitedWork) -> None:
    assert len(formatted(as_bibtex.format_work(work), style)) == 1


# What a field of the file holds that is a text of the work, whatever its type.
TEXTS = {
    "title": "title",
    "volume": "volume",
    "number": "issue",
    "edition": "edition",
    "address": "place",
    "origtitle": "original_title",
    "abstract": "abstract",
    "language": "language",
}


@given(work=works)
def test_every_text_is_read_back(work: CitedWork) -> None:
    (entry,) = parse(as_bibtex.format_work(work)).entries.values()
    found = {name: plain(entry.fields.get(name, "")) for name in TEXTS}
    assert found == {name: normalized(getattr(work, attribute)) for name, attribute in TEXTS.items()}
    publisher = entry.fields.get("publisher", entry.fields.get("institution", ""))
    container = entry.fields.get("journal", entry.fields.get("booktitle", ""))
    assert (plain(publisher), plain(container)) == (work.publisher, work.container)
    assert plain(entry.fields.get("pages", "")) == PageNumbers.parse(work.pages).written()
    verbatim = {name: entry.fields.get(name, "") for name in ("doi", "url", "isbn", "issn")}
    assert verbatim == {name: getattr(work, name) for name in verbatim}


@given(work=works)
def test_every_name_is_read_back(work: CitedWork) -> None:
    (entry,) = parse(as_bibtex.format_work(work)).entries.values()
    for field, names in (("author", work.authors), ("editor", work.editors)):
        assert [parts(person) for person in entry.persons.get(field, [])] == [
            (name.family_with_particle or name.institution, name.given, name.suffix) for name in names
        ]


@pytest.mark.parametrize(
    ("name", "written_name"),
    [
        (Contributor(family="Modi"), "Modi"),
        (Contributor(family="Narendra Modi"), "{Narendra Modi}"),
        (Contributor(family="de Silva", given="Ana"), "{de Silva}, Ana"),
        (Contributor(family="Gogh", particle="van"), "van Gogh"),
        (Contributor(family="Alembert", given="Jean", particle="d'"), "{d'Alembert}, Jean"),
        (Contributor(family="Biruni", particle="al-"), "{al-Biruni}"),
        (Contributor(family="Neill", given="Ann", particle="O’"), "O’Neill, Ann"),
        (Contributor(family="King", given="Martin Luther", suffix="Jr."), "King, Jr., Martin Luther"),
        (Contributor(family="King", suffix="Jr."), "King, Jr., {}"),
        (Contributor(family="Sand, and Sea", given="C.", suffix="Jr."), "{Sand, and Sea}, Jr., C."),
        (Contributor(family="राव", given="बी"), "{राव}, बी"),
        (
            Contributor(institution="Institute for Studies, and Analyses"),
            "{Institute for Studies, and Analyses}",
        ),
    ],
)
def test_a_name_is_written_so_that_no_reader_divides_it(name: Contributor, written_name: str) -> None:
    assert f"  author = {{{written_name}}},\n" in as_bibtex.format_work(a_work(authors=(name,)))


def parts(person: Person) -> tuple[str, ...]:
    """What a name has as family, given and suffix."""
    family = person.prelast_names + person.last_names
    given_names = person.first_names + person.middle_names
    return tuple(plain(" ".join(part)) for part in (family, given_names, person.lineage_names))


@given(work=works)
def test_every_keyword_is_one_keyword(work: CitedWork) -> None:
    (entry,) = parse(as_bibtex.format_work(work)).entries.values()
    # biblatex divides keywords at commas that no brace keeps.
    found = split_outside_braces(entry.fields.get("keywords", ""))
    assert [plain(keyword) for keyword in found] == list(work.keywords)


def split_outside_braces(tex: str) -> list[str]:
    depth, pieces = 0, [""]
    for letter in tex:
        depth += {"{": 1, "}": -1}.get(letter, 0)
        if letter == "," and depth == 0:
            pieces.append("")
        else:
            pieces[-1] += letter
    return [piece.strip() for piece in pieces if piece.strip()]


@settings(max_examples=examples(30))
@given(work=works)
def test_a_second_reader_reads_the_same_fields(work: CitedWork) -> None:
    text = as_bibtex.format_work(work)
    (entry,) = read(text)
    (other,) = parse(text).entries.values()
    assert {name.lower() for name in other.fields} == entry.keys() - {"ENTRYTYPE", "ID", "author", "editor"}


@given(suffix=st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1))
@example(suffix="a<b>#c?d%e%7B{f}\\}g")
def test_a_doi_is_read_back_by_undoing_what_an_address_needs(suffix: str) -> None:
    doi = f"10.1000/{suffix}"
    found = written(doi=doi).fields["doi"]
    assert unquote(found) == doi
    assert found == doi or re.search(r"[{}\\]|%[0-9A-Fa-f]{2}", doi)


def test_an_address_is_not_escaped(reader: Client) -> None:
    publish_world(a_document("source", slug="b", title="B", url="https://example.org/a_b?c=1&d=%20#e~f"))
    found = {entry["ID"]: entry for entry in read(text_of(reader, "/sources.bib"))}
    assert found["b"]["url"] == "https://example.org/a_b?c=1&d=%20#e~f"


def test_a_source_has_its_type_and_its_fields(reader: Client) -> None:
    publish_world(
        a_document(
            "source",
            slug="annual",
            title="Annual report on Arland, Borland and others",
            type="report",
            authors=[
                an_institution("Institute for Studies and Analyses"),
                a_person("Gogh", given="Vincent", particle="van"),
                a_person("Silva e Costa", given="Ana"),
            ],
            editors=[a_person("Rao", given="B.", suffix="Jr."), a_person("Sand, and Sea", given="C.")],
            container="Papers",
            volume="12",
            issue="3",
            pages="45–67",
            edition="2nd",
            place="Port Arle",
            doi="10.1000/a_b",
            isbn="978-0-306-40615-7",
            issn="0378-5955",
            issuer="arland",
            date="2019-09-04",
            accessed_on="2021-04-01",
            url="https://example.org/annual",
            archived_url="https://archive.example/annual",
            original_title="Обзор",
            original_language="ru",
            description="What it is.",
        )
    )
    found = {entry["ID"]: entry for entry in read(text_of(reader, "/sources.bib"))}
    assert found["annual"] == {
        "ENTRYTYPE": "techreport",
        "ID": "annual",
        "title": "{Annual report on Arland, Borland and others}",
        "author": "{Institute for Studies and Analyses} and van Gogh, Vincent and {Silva e Costa}, Ana",
        "editor": "Rao, Jr., B. and {Sand, and Sea}, C.",
        "series": "{Papers}",
        "volume": "12",
        "number": "3",
        "pages": "45--67",
        "edition": "2nd",
        "address": "Port Arle",
        "doi": "10.1000/a_b",
        "isbn": "978-0-306-40615-7",
        "issn": "0378-5955",
        "institution": "Arland",
        "date": "2019-09-04",
        "year": "2019",
        "month": "September",
        "note": "Archived at https://archive.example/annual",
        "origtitle": "Обзор",
        "origlanguage": "russian",
        "language": "en",
        "langid": "english",
        "abstract": "What it is.",
        "url": "https://example.org/annual",
        "urldate": "2021-04-01",
    }


@pytest.mark.parametrize(
    ("code", "langid"),
    [
        *(("en", "english"), ("en-GB", "british"), ("EN-us", "american"), ("en-IN", "english")),
        *(("ru", "russian"), ("hi-Deva", "hindi"), ("de-AT", "ngerman"), ("zh-Hans-CN", "chinese")),
        *(("x-klingon", None), ("tlh", None), ("", None)),
    ],
)
def test_a_language_has_the_name_that_babel_knows_or_none(code: str, langid: str | None) -> None:
    fields = written(language=code).fields
    assert (fields.get("language", ""), fields.get("langid")) == (code, langid)


@pytest.mark.parametrize(
    ("dated", "told"),
    [
        ("2019-09-04", {"date": "2019-09-04", "year": "2019", "month": "September"}),
        ("2019", {"date": "2019", "year": "2019"}),
        ("2019-09", {"date": "2019-09", "year": "2019", "month": "September"}),
        ("2019-09/2019-11", {"date": "2019-09/2019-11", "year": "2019"}),
        ("2014/2019", {"date": "2014/2019", "note": "2014 to 2019"}),
        ("201X", {"date": "201X", "note": "2010s"}),
        ("2014~", {"date": "2014~", "note": "about 2014"}),
        ("2014~/2019~", {"date": "2014~/2019~", "note": "about 2014 to 2019"}),
        ("[..2021-04]", {"date": "/2021-04", "note": "by April 2021"}),
        ("[..2014/2019]", {"date": "/2019", "note": "by 2014 to 2019"}),
        ("[..201X]", {"date": "/2019", "note": "by 2010s"}),
        ("201X/202X", {"date": "2010/2029", "note": "2010s to 2020s"}),
        ("201X~", {"date": "2010~/2019~", "note": "about 2010s"}),
        ("", {}),
    ],
)
def test_a_date_is_no_more_exact_than_its_source(reader: Client, dated: str, told: Any) -> None:
    publish_world(a_document("source", slug="b", title="B", date=dated))
    found = {entry["ID"]: entry for entry in read(text_of(reader, "/sources.bib"))}
    names = ("date", "year", "month", "note")
    assert {name: found["b"][name] for name in names if name in found["b"]} == told


# EDTF level 1 (Library of Congress, 2019) of what this reference knows.
_DATE = r"\d{4}(?:-\d\d){0,2}"
_EDTF_1 = re.compile(rf"\d{{3}}X|{_DATE}|{_DATE}~|{_DATE}/{_DATE}|{_DATE}~/{_DATE}~|/{_DATE}")


@pytest.mark.parametrize("code", [code for code in DATES if code])
def test_a_date_is_one_that_biblatex_reads(code: str) -> None:
    assert _EDTF_1.fullmatch(written(issued=Span.parse(code)).fields["date"])


@pytest.mark.parametrize(
    ("text", "tex"),
    [
        *(("45--67", "45--67"), ("45 — 67", "45--67"), ("1-3; 7–9", "1--3, 7--9"), ("iv–xii", "iv--xii")),
        *(("S-12", "S-12"), ("A_1", r"A\_1"), ("A-1--A-5", "A-1-{}-A-5"), ("pp. 45–67", "pp. 45–67")),
    ],
)
def test_a_range_of_pages_has_two_hyphens_and_another_text_none_that_join(text: str, tex: str) -> None:
    assert written(pages=text).fields["pages"] == tex


def test_the_bibliography_is_the_page_of_sources_and_linked_from_it(reader: Client) -> None:
    publish_world(*(a_document("source", slug=f"s{n}", key=f"s{n}", title=f"Source {n}") for n in range(5)))
    assert [e["ID"] for e in read(text_of(reader, "/sources.bib"))] == [
        "joint-statement",
        *(f"s{n}" for n in range(5)),
    ]
    assert 'href="/sources.bib"' in reader.get("/sources/").text
    publish_documents([a_document("source", title="Joint declaration")])
    assert "{Joint declaration}" in {e["title"] for e in read(text_of(reader, "/sources.bib"))}
