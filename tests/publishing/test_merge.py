"""Merge."""

import pytest

from relations import catalogue, documents, publishing
from relations.models import Actor, Passage, Record, Source, Topic
from relations.publishing import PublishingError
from tests.support.world import CITATION, a_claim, a_document, a_published, an_other_name, change, save

pytestmark = pytest.mark.django_db


def published(kind: str, **values: object) -> Record:
    record = save(a_document(kind, **values))
    publishing.publish([record])
    record.refresh_from_db()
    return record


def the(kind: str, key: str) -> Record:
    return Record.objects.get(kind=kind, key=key)


def test_a_merged_topics_key_leads_to_the_survivor() -> None:
    entry = a_published()
    arms = published("topic", slug="arms", name="Arms")
    publishing.merge(the("topic", "defence"), into=arms)
    assert catalogue.current_snapshot().topics["defence"].key == "arms"
    assert documents.encode(entry)["topics"] == ["arms"]


def test_a_merger_changes_no_entry() -> None:
    entry = a_published()
    publishing.merge(the("topic", "defence"), into=published("topic", slug="arms", name="Arms"))
    entry.refresh_from_db()
    assert (entry.status, entry.edition.number) == ("published", 1)


def test_an_actor_is_merged_wherever_it_is_named() -> None:
    a_published()
    published("actor", slug="premier", name="Premier", type="person", acts_for="arland")
    published("actor", slug="minister", name="Minister", type="person", acts_for="arland")
    claim = a_claim(kind="position", speaker="minister", side="arland")
    entry = save(a_document("event", claims=[claim]))
    publishing.publish([entry], note="With a position.")
    publishing.merge(the("actor", "minister"), into=the("actor", "premier"))
    assert documents.encode(entry)["claims"][0]["speaker"] == "premier"
    entry.refresh_from_db()
    assert entry.status == "published"


def test_an_actor_is_not_merged_into_one_that_acts_for_it_by_way_of_another() -> None:
    for slug, acts_for in (("state", ""), ("ministry", "state"), ("minister", "ministry")):
        published("actor", slug=slug, name=slug.title(), acts_for=acts_for)
    with pytest.raises(PublishingError, match="The one acts for the other"):
        publishing.merge(the("actor", "state"), into=the("actor", "minister"))
    publishing.merge(the("actor", "minister"), into=the("actor", "state"))


def test_the_two_sides_of_a_relationship_are_not_merged() -> None:
    a_published()
    with pytest.raises(PublishingError, match="sides of one relationship"):
        publishing.merge(the("actor", "arland"), into=the("actor", "borland"))


def test_only_like_is_merged_with_like() -> None:
    a_published()
    arland, topic = the("actor", "arland"), the("topic", "defence")
    for one, other in (
        (arland, topic),
        (arland, arland),
        (topic, save(a_document("topic", slug="x", name="X"))),
    ):
        with pytest.raises(PublishingError, match="one kind"):
            publishing.merge(one, into=other)


def test_a_theme_with_topics_is_merged_into_a_theme_only() -> None:
    a_published()
    published("topic", slug="economy", name="Economy")
    published("topic", slug="trade", name="Trade", parent="economy")
    published("topic", slug="arms", name="Arms", parent="defence")
    with pytest.raises(PublishingError, match="another theme"):
        publishing.merge(the("topic", "defence"), into=the("topic", "trade"))
    publishing.merge(the("topic", "defence"), into=the("topic", "economy"))
    assert Topic.objects.get(slug="arms").parent.slug == "economy"


def test_merged_sources_share_their_passages() -> None:
    entry = a_published()
    Passage.objects.filter(locator="Paragraph 1").update(excerpt="Word for word.")
    other = published("source", slug="communique", title="Communiqué")
    for locator in ("Paragraph 1", "Annex"):
        Passage.objects.create(source=other.source, locator=locator)
    publishing.merge(the("source", "joint-statement"), into=other)
    (citation,) = documents.encode(entry)["claims"][0]["citations"]
    assert citation == CITATION | {"source": "communique"}
    locators = Source.objects.get(slug="communique").passages.values_list("locator", flat=True)
    assert sorted(locators) == ["Annex", "Paragraph 1", "Paragraph 2"]
    assert Passage.objects.get(source__slug="communique", locator="Paragraph 1").excerpt == "Word for word."
    entry.refresh_from_db()
    assert entry.status == "published"


