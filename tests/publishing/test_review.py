"""Review: who sends, who approves, and that nothing goes out that nobody approved."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import Permission, User
from django.core.management import call_command
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from relations import documents, publishing
from relations.documents.merge import merge
from relations.documents.merge_conflicts import Side
from relations.models import (
    Edition,
    Record,
    Reference,
    Review,
    Revision,
    Topic,
    UnreviewedPublication,
)
from relations.publishing import PublishingError
from relations.publishing.due import perform_due
from relations.publishing.generated import publish_generated
from relations.publishing.review import mark_as_seen, why_not_approved_by, why_not_seen_by
from tests.support.migrating import remember_states
from tests.support.reviewing import approve_all, newest, require_reviews, save_as, sent
from tests.support.scheduling import fall_due, perform, scheduled, scheduled_withdrawal
from tests.support.world import a_document, a_draft, a_published

pytestmark = pytest.mark.django_db

Person = Callable[[str, str], User]
Refusal = pytest.ExceptionInfo[PublishingError]


def messages(refused: Refusal) -> list[str]:
    return [fault.message for fault in refused.value.faults]


@pytest.fixture
def carol(person: Person) -> User:
    return person("carol", "editor")


@pytest.fixture
def record(ada: User) -> Record:
    """A published event that Ada has changed since."""
    return save_as(ada, a_published(), summary="As Ada has it.")


# Sending


def test_the_newest_revision_is_sent_to_somebody_or_anybody(record: Record, ada: User, carol: User) -> None:
    review = sent(record, ada, carol)
    assert (review.revision, review.asked_by, review.reviewer) == (newest(record), ada, carol)
    assert list(Review.objects.waiting_for(carol)) == [review]
    review = sent(record, ada)
    assert list(Review.objects.waiting_for(carol)) == [review]


def test_sending_again_takes_the_place_of_the_first(record: Record, ada: User) -> None:
    first = sent(record, ada)
    save_as(ada, record, summary="Better.")
    second = sent(record, ada)
    first.refresh_from_db()
    assert first.state == Review.State.SUPERSEDED
    assert second.revision == newest(record)


def test_what_it_names_for_the_first_time_is_sent_with_it_once(ada: User) -> None:
    record = a_draft()
    reviews = publishing.send_for_review([record], user=ada)
    assert {review.record.kind for review in reviews} == {
        *("event", "topic", "actor", "relationship", "source")
    }
    assert [review.record for review in publishing.send_for_review([record], user=ada)] == [record]


def test_a_record_that_no_form_has_saved_is_sent_as_it_stands(ada: User) -> None:
    topic = Topic.objects.create(name="Trade", slug="trade")
    review = sent(topic.record, ada)
    assert documents.load_document(review.revision.document)["name"] == "Trade"


def test_what_cannot_be_sent_says_why(record: Record, ada: User, ben: User, carol: User) -> None:
    nobody = User.objects.create_user("nobody")
    for user, reviewer, words in (
        (nobody, None, "You may not change this"),
        (ada, ada, "nobody reviews their own words"),
        (ada, ben, "This account may not approve"),
    ):
        with pytest.raises(PublishingError, match=words):
            publishing.send_for_review([record], user=user, reviewer=reviewer)
    publishing.approve([sent(record, ada)], user=carol)
    with pytest.raises(PublishingError, match="approved already"):
        sent(record, ada)
    publishing.publish([record], note="Better.")
    with pytest.raises(PublishingError, match="Nothing has changed"):
        sent(record, ada)
    assert not Review.objects.waiting().exists()


def test_a_reviewer_who_has_changed_it_cannot_be_asked(record: Record, ada: User, carol: User) -> None:
    save_as(carol, record, summary="As Carol has it.")
    with pytest.raises(PublishingError, match="somebody else must"):
        sent(record, ada, carol)


# Deciding


def test_another_approves(record: Record, ada: User, carol: User) -> None:
    (review,) = publishing.approve([sent(record, ada)], user=carol)
    assert (review.state, review.decided_by) == (Review.State.APPROVED, carol)
    with pytest.raises(PublishingError, match="carol has approved it meanwhile"):
        publishing.approve([review], user=carol)


def test_a_revision_is_sent_back_with_words_only(record: Record, ada: User, carol: User) -> None:
    review = sent(record, ada)
    with pytest.raises(PublishingError) as refused:
        publishing.send_back(review, user=carol, note=" ")
    assert [fault.path for fault in refused.value.faults] == ["note"]
    publishing.send_back(review, user=carol, note="Which page?")
    assert [one.note for one in Review.objects.sent_back_to(ada)] == ["Which page?"]
    save_as(ada, record, summary="With its page.")
    sent(record, ada)
    assert not Review.objects.sent_back_to(ada).exists()


def test_what_came_back_to_a_closed_account_goes_to_all_who_may_change_it(
    record: Record, ada: User, ben: User, carol: User
) -> None:
    publishing.send_back(sent(record, ada), user=carol, note="Which page?")
    reader = User.objects.create_user("reader")
    assert not any(Review.objects.sent_back_to(user).exists() for user in (ben, carol, reader))
    User.objects.filter(pk=ada.pk).update(is_active=False)
    found = [Review.objects.sent_back_to(user).exists() for user in (ben, carol, reader)]
    assert found == [True, True, False]
    sent(record, ben)
    assert not Review.objects.sent_back_to(ben).exists()


def test_only_who_asked_takes_it_back(record: Record, ada: User, carol: User) -> None:
    review = sent(record, ada)
    with pytest.raises(PublishingError, match="Only who asked"):
        publishing.take_back(review, user=carol)
    with pytest.raises(PublishingError, match="Take it back"):
        publishing.send_back(review, user=ada, note="No.")
    publishing.take_back(review, user=ada)
    with pytest.raises(PublishingError, match="ada has taken it back"):
        publishing.approve([review], user=carol)


def test_who_wrote_cannot_approve_after_handing_it_on(record: Record, ada: User, carol: User) -> None:
    """Ada wrote, Carol mended a comma and asks: Ada still cannot approve."""
    save_as(carol, record, summary="As Ada has it, with a comma.")
    review = sent(record, carol)
    with pytest.raises(PublishingError, match="Who has changed it since its last edition"):
        publishing.approve([review], user=ada)
    with pytest.raises(PublishingError, match="Who has changed it"):
        publishing.approve([review], user=carol)


@pytest.mark.parametrize("origin", [Revision.Origin.RESTORED, Revision.Origin.IMPORTED])
def test_restoring_and_importing_is_writing(record: Record, carol: User, origin: Revision.Origin) -> None:
    record.revisions.filter(pk=newest(record).pk).update(saved_by=carol, origin=origin)
    assert why_not_approved_by(record, carol)


def test_merging_and_renaming_is_not_writing(record: Record, ada: User, carol: User) -> None:
    publishing.rename(record, user=carol, slug="summit-of-2019")
    assert newest(record).saved_by == carol
    assert why_not_approved_by(record, carol) == ""
    publishing.approve([sent(record, ada)], user=carol)


def test_a_rename_of_what_names_no_revision_leaves_the_writer_a_writer(
    record: Record, ada: User, carol: User
) -> None:
    """Editions of before 0.3.0 name none."""
    Edition.objects.filter(record=record).update(revision=None)
    record = Record.objects.get(pk=record.pk)
    assert why_not_approved_by(record, ada)
    published = record.revisions.last()
    edition = publishing.rename(record, user=carol, slug="summit-of-2019")
    assert (edition.revision, edition.action) == (published, Edition.Action.RENAMED)
    assert why_not_approved_by(Record.objects.get(pk=record.pk), ada)


def test_who_wrote_an_earlier_edition_may_approve_the_next(record: Record, ada: User, carol: User) -> None:
    publishing.publish([record], note="Better.")
    save_as(carol, record, summary="As Carol has it.")
    publishing.approve([sent(record, carol)], user=ada)


def test_who_wrote_what_was_withdrawn_cannot_approve_its_return(
    record: Record, ada: User, carol: User, person: Person
) -> None:
    """Unchanged, asked by another; and by turns: Ada wrote, Carol mended a comma, and both were public."""
    publishing.publish([record], note="Better.")
    save_as(carol, record, summary="As Ada has it, with a comma.")
    publishing.publish([record], note="A comma.")
    publishing.withdraw([record], reason="For a while.")
    record.refresh_from_db()
    dan = person("dan", "editor")
    review = sent(record, person("eve", "editor"))
    for user in (ada, carol):
        assert not Review.objects.waiting_for(user).exists()
        with pytest.raises(PublishingError, match="has written any of it cannot approve it after a withdr"):
            publishing.approve([review], user=user)
        with pytest.raises(PublishingError, match="somebody else must"):
            sent(record, dan, user)
    assert list(Review.objects.waiting_for(dan)) == [review]
    publishing.approve([review], user=dan)
    publishing.publish([record], note="Back again.")
    save_as(dan, record, summary="As Dan has it.")
    publishing.approve([sent(record, dan)], user=ada)


def test_a_review_asked_of_who_wrote_what_was_withdrawn_meanwhile_goes_back_to_all(
    record: Record, ada: User, carol: User, person: Person
) -> None:
    dan = person("dan", "editor")
    publishing.publish([record], note="Better.")
    save_as(carol, record, summary="As Carol has it.")
    review = sent(record, carol, ada)
    assert not Review.objects.waiting_for(dan).exists()
    publishing.withdraw([record], reason="For a while.")
    assert list(Review.objects.waiting_for(dan)) == [review]
    assert not Review.objects.waiting_for(ada).exists()


def test_who_wrote_the_words_that_are_restored_cannot_approve_them(
    record: Record, ada: User, carol: User, person: Person
) -> None:
    publishing.publish([record], note="Better.")
    as_ada_has_it = newest(record)
    save_as(carol, record, summary="As Carol has it.")
    publishing.publish([record], note="Otherwise.")
    publishing.restore_revision(record, as_ada_has_it, person("dan", "editor"))
    record.refresh_from_db()
    review = sent(record, person("eve", "editor"))
    with pytest.raises(PublishingError, match="words again that it had before its last edition"):
        publishing.approve([review], user=ada)
    assert list(Review.objects.waiting_for(carol)) == [review]
    publishing.approve([review], user=carol)


@pytest.mark.parametrize("keeps_mine", [True, False], ids=["mine", "theirs"])
@pytest.mark.parametrize("typed_beside", ["", "Noted."], ids=["the same", "joined"])
def test_who_wrote_the_words_that_a_form_of_before_the_last_edition_keeps_cannot_approve_them(
    record: Record, ada: User, carol: User, person: Person, keeps_mine: bool, typed_beside: str
) -> None:
    """Dan mends a comma of Ada's, in a form opened before Carol's words were published, and keeps his."""
    publishing.publish([record], note="Better.")
    opened, dan = newest(record), person("dan", "editor")
    save_as(carol, record, summary="As Carol has it.", **({"place": typed_beside} if typed_beside else {}))
    publishing.publish([record], note="Otherwise.")
    base, theirs = documents.load_document(opened.document), documents.encode(record)
    mine = base | {"summary": "As Ada has it, with a comma."}
    decision = Side.MINE if keeps_mine else Side.THEIRS
    joined = merge(base, theirs, mine, {"summary": decision})
    publishing.save_joined(record, joined, typed=mine, base=opened, user=dan)
    record.refresh_from_db()
    assert bool(why_not_approved_by(record, ada)) == keeps_mine
    assert why_not_approved_by(record, carol) == ""


def _rename(record: Record, user: User) -> None:
    publishing.rename(record, user=user, slug="summit-of-2019")


def _merge_a_topic(record: Record, user: User) -> None:
    arms = a_published("topic", slug="arms", name="Arms")
    publishing.merge(Record.objects.get(key="defence"), into=arms, user=user)


def _mend_a_comma(record: Record, user: User) -> None:
    save_as(user, record, summary="As Ada has it, with a comma.")


def _publish_a_comma(record: Record, user: User) -> None:
    publishing.publish([record], note="Better.")
    _mend_a_comma(record, user)


@pytest.mark.long
@pytest.mark.parametrize("between", [_rename, _merge_a_topic, _mend_a_comma, _publish_a_comma])
def test_words_that_are_restored_are_their_authors_whatever_lies_between(
    record: Record, ada: User, carol: User, person: Person, between: Callable[[Record, User], None]
) -> None:
    """As Carol left Ada's words they are public; Dan takes them out; Eve restores that, and again."""
    if between in (_rename, _merge_a_topic):
        publishing.publish([record], note="Better.")
    between(record, carol)
    record.refresh_from_db()
    if between in (_mend_a_comma, _publish_a_comma):
        publishing.publish([record], note="A comma.")
    as_ada_has_it, dan, eve = newest(record), person("dan", "editor"), person("eve", "editor")
    for note in ("Otherwise.", "Otherwise again."):
        save_as(dan, record, summary=note)
        publishing.publish([record], note=note)
        publishing.restore_revision(record, as_ada_has_it, eve)
        as_ada_has_it = newest(record)
        assert as_ada_has_it.restores_id
        record.refresh_from_db()
        review = sent(record, eve)
        assert not Review.objects.waiting_for(ada).exists()
        assert why_not_approved_by(record, ada)
        assert bool(why_not_approved_by(record, carol)) == (between in (_mend_a_comma, _publish_a_comma))
        if note == "Otherwise.":
            assert why_not_approved_by(record, dan) == ""
            publishing.approve([review], user=dan)
            publishing.publish([record], note="Back again.")


