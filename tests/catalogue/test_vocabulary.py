"""Names: by key, by slug, by a slug they once had, and after mergers."""

import pytest
from django.contrib.auth.models import User

from relations import catalogue
from relations.catalogue import NamedRecord, Vocabulary
from relations.documents import canonical_json
from relations.models import Edition, Record
from relations.publishing.update_reference import update_reference
from tests.support.factories import merge_record, publish_document, publish_documents, withdraw_record
from tests.support.world import a_document, a_published

pytestmark = pytest.mark.django_db


def publish(kind: str, key: str, **values: object) -> Record:
    return publish_document(a_document(kind, key=key, **{"slug": key, **values})).record


def test_a_fresh_installation_has_an_empty_snapshot(django_assert_num_queries: object) -> None:
    found = catalogue.current_snapshot()
    assert found.version == 0
    assert [len(v) for v in (found.topics, found.actors, found.relationships, found.sources)] == [0, 0, 0, 0]


def test_one_query_tells_that_nothing_changed(django_assert_num_queries: object) -> None:
    publish("topic", "defence")
    catalogue.current_snapshot()
    with django_assert_num_queries(1):
        assert catalogue.current_snapshot().topics["defence"].label == "Defence"


def test_another_title_of_the_reference_is_seen_by_the_next_request(ada: User) -> None:
    publish("topic", "defence")
    catalogue.current_snapshot()
    update_reference(user=ada, title="Another title")
    assert catalogue.current_snapshot().reference.title == "Another title"


def test_a_publication_is_seen_by_the_next_request() -> None:
    publish("topic", "defence")
    before = catalogue.current_snapshot()
    publish("topic", "trade", name="Trade")
    assert [name.label for name in catalogue.current_snapshot().topics] == ["Defence", "Trade"]
    assert [name.label for name in before.topics] == ["Defence"]


def test_names_are_listed_by_label_whatever_its_case_and_accents() -> None:
    for key, label in (("z", "zeta"), ("e", "Élysée"), ("f", "France"), ("a", "arland")):
        publish("actor", key, name=label)
    assert [name.label for name in catalogue.current_snapshot().actors] == [
        "arland",
        "Élysée",
        "France",
        "zeta",
    ]


def test_a_name_carries_its_address_and_document() -> None:
    publish("source", "statement", slug="the-statement", title="Joint statement")
    name = catalogue.current_snapshot().sources["statement"]
    assert (name.kind, name.slug, name.label, name.url) == (
        "source",
        "the-statement",
        "Joint statement",
        "/sources/the-statement/",
    )
    assert name.document["title"] == "Joint statement"


def test_a_relationship_is_named_by_its_sides_in_the_order_given() -> None:
    publish("actor", "b", name="Borland")
    publish("actor", "a", name="Arland")
    publish("relationship", "b-a", sides=["b", "a"])
    assert catalogue.current_snapshot().relationships["b-a"].label == "Borland–Arland"


def test_the_slug_of_a_pair_with_its_sides_swapped_leads_to_it() -> None:
    a_published()
    assert (
        catalogue.current_snapshot().relationships.by_former_slug("borland-arland").slug == "arland-borland"
    )


def test_a_former_slug_leads_to_the_current_name_after_several_renames() -> None:
    for slug in ("arms", "weapons", "defence"):
        publish("topic", "arms", slug=slug)
    topics = catalogue.current_snapshot().topics
    assert topics.by_slug("arms") is None
    assert [topics.by_former_slug(slug).slug for slug in ("arms", "weapons")] == ["defence", "defence"]
    assert topics.by_former_slug("defence") is None
    assert topics.by_former_slug("never") is None


def test_a_merged_key_and_its_slugs_lead_to_the_survivor() -> None:
    first, second, third = (publish("topic", key, name=key) for key in ("one", "two", "three"))
    publish("topic", "one", slug="uno")
    first.refresh_from_db()
    merge_record(first, second)
    merge_record(second, third)
    topics = catalogue.current_snapshot().topics
    assert [name.key for name in topics] == ["three"]
    assert topics["one"].key == topics["two"].key == "three"
    assert [topics.by_former_slug(slug).key for slug in ("one", "uno", "two")] == ["three"] * 3


def test_a_withdrawn_name_is_not_listed_but_old_editions_can_still_say_it() -> None:
    record = publish("topic", "defence")
    withdraw_record(record)
    topics = catalogue.current_snapshot().topics
    assert list(topics) == []
    assert topics.by_slug("defence") is None
    assert topics["defence"].label == "Defence"
    assert not topics["defence"].public


def test_an_unknown_key_is_an_error_and_no_name() -> None:
    topics = catalogue.current_snapshot().topics
    assert "nothing" not in topics
    assert topics.get("nothing") is None
    with pytest.raises(KeyError):
        topics["nothing"]


