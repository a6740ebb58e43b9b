"""What was corrected: a page and a feed of it, and what entries and earlier versions say."""

from typing import Any

import feedparser
import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from relations import publishing
from relations.models import Record, VersionCounter
from relations.views import corrections
from tests.support.world import a_claim, a_document, a_published, change, save
from tests.views.heads import alternates
from tests.views.pages import open_page, words

pytestmark = pytest.mark.django_db

WRONG, RIGHT = "They signed for 5.2 billion dollars.", "They signed for 5.43 billion dollars."
NOTE = "The figure was that of another contract."


def an_entry(**values: Any) -> Record:
    """Published with a claim that is wrong, and with one that is not."""
    claims = [a_claim(text=WRONG), a_claim(id="dddddddd22", text="They met at sea.")]
    return a_published("event", **{"claims": claims, **values})


def correct(record: Record, text: str = RIGHT, note: str = NOTE, **values: Any) -> Record:
    document = record.current_edition.read_document()
    claims = [claim | ({"text": text} if claim["id"] == "cccccccc22" else {}) for claim in document["claims"]]
    change(record, **{"claims": claims, **values})
    publishing.publish([record], note=note, correction=True)
    record.refresh_from_db()
    return record


def version() -> int:
    return VersionCounter.objects.version()


def sides(tag: Any) -> list[tuple[str, str]]:
    """What stands under each heading: before, after."""
    return [tuple(words(dd) for dd in pair.select("dd")) for pair in tag.select(".before-after")]


def test_each_stands_with_claim_note_and_day_as_it_was_and_as_it_is(reader: Client) -> None:
    correct(an_entry())
    page = open_page(reader, "/corrections/")
    (item,) = page.select("article.correction")
    day = Record.objects.get(key="vvvvv2").current_edition.published_at.date()
    assert page.select_one("main time")["datetime"] == day.isoformat()
    assert words(item.h3) == "Summit in Port Arle"
    assert words(item.select_one(".change-note")) == NOTE
    assert sides(item) == [
        (
            "They signed for [removed: 5.2] billion dollars.",
            "They signed for [added: 5.43] billion dollars.",
        )
    ]
    link = item.select_one(".diff-header a")["href"]
    assert link == "/events/summit/#c-cccccccc22"
    assert open_page(reader, "/events/summit/").select_one("#c-cccccccc22")


def test_claims_that_came_and_went_and_other_texts_are_shown(reader: Client) -> None:
    record = an_entry()
    claims = [a_claim(text=WRONG), a_claim(id="eeeeeeee22", text="A third met them.")]
    change(record, claims=claims, summary="What is told there.")
    publishing.publish([record], note=NOTE, correction=True)
    (item,) = open_page(reader, "/corrections/").select("article.correction")
    shown = sides(item)
    assert ("Nothing stood here.", "[added: A third met them. (Joint statement, Paragraph 1)]") in shown
    assert any(after == "It was taken out." and "met at sea" in before for before, after in shown)
    assert any("there" in after for _before, after in shown)
    assert [words(tag) for tag in item.select("span.permalink")] == ["¶ dddddddd22"]


def test_what_was_published_anew_without_being_wrong_is_no_correction(reader: Client) -> None:
    record = an_entry()
    change(record, place="Port Arle")
    publishing.publish([record], note="The place was added.")
    page = open_page(reader, "/corrections/")
    assert not page.select("article")
    assert "Nothing has been corrected yet." in words(page.main)


