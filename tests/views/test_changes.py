"""What changed in the reference, newest first, as a page and as a feed."""

import feedparser
import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from relations import publishing
from relations.models import Record, VersionCounter
from relations.views import changes
from tests.support.world import a_claim, a_document, a_published, change, save

pytestmark = pytest.mark.django_db


def lines(reader: Client, path: str = "/changes/") -> list[str]:
    response = reader.get(path)
    assert response.status_code == 200
    page = BeautifulSoup(response.text, "html.parser")
    return [" ".join(item.get_text().split()) for item in page.select("main .line-list li")]


def test_publications_are_listed_newest_first(reader: Client) -> None:
    record = a_published("event")
    change(record, place="Port Arle")
    publishing.publish([record], note="The place was added.")
    publishing.rename(record, slug="port-arle")
    told = lines(reader)
    assert told[:3] == [
        "Event Summit in Port Arle renamed · edition 3 · differences",
        "Event Summit in Port Arle published · edition 2 · differences",
        "Event Summit in Port Arle first published · edition 1",
    ]
    assert len(told) == 8  # with the two actors, the topic, the source and the relationship


def test_what_was_not_agreed_is_listed_by_its_form(reader: Client) -> None:
    record = a_published("agreement", form="proposal")
    assert lines(reader)[0] == "Proposal Defence pact first published · edition 1"
    publishing.withdraw([record], reason="Never made.")
    assert lines(reader)[0] == "Agreement or project /agreements/pact/ withdrawn"


def test_the_note_of_a_publication_of_many_records_is_shown_once(reader: Client) -> None:
    a_published("event")
    records = [
        save(a_document("topic", slug=slug, name=slug.capitalize())) for slug in ("trade", "fish", "gas")
    ]
    publishing.publish(records, note="Three topics at once.")
    assert reader.get("/changes/").text.count("Three topics at once.") == 1


def test_versions_of_one_day_are_told_apart(reader: Client) -> None:
    a_published("event")
    for slug in ("trade", "fish"):
        publishing.publish([save(a_document("topic", slug=slug, name=slug.capitalize()))])
    page = BeautifulSoup(reader.get("/changes/").text, "html.parser")
    assert len(page.select("main h2 > time")) == 1
    last = VersionCounter.objects.version()
    assert [heading.get_text() for heading in page.select("main h3")][:2] == [
        f"Version {last}",
        f"Version {last - 1}",
    ]


def test_of_a_withdrawn_record_only_the_withdrawal_is_listed_by_its_address(reader: Client) -> None:
    record = a_published("event", title="A title to hide")
    publishing.withdraw([record], reason="Never happened.")
    assert lines(reader)[0] == "Event /events/summit/ withdrawn"
    for path in ("/changes/", "/changes.atom", "/sitemap.xml"):
        assert "to hide" not in reader.get(path).text
    assert "/events/summit/" not in reader.get("/sitemap.xml").text


def test_every_link_of_the_list_leads_to_a_page(reader: Client) -> None:
    record = a_published("event")
    other = save(a_document("topic", slug="trade", name="Trade"))
    publishing.publish([other])
    publishing.merge(other, into=Record.objects.get(kind="topic", key="defence"))
    publishing.rename(record, slug="port-arle")
    page = BeautifulSoup(reader.get("/changes/").text, "html.parser")
    for link in page.select("main .line-list a"):
        response = reader.get(link["href"].split("#")[0], follow=True)
        assert response.status_code == 200, link["href"]


def test_the_list_has_pages(reader: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(changes, "PAGE_SIZE", 4)
    a_published("event")
    pages = [lines(reader, f"/changes/?page={n}") for n in (1, 2)]
    assert [len(page) for page in pages] == [4, 2]
    for nonsense in ("0", "-1", "x", "9" * 5000):
        assert lines(reader, f"/changes/?page={nonsense}") == pages[0]


def test_the_list_costs_four_queries_however_long(reader: Client) -> None:
    a_published("event")
    reader.get("/robots.txt")
    with CaptureQueriesContext(connection) as queries:
        reader.get("/changes/")
    assert len(queries) == 4


def test_before_anything_is_published_the_page_and_the_feed_say_so(reader: Client) -> None:
    assert "Nothing has been published yet." in reader.get("/changes/").text
    feed = feedparser.parse(reader.get("/changes.atom").content)
    assert (feed.bozo, feed.entries) == (False, [])


def test_the_feed_has_an_item_for_each_change_with_an_id_of_its_own(reader: Client) -> None:
    record = a_published("event", claims=[a_claim()])
    change(record, place="Port Arle")
    publishing.publish([record], note="The place was added.")
    before = feedparser.parse(reader.get("/changes.atom").content)
    publishing.rename(record, slug="port-arle")
    feed = feedparser.parse(reader.get("/changes.atom").content)
    assert not feed.bozo
    assert feed.feed.title == "Relations: what changed"
    assert feed.entries[1].summary == "The place was added."
    assert feed.entries[1].title == "Summit in Port Arle: published (edition 2)"
    ids = [entry.id for entry in feed.entries]
    assert len(set(ids)) == len(ids) == 8
    assert ids[1:] == [entry.id for entry in before.entries]
