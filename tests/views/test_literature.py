"""One record, one edition and all sources, as literature and as data: what a file holds, how it answers."""

import json
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from relations.formats.literature import LITERATURE
from relations.models import Record
from tests.formats.files import SITE, publish_entries
from tests.support.factories import merge_record, publish_document, publish_documents, withdraw_record
from tests.support.world import a_claim, a_document
from tests.views.pages import publish_world

pytestmark = pytest.mark.django_db

SUFFIXES = [f".{suffix}" for suffix in LITERATURE]
RECORDS = {
    "/events/summit": "vvvvv2-1",
    "/agreements/pact": "ggggg2-1",
    "/issues/fishing": "sssss2-1",
    "/topics/defence": "topic-defence-1",
    "/actors/arland": "actor-arland-1",
    "/relationships/arland-borland": "relationship-arland-borland-1",
    "/sources/joint-statement": "joint-statement",
}
ENTRIES = [path for path, key in RECORDS.items() if len(key) == 8]


@pytest.fixture(autouse=True)
def _world(db: None, settings: Any) -> None:
    settings.SITE_URL = SITE
    publish_entries()


def ids(reader: Client, path: str) -> list[str]:
    """The keys of the works in a file."""
    response = reader.get(path)
    assert response.status_code == 200, path
    text = response.text
    if path.endswith(".bib"):
        return [line.split("{")[1].rstrip(",") for line in text.splitlines() if line.startswith("@")]
    if path.endswith(".ris"):
        return [line.removeprefix("ID  - ") for line in text.splitlines() if line.startswith("ID  - ")]
    return [item["id"] for item in json.loads(text)]


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("path", RECORDS)
def test_a_record_is_cited_at_its_edition_and_an_entry_with_its_sources(
    reader: Client, path: str, suffix: str
) -> None:
    sources = ["joint-statement"] if path in ENTRIES else []
    assert ids(reader, f"{path}{suffix}") == [RECORDS[path], *sources]
    assert ids(reader, f"{path}/editions/1{suffix}") == [RECORDS[path], *sources]


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_file_has_the_name_of_what_it_cites(reader: Client, suffix: str) -> None:
    for path in ("/events/summit", "/events/summit/editions/1"):
        name = reader.get(f"{path}{suffix}").headers["Content-Disposition"]
        assert name == f'inline; filename="vvvvv2-1{suffix}"'


def test_an_edition_says_what_it_said(reader: Client) -> None:
    publish_documents(
        [
            a_document("event", title="Summit at sea", claims=[a_claim(citations=[])]),
            a_document("topic", name="Arms"),
            a_document("source", title="Joint declaration"),
        ]
    )
    titles = {
        f"{path}{rest}": [item["title"] for item in json.loads(reader.get(f"{path}{rest}.csl.json").text)]
        for path in ("/events/summit", "/topics/defence", "/sources/joint-statement")
        for rest in ("", "/editions/1")
    }
    assert titles == {
        "/events/summit": ["Summit at sea"],
        "/events/summit/editions/1": ["Summit in Port Arle", "Joint declaration"],
        "/topics/defence": ["Arms"],
        "/topics/defence/editions/1": ["Defence"],
        "/sources/joint-statement": ["Joint declaration"],
        "/sources/joint-statement/editions/1": ["Joint statement"],
    }


def test_an_edition_is_data_as_well(reader: Client) -> None:
    before = reader.get("/events/summit.json").json()
    publish_document(a_document("event", title="Summit at sea"))
    then = reader.get("/events/summit/editions/1.json").json()
    assert then == before | {"version": before["version"] + 1}
    latest = reader.get("/events/summit/editions/2.json").json()
    assert (latest["title"], latest["edition"]) == ("Summit at sea", 2)
    assert latest == reader.get("/events/summit.json").json()


def test_the_address_of_a_work_is_that_of_the_edition_where_the_page_stands_now(reader: Client) -> None:
    publish_document(a_document("topic", key="defence", slug="arms"))
    for path, number in (("/topics/arms", 2), ("/topics/arms/editions/1", 1)):
        (item,) = json.loads(reader.get(f"{path}.csl.json").text)
        assert item["URL"] == f"{SITE}/topics/arms/editions/{number}/"


@pytest.mark.parametrize("suffix", [*SUFFIXES, ".json"])
def test_a_former_slug_leads_on_with_its_suffix(reader: Client, suffix: str) -> None:
    publish_document(a_document("event", slug="port-arle"))
    for rest in ("", "/editions/1"):
        response = reader.get(f"/events/summit{rest}{suffix}?a=b")
        assert response.status_code == 301
        assert response.headers["Location"] == f"/events/port-arle{rest}{suffix}?a=b"


@pytest.mark.parametrize("suffix", [*SUFFIXES, ".json"])
def test_what_was_withdrawn_is_gone_with_its_reason_in_every_edition(reader: Client, suffix: str) -> None:
    withdraw_record(Record.objects.get(key="vvvvv2"), reason="It never took place.")
    for rest in ("", "/editions/1"):
        response = reader.get(f"/events/summit{rest}{suffix}")
        assert (response.status_code, response.headers["Content-Type"]) == (410, "application/problem+json")
        assert response.json()["detail"] == "It never took place."


