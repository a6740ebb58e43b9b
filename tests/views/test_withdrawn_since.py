"""What was withdrawn since an earlier version is counted there and keeps its place without what it said."""

import csv
import io
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from xml.etree import ElementTree

import orjson
import pytest
from bs4 import BeautifulSoup
from django.test import Client

from relations.models import Edition, Publication, Record, VersionCounter
from tests.support.factories import publish_document, publish_documents, withdraw_record
from tests.support.world import a_claim, a_document
from tests.views.pages import a_position, an_issue, open_page, publish_world, section, words

pytestmark = pytest.mark.django_db

NAMESPACE, TOMBSTONES = "http://www.w3.org/2005/Atom", "http://purl.org/atompub/tombstones/1.0"
REASON = "It never happened."
SECRET = "Quicksilver"
CITED = [{"source": "joint-statement", "locator": f"{SECRET} 9"}]
SUMMIT = a_document(
    "event",
    title=f"{SECRET} at sea",
    summary=f"{SECRET} was seen.",
    date="2014/2019",
    place=SECRET,
    topics=["defence", "mercury"],
    actors=[{"actor": "arland", "role": "side"}, {"actor": "ann-arle", "role": "took-part"}],
    claims=[
        a_claim(text=f"{SECRET} shone.", citations=CITED),
        a_position(text=f"{SECRET}!", citations=CITED),
        a_claim(id="cccccccc23", kind="assessment", speaker="ann-arle", text=f"{SECRET}?"),
    ],
    links=[{"kind": "part-of", "entry": "ggggg2"}],
)
PACT = a_document(
    "agreement",
    claims=[a_claim(id="gggggggg22"), a_position(id="gggggggg23")],
    links=[{"kind": "follows", "entry": "vvvvv2"}, {"kind": "concerns", "entry": "sssss3"}],
)
SECRET_ISSUE = an_issue(key="sssss3", slug="secret", title=f"{SECRET} fishing")
FISHING = an_issue(
    a_claim(id="ssssssss23"),
    stance="convergence",
    links=[{"kind": "counterpart", "entry": "sssss3"}],
)
NAMES = (
    a_document("topic", key="mercury", slug="mercury", name=SECRET, description=f"{SECRET} is a metal."),
    a_document("topic", key="alloys", slug="alloys", name=f"{SECRET} alloys", parent="defence"),
    a_document("actor", key="mint", slug="mint", name=f"{SECRET} Ltd", description=f"Sells {SECRET}."),
    a_document("source", key="assay", slug="assay", title=f"{SECRET} assayed", description=f"On {SECRET}."),
    a_document("relationship", key="arland-mint", slug="arland-mint", sides=["arland", "mint"]),
)
LISTS = ("/topics/", "/actors/", "/sources/", "/relationships/")
PAGES = ("/", "/entries/", "/timeline/", "/changes/", *LISTS, "/actors/arland/", "/actors/ann-arle/",
         "/sources/joint-statement/", "/topics/defence/", "/relationships/arland-borland/",
         "/agreements/pact/", "/issues/fishing/", "/agreements/pact/editions/",
         "/issues/fishing/editions/1/")  # fmt: skip
FILES = ("/entries.json", "/entries.csv", "/entries.atom", "/entries.ics", "/entries.bib", "/entries.ris",
         "/entries.csl.json", "/changes.atom", "/sources.json", "/sources.bib", "/sources.ris",
         "/sources.csl.json", "/agreements/pact.json", "/issues/fishing.json",
         "/sources/joint-statement.json", "/agreements/pact.bib")  # fmt: skip


@dataclass
class Then:
    """What was told at a version, when that was the present one."""

    version: int
    told: dict[str, bytes]

    def before(self, path: str) -> BeautifulSoup:
        return BeautifulSoup(self.told[path], "html.parser")


def at(path: str, version: int) -> str:
    name, mark, query = path.partition("?")
    base, point, suffix = name.partition(".")
    return f"{base.rstrip('/')}/@v{version}{point}{suffix}{'' if point else '/'}{mark}{query}"


# By the moment of its publication. The world of each test is written at the same moment, of the first one.
_told: dict[datetime, dict[str, bytes]] = {}


@pytest.fixture
def then(reader: Client) -> Then:
    publish_world(*NAMES, SUMMIT, PACT, SECRET_ISSUE, FISHING)
    version = VersionCounter.objects.version()
    published_at = Publication.objects.get(version=version).published_at
    if published_at not in _told:
        _told[published_at] = {path: reader.get(path).getvalue() for path in (*PAGES, *FILES)}
    publish_documents(
        [SUMMIT, SECRET_ISSUE, *NAMES],
        action=Edition.Action.WITHDRAWN,
        note=REASON,
        status=Record.Status.WITHDRAWN,
    )
    return Then(version, _told[published_at])


def pinned(reader: Client, path: str, then: Then) -> bytes:
    answer = reader.get(at(path, then.version))
    assert answer.status_code == 200, path
    return bytes(answer.getvalue())


def in_its_place() -> str:
    return f"Withdrawn on {datetime.now(UTC).date():%-d %B %Y}: {REASON}"


