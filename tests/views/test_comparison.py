"""What changed since an earlier version: on the page as it was then, and as a page of its own."""

import re
from datetime import UTC, datetime, time, timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from relations import publishing
from relations.models import Publication, Record, VersionCounter
from tests.support.factories import merge_record, publish_document, withdraw_record
from tests.support.world import a_claim, a_document, save
from tests.views.pages import a_position, open_page, publish_world, words

pytestmark = pytest.mark.django_db

SUMMIT = a_document(
    "event", title="Summit in Port Arle", slug="summit", claims=[a_claim(text="22 ships came.")]
)
CHANGED = SUMMIT | {"date": "2020-03", "claims": [SUMMIT["claims"][0] | {"text": "23 ships came."}]}


@pytest.fixture
def since(db: None) -> str:
    publish_world(SUMMIT)
    return f"v{VersionCounter.objects.version()}"


def sentences(page: BeautifulSoup) -> list[str]:
    return [words(item) for item in page.select(".change-sentences > li")]


def section(page: BeautifulSoup, name: str) -> str:
    heading = page.select_one(f"h2#{name}")
    return words(heading.find_parent("section")) if heading else ""


def test_a_page_as_it_was_says_what_has_changed_claim_by_claim(reader: Client, since: str) -> None:
    publish_document(CHANGED)
    page = open_page(reader, f"/events/summit/@{since}/")
    assert sentences(page)[0].startswith("Date: ")
    assert sentences(page)[1] == "Claim “23 ships came.”, text: “22 ships came.” became “23 ships came.”."
    assert page.select_one(f'.banner a[href="/events/summit/changes/?since={since}"]')


def test_a_page_as_it_was_says_that_nothing_has_changed(reader: Client, since: str) -> None:
    publish_document(a_document("event", slug="other", key="vvvvv3"))
    banner = open_page(reader, f"/events/summit/@{since}/").select_one(".banner")
    assert "The text of this page has not changed since then." in words(banner)


def test_a_page_as_it_was_says_what_it_was_merged_into(reader: Client, since: str) -> None:
    publish_document(a_document("topic", slug="navy", name="Navy"))
    merge_record(Record.objects.get(key="missiles"), Record.objects.get(key="navy"))
    [said] = sentences(open_page(reader, f"/topics/missiles/@{since}/"))
    assert re.fullmatch(r"It was merged into “Navy” on \d+ \w+ \d{4}: Merged\.", said)


def test_many_changes_are_counted_and_their_page_has_all(reader: Client, since: str) -> None:
    claims = [a_claim(id=f"ssssssss{n}{n}", text=f"Fact {n}.") for n in range(2, 8)]
    publish_document(SUMMIT | {"claims": [*SUMMIT["claims"], *claims]})
    page = open_page(reader, f"/events/summit/@{since}/")
    assert len(sentences(page)) == 4
    assert words(page.select_one(f'.banner .screen-only > a[href$="changes/?since={since}"]'))
    assert len(sentences(open_page(reader, f"/events/summit/changes/?since={since}"))) == 6


def test_any_two_versions_of_a_record_compare(reader: Client, since: str) -> None:
    second = publish_document(CHANGED).born
    publish_document(CHANGED | {"date": "2021"})
    page = open_page(reader, f"/events/summit/changes/@v{second}/?since={since}")
    assert [said.split(":")[0] for said in sentences(page)] == ["Date", "Claim “23 ships came.”, text"]
    assert len(sentences(open_page(reader, f"/events/summit/changes/?since=v{second}"))) == 1


def test_a_topic_page_compares_as_a_whole(reader: Client, since: str) -> None:
    publish_document(CHANGED)
    publish_document(a_document("event", slug="fleet", title="Fleet", key="ffffff"))
    publish_document(a_document("topic", description="Arms and ships."))
    page = open_page(reader, f"/topics/defence/changes/?since={since}")
    assert any(said.startswith("Description: ") for said in sentences(page))
    assert "Fleet" in section(page, "added")
    assert "Summit in Port Arle" in section(page, "changed")
    assert "23 ships came." in section(page, "changed")
    assert section(page, "removed") == ""


