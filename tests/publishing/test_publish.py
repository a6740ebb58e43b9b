"""Publish and correct."""

import pytest
from django.contrib.auth.models import User

from relations import catalogue, documents, publishing
from relations.models import (
    Address,
    ClaimAddress,
    Edition,
    Record,
    Revision,
    Source,
    VersionCounter,
)
from relations.publishing import PublishingError
from tests.support.world import a_claim, a_document, a_draft, a_published, change, save

pytestmark = pytest.mark.django_db


def messages(refused: pytest.ExceptionInfo[PublishingError]) -> dict[str, str]:
    return {fault.path: fault.message for fault in refused.value.faults}


def test_publishing_stores_the_working_copy_as_the_next_edition(ada: User) -> None:
    record = a_draft()
    publishing.publish([record], user=ada)
    record.refresh_from_db()
    assert (record.edition.number, record.status) == (1, "published")
    assert record.edition.read_document() == documents.encode(record)
    assert record.edition.published_by == ada


def test_each_act_is_one_version() -> None:
    record = a_published()
    other = a_draft("issue")
    before = VersionCounter.objects.version()
    change(record, summary="Another summary.")
    editions = publishing.publish([record, other], note="Both at once.")
    assert VersionCounter.objects.version() == before + 1
    assert {edition.born for edition in editions} == {before + 1}


def test_what_an_entry_names_is_published_before_it() -> None:
    record = a_draft()
    named = publishing.companions([record])
    assert {companion.kind for companion in named} == {"actor", "topic", "relationship", "source"}
    editions = publishing.publish([record])
    assert [edition.record.pk for edition in editions] == [*(one.pk for one in named), record.pk]


def test_a_theme_comes_with_its_topic() -> None:
    a_draft()
    save(a_document("topic", slug="arms", name="Arms", parent="defence"))
    record = change(Record.objects.get(key="vvvvv2"), topics=["arms"])
    assert [one.key for one in publishing.companions([record]) if one.kind == "topic"] == ["defence", "arms"]


def test_a_change_stays_private_until_it_is_published() -> None:
    record = a_published()
    record = change(record, summary="Another summary.")
    assert record.status == "changed"
    assert record.edition.read_document()["summary"] == "What is told here."


def test_undoing_a_change_is_no_change() -> None:
    record = a_published()
    change(record, summary="Another summary.")
    assert change(record, summary="What is told here.").status == "published"


def test_a_second_edition_says_what_changed() -> None:
    record = change(a_published(), summary="Another summary.")
    with pytest.raises(PublishingError) as refused:
        publishing.publish([record], note="  ")
    assert messages(refused) == {"change_note": "Say in one sentence what changed."}
    (edition,) = publishing.publish([record], note="A better summary.")
    assert (edition.number, edition.change_note) == (2, "A better summary.")


def test_a_correction_is_marked() -> None:
    record = change(a_published(), summary="Another summary.")
    (edition,) = publishing.publish([record], note="Wrong.", correction=True)
    assert edition.action == Edition.Action.CORRECTED


def test_the_first_day_of_publication_is_kept() -> None:
    record = a_published()
    first = record.edition.first_published_at
    (edition,) = publishing.publish([change(record, summary="Other.")], note="Other.")
    assert edition.first_published_at == first < edition.published_at


@pytest.mark.parametrize(
    ("values", "path", "words"),
    [
        ({"summary": ""}, "summary", "summary"),
        ({"topics": []}, "topics", "theme"),
        ({"relationships": []}, "relationships", "relationship"),
        ({"date": ""}, "date", "date"),
        ({"claims": []}, "claims", "claim"),
        ({"claims": [a_claim(citations=[])]}, "claims/cccccccc22", "citation"),
        ({"claims": [a_claim(text="")]}, "claims/cccccccc22", "text"),
        ({"claims": [a_claim(kind="position", side="arland")]}, "claims/cccccccc22", "speaker"),
        ({"claims": [a_claim(kind="position", speaker="arland")]}, "claims/cccccccc22", "side"),
        ({"claims": [a_claim(kind="assessment")]}, "claims/cccccccc22", "owner"),
    ],
)
def test_a_fault_is_said_at_the_place_it_concerns(values: dict, path: str, words: str) -> None:
    record = a_draft(**values)
    with pytest.raises(PublishingError) as refused:
        publishing.publish([record])
    assert list(messages(refused)) == [path]
    assert words in messages(refused)[path]