def _renamed_while_something_was_unpublished(record: Record, ada: User, carol: User) -> dict[str, Revision]:
    """Ada's title was public and is another now; Carol had saved something that is not public yet."""
    save_as(ada, record, title="As Ada calls it")
    publishing.publish([record], note="Better.")
    published = newest(record)
    save_as(carol, record, summary="As Carol has it.")
    unpublished = newest(record)
    publishing.rename(record, slug="summit-of-2019", name="As all call it")
    return {"published": published, "unpublished": unpublished, "renamed": newest(record)}


@pytest.mark.parametrize("restored", ["published", "unpublished", "renamed"])
def test_who_wrote_the_name_of_before_a_rename_cannot_approve_its_return(
    record: Record, ada: User, carol: User, person: Person, restored: str
) -> None:
    """The rename left Carol's words unpublished, so its edition is of the revision that it renamed."""
    revisions, dan = _renamed_while_something_was_unpublished(record, ada, carol), person("dan", "editor")
    save_as(dan, record, summary="A mistake.")
    publishing.restore_revision(record, revisions[restored], person("eve", "editor"))
    record.refresh_from_db()
    comes_back = restored != "renamed"
    assert (documents.encode(record)["title"] == "As Ada calls it") == comes_back
    review = sent(record, dan)
    assert Review.objects.waiting_for(ada).exists() != comes_back
    if not comes_back:
        publishing.approve([review], user=ada)
        return
    with pytest.raises(PublishingError, match="words again that it had before its last edition"):
        publishing.approve([review], user=ada)


