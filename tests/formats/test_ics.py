"""A selection as a calendar, read by a reader of calendars."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from relations.formats import as_ics
from relations.models import VersionCounter
from tests.formats.files import SITE, an_event, publish_entries, text_of
from tests.support.factories import publish_document
from tests.support.world import a_document
from tests.views.pages import publish_world

pytestmark = pytest.mark.django_db

WHEN = datetime(2026, 3, 1, 12, 30, 15, 250, tzinfo=UTC)


def read(reader: Client, path: str = "/entries.ics") -> Calendar:
    calendar = Calendar.from_ical(text_of(reader, path))
    assert calendar.errors == []
    assert all(event.errors == [] for event in calendar.events)
    return calendar


def test_an_event_of_one_day_is_an_all_day_event_with_all_its_properties(
    reader: Client, settings: Any
) -> None:
    settings.SITE_URL = SITE
    publish_entries()
    publish_document(a_document("event", place="Port Arle"), published_at=WHEN)
    (event,) = read(reader).events
    assert event["UID"] == "vvvvv2@relations.example"
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (date(2019, 9, 4), date(2019, 9, 5))
    assert event["DTSTAMP"].dt == event["LAST-MODIFIED"].dt == WHEN.replace(microsecond=0)
    assert event["SEQUENCE"] == 1
    assert (event["SUMMARY"], event["DESCRIPTION"]) == ("Summit in Port Arle", "What is told here.")
    assert (event["LOCATION"], event["URL"]) == ("Port Arle", f"{SITE}/events/summit/")
    assert event["CATEGORIES"].cats == ["Defence"]


def test_a_calendar_says_what_it_is_of_and_how_many_it_left_out(reader: Client) -> None:
    publish_entries()
    calendar = read(reader, "/entries.ics?topic=defence")
    assert calendar["X-WR-CALNAME"] == calendar["NAME"] == "Relations: Entries about Defence"
    told = "1 entry is dated to the day. 2 others have no exact day and are left out."
    assert calendar["X-WR-CALDESC"] == calendar["DESCRIPTION"] == told
    assert "left out" not in read(reader, "/entries.ics?type=event")["X-WR-CALDESC"]


@pytest.mark.parametrize("path", ["/entries.ics?topic=defence", "/topics/defence.ics"])
def test_a_calendar_says_when_and_where_to_ask_again(reader: Client, settings: Any, path: str) -> None:
    settings.SITE_URL = SITE
    publish_entries()
    calendar = read(reader, path)
    assert calendar["REFRESH-INTERVAL"].dt == timedelta(days=1)
    assert calendar["X-PUBLISHED-TTL"].to_ical() == b"P1D"
    assert calendar["REFRESH-INTERVAL"].params["VALUE"] == "DURATION"
    assert calendar["SOURCE"] == f"{SITE}{path}"


def test_a_calendar_of_an_earlier_version_is_not_asked_for_again(reader: Client) -> None:
    publish_entries()
    calendar = read(reader, f"/topics/defence/@v{VersionCounter.objects.version()}.ics")
    assert len(calendar.events) == 1
    assert not {"REFRESH-INTERVAL", "X-PUBLISHED-TTL", "SOURCE"} & {*calendar}


def test_a_record_has_a_calendar_of_its_entries(reader: Client) -> None:
    publish_entries()
    for path in ("/topics/defence", "/actors/arland", "/relationships/arland-borland"):
        calendar = read(reader, f"{path}.ics")
        assert [event["SUMMARY"] for event in calendar.events] == ["Summit in Port Arle"]


@pytest.mark.parametrize(
    ("dated", "days"),
    [
        ("2019-09-04", (date(2019, 9, 4), date(2019, 9, 5))),
        ("2019-12-30/2019-12-31", (date(2019, 12, 30), date(2020, 1, 1))),
        ("0101-02-03", (date(101, 2, 3), date(101, 2, 4))),
        ("9999-12-31", (date(9999, 12, 31), None)),
        *((vague, None) for vague in ("2019-09", "2019", "201X", "2019-09-04~", "[..2019-09-04]", "")),
    ],
)
def test_only_what_is_dated_to_the_day_is_in_it(reader: Client, dated: str, days: Any) -> None:
    publish_world(an_event(1, date=dated))
    found = [(e["DTSTART"].dt, e["DTEND"].dt if "DTEND" in e else None) for e in read(reader).events]
    assert found == ([days] if days else [])


def test_a_later_edition_that_is_dated_less_exactly_leaves_the_calendar(reader: Client) -> None:
    publish_entries()
    publish_document(a_document("event", date="2019-09"))
    assert read(reader).events == []


@pytest.mark.parametrize("query", ["?q=nothing", "?type=issue"])
def test_a_calendar_without_a_day_has_the_one_component_that_any_has(reader: Client, query: str) -> None:
    publish_entries()
    calendar = read(reader, f"/entries.ics{query}")
    assert [component.name for component in calendar.subcomponents] == ["VTIMEZONE"]
    assert {component.name for component in read(reader).subcomponents} == {"VEVENT"}


def test_an_entry_keeps_its_id_whatever_it_is_called(reader: Client) -> None:
    publish_entries()
    (before,) = read(reader).events
    publish_document(a_document("event", slug="port-arle", title="Summit at sea"))
    (after,) = read(reader).events
    assert (before["UID"], before["SEQUENCE"], after["SEQUENCE"]) == (after["UID"], 0, 1)


def test_a_calendar_is_of_the_time_of_the_last_publication(reader: Client) -> None:
    assert "LAST-MODIFIED" not in read(reader)
    publish_entries()
    publish_document(a_document("event", place="Port Arle"), published_at=WHEN)
    assert read(reader, "/entries.ics?q=nothing")["LAST-MODIFIED"].dt == WHEN.replace(microsecond=0)


def test_the_same_selection_is_the_same_file(reader: Client, time_machine: Any) -> None:
    publish_entries()
    first = text_of(reader, "/entries.ics")
    time_machine.move_to("2099-01-01")
    assert text_of(reader, "/entries.ics") == first


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=300))
def test_any_text_survives_in_lines_that_are_never_too_long(text: str) -> None:
    written = as_ics._content_line("SUMMARY", as_ics._escape_text(text))
    assert all(len(line.encode()) <= 75 for line in written.removesuffix("\r\n").split("\r\n"))
    holder = f"BEGIN:VEVENT\r\n{written}END:VEVENT\r\n"
    read = str(
        Calendar.from_ical(f"BEGIN:VCALENDAR\r\n{holder}END:VCALENDAR\r\n").events[0].get("SUMMARY", "")
    )
    expected = as_ics._CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    assert read == expected
