"""Entries and sources as literature for LaTeX, read by a reader of BibTeX."""

from typing import Any

import bibtexparser
import pytest
from bibtexparser.bparser import BibTexParser
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from relations.formats import as_bibtex
from tests.formats.files import SITE, an_event, publish_entries, text_of
from tests.support.factories import publish_documents
from tests.support.world import a_document, a_person, an_institution
from tests.views.pages import publish_world

pytestmark = pytest.mark.django_db


def read(text: str) -> list[dict[str, str]]:
    parser = BibTexParser(common_strings=True, ignore_nonstandard_types=False)
    return bibtexparser.loads(text, parser).entries


def test_an_entry_is_cited_at_its_edition(reader: Client, settings: Any) -> None:
    settings.SITE_URL = SITE
    publish_entries()
    (entry,) = read(text_of(reader, "/entries.bib?type=event"))
    published = {"year": entry.pop("year"), "month": entry.pop("month")}
    assert len(published["year"]) == 4
    assert published["month"]
    assert entry == {
        "ENTRYTYPE": "incollection",
        "ID": "vvvvv2-1",
        "title": "{Summit in Port Arle}",
        "booktitle": "{Relations}",
        "note": "Edition 1",
        "abstract": "What is told here.",
        "keywords": "Defence",
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
        "title = {{50 \\% of \\$5 \\& {\\textbraceleft}more\\_{\\textbraceright} {\\textbackslash}end "
        "{\\textasciitilde}{\\textasciicircum}\\#}}"
    ) in text_of(reader, "/entries.bib")


@given(title=st.text(st.characters(exclude_categories=["Cs"])))
def test_no_value_ends_before_its_end(title: str) -> None:
    text = as_bibtex._bibtex_entry("misc", "key", {"title": f"x{title}x", "url": f"https://x/{title}"})
    (entry,) = read(text)
    assert entry.keys() == {"ENTRYTYPE", "ID", "title", "url"}
    assert "\\" not in entry["url"]


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
            authors=[an_institution("Ann Arle and Sons"), a_person("Gogh", given="Vincent", particle="van")],
            editors=[a_person("Rao", given="B.", suffix="Jr."), a_person("Sand, and Sea", given="C.")],
            doi="10.1000/a_b",
            issuer="arland",
            date="2019-09-04",
            accessed_on="2021-04-01",
            url="https://example.org/annual",
        )
    )
    found = {entry["ID"]: entry for entry in read(text_of(reader, "/sources.bib"))}
    assert found["annual"] == {
        "ENTRYTYPE": "techreport",
        "ID": "annual",
        "title": "{Annual report on Arland, Borland and others}",
        "author": "{Ann Arle and Sons} and van Gogh, Vincent",
        "editor": "Rao, Jr., B. and {Sand, and Sea}, C.",
        "doi": "10.1000/a_b",
        "institution": "Arland",
        "year": "2019",
        "month": "September",
        "language": "en",
        "url": "https://example.org/annual",
        "urldate": "2021-04-01",
    }


@pytest.mark.parametrize(
    ("dated", "told"),
    [
        ("2019", {"year": "2019"}),
        ("2019-09", {"year": "2019", "month": "September"}),
        ("2019-09/2019-11", {"year": "2019"}),
        ("2014/2019", {"note": "2014 to 2019"}),
        ("2014~", {"note": "about 2014"}),
        ("[..2021-04]", {"note": "by April 2021"}),
        ("", {}),
    ],
)
def test_a_date_is_no_more_exact_than_its_source(reader: Client, dated: str, told: Any) -> None:
    publish_world(a_document("source", slug="b", title="B", date=dated))
    found = {entry["ID"]: entry for entry in read(text_of(reader, "/sources.bib"))}
    assert {name: found["b"][name] for name in ("year", "month", "note") if name in found["b"]} == told


def test_the_bibliography_is_the_page_of_sources_and_linked_from_it(reader: Client) -> None:
    publish_world(*(a_document("source", slug=f"s{n}", key=f"s{n}", title=f"Source {n}") for n in range(5)))
    assert [e["ID"] for e in read(text_of(reader, "/sources.bib"))] == [
        "joint-statement",
        *(f"s{n}" for n in range(5)),
    ]
    assert 'href="/sources.bib"' in reader.get("/sources/").text
    publish_documents([a_document("source", title="Joint declaration")])
    assert "{Joint declaration}" in {e["title"] for e in read(text_of(reader, "/sources.bib"))}