def test_an_entry_that_left_a_topic_is_named_and_one_withdrawn_is_not(reader: Client, since: str) -> None:
    gone = publish_document(a_document("event", slug="gone", title="Secret talks", key="gggggg"))
    left = f"v{gone.born}"
    publish_document(SUMMIT | {"topics": ["missiles"]})
    publish_document(a_document("topic", name="Missiles", slug="missiles", key="missiles", parent=""))
    withdraw_record(gone.record, reason="It was never held.")
    page = open_page(reader, f"/topics/defence/changes/?since={left}")
    assert "Summit in Port Arle" in section(page, "removed")
    assert "It was never held." in section(page, "withdrawn")
    assert "Secret talks" not in words(page)
    then = open_page(reader, f"/topics/defence/changes/@{left}/?since={since}")
    assert "It was never held." in section(then, "withdrawn")
    assert "Secret talks" not in words(then)


@pytest.mark.parametrize("query", ["", "?since=v1"])
def test_a_page_compares_from_its_first_version(reader: Client, since: str, query: str) -> None:
    publish_document(a_document("event", slug="navy", title="Navy", key="nnnnnn", topics=["ships"]))
    born = publish_document(a_document("topic", slug="ships", name="Ships")).born
    publish_document(SUMMIT | {"topics": ["ships"]})
    publish_document(
        a_document("event", slug="navy", title="Navy", key="nnnnnn", topics=["ships"], place="Port Arle")
    )
    page = open_page(reader, f"/topics/ships/changes/{query}")
    assert words(page.select_one(".lede")).startswith(f"From version {born} (")
    assert "Summit in Port Arle" in section(page, "added")
    assert sentences(page) == ["Place: “Port Arle” was added."]
    assert "Navy" in section(page, "changed")
    told = [words(note) for note in page.select(".page-header > .note")]
    if query:
        assert told[0].startswith("There was no such page in version 1 (")
        assert told[0].endswith(f"it is compared from version {born}, which published it.")
    else:
        assert told[0] == f"Version {born} is the first that has this page."


def test_a_page_that_was_withdrawn_for_a_time_compares_from_its_return(reader: Client, since: str) -> None:
    record = Record.objects.select_related("edition").get(key="vvvvv2")
    gone = withdraw_record(record, reason="Twice told.").born
    back = publish_document(CHANGED).born
    publish_document(CHANGED | {"date": "2021"})
    page = open_page(reader, f"/events/summit/changes/?since=v{gone}")
    assert words(page.select_one(".lede")).startswith(f"From version {back} (")
    assert [said.split(":")[0] for said in sentences(page)] == ["Date"]


def test_every_link_to_what_changed_begins_where_the_page_did(reader: Client, since: str) -> None:
    for path in ("/topics/defence/", "/actors/arland/", "/relationships/arland-borland/"):
        page = open_page(reader, path)
        found = {link["href"] for link in page.main.select('a[href*="/changes/"]')}
        assert found == {f"{path}changes/"}
        open_page(reader, f"{path}changes/")


def test_where_the_comparison_begins_is_chosen_in_a_form(reader: Client, since: str) -> None:
    changed = publish_document(CHANGED).born
    publish_document(CHANGED | {"date": "2021"})
    page = open_page(reader, "/events/summit/changes/")
    for form, type_ in zip(page.select(".since-choice form"), ("number", "date"), strict=True):
        assert (form["action"], form.get("method", "get")) == ("/events/summit/changes/", "get")
        field = form.select_one("input")
        assert (field["name"], field["type"]) == ("since", type_)
        assert form.select_one(f"label[for={field['id']}]")
    by_number = open_page(reader, f"/events/summit/changes/?since={changed}")
    assert words(by_number.select_one(".lede")).startswith(f"From version {changed} (")
    assert len(sentences(by_number)) == 1
    assert by_number.select_one('link[rel="canonical"]')["href"].endswith(f"?since=v{changed}")


def test_versions_after_which_the_page_changed_are_offered(reader: Client, since: str) -> None:
    first = publish_document(CHANGED).born
    publish_document(a_document("source", key="elsewhere", slug="elsewhere", title="Elsewhere"))
    second = publish_document(a_document("topic", description="Arms and ships.")).born
    last = publish_document(CHANGED | {"date": "2021"}).born
    offered = offers(open_page(reader, "/topics/defence/changes/"))
    assert offered == [f"/topics/defence/changes/?since=v{n}" for n in (second, first, since[1:])]
    for link in offered:
        page = open_page(reader, link)
        assert section(page, "changed") or sentences(page), link
        assert link not in offers(page)
    pinned = offers(open_page(reader, f"/topics/defence/changes/@v{second}/?since=v1"))
    assert pinned == [f"/topics/defence/changes/@v{second}/?since=v{n}" for n in (first, since[1:])]
    assert f"v{last}" not in "".join(offered)