@pytest.mark.parametrize("restored", ["published", "unpublished", "renamed"])
def test_who_wrote_the_name_of_before_a_rename_is_not_who_looks_at_its_return(
    record: Record, ada: User, carol: User, root: User, restored: str
) -> None:
    revisions = _renamed_while_something_was_unpublished(record, ada, carol)
    require_reviews()
    save_as(root, record, summary="A mistake.")
    publishing.restore_revision(record, revisions[restored], root)
    publishing.publish([record], user=root, note="Back.", without_review="A summit today.")
    back = UnreviewedPublication.objects.get()
    assert (why_not_seen_by(back, ada) == "") == (restored == "renamed")


def test_who_restores_a_draft_of_their_own_leaves_earlier_authors_free(
    record: Record, ada: User, carol: User
) -> None:
    """What readers have of Ada's is not restored: of what is, all was written since."""
    publishing.publish([record], note="Better.")
    save_as(carol, record, summary="As Carol has it.")
    as_carol_has_it = newest(record)
    save_as(carol, record, summary="A mistake.")
    publishing.restore_revision(record, as_carol_has_it, carol)
    record.refresh_from_db()
    assert why_not_approved_by(record, ada) == ""
    assert why_not_approved_by(record, carol)


def test_of_a_restoration_that_does_not_say_what_it_restored_all_are_authors(
    record: Record, ada: User, carol: User, person: Person
) -> None:
    publishing.publish([record], note="Better.")
    save_as(carol, record, summary="As Carol has it.")
    publishing.publish([record], note="Otherwise.")
    publishing.restore_revision(record, record.revisions.last(), person("dan", "editor"))
    record.revisions.update(restores=None)
    record.refresh_from_db()
    assert why_not_approved_by(record, ada)
    assert why_not_approved_by(record, carol)


