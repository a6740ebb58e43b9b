"""A title of quotes, an ampersand and angle brackets is the same after one decoding, wherever it stands."""

import csv
import json
from io import StringIO
from typing import Any
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree

import bibtexparser
import feedparser
import pytest
import rispy
from bibtexparser.bparser import BibTexParser
from bibtexparser.latexenc import latex_to_unicode
from django.conf import settings
from django.test import Client
from icalendar import Calendar

from relations import publishing
from tests.support.factories import publish_documents
from tests.support.world import a_claim, a_document, an_other_name
from tests.views.heads import json_ld, meta
from tests.views.pages import a_position, an_issue, open_page, publish_world, words

pytestmark = [pytest.mark.django_db, pytest.mark.markup]

SITE = settings.SITE_URL.rstrip("/")
TITLE = '"Make in India" & <S-400>'
SVG = "{http://www.w3.org/2000/svg}"
RECORDS = ("/events/e/", "/agreements/a/", "/issues/i/", "/topics/t/", "/actors/x/", "/sources/s/")


@pytest.fixture(autouse=True)
def _world(db: None) -> None:
    publish_world()
    citation = [{"source": "s", "locator": TITLE}]
    named = {"topics": ["t"], "actors": [{"actor": "x", "role": "side"}], "title": TITLE, "summary": TITLE}
    said = a_position(id="pppppppp22", text=TITLE, citations=citation)
    publish_documents(
        [
            a_document("topic", key="t", slug="t", name=TITLE, description=TITLE),
            a_document("actor", key="x", slug="x", name=TITLE, other_names=[an_other_name("MII & <S>")]),
            a_document("source", key="s", slug="s", title=TITLE, container=TITLE, type="article"),
            a_document("event", key="eeeee2", slug="e", place=TITLE, **named),
            a_document("agreement", key="aaaaa2", slug="a", claims=[a_claim(id="aaaaaaaa22")], **named),
            an_issue(said, key="iiiii2", slug="i", **named),
        ]
    )
    publishing.update_reference(title=f"{TITLE}, told")


def text_of(reader: Client, path: str) -> str:
    answer = reader.get(path)
    assert answer.status_code == 200, path
    return answer.getvalue().decode()


def texts(value: Any) -> list[str]:
    """All texts within JSON."""
    if isinstance(value, str):
        return [value]
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for part in parts for text in texts(part)]


@pytest.mark.parametrize("path", RECORDS)
def test_on_its_page_and_in_its_head(reader: Client, path: str) -> None:
    page = open_page(reader, path)
    assert words(page.h1) == TITLE
    assert page.title.get_text() == f"{TITLE} · {TITLE}, told"
    head = dict(meta(page, ""))
    assert head["og:title"] == head["citation_title"] == head["og:image:alt"] == TITLE
    assert head["og:site_name"] == f"{TITLE}, told"
    assert TITLE in texts(json_ld(page))
    for link in page.head.select('link[type="application/json+oembed"]'):
        assert link["title"] == TITLE
    # Nothing of it became a tag, and nothing was escaped twice.
    for escaped in ("&amp;", "&lt;", "&quot;", "&#34;", "\\u0026", "\\u003c"):
        assert escaped not in f"{page.get_text()}{head}{texts(json_ld(page))}", escaped
    assert not page.find_all("s-400")


@pytest.mark.parametrize(
    "path",
    [
        *("/", "/about/", "/entries/", "/timeline/", "/topics/", "/actors/", "/sources/", "/glossary/"),
        *("/changes/", "/corrections/", "/data/", "/compare/?topic=t&topic=defence", "/entries/?topic=t"),
        *("/topics/t/?print=brief", "/issues/i/?print=worksheet", "/issues/i/editions/", "/issues/i/@v3/"),
        *("/claims/pppppppp22/report/", "/entries/facets/topic/"),
    ],
)
def test_on_pages_that_name_it(reader: Client, path: str) -> None:
    page = open_page(reader, path)
    assert TITLE in page.get_text()
    assert "&amp;" not in page.get_text()
    assert "&lt;" not in page.get_text()
    assert not page.find_all("s-400")