@pytest.mark.parametrize("path", [*PAGES, *FILES])
def test_nothing_it_said_is_shown(reader: Client, then: Then, path: str) -> None:
    text = pinned(reader, path, then).decode()
    # What others call it stands: an entry that is public still names its topics, and a filter its values.
    page = re.sub(r'<a href="[^"]*[?&](?:amp;)?topic=mercury[^"]*"[^>]*>.*?</a>', "", text)
    shown = orjson.dumps(orjson.loads(page) | {"facets": {}}).decode() if path == "/entries.json" else page
    assert SECRET not in shown, path


@pytest.mark.parametrize("path", PAGES)
def test_a_page_counts_it_as_then(reader: Client, then: Then, path: str) -> None:
    page = BeautifulSoup(pinned(reader, path, then), "html.parser")
    assert [words(each) for each in page.select("main .num")] == [
        words(each) for each in then.before(path).select("main .num")
    ]
    facts = [words(each) for each in then.before(path).select("dd a") if "entr" in words(each)]
    assert [words(each) for each in page.select("dd a") if "entr" in words(each)] == facts


@pytest.mark.parametrize("path", [path for path in PAGES if path != "/agreements/pact/editions/"])
def test_a_page_says_in_its_place_that_it_was_withdrawn(reader: Client, then: Then, path: str) -> None:
    page = BeautifulSoup(pinned(reader, path, then), "html.parser")
    if "editions" not in path:
        assert in_its_place() in words(page.main)


def test_an_entry_keeps_its_ties_in_both_directions(reader: Client, then: Then) -> None:
    page = BeautifulSoup(pinned(reader, "/agreements/pact/", then), "html.parser")
    events, issues = section(page, "events"), section(page, "issues")
    assert [words(item) for item in events.select("li")] == [in_its_place()] * 2
    assert [words(item) for item in issues.select("li")] == [in_its_place()]
    fishing = BeautifulSoup(pinned(reader, "/issues/fishing/", then), "html.parser")
    assert in_its_place() in words(section(fishing, "counterpart"))


def test_the_ties_of_an_entry_in_data_keep_their_places(reader: Client, then: Then) -> None:
    data = orjson.loads(pinned(reader, "/agreements/pact.json", then))
    withdrawn = {"on": datetime.now(UTC).date().isoformat(), "reason": REASON}
    assert data["links"] == [
        {"kind": "follows", "entry": {"code": "vvvvv2", "type": "event", "withdrawn": withdrawn}},
        {"kind": "concerns", "entry": {"code": "sssss3", "type": "divergence", "withdrawn": withdrawn}},
    ]
    before = orjson.loads(then.told["/agreements/pact.json"])
    assert [link["entry"]["code"] for link in before["links"]] == ["vvvvv2", "sssss3"]


def test_a_difference_between_editions_names_no_withdrawn_entry(reader: Client, then: Then) -> None:
    edition = publish_document(PACT | {"links": []})
    page = open_page(reader, f"/agreements/pact/changes/?since=v{then.version}")
    assert "an entry" in words(page.main)
    assert SECRET not in words(page.main)
    assert edition.born > then.version


def test_an_actor_keeps_the_places_of_what_it_said(reader: Client, then: Then) -> None:
    page = BeautifulSoup(pinned(reader, "/actors/ann-arle/", then), "html.parser")
    positions = [words(item) for item in section(page, "positions").select("section > div > ol > li")]
    assert len(positions) == 2
    assert positions.count(in_its_place()) == 1
    assert words(section(page, "roles")) == f"Part in entries Took part 1 {in_its_place()}"


def test_the_longer_entries_of_a_timeline_keep_their_lines(reader: Client, then: Then) -> None:
    page = BeautifulSoup(pinned(reader, "/timeline/", then), "html.parser")
    before = then.before("/timeline/")
    assert [words(item) for item in page.select("figure ol li")] == [in_its_place()]
    assert page.select_one("rect.span-bar").attrs == before.select_one("rect.span-bar").attrs


@pytest.mark.parametrize("path", ["/entries.atom", "/changes.atom"])
def test_a_feed_has_a_tombstone_in_its_place(reader: Client, then: Then, path: str) -> None:
    def ids(text: bytes) -> list[str]:
        root = ElementTree.fromstring(text)  # noqa: S314 (our own)
        return [
            each.get("ref") or each.findtext(f"{{{NAMESPACE}}}id")
            for each in root
            if each.tag in (f"{{{NAMESPACE}}}entry", f"{{{TOMBSTONES}}}deleted-entry")
        ]

    text = pinned(reader, path, then)
    assert ids(text) == ids(then.told[path])
    root = ElementTree.fromstring(text)  # noqa: S314 (our own)
    tombstones = root.findall(f"{{{TOMBSTONES}}}deleted-entry")
    assert len(tombstones) >= 2
    for tombstone in tombstones:
        assert tombstone.findtext(f"{{{TOMBSTONES}}}comment") == REASON
        assert datetime.fromisoformat(tombstone.get("when")).date() == datetime.now(UTC).date()