def test_an_edition_that_does_not_say_what_it_was_made_from_is_told_by_its_time(
    record: Record, ada: User, carol: User
) -> None:
    Edition.objects.filter(record=record).update(revision=None, published_at=timezone.now())
    assert why_not_approved_by(record, ada) == ""
    save_as(ada, record, summary="After it.")
    assert why_not_approved_by(record, ada)


def test_only_those_who_publish_decide(record: Record, ada: User, ben: User, carol: User) -> None:
    review = sent(record, ada)
    carol.is_active = False
    for user in (ben, carol):
        with pytest.raises(PublishingError, match="Only those who may publish"):
            publishing.approve([review], user=user)
        with pytest.raises(PublishingError, match="Only those who may publish"):
            publishing.send_back(review, user=user, note="No.")


def test_several_are_approved_together_or_none(ada: User, carol: User) -> None:
    record = a_draft()
    save_as(carol, Record.objects.get(kind="topic"), description="By Carol.")
    reviews = publishing.send_for_review([record], user=ada)
    with pytest.raises(PublishingError) as refused:
        publishing.approve(reviews, user=carol)
    assert [fault.record.kind for fault in refused.value.faults] == ["topic"]
    assert Review.objects.waiting().count() == len(reviews)


# Who is asked


def test_a_review_asked_of_one_goes_back_to_all_when_that_account_cannot_decide(
    record: Record, ada: User, carol: User, person: Person
) -> None:
    dan = person("dan", "editor")
    review = sent(record, ada, dan)
    assert not Review.objects.waiting_for(carol).exists()
    User.objects.filter(pk=dan.pk).update(is_active=False)
    assert list(Review.objects.waiting_for(carol)) == [review]
    User.objects.filter(pk=dan.pk).update(is_active=True)
    assert not Review.objects.waiting_for(carol).exists()
    save_as(dan, record, summary="By Dan, who was asked.")
    assert list(Review.objects.waiting_for(carol)) == [review]
    assert not Review.objects.waiting_for(dan).exists()


def test_nobody_is_asked_about_their_own(record: Record, ada: User, carol: User) -> None:
    sent(record, carol)
    assert not Review.objects.waiting_for(ada).exists()
    assert not Review.objects.waiting_for(carol).exists()


# What is required


@pytest.fixture
def _required(db: None) -> None:
    require_reviews()


