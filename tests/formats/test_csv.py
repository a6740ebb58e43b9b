"""A selection as a table, read as a spreadsheet and a program read it."""

import csv
from io import StringIO
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from relations.formats import as_csv
from relations.models import Record
from tests.formats.files import SITE, an_event, publish_entries, text_of
from tests.support.factories import merge_record, publish_document, publish_documents
from tests.support.world import a_document
from tests.views.pages import a_position, publish_world

pytestmark = pytest.mark.django_db


def rows(reader: Client, path: str = "/entries.csv") -> list[dict[str, str]]:
    text = text_of(reader, path)
    assert text.startswith("\ufeff")
    return list(csv.DictReader(StringIO(text.removeprefix("\ufeff"), newline=""), strict=True))


def test_a_line_tells_an_entry_in_the_columns_that_are_documented(reader: Client, settings: Any) -> None:
    settings.SITE_URL = SITE
    publish_entries()
    (event,) = (row for row in rows(reader) if row["code"] == "vvvvv2")
    assert list(event) == [column.name for column in as_csv.COLUMNS]
    times = {name: event.pop(name) for name in ("published_at", "first_published_at")}
    assert all(time.endswith("+00:00") for time in times.values())
    assert event == dict.fromkeys(event, "") | {
        "code": "vvvvv2",
        "type": "event",
        "title": "Summit in Port Arle",
        "summary": "What is told here.",
        "date_from": "2019-09-04",
        "date_to": "2019-09-04",
        "date_precision": "day",
        "date": "4 September 2019",
        "relationships": "Arland–Borland",
        "topics": "Defence",
        "actors": "Arland; Borland",
        "sources": "Joint statement",
        "place": "Port Arle",
        "claims": "1",
        "edition": "1",
        "url": f"{SITE}/events/summit/",
        "permanent_url": f"{SITE}/e/vvvvv2/1/",
    }


def test_what_only_some_kinds_of_entry_have_stands_in_columns_of_its_own(reader: Client) -> None:
    publish_entries()
    told = {row["type"]: row for row in rows(reader)}
    assert (told["divergence"]["state"], told["divergence"]["state_as_of"]) == ("active", "September 2019")
    assert (told["agreement"]["form"], told["agreement"]["date_precision"]) == ("instrument", "year")


def test_an_upper_bound_has_no_first_day_and_an_issue_its_word(reader: Client) -> None:
    publish_world(
        a_document("issue", claims=[a_position()], key="vvvvv3", slug="wheat"),
        a_document("event", key="vvvvv4", date="[..2021-04]", claims=[]),
    )
    told = {
        row["code"]: [row[name] for name in ("date_from", "date_to", "date_precision", "word")]
        for row in rows(reader)
    }
    assert told == {
        "vvvvv3": ["2019-09-04", "2019-09-04", "day", "one"],
        "vvvvv4": ["", "2021-04-30", "by", ""],
    }


def test_every_entry_is_listed_in_the_requested_order_on_no_pages(
    reader: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("relations.finder.edition_stream.SLICE", 5)
    monkeypatch.setattr("relations.finder.edition_stream.BATCH", 2)
    publish_world(*(an_event(n, date=str(1900 + n)) for n in range(13)))
    found = [row["date"] for row in rows(reader, "/entries.csv?page=2&page_size=3&sort=oldest")]
    assert found == [str(1900 + n) for n in range(13)]
    assert [row["date"] for row in rows(reader)] == found[::-1]


def test_a_table_of_nothing_is_its_first_line(reader: Client) -> None:
    publish_entries()
    assert rows(reader, "/entries.csv?q=nothing") == []


def test_the_latest_edition_is_listed_with_its_change_note(reader: Client) -> None:
    publish_entries()
    publish_document(a_document("event", title="Summit at sea"), note="The title was wrong.")
    (event,) = (row for row in rows(reader) if row["code"] == "vvvvv2")
    assert (event["title"], event["edition"]) == ("Summit at sea", "2")
    assert event["change_note"] == "The title was wrong."


DANGEROUS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "  =1",
    "\u3000＝1",
    "＋1",
    "－1",
    "＠x",
    "\u200b=1",
    "\ttext",
]


@pytest.mark.parametrize("text", DANGEROUS)
def test_a_cell_that_a_spreadsheet_might_calculate_is_made_harmless(reader: Client, text: str) -> None:
    publish_world(an_event(1, title=text, summary="–5 degrees"))
    (row,) = rows(reader)
    assert (row["title"], row["summary"]) == (f"'{text}", "–5 degrees")


@given(text=st.text())
def test_no_cell_begins_as_a_formula_and_none_is_changed_otherwise(text: str) -> None:
    cell = as_csv._escape_formula(text)
    assert cell in (text, f"'{text}")
    assert cell.strip()[:1] not in {"=", "+", "-", "@", "＝", "＋", "－", "＠"}


def test_quotes_commas_and_line_breaks_come_back_as_they_were(reader: Client) -> None:
    told = 'He said "yes", then:\r\nno; perhaps\n'
    publish_world(an_event(1, summary=told))
    (row,) = rows(reader)
    assert row["summary"] == told


def test_a_merged_name_stands_once(reader: Client) -> None:
    publish_world()
    publish_documents([an_event(1, topics=["defence", "missiles"])])
    missiles, defence = (Record.objects.get(kind="topic", key=key) for key in ("missiles", "defence"))
    merge_record(missiles, into=defence)
    assert rows(reader)[0]["topics"] == "Defence"