@pytest.mark.parametrize("suffix", [*SUFFIXES, ".json"])
def test_a_merged_record_leads_on_and_keeps_its_editions(reader: Client, suffix: str) -> None:
    arms = publish_document(a_document("topic", slug="arms", name="Arms")).record
    merge_record(arms, into=Record.objects.get(kind="topic", key="defence"))
    response = reader.get(f"/topics/arms{suffix}")
    assert (response.status_code, response.headers["Location"]) == (301, f"/topics/defence{suffix}")
    response = reader.get(f"/topics/arms/editions/1{suffix}")
    assert response.status_code == 200
    assert "Arms" in response.text


@pytest.mark.parametrize("suffix", [*SUFFIXES, ".json"])
@pytest.mark.parametrize(
    "path", ["/events/nothing", "/events/summit/editions/9", "/events/summit/editions/0", "/nothing/summit"]
)
def test_what_was_never_there_is_not_found(reader: Client, path: str, suffix: str) -> None:
    response = reader.get(f"{path}{suffix}")
    assert (response.status_code, response.headers["Content-Type"]) == (404, "application/problem+json")


@pytest.mark.parametrize("suffix", [*SUFFIXES, ".json"])
def test_a_record_costs_two_queries_as_its_current_edition_does_and_a_past_one_three(
    reader: Client, suffix: str
) -> None:
    """The version, and what is at the address; and the edition that is there no more."""
    publish_document(a_document("event", title="Summit at sea"))
    reader.get("/entries.json")
    for path, number in (
        ("/events/summit", 2),
        ("/events/summit/editions/2", 2),
        ("/events/summit/editions/1", 3),
    ):
        with CaptureQueriesContext(connection) as queries:
            reader.get(f"{path}{suffix}")
        assert len(queries) == number, path


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_every_list_of_sources_holds_them_by_title(reader: Client, suffix: str) -> None:
    publish_documents([a_document("source", slug=f"s{n}", title=f"A source {n}") for n in range(3)])
    assert ids(reader, f"/sources{suffix}") == ["s0", "s1", "s2", "joint-statement"]


def test_the_page_of_sources_links_all_its_files(reader: Client) -> None:
    page = BeautifulSoup(reader.get("/sources/").text, "html.parser")
    offered = [a["href"] for a in page.select(".format-links a")]
    assert offered[:4] == ["/sources.bib", "/sources.ris", "/sources.csl.json", "/sources.json"]


def a_library(number: int) -> None:
    publish_documents(
        [a_document("source", slug=f"s{n:02}", title=f"Source {n:02} of Arland") for n in range(number)]
    )


def test_the_sources_are_data_page_by_page(reader: Client) -> None:
    a_library(49)
    address, back, seen = f"{SITE}/sources.json", None, []
    while address:
        data = reader.get(address.removeprefix(SITE)).json()
        assert (data["schema"], data["count"], data["previous"]) == (1, 50, back)
        assert len(data["results"]) <= 24
        seen += [source["slug"] for source in data["results"]]
        back, address = address, data["next"]
    assert seen == ["joint-statement", *(f"s{n:02}" for n in range(49))]


def test_a_source_in_the_list_is_what_its_own_address_gives(reader: Client) -> None:
    publish_world(a_document("source", slug="annual", title="Annual report"))
    found = reader.get("/sources.json").json()["results"]
    assert [source["slug"] for source in found] == ["annual", "joint-statement"]
    for source in found:
        assert reader.get(f"/sources/{source['slug']}.json").json() == source
    assert [source["passages"] for source in found] == [[], ["Paragraph 1"]]


def test_the_list_of_sources_is_narrowed_and_ordered_as_its_page_is(reader: Client) -> None:
    a_library(30)
    found = reader.get("/sources.json?name=arland&page=2").json()
    assert (found["count"], len(found["results"])) == (30, 6)
    assert found["previous"] == f"{SITE}/sources.json?name=arland"
    first = reader.get("/sources.json?order=count").json()["results"][0]
    assert first["slug"] == "joint-statement"


def test_a_page_of_sources_costs_three_queries_however_many_stand_on_it(reader: Client) -> None:
    for number in (3, 20):
        a_library(number)
        reader.get("/entries.json")
        with CaptureQueriesContext(connection) as queries:
            reader.get("/sources.json")
        assert len(queries) == 3


@pytest.mark.parametrize("path", RECORDS)
def test_a_page_links_its_files_and_they_are_there(reader: Client, path: str) -> None:
    suffixes = (".bib", ".ris", ".csl.json", ".json")
    if path.startswith(("/topics/", "/actors/", "/relationships/")):
        # Of what is made of other entries the page is cited, at its version, and not its own few words.
        suffixes = ("/cite.bib", "/cite.ris", "/cite.csl.json")
    page = BeautifulSoup(reader.get(f"{path}/").text, "html.parser")
    offered = [a["href"] for a in page.select("section[aria-labelledby=cite] .format-links a")]
    assert offered == [f"{path}{suffix}" for suffix in suffixes]
    assert {reader.get(address).status_code for address in offered} == {200}


def test_the_page_of_an_edition_links_the_files_of_that_edition(reader: Client) -> None:
    publish_document(a_document("event", title="Summit at sea"))
    page = BeautifulSoup(reader.get("/events/summit/editions/1/").text, "html.parser")
    offered = [a["href"] for a in page.select("section[aria-labelledby=cite] .format-links a")]
    assert offered[0] == "/events/summit/editions/1.bib"
    assert json.loads(reader.get(offered[2]).text)[0]["title"] == "Summit in Port Arle"