@pytest.mark.parametrize("path", ["/entries.atom", "/topics/t.atom", "/actors/x.atom", "/changes.atom"])
def test_in_feeds(reader: Client, path: str) -> None:
    text = text_of(reader, path)
    feed = feedparser.parse(text, sanitize_html=False)
    assert not feed.bozo
    # As XML has it: the reader of feeds would decode a title that says it is HTML a second time.
    root = ElementTree.fromstring(text)  # noqa: S314 (our own)
    atom = "{http://www.w3.org/2005/Atom}"
    titles = [entry.find(f"{atom}title") for entry in root.iter(f"{atom}entry")]
    assert {title.get("type", "text") for title in titles} == {"text"}
    assert any(TITLE in (title.text or "") for title in titles)
    assert TITLE in (root.findtext(f"{atom}title") or "")


def test_in_calendars_tables_and_json(reader: Client) -> None:
    (event,) = Calendar.from_ical(text_of(reader, "/entries.ics?type=event&topic=t")).events
    assert (event["summary"], event["location"]) == (TITLE, TITLE)
    rows = csv.DictReader(StringIO(text_of(reader, "/entries.csv?topic=t").removeprefix("\ufeff")))
    assert {(row["title"], row["summary"]) for row in rows} == {(TITLE, TITLE)}
    entries = json.loads(text_of(reader, "/entries.json?topic=t"))["results"]
    assert {(each["title"], each["summary"]) for each in entries} == {(TITLE, TITLE)}
    for path in RECORDS:
        data = json.loads(text_of(reader, f"{path.rstrip('/')}.json"))
        assert TITLE in (data.get("title"), data.get("name"))


@pytest.mark.parametrize("path", RECORDS)
def test_in_files_for_reference_managers(reader: Client, path: str) -> None:
    base = path.rstrip("/")
    work = bibtexparser.loads(
        text_of(reader, f"{base}.bib"), BibTexParser(ignore_nonstandard_types=False, common_strings=True)
    ).entries[0]
    assert latex_to_unicode(work["title"]).strip("{}").replace("''", '"').replace("``", '"') == TITLE
    assert rispy.loads(text_of(reader, f"{base}.ris"))[0]["title"] == TITLE
    csl = json.loads(text_of(reader, f"{base}.csl.json"))[0]
    assert csl["title"] == TITLE
    assert csl["container-title"] in (TITLE, f"{TITLE}, told")


def test_in_spans_of_sources(reader: Client) -> None:
    (span,) = open_page(reader, "/sources/s/").select("span.Z3988")
    pairs = parse_qs(span["title"], strict_parsing=True)
    assert TITLE in (pairs.get("rft.atitle", []) + pairs.get("rft.title", []))


def test_where_programs_ask_how_to_show_and_to_search_it(reader: Client) -> None:
    shown = json.loads(text_of(reader, f"/oembed/?url={SITE}/issues/i/"))
    assert (shown["title"], shown["provider_name"]) == (TITLE, f"{TITLE}, told")
    described = ElementTree.fromstring(text_of(reader, "/opensearch.xml"))  # noqa: S314 (our own)
    names = {each.tag.rpartition("}")[2]: each.text for each in described}
    assert names["LongName"] == f"{TITLE}, told"
    assert f"“{TITLE}, told”" in names["Description"]


def test_on_pictures_and_in_codes(reader: Client) -> None:
    for path in RECORDS:
        root = ElementTree.fromstring(text_of(reader, f"{path}picture.svg"))  # noqa: S314 (our own)
        assert TITLE in " ".join(each.text or "" for each in root.iter(f"{SVG}text"))
    search = "%22Make+in+India%22+%26+%3CS-400%3E"
    page = open_page(reader, f"/entries/?q={search}")
    address = page.select_one(f'section[aria-labelledby="cite"] a[href^="{SITE}/"]')["href"]
    code = ElementTree.fromstring(text_of(reader, f"/entries/qr.svg?q={search}"))  # noqa: S314 (our own)
    assert code.findtext(f"{SVG}title") == address
    assert parse_qs(urlsplit(address).query) == {"q": [TITLE]}
