"""Notices of review: written with the act, for whom it concerns, and never for who did it."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import Permission, User
from django.db import transaction
from pytest_django.fixtures import Settings

from relations import publishing
from relations.models import Letter, Notice, NoticePreference, Record, Review
from relations.publishing import NewComment
from tests.support.reviewing import newest, require_reviews, save_as, sent
from tests.support.scheduling import perform, scheduled
from tests.support.world import a_published

pytestmark = pytest.mark.django_db
Person = Callable[[str, str], User]


@pytest.fixture(autouse=True)
def _mail(settings: Settings) -> None:
    settings.SENDS_MAIL = True


@pytest.fixture
def people(person: Person) -> Callable[[str, str], User]:
    def make(name: str, group: str) -> User:
        user = person(name, group)
        user.email = f"{name}@example.org"
        user.save(update_fields=["email"])
        return user

    return make


@pytest.fixture
def ann(people: Person) -> User:
    """Who writes."""
    return people("ann", "contributor")


@pytest.fixture
def rex(people: Person) -> User:
    return people("rex", "reviewer")


@pytest.fixture
def eva(people: Person) -> User:
    return people("eva", "editor")


@pytest.fixture
def record(ann: User) -> Record:
    """Published, and changed since by the one who writes."""
    return save_as(ann, a_published(), summary="As Ann has it.")


def notified() -> list[tuple[str, str]]:
    return sorted((notice.user.username, notice.event) for notice in Notice.objects.select_related("user"))


def test_who_is_asked_is_told(record: Record, ann: User, rex: User, eva: User) -> None:
    sent(record, ann, rex)
    assert notified() == [("rex", "asked")]


def test_of_a_review_asked_of_anybody_all_who_may_approve_are_told_but_who_asks(
    record: Record, ann: User, rex: User, eva: User
) -> None:
    save_as(eva, record, summary="As Eva has it.")
    sent(record, eva)
    assert notified() == [("rex", "asked")]


@pytest.mark.parametrize("decision", ["approved", "sent-back"])
def test_of_a_decision_who_asked_is_told(
    record: Record, ann: User, rex: User, eva: User, decision: str
) -> None:
    review = sent(record, ann, rex)
    Notice.objects.all().delete()
    if decision == "approved":
        publishing.approve([review], user=eva)
    else:
        publishing.send_back(review, user=eva, note="p. 4?")
    assert notified() == [("ann", decision)]


def test_who_takes_a_review_back_is_told_nothing(record: Record, ann: User, rex: User) -> None:
    review = sent(record, ann, rex)
    Notice.objects.all().delete()
    publishing.take_back(review, user=ann)
    assert notified() == []


def test_of_comments_both_sides_of_a_review_are_told_and_of_answers_who_wrote_in_the_thread(
    record: Record, ann: User, rex: User, eva: User
) -> None:
    sent(record, ann, rex)
    Notice.objects.all().delete()
    publishing.comment(newest(record), user=eva, new=[NewComment("summary", "Really?")])
    assert notified() == [("ann", "commented"), ("rex", "commented")]
    Notice.objects.all().delete()
    thread = record.comments.get()
    publishing.comment(newest(record), user=ann, replies={thread.pk: "Really."})
    assert notified() == [("eva", "answered"), ("rex", "commented")]
    Notice.objects.all().delete()
    publishing.comment(newest(record), user=eva, replies={thread.pk: "Thanks."}, resolved=[thread.pk])
    assert notified() == [("ann", "answered"), ("rex", "commented")]


def test_a_comment_sent_twice_is_told_once(record: Record, ann: User, rex: User) -> None:
    sent(record, ann, rex)
    Notice.objects.all().delete()
    for _time in range(2):
        publishing.comment(newest(record), user=rex, new=[NewComment("", "Really?")])
    assert notified() == [("ann", "commented")]


def test_who_approved_is_told_that_it_is_published_by_somebody_else(
    record: Record, ann: User, rex: User, eva: User
) -> None:
    require_reviews()
    publishing.approve([sent(record, ann)], user=rex)
    Notice.objects.all().delete()
    publishing.publish([record], user=eva, note="Other words.", approved=True)
    assert notified() == [("rex", "published")]


def test_who_publishes_what_they_approved_is_told_nothing(record: Record, ann: User, rex: User) -> None:
    publishing.approve([sent(record, ann)], user=rex)
    Notice.objects.all().delete()
    publishing.publish([record], user=rex, note="Other words.", approved=True)
    assert notified() == []


def test_of_what_is_held_back_who_scheduled_and_who_approved_it_are_told(
    record: Record, ann: User, rex: User, eva: User
) -> None:
    require_reviews()
    publishing.approve([sent(record, ann)], user=rex)
    one = scheduled(record, user=eva, note="Other words.")
    eva.user_permissions.set(Permission.objects.filter(codename__startswith="view_"))
    eva.groups.clear()  # and may not publish any more
    Notice.objects.all().delete()
    perform(one)
    assert notified() == [("eva", "held-back"), ("rex", "held-back")]
    assert not Letter.objects.exists()


def test_where_nobody_concerned_works_here_any_more_administrators_are_told(
    record: Record, eva: User, people: Person
) -> None:
    people("root", "administrator")
    one = scheduled(record, user=eva, note="Other words.")
    eva.groups.clear()
    perform(one)
    assert notified() == [("root", "held-back")]


def test_an_act_that_is_taken_back_is_told_to_nobody(record: Record, ann: User, rex: User) -> None:
    with transaction.atomic():
        sent(record, ann, rex)
        transaction.set_rollback(True)
    assert notified() == []


@pytest.mark.parametrize("reason", ["deactivated", "no address", "no staff", "never"])
def test_whom_no_letter_is_to_reach_is_told_nothing(
    record: Record, ann: User, rex: User, eva: User, reason: str
) -> None:
    if reason == "never":
        NoticePreference.objects.create(user=rex, frequency="none")
    else:
        values = {"deactivated": {"is_active": False}, "no address": {"email": ""}}
        User.objects.filter(pk=rex.pk).update(**values.get(reason, {"is_staff": False}))
    sent(record, ann)
    assert notified() == [("eva", "asked")]


def test_without_a_mail_server_the_queues_say_it_alone(
    record: Record, ann: User, rex: User, settings: Settings
) -> None:
    settings.SENDS_MAIL = False
    review = sent(record, ann, rex)
    publishing.comment(newest(record), user=rex, new=[NewComment("", "Really?")])
    publishing.approve([review], user=rex)
    publishing.publish([record], user=ann, note="Other words.")
    assert (Notice.objects.exists(), Letter.objects.exists()) == (False, False)
    assert Review.objects.get(pk=review.pk).state == Review.State.APPROVED
