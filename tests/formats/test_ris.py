"""Entries for reference managers, read by a reader of RIS."""

from typing import Any

import pytest
import rispy
from django.test import Client

from tests.formats.files import SITE, an_event, publish_entries, text_of
from tests.views.pages import publish_world

pytestmark = pytest.mark.django_db


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
