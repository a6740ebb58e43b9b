"""Numbers are grouped in one way wherever a page has one."""

import re

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from tests.support.factories import publish_documents
from tests.support.world import a_claim, a_document
from tests.views.pages import open_page, publish_world

pytestmark = [pytest.mark.django_db, pytest.mark.markup]

NUMBER = 1234


@pytest.fixture
def large(db: None) -> None:
    publish_world()
    publish_documents(
        a_document(
            "event",
            key=f"b{n:05}",
            slug=f"b{n}",
            date="0987",
            topics=["missiles"],
            claims=[a_claim(id=f"c{n:09}", kind="position", speaker="arland", side="arland")],
        )
        for n in range(NUMBER)
    )


def ungrouped(page: BeautifulSoup) -> list[str]:
    """The numbers of four or more digits without a comma that count something here."""
    for part in page.select("script, style, .citation"):
        part.decompose()
    said = [
        page.get_text(" "),
        *(tag[name] for name in ("aria-label", "title") for tag in page.select(f"[{name}]")),
    ]
    return [
        found for text in said for found in re.findall(rf"\b({NUMBER}|{NUMBER - 1}|12[0-9]{{2}})\b", text)
    ]


@pytest.mark.long
def test_a_number_is_grouped_wherever_it_stands(reader: Client, large: None) -> None:
    pages = {
        "/": "1,234 entries.",
        "/about/": "1,234 entries.",
        "/entries/?page=51": "1,201 to 1,224 of 1,234",
        "/entries/?type=agreement": "1,234",
        "/events/": "1 to 24 of 1,234",
        "/timeline/": "1 to 24 of 1,234",
        "/entries/facets/topic/": "1,234",
        "/topics/": "1,234",
        "/topics/missiles/": "All 1,234",
        "/topics/missiles/?type=event": "1,234",
        "/actors/": "1,234",
        "/actors/arland/": "1,234",
        "/relationships/": "1,234",
        "/relationships/arland-borland/": "All 1,234",
        "/sources/": "1,234 entries rest on it",
        "/sources/joint-statement/": "1,234",
        "/changes/": "1 to",
    }
    for path, told in pages.items():
        page = open_page(reader, path)
        assert told in " ".join(page.get_text(" ").split()), path
        assert ungrouped(page) == [], path
    histogram = open_page(reader, "/timeline/").select_one(".year-histogram svg a")
    assert histogram["aria-label"] == "0987: 1,234 entries"