def test_a_calendar_has_it_cancelled_on_its_day_and_counts_it(reader: Client, then: Then) -> None:
    def read(text: bytes) -> tuple[list[str], list[str]]:
        lines = text.decode().replace("\r\n ", "").split("\r\n")
        kept = [line for line in lines if line.startswith(("UID", "DTSTART;", "DTEND;"))]
        return kept, [line for line in lines if line.startswith(("DESCRIPTION:", "STATUS", "SUMMARY"))]

    pact = a_document("event", key="vvvvv3", slug="held", claims=[a_claim(id="hhhhhhhh22")])
    gone = a_document("event", key="vvvvv4", slug="gone", title=SECRET, claims=[a_claim(id="hhhhhhhh23")])
    version = publish_documents([pact, gone])[0].born
    before, (sentence, *_told) = read(reader.get("/entries.ics").getvalue())
    withdraw_record(Record.objects.select_related("edition").get(key="vvvvv4"), REASON)
    after, (same, *told) = read(reader.get(at("/entries.ics", version)).getvalue())
    assert (after, same) == (before, sentence)
    assert sentence.startswith("DESCRIPTION:2 entries are dated to the day. 2 others")
    assert "STATUS:CANCELLED" in told
    assert f"SUMMARY:{in_its_place()}" in told


@pytest.mark.parametrize(
    ("path", "key"),
    [
        ("/entries.bib", r"^@\w+\{(.*),"),
        ("/sources.bib", r"^@\w+\{(.*),"),
        ("/entries.ris", "^ID  - (.*)"),
        ("/sources.ris", "^ID  - (.*)"),
        ("/entries.csl.json", '"id":"([^"]+)"'),
        ("/sources.csl.json", '"id":"([^"]+)"'),
    ],
)
def test_literature_says_it_under_the_key_it_was_cited_by(
    reader: Client, then: Then, path: str, key: str
) -> None:
    text = pinned(reader, path, then).decode()
    keys = re.findall(key, text, re.MULTILINE)
    assert keys == re.findall(key, then.told[path].decode(), re.MULTILINE)
    assert text.count(REASON) == (1 if "sources" in path else 2)


def test_the_address_under_which_it_was_cited_says_why(reader: Client, then: Then) -> None:
    items = orjson.loads(pinned(reader, "/entries.csl.json", then))
    url = next(item["URL"] for item in items if item["id"] == "vvvvv2-1")
    answer = reader.get("/" + url.split("/", 3)[3])
    assert (answer.status_code, REASON in answer.text) == (410, True)


def test_a_table_has_its_line(reader: Client, then: Then) -> None:
    rows = list(csv.DictReader(io.StringIO(pinned(reader, "/entries.csv", then).decode("utf-8-sig"))))
    before = list(csv.DictReader(io.StringIO(then.told["/entries.csv"].decode("utf-8-sig"))))
    assert [row["code"] for row in rows] == [row["code"] for row in before]
    assert [row["withdrawal_reason"] for row in rows if row["code"] == "vvvvv2"] == [REASON]


def test_the_list_of_sources_in_data_keeps_its_place(reader: Client, then: Then) -> None:
    data, before = (
        orjson.loads(text) for text in (pinned(reader, "/sources.json", then), then.told["/sources.json"])
    )
    assert data["count"] == before["count"]
    assert [each["key"] for each in data["results"]] == [each["key"] for each in before["results"]]
    withdrawn = {"on": datetime.now(UTC).date().isoformat(), "reason": REASON}
    assert next(each for each in data["results"] if each["key"] == "assay") == {
        "kind": "source",
        "key": "assay",
        "withdrawn": withdrawn,
    }


@pytest.mark.parametrize("path", [*LISTS, "/sources.json", "/entries/facets/topic/"])
def test_no_words_find_a_name_that_was_withdrawn(reader: Client, then: Then, path: str) -> None:
    text = pinned(reader, f"{path}?name={SECRET}", then).decode()
    assert REASON not in text
    assert "mercury" not in text


@pytest.mark.parametrize(
    "path", ["/entries.json", "/entries.ics", "/entries.atom", "/entries.csv", "/entries.bib"]
)
@pytest.mark.parametrize("word", [SECRET, "metal", "alloys"])
def test_no_words_find_an_entry_by_it(reader: Client, then: Then, path: str, word: str) -> None:
    publish_document(PACT | {"topics": ["alloys"]})
    text = pinned(reader, f"{path}?q={word}", then).decode()
    assert REASON not in text
    assert "pact" not in text


def test_several_withdrawn_at_once_are_counted_one_by_one(reader: Client, then: Then) -> None:
    page = open_page(reader, at(f"/topics/defence/changes/?since=v{then.version - 1}", then.version))
    part = section(page, "withdrawn")
    assert words(part.select_one(".num")) == "2"
    assert words(part).count(REASON) == 2


def test_what_was_withdrawn_by_then_is_not_told_as_withdrawn_since(reader: Client, then: Then) -> None:
    version = VersionCounter.objects.version()
    page = open_page(reader, at("/agreements/pact/", version))
    assert section(page, "events") is None
    assert REASON not in words(page.main)
    assert orjson.loads(reader.get(at("/agreements/pact.json", version)).content)["links"] == []
