"""Topics and actors are found by whatever else they are called."""

from collections.abc import Callable
from urllib.parse import quote_plus

import pytest
from django.test import Client

from relations import catalogue, publishing
from relations.finder import Result
from relations.models import Edition, Record
from tests.support.admin import parse_html
from tests.support.factories import publish_document
from tests.support.world import a_claim, a_document, change, save

pytestmark = pytest.mark.django_db
Ask = Callable[..., Result]


def named(*names: str, shared: bool = False) -> list[dict[str, object]]:
    return [{"name": name, "shared": shared} for name in names]


@pytest.fixture
def world() -> None:
    """An actor, a topic and a speaker with other names, each with one entry."""
    publish_document(
        a_document("actor", key="us", slug="us", name="United States", other_names=named("USA", "США"))
    )
    publish_document(
        a_document("topic", key="two", slug="two", name="2+2 dialogue", other_names=named("two plus two"))
    )
    for key, values in {
        "b1": {"actors": [{"actor": "us", "role": "about"}]},
        "b2": {"topics": ["two"]},
        "b3": {"claims": [a_claim(id="ccccccccb3", kind="assessment", speaker="us", side="")]},
    }.items():
        plain = {"summary": "", "actors": [], "topics": [], "relationships": [], "claims": []}
        publish_document(a_document("event", key=key, slug=key, title=f"Entry {key}", **(plain | values)))


@pytest.mark.parametrize(
    ("q", "codes"),
    [
        ("USA", {"b1", "b3"}),
        ("usa", {"b1", "b3"}),
        ("США", {"b1", "b3"}),
        ("United States", {"b1", "b3"}),
        ('"two plus two"', {"b2"}),
        ("two-plus-two", {"b2"}),
        ("plus two", {"b2"}),
        ('"United States USA"', set()),
    ],
)
def test_an_entry_is_found_by_the_other_names_of_what_it_names(
    world: None, ask: Ask, q: str, codes: set[str]
) -> None:
    assert {card.code for card in ask(f"q={quote_plus(q)}").cards} == codes


@pytest.mark.parametrize(
    ("q", "lines"),
    [
        ('"two plus two"', {"b2": ["Found by “two plus two”, another name of “2+2 dialogue”."]}),
        ("плюс", {}),
        ("dialogue", {"b2": []}),
        ("usa", {code: ["Found by “USA”, another name of “United States”."] for code in ("b1", "b3")}),
        ("united", {code: ["Found by the name “United States”."] for code in ("b1", "b3")}),
        ("b1 usa", {"b1": ["Found by “USA”, another name of “United States”."]}),
        ("b1", {"b1": []}),
    ],
)
def test_a_card_says_by_which_name_alone_its_entry_was_found(
    world: None, reader: Client, q: str, lines: dict[str, list[str]]
) -> None:
    page = parse_html(reader.get("/entries/", {"q": q}))
    found = {
        card.a["href"].strip("/").rpartition("/")[2]: [
            line.text for line in card.select("p.note") if line.text.startswith("Found by")
        ]
        for card in page.select("li.card")
    }
    assert found == lines
    assert all(line.mark for line in page.select("p.note") if line.text.startswith("Found by"))


def test_a_name_of_a_theme_is_told_of_the_entries_of_its_topics(world: None, reader: Client) -> None:
    publish_document(
        a_document("topic", key="top", slug="top", name="Talks", other_names=named("third track"))
    )
    two = a_document("topic", key="two", slug="two", name="2+2 dialogue", parent="top")
    publish_document(two | {"other_names": named("two plus two")})
    page = parse_html(reader.get("/entries/", {"q": '"third"'}))
    assert [line.text for line in page.select("li.card p.note")][:1] == [
        "Found by “third track”, another name of “Talks”."
    ]


def test_a_record_is_offered_by_its_other_names_where_values_are_looked_for(world: None) -> None:
    snapshot = catalogue.current_snapshot()
    assert [name.key for name in snapshot.actors.matching("usa")] == ["us"]
    assert [name.key for name in snapshot.topics.matching("plus t")] == ["two"]
    assert list(snapshot.actors.matching("states usa")) == []