def offers(page: BeautifulSoup) -> list[str]:
    return [link["href"] for link in page.select('.since-choice + .note a[href*="since="]')]


def test_an_entry_that_was_changed_before_it_was_added_leads_to_its_editions(
    reader: Client, since: str
) -> None:
    publish_document(CHANGED)
    publish_document(CHANGED | {"topics": ["missiles"]})
    page = open_page(reader, f"/topics/missiles/changes/?since={since}")
    assert page.select_one('section[aria-labelledby="added"] a[href="/events/summit/editions/#edition-3"]')


def test_a_comparison_costs_the_same_however_much_changed(reader: Client, since: str) -> None:
    costs = []
    for day in ("2020-05", "2020-06"):
        publish_document(SUMMIT | {"date": day})
        publish_document(a_document("event", slug=f"on-{day}", title="Fleet", key=f"ffff{day[-2:]}"))
        reader.get("/robots.txt")
        reader.get(f"/topics/defence/@{since}/")
        with CaptureQueriesContext(connection) as queries:
            reader.get(f"/topics/defence/changes/?since={since}")
        costs.append(len(queries))
    assert costs == [7, 7]


def banner(reader: Client, path: str) -> str:
    found = open_page(reader, path).select_one(".banner")
    return words(found.find_all("p")[-1])


PAGES = ["/topics/defence/", "/actors/arland/", "/relationships/arland-borland/", "/sources/joint-statement/"]


@pytest.mark.parametrize("path", PAGES)
def test_a_page_as_it_was_counts_what_became_of_its_entries(reader: Client, since: str, path: str) -> None:
    pinned = f"{path}@{since}/"
    assert banner(reader, pinned) == (
        "The page’s own text has not changed since then. Its entries are the same as then."
    )
    gone = publish_document(a_document("event", slug="gone", title="Secret talks", key="gggggg"))
    later = f"{path}@v{gone.born}/"
    publish_document(CHANGED)
    assert banner(reader, pinned) == (
        "The page’s own text has not changed since then. Of its entries, 1 changed, 1 was added since then. "
        "See which, and what changed in them"
    )
    link = open_page(reader, pinned).select_one(".banner p:last-child a[data-present]")
    assert link["href"] == f"{path}changes/?since={since}"
    withdraw_record(gone.record, reason="It was never held.")
    assert "1 changed, 1 was withdrawn or is no longer listed since then." in banner(reader, later)
    assert "Secret" not in banner(reader, later)


def test_a_change_of_its_own_text_and_of_its_entries_are_both_told(reader: Client, since: str) -> None:
    publish_document(a_document("topic", description="Arms and ships."))
    publish_document(CHANGED)
    page = open_page(reader, f"/topics/defence/@{since}/").select_one(".banner")
    assert words(page.summary) == "1 change in the text of this page since then"
    assert "Of its entries, 1 changed since then." in words(page)


def test_what_an_actor_said_is_among_its_entries(reader: Client) -> None:
    issue = a_document("issue", actors=[], claims=[a_position()])
    publish_world(issue)
    since = f"v{VersionCounter.objects.version()}"
    publish_document(issue | {"claims": [a_position(text="Arland wants ships.")]})
    assert "Of its entries, 1 changed since then." in banner(reader, f"/actors/ann-arle/@{since}/")


def test_what_became_of_entries_costs_no_query(reader: Client, since: str) -> None:
    costs = []
    for number in range(3):
        slug = f"fleet-{number}"
        publish_document(a_document("event", slug=slug, title="Fleet", key=f"ffffv{number + 2}"))
        reader.get("/entries/")  # what is read once after a publication
        reader.get(f"/entries/@{since}/")
        with CaptureQueriesContext(connection) as queries:
            reader.get(f"/topics/defence/@{since}/")
        costs.append(len(queries))
    assert costs == [4, 4, 4]


