"""Atom feeds, read by a reader of feeds."""

from datetime import UTC, datetime
from typing import Any

import feedparser
import pytest
from django.test import Client

from relations import publishing
from relations.formats import entries_feed
from relations.formats.as_atom import NEVER, Feed, Item, render
from relations.models import VersionCounter
from tests.support.factories import publish_document
from tests.support.world import a_claim, a_document, a_published, a_vocabulary, change, save

pytestmark = pytest.mark.django_db


def read(reader: Client, path: str) -> Any:
    response = reader.get(path)
    assert response.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    feed = feedparser.parse(response.content)
    assert not feed.bozo
    return feed


def many(count: int) -> None:
    a_vocabulary()
    records = [
        save(
            a_document(
                "event",
                key=f"vvvv{n + 20}",
                slug=f"event-{n}",
                title=f"Event {n}",
                date=f"{1900 + n}",
                claims=[a_claim(id=f"cccccccc{n:02}")],
            )
        )
        for n in range(count)
    ]
    publishing.publish(records)


def test_a_selection_is_named_after_the_reference_and_links_to_itself_and_its_page(
    reader: Client, settings: Any
) -> None:
    settings.SITE_URL = "https://relations.example"
    a_published("event")
    feed = read(reader, "/entries.atom?type=event&topic=defence&sort=oldest&page=1&page_size=7").feed
    links = {link["rel"]: link["href"] for link in feed.links}
    assert feed.title == "Relations: Events about Defence"
    assert links == {
        "self": "https://relations.example/entries.atom?type=event&topic=defence",
        "alternate": "https://relations.example/entries/?type=event&topic=defence",
    }


@pytest.mark.parametrize(
    ("page", "title"),
    [
        ("/topics/defence", "Relations: Entries about Defence"),
        ("/actors/arland", "Relations: Entries involving Arland"),
        ("/relationships/arland-borland", "Relations: Entries between Arland and Borland"),
    ],
)
def test_a_record_has_a_feed_of_all_its_entries_at_its_own_address(
    reader: Client, settings: Any, page: str, title: str
) -> None:
    settings.SITE_URL = "https://relations.example"
    a_published("event")
    publish_document(
        a_document("event", key="wwwww2", slug="elsewhere", topics=[], actors=[], relationships=[], claims=[])
    )
    feed = read(reader, f"{page}.atom?type=issue")
    links = {link["rel"]: link["href"] for link in feed.feed.links}
    assert feed.feed.title == title
    assert links == {
        "self": f"https://relations.example{page}.atom",
        "alternate": f"https://relations.example{page}/",
    }
    assert [entry.title for entry in feed.entries] == ["Summit in Port Arle"]


def test_the_feed_of_an_earlier_version_of_a_topic_leads_to_that_version(reader: Client) -> None:
    a_published("topic")
    version = VersionCounter.objects.version()
    a_published("event")
    feed = read(reader, f"/topics/defence/@v{version}.atom")
    assert (feed.entries, feed.feed.link) == ([], f"http://localhost:8000/topics/defence/@v{version}/")


def test_the_newest_by_publication_come_first_and_no_more_than_a_feed_holds(
    reader: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(entries_feed, "FEED_SIZE", 3)
    many(5)
    record = save(a_document("agreement", claims=[a_claim(id="ccccccccc3")], date="1800"))
    publishing.publish([record])
    entries = read(reader, "/entries.atom?page=2").entries
    assert (len(entries), entries[0].title) == (3, "Defence pact")


def test_the_id_of_an_entry_outlives_renaming_and_republication(reader: Client) -> None:
    record = a_published("event")
    (before,) = read(reader, "/entries.atom").entries
    change(record, summary="More is told here.")
    publishing.publish([record], note="A word was added.")
    publishing.rename(record, slug="port-arle", name="Summit at sea")
    (after,) = read(reader, "/entries.atom").entries
    assert after.id == before.id
    assert after.published == before.published
    assert after.updated > before.updated
    assert (after.title, after.link.endswith("/events/port-arle/")) == ("Summit at sea", True)


def test_an_item_tells_summary_change_note_and_topics(reader: Client) -> None:
    record = a_published("event")
    change(record, place="Port Arle")
    publishing.publish([record], note="The place was added.")
    (item,) = read(reader, "/entries.atom").entries
    assert item.summary == "What is told here.\n\nThe place was added."
    assert [{**tag} for tag in item.tags] == [
        {"term": "defence", "scheme": "http://localhost:8000/topics/", "label": "Defence"}
    ]


@pytest.mark.parametrize("path", ["/entries.atom", "/entries.atom?q=nothing", "/changes.atom"])
def test_a_feed_says_its_language(reader: Client, path: str) -> None:
    a_published("event")
    feed = read(reader, path).feed
    assert feed.title_detail.language == feed.rights_detail.language == feed.language == "en"


def test_each_entry_is_of_the_time_of_its_own_edition(reader: Client) -> None:
    publish_document(a_document("event"), published_at=datetime(2026, 3, 1, 12, tzinfo=UTC))
    publish_document(
        a_document("agreement", claims=[a_claim(id="ccccccccc3")]),
        published_at=datetime(2026, 3, 2, 12, tzinfo=UTC),
    )
    feed = read(reader, "/entries.atom")
    assert [entry.updated[:10] for entry in feed.entries] == ["2026-03-02", "2026-03-01"]
    assert feed.feed.updated == feed.entries[0].updated


def test_an_empty_selection_is_a_valid_feed_of_the_last_publication(
    reader: Client, time_machine: Any
) -> None:
    a_published("event")
    publish_document(
        a_document("topic", slug="trade", name="Trade"), published_at=datetime(2099, 3, 1, tzinfo=UTC)
    )
    time_machine.move_to("2100-01-01")
    feed = read(reader, "/entries.atom?q=nothing")
    assert (feed.entries, "nothing" in feed.feed.title) == ([], True)
    assert feed.feed.updated == "2099-03-01T00:00:00+00:00"


def test_a_reference_without_a_publication_has_valid_feeds(reader: Client) -> None:
    for path in ("/entries.atom", "/changes.atom"):
        feed = read(reader, path)
        assert (feed.entries, feed.feed.updated_parsed.tm_year) == ([], 1970)


def test_what_xml_cannot_hold_is_left_out(settings: Any) -> None:
    feed = Feed("id", "a\x00b\x1f & <c>\ud800", "author", "CC BY 4.0", "/entries.atom", "/entries/", "q=%01")
    item = Item("entry/x", "/events/x/", "“quoted” \ufffe", *[NEVER] * 2)
    read = feedparser.parse(render(feed, [item]).encode())
    assert not read.bozo
    assert (read.feed.title, read.entries[0].title) == ("ab & <c>", "“quoted”")


def test_any_host_may_read_a_feed(reader: Client) -> None:
    assert reader.get("/entries.atom").headers["Access-Control-Allow-Origin"] == "*"
