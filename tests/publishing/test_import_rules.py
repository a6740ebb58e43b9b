"""An import holds the rules the forms hold, between the records of a folder and those of the database."""

from pathlib import Path

import pytest

from relations import publishing
from relations.documents.files.writer import format_record_file
from relations.documents.schema import Document
from relations.models import Actor, Record, Revision, Topic
from relations.publishing.import_folder import import_folder
from tests.support.world import a_document, a_vocabulary, save

pytestmark = pytest.mark.django_db


def topic(slug: str, parent: str = "", **values: str) -> Document:
    return a_document("topic", **{"slug": slug, "name": slug.title(), "parent": parent} | values)


def actor(slug: str, acts_for: str = "", **values: str) -> Document:
    return a_document("actor", **{"slug": slug, "name": slug.title(), "acts_for": acts_for} | values)


@pytest.fixture
def faults(tmp_path: Path) -> object:
    """Import documents as files; gives the faults."""

    def run(*documents: Document) -> list[str]:
        path = tmp_path / "world"
        path.mkdir()
        (path / "reference.yaml").write_text("title: Test\nlicence: CC BY 4.0\n")
        for document in documents:
            file = path / f"{document['kind']}s" / f"{document['key']}.md"
            file.parent.mkdir(exist_ok=True)
            file.write_text(format_record_file(document))
        before = Record.objects.count()
        found = import_folder(path).faults
        assert not found or Record.objects.count() == before
        return found

    return run


def test_topics_have_two_levels(faults: object) -> None:
    (fault,) = faults(topic("a"), topic("b", "a"), topic("c", "b"))
    assert fault == (
        "topics/c.md:5: “b” stands under a theme itself: a topic's theme has none, two levels only."
    )


def test_topics_of_the_database_count_as_levels(faults: object) -> None:
    for document in (topic("a"), topic("b", "a")):
        save(document, origin=Revision.Origin.IMPORTED)
    (fault,) = faults(topic("c", "b"))
    assert fault.startswith("topics/c.md:5: “b” stands under a theme itself")


def test_a_theme_that_has_topics_in_the_database_stays_a_theme(faults: object) -> None:
    for document in (topic("a"), topic("b", "a")):
        save(document, origin=Revision.Origin.IMPORTED)
    (fault,) = faults(topic("c"), topic("a", "c"))
    assert fault.startswith("topics/a.md:5: A theme that has topics stays a theme: “B”")


def test_levels_may_be_exchanged_in_one_import(faults: object) -> None:
    for document in (topic("a"), topic("b", "a")):
        save(document, origin=Revision.Origin.IMPORTED)
    assert faults(topic("b"), topic("a", "b")) == []
    assert Topic.objects.get(slug="a").parent.slug == "b"


def test_topics_are_not_themes_of_each_other(faults: object) -> None:
    found = faults(topic("a", "b"), topic("b", "a"))
    assert [fault.partition(": ")[0] for fault in found] == ["topics/a.md:5", "topics/b.md:5"]


def test_a_topic_is_not_its_own_theme(faults: object) -> None:
    assert faults(topic("a", "a")) == ["topics/a.md:5: A topic is not its own theme."]


def test_an_actor_does_not_act_for_itself(faults: object) -> None:
    assert faults(actor("a", "a")) == ["actors/a.md:6: An actor cannot act for itself."]


def test_actors_do_not_act_for_each_other_in_a_circle(faults: object) -> None:
    found = faults(actor("a", "b"), actor("b", "c"), actor("c", "a"), actor("d", "a"))
    assert found == [
        "actors/a.md:6: This actor would act for itself, by way of “b”.",
        "actors/b.md:6: This actor would act for itself, by way of “c”.",
        "actors/c.md:6: This actor would act for itself, by way of “a”.",
    ]


def test_a_circle_may_not_close_in_the_database(faults: object) -> None:
    for document in (actor("a"), actor("b", "a")):
        save(document, origin=Revision.Origin.IMPORTED)
    (fault,) = faults(actor("a", "b"))
    assert fault == "actors/a.md:6: This actor would act for itself, by way of “b”."
    assert Actor.objects.get(slug="a").acts_for is None


def test_an_actor_does_not_end_before_it_began(faults: object) -> None:
    (fault,) = faults(actor("a", existed_from="2010", existed_to="2009"))
    assert fault == "actors/a.md:7: This is before the date it existed from."


@pytest.mark.parametrize("make", [topic, actor])
def test_names_differ_in_more_than_case(faults: object, make: object) -> None:
    (fault,) = faults(make("a", name="Trade"), make("b", name="TRADE"))
    kind = make("a")["kind"]
    assert fault == f"{kind}s/b.md:3: The name “TRADE” stands in {kind}s/a.md too."


@pytest.mark.parametrize("make", [topic, actor])
def test_names_differ_from_those_of_the_database_in_more_than_case(faults: object, make: object) -> None:
    save(make("a", name="Trade"))
    (fault,) = faults(make("b", name="TRADE"))
    assert "is named “TRADE” already" in fault


def test_an_entry_is_not_linked_to_itself(faults: object) -> None:
    a_vocabulary()
    event = a_document("event", links=[{"kind": "follows", "entry": "vvvvv2"}])
    (fault,) = faults(event)
    assert fault.endswith("An entry cannot be linked to itself.")
    assert fault.startswith("events/vvvvv2.md:")


@pytest.mark.parametrize("sides", [["arland", "borland"], ["borland", "arland"]])
def test_a_pair_has_one_relationship_in_a_folder(faults: object, sides: list[str]) -> None:
    (fault,) = faults(
        actor("arland"),
        actor("borland"),
        a_document("relationship"),
        a_document("relationship", slug="other", sides=sides),
    )
    assert fault == (
        "relationships/other.md:4: The pair “arland–borland” stands in relationships/arland-borland.md too."
    )


@pytest.mark.parametrize("sides", [["arland", "borland"], ["borland", "arland"]])
def test_a_pair_has_one_relationship_in_the_database(faults: object, sides: list[str]) -> None:
    a_vocabulary()
    (fault,) = faults(a_document("relationship", slug="other", sides=sides))
    assert fault == (
        "relationships/other.md:4: There is a relationship of these two sides already: “arland-borland”."
    )


def test_names_that_were_merged_are_seen_as_one(faults: object) -> None:
    a_vocabulary()
    other = save(actor("other"))
    kept = Record.objects.get(kind="actor", key="borland")
    publishing.publish([other, kept])
    publishing.merge(other, into=kept)
    roles = [{"actor": "other", "role": "host"}, {"actor": "borland", "role": "host"}]
    found = faults(
        a_document("event", actors=roles),
        a_document("relationship", slug="both", sides=["other", "borland"]),
        actor("borland", "other"),
    )
    assert [fault.partition(": ")[2] for fault in found] == [
        "This actor would act for itself, by way of “other”.",
        "Two of these are one actor in one role: one was merged into the other.",
        "These two sides are one actor: one was merged into the other.",
    ]