@pytest.mark.usefixtures("_required")
def test_without_an_approval_nothing_is_published(ada: User, carol: User) -> None:
    record = a_draft()
    for state, words in (
        (lambda: None, "Nobody has approved it."),
        (lambda: sent(record, ada), "It is with a reviewer."),
        (lambda: save_as(ada, record, summary="Anew."), "It was changed since it was sent"),
    ):
        state()
        with pytest.raises(PublishingError) as refused:
            publishing.publish([record], user=carol)
        assert any(message.startswith(words) for message in messages(refused))
    assert not Edition.objects.filter(record=record).exists()


@pytest.mark.usefixtures("_required")
def test_an_approved_record_goes_out_with_approved_companions(ada: User, carol: User) -> None:
    record = a_draft()
    reviews = publishing.send_for_review([record], user=ada)
    publishing.approve([review for review in reviews if review.record.kind != "topic"], user=carol)
    with pytest.raises(PublishingError) as refused:
        publishing.publish([record], user=ada)
    assert [fault.record.kind for fault in refused.value.faults] == ["topic"]
    approve_all(carol)
    assert len(publishing.publish([record], user=ada)) == len(reviews)
    assert not UnreviewedPublication.objects.exists()


@pytest.mark.usefixtures("_required")
def test_what_is_saved_after_the_approval_stays_unpublished(ada: User, carol: User) -> None:
    record = a_draft()
    publishing.send_for_review([record], user=ada)
    approve_all(carol)
    save_as(ada, record, summary="Nobody has read this.")
    save_as(ada, Record.objects.get(kind="topic"), description="Nor this.")
    with pytest.raises(PublishingError, match="changed since it was approved"):
        publishing.publish([record], user=ada)
    publishing.publish([record], user=ada, approved=True)
    record.refresh_from_db()
    assert record.edition.read_document()["summary"] == "What is told here."
    assert record.status == Record.Status.CHANGED
    assert Record.objects.get(kind="topic").status == Record.Status.CHANGED
    with pytest.raises(PublishingError, match="Nobody has approved"):
        publishing.publish([record], user=ada, note="Again.", approved=True)


@pytest.mark.usefixtures("_required")
def test_only_what_the_approved_revision_names_goes_with_it(ada: User, carol: User) -> None:
    record = a_draft()
    publishing.send_for_review([record], user=ada)
    approve_all(carol)
    Topic.objects.create(name="Trade", slug="trade")
    save_as(ada, record, topics=["trade"])
    published = publishing.publish([record], user=ada, approved=True)
    assert {edition.record.key for edition in published if edition.record.kind == "topic"} == {"defence"}
    assert Record.objects.get(key="trade").status == Record.Status.NEVER


@pytest.mark.usefixtures("_required")
def test_an_approval_outlives_a_merger_of_what_the_record_names(ada: User, carol: User) -> None:
    Reference.objects.update(review_required=False)
    record = a_published()
    a_published("topic", slug="arms", name="Arms")
    Reference.objects.update(review_required=True)
    save_as(ada, record, summary="Anew.")
    publishing.approve([sent(record, ada)], user=carol)
    publishing.merge(Record.objects.get(key="defence"), into=Record.objects.get(key="arms"), user=carol)
    (edition,) = publishing.publish([record], user=ada, note="Anew.")
    assert edition.read_document()["topics"] == ["arms"]


@pytest.mark.usefixtures("_required")
def test_an_administrator_publishes_without_review_for_a_reason_that_readers_see(
    root: User, ada: User
) -> None:
    record = a_draft()
    with pytest.raises(PublishingError, match="You may not publish without review"):
        publishing.publish([record], user=ada, without_review="In a hurry.")
    publishing.publish([record], user=root, without_review="A summit today.")
    record.refresh_from_db()
    assert record.edition.change_note == "Published without review: A summit today."
    unreviewed = UnreviewedPublication.objects.unseen().get()
    assert (unreviewed.publication_id, unreviewed.reason) == (record.edition.born, "A summit today.")
    save_as(ada, record, summary="Anew.")
    publishing.publish([record], user=root, note="Anew.", without_review="The same.")
    record.refresh_from_db()
    assert record.edition.change_note == "Anew. Published without review: The same."


@pytest.mark.usefixtures("_required")
def test_a_reason_that_does_not_fit_its_column_is_refused(root: User) -> None:
    with pytest.raises(PublishingError) as refused:
        publishing.publish([a_draft()], user=root, without_review="x" * 480)
    assert {fault.path for fault in refused.value.faults} == {"without_review"}


@pytest.mark.usefixtures("_required")
def test_a_reason_is_not_told_of_what_was_approved(ada: User, root: User, carol: User) -> None:
    record = a_draft()
    publishing.send_for_review([record], user=ada)
    approve_all(carol)
    publishing.publish([record], user=root, without_review="No need.")
    record.refresh_from_db()
    assert record.edition.change_note == ""
    assert not UnreviewedPublication.objects.exists()