def test_the_newest_come_first_and_the_list_has_pages(
    reader: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(corrections, "PAGE_SIZE", 2)
    record = an_entry()
    for figure in ("5.3", "5.4", "5.43"):
        correct(record, f"They signed for {figure} billion dollars.", f"It is {figure}.")
    pages = [open_page(reader, f"/corrections/?page={number}") for number in (1, 2)]
    notes = [[words(note) for note in page.select(".change-note")] for page in pages]
    assert notes == [["It is 5.43.", "It is 5.4."], ["It is 5.3."]]
    assert "no page 3" in words(open_page(reader, "/corrections/?page=3").select_one(".notice"))


def test_the_list_has_those_of_one_entry(reader: Client) -> None:
    correct(an_entry())
    other = a_published("agreement", claims=[a_claim(id="gggggggg22")])
    change(other, summary="Otherwise.")
    publishing.publish([other], note="The summary was wrong.", correction=True)
    page = open_page(reader, "/corrections/?entry=vvvvv2")
    assert [words(tag) for tag in page.select("article h3")] == ["Summit in Port Arle"]
    page = open_page(reader, "/corrections/?entry=<b>nobody")
    assert words(page.select_one(".notice li")).startswith(
        "No entry with the code “<b>nobody” was corrected."
    )
    assert len(page.select("article")) == 2
    assert reader.get("/corrections/?entry=a&entry=b").status_code == 400


@pytest.mark.parametrize("path", ["/corrections/", "/corrections.atom"])
def test_the_list_costs_as_many_queries_however_long(reader: Client, path: str) -> None:
    """The version; how many, or whose ids; which; where they stand; what was wrong."""
    record = an_entry()
    counts = []
    for figure in ("5.3", "5.4", "5.43"):
        correct(record, f"They signed for {figure} billion dollars.")
        reader.get("/robots.txt")
        with CaptureQueriesContext(connection) as queries:
            reader.get(path)
        counts.append(len(queries))
    assert counts == [5, 5, 5]


def test_of_what_was_withdrawn_nothing_is_told(reader: Client) -> None:
    record = correct(an_entry())
    then = version()
    publishing.withdraw([record], reason="It never happened.")
    assert "billion" not in reader.get("/corrections/").text + reader.get("/corrections.atom").text
    page = open_page(reader, f"/corrections/@v{then}/")
    assert "It never happened." in words(page.main)
    assert "billion" not in words(page)
    feed = reader.get(f"/corrections/@v{then}.atom").text
    assert ("deleted-entry" in feed, "billion" in feed) == (True, False)


def test_the_feed_says_before_and_after_and_its_ids_stay(reader: Client) -> None:
    record = correct(an_entry())
    before = feedparser.parse(reader.get("/corrections.atom").content)
    (item,) = before.entries
    assert (before.bozo, before.feed.title) == (False, "Relations: corrections")
    assert item.title == "Summit in Port Arle: corrected (edition 2)"
    assert item.summary.startswith(f"{NOTE}\n\n")
    assert f"Before: {WRONG}\nAfter: {RIGHT}" in item.summary
    publishing.rename(record, slug="port-arle")
    (after,) = feedparser.parse(reader.get("/corrections.atom").content).entries
    assert (after.id, after.updated) == (item.id, item.updated)
    (change_item,) = [
        entry
        for entry in feedparser.parse(reader.get("/changes.atom").content).entries
        if entry.title.endswith("corrected (edition 2)")
    ]
    assert change_item.id != after.id
    assert alternates(open_page(reader, "/corrections/")) == {
        "application/atom+xml": "http://localhost:8000/corrections.atom"
    }


def notes(page: BeautifulSoup) -> list[str]:
    return [words(note) for note in page.select(".correction-note")]


def test_the_page_of_an_entry_says_that_it_was_corrected(reader: Client) -> None:
    record = an_entry()
    assert notes(open_page(reader, "/events/summit/")) == []
    correct(record)
    change(record, place="Port Arle")
    publishing.publish([record], note="The place was added.")
    page = open_page(reader, "/events/summit/")
    (note,) = notes(page)
    assert note.startswith("Corrected on ")
    assert NOTE in note
    anchor = page.select_one(".correction-note a")["href"]
    path, _hash, fragment = anchor.partition("#")
    assert open_page(reader, path).find(id=fragment)


def test_an_earlier_version_says_at_its_head_that_a_claim_on_it_was_corrected_later(reader: Client) -> None:
    record = an_entry()
    then = version()
    assert notes(open_page(reader, f"/events/summit/@v{then}/")) == []
    correct(record)
    page = open_page(reader, f"/events/summit/@v{then}/")
    (note,) = [words(note) for note in page.select(".banner .correction-note")]
    assert note.startswith("A claim on this page was corrected on ")
    link = page.select_one(".banner .correction-note a")["href"]
    assert link.startswith("/corrections/?entry=vvvvv2#")  # of the present
    assert notes(open_page(reader, f"/events/summit/@v{version()}/"))[0].startswith("Corrected on ")


def test_what_was_not_on_the_page_then_is_not_told_as_a_claim_of_it(reader: Client) -> None:
    record = an_entry(claims=[a_claim(id="dddddddd22", text="They met at sea.")])
    then = version()
    claims = [a_claim(id="dddddddd22", text="They met at sea."), a_claim(text=WRONG)]
    change(record, claims=claims)
    publishing.publish([record], note="More is told.")
    record.refresh_from_db()
    correct(record)
    (note,) = notes(open_page(reader, f"/events/summit/@v{then}/"))
    assert note.startswith("This page was corrected on ")


def test_an_earlier_edition_says_so_too(reader: Client) -> None:
    correct(an_entry())
    (note,) = notes(open_page(reader, "/events/summit/editions/1/"))
    assert note.startswith("A claim on this page was corrected on ")
    (note,) = notes(open_page(reader, "/events/summit/editions/2/"))
    assert note.startswith("Corrected on ")
    assert len(notes(open_page(reader, f"/events/summit/editions/1/@v{version()}/"))) == 1


@pytest.mark.parametrize(
    "path",
    [
        "/actors/arland/{}",
        "/sources/joint-statement/{}",
        "/entries/{}?q=billion",
        "/topics/defence/{}?says=position",
    ],
)
def test_every_page_of_an_earlier_version_that_shows_the_claim_says_so(reader: Client, path: str) -> None:
    wrong = a_claim(text=WRONG, kind="position", side="arland", speaker="arland")
    record = an_entry(claims=[wrong, a_claim(id="dddddddd22", text="They met at sea.")])
    then = version()
    correct(record)
    (note,) = notes(open_page(reader, path.format(f"@v{then}/")))
    assert note.startswith("A claim on this page was corrected on ")
    assert "It stands in “Summit in Port Arle”." in note
    assert notes(open_page(reader, path.format(""))) == []
    assert notes(open_page(reader, path.format(f"@v{version()}/"))) == []


def test_several_claims_of_one_correction_are_told_together(reader: Client) -> None:
    record = an_entry(claims=[a_claim(text=WRONG), a_claim(id="dddddddd22", text=WRONG)])
    then = version()
    change(record, claims=[a_claim(text=RIGHT), a_claim(id="dddddddd22", text=RIGHT)])
    publishing.publish([record], note=NOTE, correction=True)
    (note,) = notes(open_page(reader, f"/entries/@v{then}/?q=billion"))
    assert note.startswith("2 claims on this page were corrected on ")
    assert "They stand in “Summit in Port Arle”." in note


def test_a_page_that_shows_other_claims_of_the_entry_says_nothing(reader: Client) -> None:
    record = an_entry()
    then = version()
    correct(record)
    assert notes(open_page(reader, f"/entries/@v{then}/?q=sea")) == []
    assert notes(open_page(reader, f"/topics/defence/@v{then}/")) == []


def test_a_correction_of_a_topic_is_in_the_list(reader: Client) -> None:
    record = save(a_document("topic", slug="fish", name="Fish", description="Wrong."))
    publishing.publish([record])
    change(record, description="Right.")
    publishing.publish([record], note="It was wrong.", correction=True)
    (item,) = open_page(reader, "/corrections/").select("article.correction")
    assert words(item.h3) == "Fish"
    assert sides(item) == [("[removed: Wrong].", "[added: Right].")]
