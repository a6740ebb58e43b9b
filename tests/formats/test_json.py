"""The JSON of a selection and of every kind of record, as the contract has it."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from relations import publishing
from relations.models import Record
from tests.support.world import CITATION, a_claim, a_document, a_published, a_vocabulary, change, save

pytestmark = pytest.mark.django_db

ENTRY = {
    *("schema", "version", "code", "type", "slug", "url", "title", "summary", "date", "relationships"),
    "topics",
    *("actors", "claims", "links", "sources", "edition", "first_published_at", "published_at"),
    "change_note",
}
OWN = {
    "event": {"place"},
    "agreement": {"form", "milestones", "status"},
    "issue": {"stance", "state", "state_as_of", "word"},
}
PATHS = {"event": "/events/summit", "agreement": "/agreements/pact", "issue": "/issues/fishing"}
CLAIM = {
    *("id", "kind", "text", "html", "speaker", "side", "said_on", "figure_date", "review_by", "note"),
    "citations",
}


@pytest.fixture
def site(settings: Any) -> str:
    settings.SITE_URL = "https://relations.example"
    return settings.SITE_URL


def test_a_selection_has_the_members_of_the_contract(reader: Client, site: str) -> None:
    a_published("event")
    response = reader.get("/entries.json")
    data = response.json()
    assert response.headers["Content-Type"] == "application/json"
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert {"schema", "count", "next", "previous", "facets", "results"} <= data.keys()
    assert (data["count"], data["next"], data["previous"]) == (1, None, None)
    assert data["facets"]["topic"] == [
        {"value": "defence", "label": "Defence", "count": 1, "selected": False}
    ]
    defence = {"slug": "defence", "name": "Defence", "url": f"{site}/topics/defence/"}
    (result,) = data["results"]
    assert [actor["slug"] for actor in result.pop("actors")] == ["arland", "borland"]
    assert result == {
        "code": "vvvvv2",
        "type": "event",
        "title": "Summit in Port Arle",
        "summary": "What is told here.",
        "date": {
            "from": "2019-09-04",
            "to": "2019-09-04",
            "precision": "day",
            "label": "4 September 2019",
            "note": "",
        },
        "url": f"{site}/events/summit/",
        "json_url": f"{site}/events/summit.json",
        "topics": [defence],
        "edition": 1,
    }


def test_the_pages_of_a_selection_are_linked_by_their_addresses(reader: Client, site: str) -> None:
    a_vocabulary()
    for n in range(3):
        names = {"key": f"vvvvv{n + 2}", "slug": f"event-{n}"}
        publishing.publish([save(a_document("event", claims=[a_claim(id=f"cccccccc{n:02}")], **names))])
    seen, address, back = [], f"{site}/entries.json?type=event&page_size=2", None
    while address:
        data = reader.get(address.removeprefix(site)).json()
        seen += [result["code"] for result in data["results"]]
        assert (data["count"], data["previous"]) == (3, back)
        back, address = address, data["next"]
    assert sorted(seen) == ["vvvvv2", "vvvvv3", "vvvvv4"]


def test_a_selection_names_what_it_could_not_follow(reader: Client) -> None:
    a_published("event")
    data = reader.get("/entries.json?topic=nonsense&type=event").json()
    assert data["count"] == 1
    assert [(p["name"], p["value"]) for p in data["problems"]] == [("topic", "nonsense")]


def test_a_selection_offers_other_words_for_those_no_entry_holds(reader: Client, site: str) -> None:
    a_published("event")
    data = reader.get("/entries.json?q=sumit&type=event").json()
    assert (data["count"], data["unknown_words"]) == (0, ["sumit"])
    (offer,) = data["suggestions"]
    assert offer == {"q": "summit", "url": f"{site}/entries.json?q=summit&type=event", "count": 1}
    found = reader.get(offer["url"].removeprefix(site)).json()
    assert (found["count"], found["unknown_words"], found["suggestions"]) == (1, [], [])
    (shorter,) = reader.get("/entries.json?q=summit+shadow&type=event").json()["suggestions"]
    assert shorter == offer


@pytest.mark.parametrize(
    ("path", "most"),
    [
        ("/entries.json?q=summit", 4),
        # And under which name ids are given.
        ("/entries.atom?q=summit", 5),
        # Where words like those that no entry has are, and what a search with them finds.
        ("/entries.json?q=sumit", 5),
    ],
)
def test_a_selection_costs_four_queries_at_most_and_one_for_other_searches(
    reader: Client, path: str, most: int
) -> None:
    a_published("event")
    reader.get("/entries.json")
    with CaptureQueriesContext(connection) as queries:
        reader.get(path)
    assert len(queries) <= most


def test_a_malformed_request_is_a_problem_document(reader: Client) -> None:
    response = reader.get("/entries.json", QUERY_STRING="q=%00")
    assert (response.status_code, response.headers["Content-Type"]) == (400, "application/problem+json")
    assert response.json()["status"] == 400


@pytest.mark.parametrize("kind", PATHS)
def test_an_entry_has_the_members_of_the_contract(reader: Client, kind: str) -> None:
    a_published(kind)
    response = reader.get(f"{PATHS[kind]}.json")
    data = response.json()
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert data.keys() == ENTRY | OWN[kind]
    assert data["claims"][0].keys() == CLAIM
    assert data["claims"][0]["html"] == "<p>The two states met.</p>"
    assert data["claims"][0]["citations"] == [CITATION]
    assert [(actor["slug"], actor["role"]) for actor in data["actors"]] == [
        ("arland", "side"),
        ("borland", "side"),
    ]


def test_an_entry_gives_its_edition_and_not_its_working_copy(reader: Client, site: str) -> None:
    record = a_published(
        "agreement",
        milestones=[{"stage": "signed", "date": "2019-09", "note": "At sea.", "citations": [CITATION]}],
    )
    change(record, title="A title to hide")
    data = reader.get("/agreements/pact.json").json()
    assert (data["title"], data["edition"], data["status"]) == ("Defence pact", 1, "signed")
    assert data["url"] == f"{site}/agreements/pact/"
    assert data["milestones"] == [
        {
            "stage": "signed",
            "date": {
                "from": "2019-09-01",
                "to": "2019-09-30",
                "precision": "month",
                "label": "September 2019",
            },
            "note": "At sea.",
            "citations": [CITATION],
        }
    ]


def test_an_issue_gives_who_said_what_for_whom_and_when(reader: Client) -> None:
    said = {"kind": "position", "speaker": "arland", "side": "arland", "said_on": "2019-05"}
    a_published("issue", claims=[a_claim(**said)])
    data = reader.get("/issues/fishing.json").json()
    (claim,) = data["claims"]
    assert (claim["speaker"]["name"], claim["side"]["slug"], claim["said_on"]["label"]) == (
        "Arland",
        "arland",
        "May 2019",
    )
    assert (data["type"], data["stance"], data["state"]) == ("divergence", "divergence", "active")
    assert data["state_as_of"]["from"] == "2019-09-01"
    assert data["word"] == "one"


def test_an_upper_bound_has_no_first_day(reader: Client) -> None:
    a_published("event", date="[..2021-04]", date_note="Date not given in the sources")
    bound = {"from": None, "to": "2021-04-30", "precision": "by", "label": "by April 2021"}
    told = bound | {"note": "Date not given in the sources"}
    assert reader.get("/events/summit.json").json()["date"] == told
    assert [each["date"] for each in reader.get("/entries.json").json()["results"]] == [told]


def test_dated_is_counted_beside_the_facets(reader: Client) -> None:
    a_published("event", date="[..2021-04]", date_note="Date not given in the sources")
    data = reader.get("/entries.json?from=2021-04&to=2021-04").json()
    assert (data["count"], data["facets"]["dated"]) == (
        0,
        [
            {"value": "yes", "label": "Dated", "count": 0, "selected": False},
            {"value": "no", "label": "No date in the sources", "count": 1, "selected": False},
        ],
    )
    assert reader.get("/entries.json?from=2021-04&dated=yes&dated=no").json()["count"] == 1


def test_links_name_public_entries_only(reader: Client) -> None:
    draft = save_after_world("agreement")
    a_published("event", links=[{"kind": "follows", "entry": draft.key}])
    assert reader.get("/events/summit.json").json()["links"] == []
    publishing.publish([draft])
    (link,) = reader.get("/events/summit.json").json()["links"]
    assert (link["kind"], link["entry"]["code"], link["entry"]["title"]) == (
        "follows",
        draft.key,
        "Defence pact",
    )


def save_after_world(kind: str) -> Record:
    a_vocabulary()
    return save(a_document(kind, claims=[a_claim(id="ccccccccc3")]))


@pytest.mark.parametrize(
    ("path", "members"),
    [
        ("/topics/defence", {"name", "slug", "description", "parent", "introduction", "introduction_html"}),
        ("/actors/arland", {"name", "slug", "type", "acts_for", "existed_from", "existed_to"}),
        ("/relationships/arland-borland", {"slug", "sides", "description"}),
        ("/sources/joint-statement", {"title", "slug", "type", "issuer", "passages", "date", "reaches"}),
    ],
)
def test_every_record_of_a_vocabulary_has_its_json(
    reader: Client, site: str, path: str, members: set[str]
) -> None:
    a_published("event")
    data = reader.get(f"{path}.json").json()
    assert members | {"schema", "kind", "key", "url", "edition", "published_at", "change_note"} <= data.keys()
    assert data["url"] == f"{site}{path}/"


def test_keys_in_the_json_of_a_vocabulary_are_resolved(reader: Client) -> None:
    a_published("event")
    assert [side["name"] for side in reader.get("/relationships/arland-borland.json").json()["sides"]] == [
        "Arland",
        "Borland",
    ]
    assert reader.get("/sources/joint-statement.json").json()["date"]["label"] == "September 2019"