def test_renaming_withdrawing_merging_and_describing_wait_for_somebody_to_look(
    record: Record, ada: User
) -> None:
    arms = a_published("topic", slug="arms", name="Arms")
    require_reviews()
    publishing.rename(record, user=ada, slug="another")
    publishing.withdraw([record], user=ada, reason="Never held.")
    publishing.merge(arms, into=Record.objects.get(key="defence"), user=ada)
    publishing.update_reference(user=ada, title="Another")
    kinds = [row.publication.kind for row in UnreviewedPublication.objects.all()]
    assert kinds == ["renamed", "withdrawn", "merged", "described"]


def test_without_the_setting_nothing_waits_and_nothing_is_refused(record: Record, ada: User) -> None:
    sent(record, ada)
    publishing.publish([record], user=ada, note="Better.", without_review="Unasked.")
    record.refresh_from_db()
    assert record.edition.change_note == "Better."
    assert not UnreviewedPublication.objects.exists()


@pytest.mark.usefixtures("_required")
def test_a_generated_reference_needs_no_approval() -> None:
    publish_generated([a_document("topic")])
    assert Edition.objects.count() == 1
    assert not UnreviewedPublication.objects.exists()


def test_somebody_else_looks_at_what_went_out_without_review(
    record: Record, ada: User, ben: User, carol: User
) -> None:
    require_reviews()
    publishing.withdraw([record], user=ada, reason="Never held.")
    unreviewed = UnreviewedPublication.objects.get()
    for user, words in ((ada, "You published it"), (ben, "Only those who may publish")):
        with pytest.raises(PublishingError, match=words):
            mark_as_seen(unreviewed, user=user)
    seen = mark_as_seen(unreviewed, user=carol)
    assert (seen.seen_by, bool(seen.seen_at)) == (carol, True)
    assert mark_as_seen(unreviewed, user=carol).seen_at == seen.seen_at
    assert not UnreviewedPublication.objects.unseen().exists()


def test_who_wrote_what_went_out_without_review_is_not_who_looks(
    record: Record, ada: User, carol: User, root: User, person: Person
) -> None:
    save_as(carol, record, summary="As Carol has it.")
    require_reviews()
    publishing.publish([record], user=root, note="Better.", without_review="A summit today.")
    dan = person("dan", "editor")
    save_as(dan, record, summary="What Dan writes later.")
    unreviewed = UnreviewedPublication.objects.get()
    for user in (ada, carol):
        with pytest.raises(PublishingError, match="You wrote what was published"):
            mark_as_seen(unreviewed, user=user)
    assert mark_as_seen(unreviewed, user=dan).seen_by == dan


def test_who_wrote_an_earlier_edition_may_look_at_the_next(
    record: Record, ada: User, carol: User, root: User
) -> None:
    publishing.publish([record], user=root, note="Better.")
    save_as(carol, record, summary="As Carol has it.")
    require_reviews()
    publishing.publish([record], user=root, note="Better.", without_review="A summit today.")
    unreviewed = UnreviewedPublication.objects.get()
    assert [why_not_seen_by(unreviewed, user) == "" for user in (ada, carol)] == [True, False]


def test_who_wrote_what_comes_back_without_review_is_not_who_looks(
    record: Record, ada: User, carol: User, root: User
) -> None:
    publishing.publish([record], user=root, note="Better.")
    require_reviews()
    publishing.withdraw([record], user=root, reason="For a while.")
    publishing.publish([record], user=root, note="Back again.", without_review="A summit today.")
    taken_away, back = UnreviewedPublication.objects.order_by("publication")
    assert [why_not_seen_by(row, ada) == "" for row in (taken_away, back)] == [True, False]
    assert why_not_seen_by(back, carol) == ""


def test_who_wrote_an_earlier_part_of_what_comes_back_is_not_who_looks(
    record: Record, ada: User, carol: User, root: User, person: Person
) -> None:
    publishing.publish([record], user=root, note="Better.")
    save_as(carol, record, summary="As Carol has it.")
    publishing.publish([record], user=root, note="Otherwise.")
    publishing.withdraw([record], user=root, reason="For a while.")
    require_reviews()
    publishing.publish([record], user=root, note="Back again.", without_review="A summit today.")
    back = UnreviewedPublication.objects.get()
    people = (ada, carol, person("dan", "editor"))
    assert [why_not_seen_by(back, user) == "" for user in people] == [False, False, True]
    waiting = UnreviewedPublication.objects
    assert [waiting.waiting_for(user).exists() for user in people] == [False, False, True]