def test_a_milestone_without_a_citation_blocks() -> None:
    milestone = {"stage": "signed", "date": "2019", "note": "", "citations": []}
    record = a_draft("agreement", milestones=[milestone])
    assert [fault.path for fault in publishing.check(record)] == ["milestones/1"]


def test_one_fault_stops_everything() -> None:
    good, bad = a_draft(), a_draft("issue", summary="")
    with pytest.raises(PublishingError):
        publishing.publish([good, bad])
    assert Edition.objects.count() == 0
    assert VersionCounter.objects.version() == 0


def test_actors_that_would_act_for_each_other_are_refused() -> None:
    """What no form saves at once may become so by an earlier revision."""
    save(a_document("actor", slug="state", name="State"))
    ministry = save(a_document("actor", slug="ministry", name="Ministry", acts_for="state"))
    state = Record.objects.get(key="state")
    earlier = ministry.revisions.get()
    change(ministry, acts_for="")
    publishing.publish([change(state, acts_for="ministry")])
    with pytest.raises(PublishingError) as refused:
        publishing.publish([ministry], revisions=[earlier], note="As it was.")
    assert messages(refused) == {"acts_for": "This actor would act for itself, by way of those it acts for."}
    publishing.publish([change(ministry, description="Of the state.")], note="Described.")


def test_actors_that_act_for_each_other_are_not_published_together() -> None:
    for slug, other in (("one", ""), ("other", "one")):
        save(a_document("actor", slug=slug, name=slug.title(), acts_for=other))
    one = change(Record.objects.get(key="one"), acts_for="other")
    with pytest.raises(PublishingError) as refused:
        publishing.publish([one])
    assert {fault.record.key for fault in refused.value.faults} == {"one", "other"}
    assert [fault.path for fault in publishing.check(one)] == []


def test_nothing_to_publish_is_said() -> None:
    with pytest.raises(PublishingError, match="Nothing has changed"):
        publishing.publish([a_published()])


def test_a_slug_that_was_another_pages_address_is_refused() -> None:
    record = a_published()
    publishing.rename(record, slug="meeting")
    other = a_draft("event", key="bbbbb3", slug="summit", title="Another", claims=[a_claim(id="dddddddd22")])
    assert [fault.path for fault in publishing.check(other)] == ["slug"]


def test_every_address_and_claim_has_its_place() -> None:
    record = a_published()
    (edition,) = publishing.publish([change(record, claims=[a_claim(id="dddddddd22")])], note="New claim.")
    assert Address.objects.get(record=record).slug == "summit"
    places = dict(ClaimAddress.objects.values_list("code", "edition__number"))
    assert places == {"cccccccc22": 1, "dddddddd22": edition.number}


def test_a_published_claims_id_stays_in_its_entry() -> None:
    change(a_published(), claims=[a_claim(id="dddddddd22")])
    thief = a_draft("issue", claims=[a_claim()])
    with pytest.raises(PublishingError) as refused:
        publishing.publish([thief])
    assert "belongs to another entry" in messages(refused)["claims/cccccccc22"]


def test_publishing_leaves_a_revision() -> None:
    record = a_published()
    assert record.revisions.first().document == record.edition.document


def test_a_withdrawn_source_blocks_what_cites_it() -> None:
    record = a_draft()
    source = Source.objects.get().record
    publishing.publish([source])
    change(record, claims=[a_claim(citations=[])])
    publishing.withdraw([source], reason="Forged.")
    change(record, claims=[a_claim()])
    assert "withdrawn" in publishing.check(record)[0].message


def test_what_was_withdrawn_can_be_published_again() -> None:
    record = a_published()
    publishing.withdraw([record], reason="Doubtful.")
    record.refresh_from_db()
    (edition,) = publishing.publish([record], note="Confirmed.")
    record.refresh_from_db()
    assert (edition.number, record.status) == (3, "published")


def test_names_in_the_catalogue_follow() -> None:
    a_published()
    assert catalogue.current_snapshot().topics["defence"].label == "Defence"


def test_origin_of_a_revision_is_kept() -> None:
    record = a_draft()
    save(documents.encode(record) | {"summary": "From a file."}, origin=Revision.Origin.IMPORTED)
    assert record.revisions.first().origin == "imported"