def test_a_theme_merged_into_its_own_topic_leaves_that_a_theme() -> None:
    theme, topic = publish("topic", "economy"), publish("topic", "trade", parent="economy")
    other = publish("topic", "tariffs", parent="economy")
    assert catalogue.current_snapshot().topics["trade"].parent == "economy"
    merge_record(theme, topic)
    topics = catalogue.current_snapshot().topics
    assert topics["trade"].parent == ""
    assert topics[other.key].parent == "trade"


def test_a_topic_follows_its_theme_through_one_merger_after_another() -> None:
    first, second, third = (publish("topic", key) for key in ("economy", "finance", "money"))
    publish("topic", "trade", parent="economy")
    for merged, into in ((first, second), (second, third)):
        merge_record(merged, into)
        assert catalogue.current_snapshot().topics["trade"].parent == into.key


def test_of_themes_that_lead_in_a_circle_the_first_by_key_is_the_theme() -> None:
    publish("topic", "economy")
    publish("topic", "trade", parent="economy")
    publish("topic", "tariffs", parent="trade")
    publish("topic", "economy", parent="trade")
    parents = {name.key: name.parent for name in catalogue.current_snapshot().topics}
    assert parents == {"economy": "", "trade": "economy", "tariffs": "economy"}


def test_merges_that_run_in_a_circle_do_not_hang() -> None:
    assert Vocabulary(merged={"a": "b", "b": "a"}).get("a") is None


def test_a_label_is_written_small_in_a_sentence_where_its_description_writes_it_small() -> None:
    publish("topic", "defence", name="Defence ties", description="Arms, exercises and defence, in short.")
    publish("topic", "asia", name="Central Asia", description="The five states of Central Asia.")
    topics = catalogue.current_snapshot().topics
    assert topics["defence"].label_in_sentence == "defence ties"
    assert topics["asia"].label_in_sentence == "Central Asia"


def test_entries_gives_the_current_editions_of_public_entries_in_the_order_asked() -> None:
    publish_documents([a_document("event", key=key, slug=key, claims=[]) for key in ("b2", "b3", "b4")])
    publish("event", "b3", claims=[], title="Second edition")
    withdraw_record(Record.objects.select_related("edition").get(key="b4"))
    present = catalogue.current_snapshot()
    found = catalogue.current_entry_editions(["b3", "nothing", "b4", "b2", "b3"], present)
    assert list(found) == ["b3", "b2"]
    assert found["b3"].content.read_document()["title"] == "Second edition"
    assert catalogue.current_entry_editions([], present) == {}


def test_editions_are_found_by_number() -> None:
    record = publish("event", "b2", claims=[])
    publish("event", "b2", claims=[], title="Second edition")
    present = catalogue.current_snapshot()
    assert catalogue.get_edition(record, 1, present) == Edition.objects.get(number=1)
    assert catalogue.get_edition(record, 3, present) is None


@pytest.mark.parametrize(
    ("typed", "labels"),
    [
        ("elysee", ["Élysée forum"]),
        ("ELYSÉE For", ["Élysée forum"]),
        ("forum elys", ["Élysée forum"]),
        ("or", ["Élysée forum", "Foreign office"]),
        ("forums", []),
        (" … ", ["Élysée forum", "Foreign office", "S-400"]),
        ("s 400", ["S-400"]),
    ],
)
def test_names_are_found_by_any_part_of_their_words(typed: str, labels: list[str]) -> None:
    names = (
        NamedRecord("actor", label, label, label, 1, "{}")
        for label in ("S-400", "Élysée forum", "Foreign office")
    )
    assert [name.label for name in Vocabulary(names).matching(typed)] == labels


def test_drafts_are_laid_over_what_is_published() -> None:
    publish_documents(
        [a_document("actor"), a_document("actor", name="Borland", slug="borland"), a_document("relationship")]
    )
    public = catalogue.current_snapshot()
    drafts = [
        a_document("actor", name="Arle"),
        a_document("topic", name="Energy", slug="energy", parent="power"),
        a_document("topic", name="Power", slug="power"),
        a_document("event"),
    ]
    shown = public.with_drafts(map(canonical_json, drafts))
    assert [name.label for name in shown.actors] == ["Arle", "Borland"]
    assert [name.label for name in shown.relationships] == ["Arle–Borland"]
    assert shown.topics["energy"].parent == "power"
    # What is found and counted stays what is published, and so does the snapshot itself.
    assert shown.vocabularies is public.vocabularies
    assert shown.sources is public.sources
    assert [name.label for name in public.actors] == ["Arland", "Borland"]
    assert public.with_drafts([canonical_json(a_document("event"))]) is public
