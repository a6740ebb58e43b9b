"""Years before computers count them, and years alone: the same in every list, file, picture and time zone."""

import csv
import json
import os
import time
from collections.abc import Iterator
from io import StringIO
from typing import Any
from xml.etree import ElementTree

import bibtexparser
import feedparser
import pytest
import rispy
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from tests.support.factories import publish_documents
from tests.support.world import a_claim, a_document
from tests.views.heads import json_ld, meta
from tests.views.pages import a_position, an_issue, open_page, publish_world, section, words

pytestmark = [pytest.mark.django_db, pytest.mark.markup]

# Fourteen hours before UTC and eight behind it: midnight of the one is another day of the other.
ZONES = ("UTC", "Pacific/Kiritimati", "America/Los_Angeles")
DAYS = {"1648-10-24": "24 October 1648", "1857-05-10": "10 May 1857", "1947-08-15": "15 August 1947"}
YEARS = tuple(day[:4] for day in DAYS)


@pytest.fixture(params=ZONES)
def _zone(request: pytest.FixtureRequest, settings: Any) -> Iterator[None]:
    """The clock of this process, and that of the site, in a time zone."""
    before = os.environ.get("TZ")
    os.environ["TZ"] = settings.TIME_ZONE = request.param
    time.tzset()
    with timezone.override(request.param):
        yield
    if before is None:
        del os.environ["TZ"]
    else:
        os.environ["TZ"] = before
    time.tzset()


def an_old_event(date: str, **values: Any) -> dict[str, Any]:
    year = date[:4]
    names = {"key": f"v{year}", "slug": f"event-{year}", "title": f"Event of {year}"}
    return a_document("event", **{"date": date, "claims": [a_claim(id=f"vvvvvv{year}")]} | names | values)


def publish_year() -> None:
    """An event and a source of which the year is known, and no more."""
    publish_world()
    source = a_document("source", key="annals", slug="annals", title="Annals", type="book", date="1993")
    claim = a_claim(id="vvvvvv1993", citations=[{"source": "annals", "locator": "Page 1"}])
    publish_documents([source, an_old_event("1993", claims=[claim])])


def publish_days() -> None:
    """An event of each old day, and an issue on which somebody spoke on each."""
    said = [
        a_position(side, id=f"s{day[:4]}", said_on=day, text=f"They want fish in {day[:4]}.")
        for side, day in zip(("arland", "borland", "arland"), DAYS, strict=True)
    ]
    steps = [
        {
            "stage": "signed",
            "date": day,
            "note": "",
            "citations": [{"source": "joint-statement", "locator": "1"}],
        }
        for day in DAYS
    ]
    publish_world(
        an_issue(*said, date="1648-10-24/1947-08-15"),
        a_document("agreement", date="1648", milestones=steps, claims=[a_claim(id="gggggggg22")]),
        *map(an_old_event, DAYS),
    )


def written_data(page: BeautifulSoup) -> str:
    """The JSON-LD of a page as it is written, which keeps to the vocabulary."""
    assert json_ld(page)
    return page.select_one('script[type="application/ld+json"]').get_text()


def text_of(reader: Client, path: str) -> str:
    answer = reader.get(path)
    assert answer.status_code == 200, path
    return answer.getvalue().decode()


@pytest.mark.usefixtures("_zone")
def test_a_year_alone_stays_that_year_in_every_file(reader: Client) -> None:
    publish_year()
    (row,) = csv.DictReader(StringIO(text_of(reader, "/entries.csv").removeprefix("\ufeff")))
    assert (row["date"], row["date_from"], row["date_to"], row["date_precision"]) == (
        *("1993", "1993-01-01", "1993-12-31"),
        "year",
    )
    (entry,) = json.loads(text_of(reader, "/entries.json"))["results"]
    assert (entry["date"]["label"], entry["date"]["precision"]) == ("1993", "year")
    assert [*Calendar.from_ical(text_of(reader, "/entries.ics")).events] == []
    for file in (
        "/entries.atom",
        "/entries.bib",
        "/entries.ris",
        "/entries.csl.json",
        "/events/event-1993.json",
    ):
        assert "1992" not in text_of(reader, file), file
    (work,) = bibtexparser.loads(text_of(reader, "/sources/annals.bib")).entries
    assert (work["date"], work["year"], "month" in work) == ("1993", "1993", False)
    (work,) = rispy.loads(text_of(reader, "/sources/annals.ris"))
    assert (work["year"], work["date"]) == ("1993", "1993///")
    (work,) = json.loads(text_of(reader, "/sources/annals.csl.json"))
    assert work["issued"] == {"date-parts": [[1993]]}


@pytest.mark.usefixtures("_zone")
def test_a_year_alone_stays_that_year_on_every_page(reader: Client) -> None:
    publish_year()
    source, entry = open_page(reader, "/sources/annals/"), open_page(reader, "/events/event-1993/")
    (span,) = source.select("span.Z3988")
    assert "&rft.date=1993&" in span["title"]
    assert dict(meta(source, "citation_"))["citation_publication_date"] == "1993"
    assert '"datePublished":"1993"' in written_data(source)
    assert '"startDate":"1993","endDate":"1993"' in written_data(entry)
    assert "1992" not in f"{source}{entry}"
    for path in ("/events/event-1993/", "/entries/", "/timeline/", "/topics/defence/", "/actors/arland/"):
        page = open_page(reader, path)
        assert {time["datetime"] for time in page.select("time") if time["datetime"][:2] == "19"} == {
            "1993"
        }, path
        assert not {"1 January 1993", "31 December 1993", "January 1993"} & set(page.stripped_strings)