@pytest.mark.parametrize("restored", [True, False])
def test_who_wrote_an_earlier_part_of_what_is_restored_is_not_who_looks(
    record: Record, ada: User, carol: User, root: User, person: Person, restored: bool
) -> None:
    """Restored and published, or published as it was then: Ada's words, with a comma of Carol's."""
    publishing.publish([record], user=root, note="Better.")
    save_as(carol, record, summary="As Ada has it, with a comma.")
    publishing.publish([record], user=root, note="A comma.")
    former, dan = newest(record), person("dan", "editor")
    save_as(dan, record, summary="Otherwise.")
    publishing.publish([record], user=root, note="Otherwise.")
    require_reviews()
    if restored:
        publishing.restore_revision(record, former, root)
    revisions = [] if restored else [former]
    publishing.publish([record], user=root, note="Back.", revisions=revisions, without_review="A summit.")
    back = UnreviewedPublication.objects.get()
    people = (ada, carol, dan, root)
    assert [why_not_seen_by(back, user) == "" for user in people] == [False, False, True, False]
    waiting = UnreviewedPublication.objects
    assert [waiting.waiting_for(user).exists() for user in people] == [False, False, True, False]


@pytest.mark.parametrize("was_approved", [True, False])
def test_what_was_withdrawn_is_reviewed_before_it_comes_back(
    record: Record, ada: User, carol: User, was_approved: bool
) -> None:
    """An approval serves for one publication, so that of then counts no more."""
    if was_approved:
        publishing.approve([sent(record, ada)], user=carol)
    publishing.publish([record], user=ada, note="Better.")
    publishing.withdraw([record], user=ada, reason="For a while.")
    require_reviews()
    words = "one publication. Send it for review again" if was_approved else "Nobody has approved it"
    with pytest.raises(PublishingError, match=words):
        publishing.publish([record], user=ada, note="Back again.")
    review = sent(record, ada)
    assert list(Review.objects.waiting().unpublished()) == [review]
    publishing.approve([review], user=carol)
    assert Review.objects.approved().unpublished().exists()
    publishing.publish([record], user=ada, note="Back again.")
    assert not Review.objects.approved().unpublished().exists()


def test_an_approval_ends_with_a_withdrawal(record: Record, ada: User, carol: User) -> None:
    """Ada may approve what Carol changed in her words, but not that her words come back."""
    publishing.publish([record], note="Better.")
    save_as(carol, record, summary="As Carol has it.")
    publishing.approve([sent(record, carol)], user=ada)
    publishing.withdraw([record], reason="For a while.")
    record.refresh_from_db()
    require_reviews()
    assert not Review.objects.approved().unpublished().exists()
    for approved in (False, True):
        with pytest.raises(PublishingError, match="withdrawn since it was approved"):
            publishing.publish([record], note="Back again.", approved=approved)
    with pytest.raises(PublishingError, match="somebody else must"):
        publishing.approve([sent(record, carol)], user=ada)


def test_what_was_sent_back_stays_with_its_author_when_it_is_withdrawn(
    record: Record, ada: User, carol: User
) -> None:
    publishing.send_back(sent(record, ada), user=carol, note="Which page?")
    publishing.withdraw([record], reason="For a while.")
    assert Review.objects.sent_back_to(ada).exists()


@pytest.mark.usefixtures("_required")
def test_an_earlier_revision_comes_back_by_being_restored_and_approved(ada: User, carol: User) -> None:
    Reference.objects.update(review_required=False)
    record = save_as(ada, a_published(), summary="One.")
    Reference.objects.update(review_required=True)
    first = newest(record)
    for words in ("One.", "Two."):
        save_as(ada, record, summary=words)
        publishing.approve([sent(record, ada)], user=carol)
        publishing.publish([record], user=ada, note=words)
        record.refresh_from_db()
    with pytest.raises(PublishingError, match="Restore this revision, and send it for review"):
        publishing.publish([record], user=ada, note="Back.", revisions=[first])
    publishing.restore_revision(record, first, ada)
    record.refresh_from_db()
    publishing.approve([sent(record, ada)], user=carol)
    (edition,) = publishing.publish([record], user=ada, note="Back.")
    assert edition.read_document()["summary"] == "One."


@pytest.mark.usefixtures("_required")
def test_what_is_scheduled_goes_out_with_the_approval_it_has(ada: User, carol: User) -> None:
    record = a_draft()
    publishing.send_for_review([record], user=ada)
    approve_all(carol)
    one = scheduled(record, user=ada)
    save_as(ada, record, summary="Nobody has read this.")
    assert publishing.foreseen_faults(one) == []
    perform(one)
    assert (one.state, one.failure) == ("done", "")
    assert not Review.objects.approved().unused().exists()


@pytest.mark.usefixtures("_required")
def test_an_approval_given_after_the_time_lets_nothing_out_at_that_time(ada: User, carol: User) -> None:
    record = a_draft()
    publishing.send_for_review([record], user=ada)
    one = scheduled(record, user=ada)
    fall_due(one)
    approve_all(carol)
    perform_due()
    one.refresh_from_db()
    assert one.state == "failed"
    assert "It is with a reviewer." in one.failure