def test_a_slip_in_an_other_name_is_answered_with_it(world: None, ask: Ask) -> None:
    publish_document(a_document("topic", key="hc", slug="hc", name="Oil", other_names=named("hydrocarbons")))
    publish_document(a_document("event", key="b4", slug="b4", title="Fields", topics=["hc"]))
    assert [each.q for each in ask("q=hydrocarbosn").suggestions] == ["hydrocarbons"]


def test_a_shared_name_finds_the_entries_of_all_that_share_it(ask: Ask) -> None:
    for key, name in (("ussr", "Soviet Union"), ("ru", "Russian Federation")):
        names = named("Moscow", shared=True)
        publish_document(a_document("actor", key=key, slug=key, name=name, other_names=names))
        actors = [{"actor": key, "role": "about"}]
        publish_document(a_document("event", key=f"of{key}", slug=key, title=f"Of {key}", actors=actors))
    assert {card.code for card in ask("q=Moscow").cards} == {"ofussr", "ofru"}


def test_a_name_given_up_in_a_later_edition_finds_nothing_any_more(world: None, ask: Ask) -> None:
    publish_document(a_document("actor", key="us", slug="us", name="United States", other_names=[]))
    assert ask("q=USA").total == 0


@pytest.fixture
def merged_twice(world: None) -> None:
    """Three topics: the first merged into the second, and then that, under a new name, into the last."""
    drafts = {"power": "Power", "trade": "Energy trade", "oil": "Oil"}
    topics = {
        slug: save(a_document("topic", key=slug, slug=slug, name=name, other_names=named(f"{slug} policy")))
        for slug, name in drafts.items()
    }
    plain = {"summary": "", "actors": [], "relationships": [], "claims": []}
    publishing.publish(list(topics.values()))
    publish_document(a_document("event", key="b5", slug="b5", title="Entry b5", topics=["power"], **plain))
    catalogue.current_snapshot()
    change(topics["power"], name="A name of a draft")
    publishing.merge(topics["power"], into=topics["trade"])
    catalogue.current_snapshot()
    publishing.rename(topics["trade"], slug="commerce", name="Commerce")
    publishing.merge(topics["trade"], into=topics["oil"])
    publishing.rename(topics["oil"], slug="petroleum", name="Petroleum")


@pytest.mark.parametrize("is_read_at_once", [True, False])
def test_a_record_is_found_by_the_last_names_of_those_merged_into_it(
    merged_twice: None, ask: Ask, is_read_at_once: bool
) -> None:
    if is_read_at_once:
        catalogue.clear_snapshot()
    topics = catalogue.current_snapshot().topics
    for text in ("power", "power pol", "commerce", "trade policy", "petroleum", "oil policy"):
        assert [name.key for name in topics.matching(text)] == ["oil"], text
        assert [card.code for card in ask(f"q={quote_plus(text)}").cards] == ["b5"], text
    for text in ("energy trade", "a name of a draft", '"power commerce"'):
        assert ask(f"q={quote_plus(text)}").total == 0, text
    assert topics["oil"].other_names == ("oil policy",)


def test_at_an_earlier_version_what_was_merged_by_then_is_found_by_its_last_names(merged_twice: None) -> None:
    version = Edition.objects.get(record__key="power", action=Edition.Action.MERGED).born
    present = catalogue.current_snapshot()
    by_version = {
        number: catalogue.snapshot_at(f"v{number}", present).topics for number in (version - 1, version)
    }
    found = {
        number: [[name.key for name in topics.matching(text)] for text in ("power", "energy trade", "oil")]
        for number, topics in by_version.items()
    }
    assert found == {
        version - 1: [["power"], ["trade"], ["oil"]],
        version: [["trade"], ["trade"], ["oil"]],
    }


def test_a_merged_record_is_not_found_by_its_names_once_its_survivor_is_withdrawn(
    merged_twice: None, ask: Ask
) -> None:
    publish_document(a_document("event", key="b5", slug="b5", title="Entry b5", topics=[]))
    publishing.withdraw([Record.objects.get(kind="topic", key="oil")], reason="It never was.")
    assert list(catalogue.current_snapshot().topics.matching("power")) == []


def test_other_names_stand_on_the_page_and_in_the_data(world: None, reader: Client) -> None:
    assert reader.get("/actors/us.json").json()["other_names"] == ["USA", "США"]
    assert "Also called: USA · США" in reader.get("/actors/us/").text