@pytest.mark.usefixtures("_zone")
def test_an_old_day_is_that_day_in_every_file(reader: Client) -> None:
    publish_days()
    rows = csv.DictReader(
        StringIO(text_of(reader, "/entries.csv?type=event&sort=oldest").removeprefix("\ufeff"))
    )
    assert [(row["date"], row["date_from"], row["date_to"]) for row in rows] == [
        (label, day, day) for day, label in DAYS.items()
    ]
    entries = json.loads(text_of(reader, "/entries.json?type=event&sort=oldest"))["results"]
    assert [(each["date"]["label"], each["date"]["from"]) for each in entries] == [
        (label, day) for day, label in DAYS.items()
    ]
    calendar = text_of(reader, "/entries.ics?type=event")
    assert sorted(str(event["dtstart"].dt) for event in Calendar.from_ical(calendar).events) == [*DAYS]
    for day in DAYS:
        assert f"DTSTART;VALUE=DATE:{day.replace('-', '')}\r\n" in calendar
    feed = feedparser.parse(text_of(reader, "/entries.atom?type=event"))
    assert not feed.bozo
    assert {item["title"] for item in feed.entries} == {f"Event of {year}" for year in YEARS}


@pytest.mark.parametrize(
    ("query", "years"),
    [
        ("sort=oldest", YEARS),
        ("sort=newest", YEARS[::-1]),
        ("from=1600&to=1700", YEARS[:1]),
        ("from=1648-10-24&to=1648-10-24", YEARS[:1]),
        ("from=1648-10-25&sort=oldest", YEARS[1:]),
        ("until=1857&sort=oldest", YEARS[:2]),
        ("to=1947-08-14&sort=oldest", YEARS[:2]),
    ],
)
def test_old_years_are_sorted_and_filtered_as_any(reader: Client, query: str, years: tuple[str, ...]) -> None:
    publish_days()
    page = open_page(reader, f"/entries/?type=event&{query}")
    titles = [words(each) for each in page.select(".card h2 a, .card h3 a")]
    assert titles == [f"Event of {year}" for year in years]


def test_the_timeline_has_each_year_and_a_bar_that_leads_to_it(reader: Client) -> None:
    publish_days()
    page = open_page(reader, "/timeline/?type=event")
    assert [words(each).split()[0] for each in page.select("main h2") if words(each)[:1] == "1"] == [*YEARS]
    found = []
    for bar in page.select(".year-histogram svg a"):
        listed = open_page(reader, f"/timeline/{bar['href']}")
        found += [words(each) for each in listed.select(".card h2 a, .card h3 a")]
    assert found == [f"Event of {year}" for year in YEARS]


def test_old_days_are_on_the_pages_that_show_dates(reader: Client) -> None:
    publish_days()
    for path in ("/topics/defence/", "/relationships/arland-borland/", "/events/event-1648/"):
        assert DAYS["1648-10-24"] in words(open_page(reader, path).main), path
    said = words(section(open_page(reader, "/issues/fishing/"), "positions"))
    assert all(label in said for label in DAYS.values())
    sheet = open_page(reader, "/issues/fishing/?print=worksheet")
    assert all(f"They want fish in {year}." in words(sheet.main) for year in YEARS)
    brief = words(open_page(reader, "/topics/defence/?print=brief").main)
    assert "1648" in brief


@pytest.mark.parametrize("day", DAYS)
def test_the_picture_and_the_data_of_an_old_event_say_its_day(reader: Client, day: str) -> None:
    publish_days()
    path = f"/events/event-{day[:4]}"
    root = ElementTree.fromstring(text_of(reader, f"{path}/picture.svg"))  # noqa: S314 (our own)
    assert DAYS[day] in " ".join(each.text or "" for each in root.iter("{http://www.w3.org/2000/svg}text"))
    page = open_page(reader, f"{path}/")
    assert f'"startDate":"{day}","endDate":"{day}"' in written_data(page)
    assert words(page.select_one(f'time[datetime="{day}"]')) == DAYS[day]


def test_old_years_stand_beside_each_other_and_on_the_page_of_an_actor(reader: Client) -> None:
    actor = {"key": "company", "slug": "company", "name": "East Company", "type": "organisation"}
    both = {"topics": ["defence", "fish"], "actors": [{"actor": "company", "role": "about"}]}
    publish_world()
    publish_documents(
        [
            a_document("actor", existed_from="1648", existed_to="1857", **actor),
            a_document("topic", key="fish", slug="fish", name="Fish"),
            *(an_old_event(day, **both) for day in DAYS),
        ]
    )
    page = open_page(reader, "/compare/?topic=defence&topic=fish")
    assert words(page.main).count("Dated entries run from 1648 to 1947.") == 2
    assert [words(each) for each in section(page, "common").select("li")] == [
        f"Event of {day[:4]} event · {label}" for day, label in DAYS.items()
    ]
    facts = words(open_page(reader, "/actors/company/").select_one(".facts"))
    assert "1648" in facts
    assert "1857" in facts