def test_nothing_changed_is_said(reader: Client, since: str) -> None:
    page = open_page(reader, f"/topics/defence/changes/?since={since}")
    assert "The text of the page is the same." in section(page, "text")
    assert "The entries on the page are the same." in section(page, "entries")


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("?since=", "?since=v12"),
        ("?since=v0", "?since=v12"),
        ("?since=yesterday", "?since=v12"),
        ("?since=2999-01-01", "?since=v12"),
        ("?since=v999", "The first one is version 1"),
        ("?since=v1&since=v2", "“since” was given more than once"),
        ("?since=v1&since=v1", "“since” was given more than once"),
        ("?since=v1&since=", "“since” was given more than once"),
    ],
)
def test_a_beginning_that_cannot_be_read_is_told(reader: Client, since: str, query: str, told: str) -> None:
    for path in ("/events/summit/changes/", "/changes/"):
        response = reader.get(f"{path}{query}")
        assert (response.status_code, told in response.content.decode()) == (400, True), path


def test_a_beginning_after_the_end_is_told(reader: Client, since: str) -> None:
    later = publish_document(CHANGED).born
    for path in ("/events/summit/changes/", "/changes/"):
        response = reader.get(f"{path}@{since}/?since=v{later}")
        assert (response.status_code, f"as of version {since[1:]}" in response.text) == (400, True)


@pytest.mark.parametrize("days", [0, 1])
@pytest.mark.parametrize("path", ["/changes/", "/events/summit/changes/"])
def test_since_a_day_that_is_not_over_means_since_it_began(
    reader: Client, since: str, path: str, days: int
) -> None:
    today = datetime.now(UTC).date()
    Publication.objects.update(published_at=datetime.combine(today - timedelta(days=2), time(12), UTC))
    publish_document(CHANGED)
    answer = reader.get(f"{path}?since={today + timedelta(days=days)}&n=%C3%A9")
    target = f"{path}?since={today - timedelta(days=1)}&n=%C3%A9"
    assert (answer.status_code, answer.headers["Location"]) == (302, target)
    assert answer.headers["Cache-Control"] == "no-store"
    assert open_page(reader, target).select(".change-sentences > li, .line-list > li")


@pytest.mark.parametrize("path", ["/changes/", "/events/summit/changes/"])
def test_since_a_day_before_all_began_means_since_ever(reader: Client, since: str, path: str) -> None:
    today = datetime.now(UTC).date()
    for day in (today, today - timedelta(days=1), "1999-01-01"):
        answer = reader.get(f"{path}?since={day}&n=1")
        assert (answer.status_code, answer.headers["Location"]) == (302, f"{path}?n=1")
        assert answer.headers["Cache-Control"] == "no-store"
    assert reader.get(path).status_code == 200


@pytest.mark.django_db
def test_since_a_day_is_answered_where_nothing_was_ever_published(reader: Client) -> None:
    answer = reader.get("/changes/?since=1999-01-01")
    assert (answer.status_code, "nothing has been published yet" in answer.text) == (400, True)


def test_all_changes_are_listed_since_a_version(reader: Client, since: str) -> None:
    publish_document(a_document("event", slug="fleet", title="Fleet", key="ffffff"))
    page = open_page(reader, f"/changes/?since={since}")
    assert [words(item.a) for item in page.select("main ol > li")] == ["Fleet"]
    assert reader.get("/changes/?since=v0").status_code == 400


def test_what_the_reference_says_of_itself_is_among_all_changes(reader: Client) -> None:
    versions = []
    for title in ("First title", "Second title"):
        publishing.update_reference(title=title)
        versions.append(VersionCounter.objects.version())
    page = open_page(reader, f"/changes/?since=v{versions[0]}")
    assert sentences(page) == ["Title: “First title” became “Second title”."]


def test_a_merger_into_what_was_merged_too_names_what_is_there(reader: Client) -> None:
    navy, ships, fleet = (
        save(a_document("topic", slug=name.lower(), name=name)) for name in ("Navy", "Ships", "Fleet")
    )
    publishing.publish([navy, ships, fleet])
    since = f"v{VersionCounter.objects.version()}"
    publishing.merge(navy, into=ships, note="The same ships.")
    publishing.merge(ships, into=fleet, note="All ships.")
    [said] = sentences(open_page(reader, f"/topics/navy/@{since}/"))
    assert said.startswith("It was merged into “Fleet” on ")
    assert said.endswith(": The same ships.")