def test_mergers_lead_to_the_last_survivor_in_one_step() -> None:
    a_published()
    for slug in ("one", "two"):
        published("topic", slug=slug, name=slug)
    publishing.merge(the("topic", "defence"), into=the("topic", "one"))
    publishing.merge(the("topic", "one"), into=the("topic", "two"))
    assert the("topic", "defence").merged_into == the("topic", "two")


def test_what_was_merged_away_is_not_merged_or_published_again() -> None:
    a_published()
    published("topic", slug="arms", name="Arms")
    publishing.merge(the("topic", "defence"), into=the("topic", "arms"))
    with pytest.raises(PublishingError):
        publishing.merge(the("topic", "defence"), into=the("topic", "arms"))
    with pytest.raises(PublishingError, match="merged into"):
        publishing.publish([the("topic", "defence")], note="Back.")


def test_an_actor_in_the_same_role_twice_is_one() -> None:
    actors = [{"actor": "arland", "role": "host"}, {"actor": "gulf", "role": "host"}]
    a_published()
    published("actor", slug="gulf", name="Gulf")
    published("actor", slug="gulf-states", name="Gulf states")
    entry = save(a_document("event", actors=[*actors, {"actor": "gulf-states", "role": "host"}]))
    publishing.merge(the("actor", "gulf"), into=the("actor", "gulf-states"))
    assert documents.encode(entry)["actors"] == [
        {"actor": "arland", "role": "host"},
        {"actor": "gulf-states", "role": "host"},
    ]
    assert Actor.objects.get(slug="gulf").involvements.count() == 0


def test_a_merger_says_the_published_name_and_no_other() -> None:
    a_published()
    arms = published("topic", slug="arms", name="Arms")
    change(arms, name="A name not published")
    edition = publishing.merge(the("topic", "defence"), into=arms)
    assert edition.change_note == "Merged into “Arms”."


def test_a_merger_makes_no_revision_of_what_only_names_the_merged() -> None:
    entry = a_published()
    drafts = change(entry, summary="Not published yet.")
    revisions = list(entry.revisions.all())
    publishing.merge(the("topic", "defence"), into=published("topic", slug="arms", name="Arms"))
    assert list(entry.revisions.all()) == revisions
    assert drafts.status == "changed"
    # A save that changes nothing is still none, and what is published next names the survivor.
    assert save(documents.encode(entry)).revisions.count() == len(revisions)
    (edition,) = publishing.publish([entry], note="Reworded.")
    assert edition.read_document()["topics"] == ["arms"]
    assert edition.revision == revisions[0]


def test_what_a_merger_makes_the_same_is_no_change_any_more() -> None:
    entry = a_published()
    arms = published("topic", slug="arms", name="Arms")
    assert change(entry, topics=["arms"]).status == "changed"
    publishing.merge(the("topic", "defence"), into=arms)
    entry.refresh_from_db()
    assert entry.status == "published"


def test_a_source_that_takes_over_places_has_not_changed() -> None:
    a_published()
    other = published("source", slug="communique", title="Communiqué")
    publishing.merge(the("source", "joint-statement"), into=other)
    other.refresh_from_db()
    assert (other.status, other.revisions.count(), other.source.passages.count()) == ("published", 1, 2)


@pytest.mark.parametrize("name", ["Defence", "DEFENCE"])
def test_the_survivor_of_a_merger_may_be_called_as_what_was_merged(name: str) -> None:
    a_published()
    arms = published("topic", slug="arms", name="Arms")
    publishing.merge(the("topic", "defence"), into=arms)
    change(arms, other_names=[an_other_name(name)])
    assert documents.encode(arms)["other_names"] == [an_other_name(name)]
    (edition,) = publishing.publish([arms], note="Its former name leads here.")
    assert edition.read_document()["other_names"] == [an_other_name(name)]


def test_an_issue_is_dated_anew_by_the_source_that_stands_in_for_its_own() -> None:
    issue = a_published("issue")
    other = published("source", slug="later", title="Later", date="2020-05")
    publishing.merge(the("source", "joint-statement"), into=other)
    issue.entry.refresh_from_db()
    assert issue.entry.date.code == "[..2020-05]"


def test_a_form_from_before_a_merger_brings_nothing_back() -> None:
    entry = a_published()
    gone = the("topic", "defence").topic
    publishing.merge(gone.record, into=published("topic", slug="arms", name="Arms"))
    entry.entry.topics.set([gone])
    assert publishing.record_revision(entry) is None
    assert documents.encode(entry)["topics"] == ["arms"]
    assert gone.tagged.count() == 0