def test_who_approves_after_a_withdrawal_was_due_is_asked_about_all_that_comes_back(
    record: Record, ada: User, carol: User, person: Person
) -> None:
    """Carol wrote an earlier part of it: she may approve a change, but not what was withdrawn."""
    require_reviews()
    Revision.objects.filter(pk=record.edition.revision_id).update(saved_by=carol, origin="saved")
    sent(record, ada)
    fall_due(scheduled_withdrawal(record, user=ada))
    with pytest.raises(PublishingError, match="after a withdrawal: somebody else must"):
        approve_all(carol)
    approve_all(person("dana", "editor"))
    record.refresh_from_db()
    assert record.status == Record.Status.WITHDRAWN
    publishing.publish([record], user=ada, note="Back again.")


# What a publication does to reviews


def test_what_was_published_or_merged_waits_no_more(record: Record, ada: User) -> None:
    review = sent(record, ada)
    publishing.publish([record], note="Better.")
    review.refresh_from_db()
    assert review.state == Review.State.SUPERSEDED
    arms = a_published("topic", slug="arms", name="Arms")
    waiting = sent(save_as(ada, arms, description="Of all kinds."), ada)
    publishing.merge(arms, into=Record.objects.get(key="defence"))
    waiting.refresh_from_db()
    assert waiting.state == Review.State.SUPERSEDED


def test_a_later_revision_still_waits_when_the_approved_one_is_published(
    record: Record, ada: User, carol: User
) -> None:
    publishing.approve([sent(record, ada)], user=carol)
    save_as(ada, record, summary="Later.")
    later = sent(record, ada)
    publishing.publish([record], note="As approved.", approved=True)
    later.refresh_from_db()
    assert later.is_open


def test_an_approval_is_waited_for_until_it_or_a_later_revision_is_public(
    record: Record, ada: User, carol: User
) -> None:
    (review,) = publishing.approve([sent(record, ada)], user=carol)
    assert list(Review.objects.approved().unpublished()) == [review]
    publishing.rename(record, slug="another")
    assert list(Review.objects.approved().unpublished()) == [review]
    publishing.publish([record], note="As it is.")
    assert not Review.objects.approved().unpublished().exists()


# The database


def test_the_database_holds_what_reviews_promise(record: Record, ada: User, carol: User) -> None:
    review = sent(record, ada)
    now = timezone.now()
    rows = Review.objects.filter(pk=review.pk)

    def refused(rows: models.QuerySet, **values: object) -> bool:
        try:
            with transaction.atomic():
                rows.update(**values)
        except IntegrityError:
            return True
        return False

    assert refused(rows, state="approved", decided_by=ada, decided_at=now)
    assert refused(rows, state="approved", decided_by=None, decided_at=now)
    assert refused(rows, state="approved", decided_by=carol, decided_at=None)
    assert refused(rows, state="sent-back", decided_by=carol, decided_at=now, note="")
    assert refused(rows, state="done")
    with pytest.raises(IntegrityError), transaction.atomic():
        Review.objects.create(record=record, revision=review.revision, asked_by=carol)
    assert not refused(rows, state="approved", decided_by=carol, decided_at=now)


def test_who_did_something_is_not_deleted(record: Record, ada: User, carol: User, person: Person) -> None:
    asked, dan = sent(record, ada, carol), person("dan", "editor")
    publishing.comment(asked.revision, user=dan, new=[publishing.NewComment("summary", "Which?")])
    publishing.publish([record], user=person("eve", "editor"), note="Better.")
    for user in (ada, carol, dan, User.objects.get(username="eve")):
        with pytest.raises(models.ProtectedError):
            user.delete()


def test_a_draft_is_deleted_with_its_reviews_and_comments(ada: User) -> None:
    record = a_draft()
    review = sent(record, ada)
    publishing.comment(review.revision, user=ada, new=[publishing.NewComment("", "All of it?")])
    record.working_copy.delete()
    assert not Review.objects.filter(record=record.pk).exists()


def test_only_administrators_may_go_without_review(ada: User, ben: User, root: User) -> None:
    assert Permission.objects.filter(codename="publish_without_review").count() == 1
    may = {user.username for user in (ada, ben, root) if user.has_perm("relations.publish_without_review")}
    assert may == {"root"}


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_reviews_leave_with_their_migration_and_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    remember_states(monkeypatch)
    call_command("migrate", "relations", "0015", verbosity=0)
    left = Permission.objects.filter(codename="publish_without_review").exists()
    call_command("migrate", "relations", verbosity=0)
    assert not left
    assert Permission.objects.filter(codename="publish_without_review", group__name="administrator").exists()


def test_what_is_published_is_written_down_as_used(record: Record, ada: User, carol: User) -> None:
    agreement = save_as(ada, a_published("agreement"), summary="As Ada has it.")
    require_reviews()
    former = sent(record, ada)
    publishing.approve([former], user=carol)
    other = sent(agreement, ada)
    publishing.publish([record], user=carol, note="Reworded.", approved=True)
    assert list(Review.objects.filter(is_used=True)) == [former]
    save_as(ada, record, summary="Better.")
    publishing.withdraw([record], user=carol, reason="For a while.")
    assert list(Review.objects.filter(is_used=False)) == [other]
