"""What is foreseen of what is scheduled is what happens: random small worlds, and the clock let run.

And nothing is brought back, or serves as an approval, that was decided before its withdrawal was.
"""

import re
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any
from unittest.mock import patch

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from relations import documents, publishing
from relations.models import Edition, Record, Reference, Review, ScheduledPublication, Topic
from relations.publishing import PublishingError
from relations.publishing.due import perform_due
from relations.publishing.settle import publish_due
from tests.support.laws import examples
from tests.support.world import a_document, a_draft, a_published, save

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

NOW = timezone.now
WORDS = ("One.", "Two.", "Three.")
NAMES = ("Arms", "Trade", "Space")


# By the row id of something scheduled, when it was scheduled, and when its time was chosen last.
SCHEDULED: dict[int, datetime] = {}
CHOSEN: dict[int, datetime] = {}


def at(day: int) -> datetime:
    return NOW() + timedelta(days=day + 1)


def _chosen(one: ScheduledPublication) -> None:
    CHOSEN[one.pk] = NOW()
    SCHEDULED.setdefault(one.pk, CHOSEN[one.pk])


def change(record: Record, user: User, number: int, _day: int) -> None:
    text = "summary" if record.is_entry else "description"
    _save(record, user, {text: WORDS[number]})


def call(record: Record, user: User, number: int, _day: int) -> None:
    """Drafts of topics change names and addresses among them."""
    name = NAMES[number]
    taken = Topic.objects.filter(Q(slug=name.lower()) | Q(name=name))
    if record.kind == "topic" and not taken.exists():
        slug = {} if record.edition_id else {"slug": name.lower()}
        _save(record, user, {"name": name, **slug})


def tag(record: Record, user: User, number: int, _day: int) -> None:
    topics = Topic.objects.filter(record__merged_into=None).order_by("pk")
    if record.is_entry:
        _save(record, user, {"topics": [list(topics)[number % topics.count()].record.key]})


def _save(record: Record, user: User, values: dict[str, Any]) -> None:
    documents.decode(documents.encode(record) | values)
    publishing.record_revision(record, user)


def schedule(record: Record, user: User, number: int, day: int) -> None:
    """The newest revision, what was approved, or the first."""
    values: dict[str, Any] = [{}, {"approved": True}, {"revisions": [record.revisions.last()]}][number]
    _chosen(
        publishing.schedule_publication(
            [record], user=user, due_at=at(day), time_zone="UTC", note="Reworded.", **values
        )
    )


def schedule_both(record: Record, user: User, _number: int, day: int) -> None:
    records = Record.objects.filter(kind=record.kind, merged_into=None)
    _chosen(
        publishing.schedule_publication(records, user=user, due_at=at(day), time_zone="UTC", note="Reworded.")
    )


def schedule_withdrawal(record: Record, user: User, number: int, day: int) -> None:
    others = Record.objects.filter(kind=record.kind).exclude(pk=record.pk).order_by("pk")
    replacement = others.first() if number == 0 else None
    _chosen(
        publishing.schedule_withdrawal(
            [record], user=user, due_at=at(day), time_zone="UTC", reason="Not so.", replacement=replacement
        )
    )


def reschedule(record: Record, user: User, number: int, day: int) -> None:
    """What waits, or was held back."""
    states = ("waiting", "failed")
    plans = ScheduledPublication.objects.filter(items__record=record, state__in=states).order_by("due_at")
    if plans:
        one = plans[number % len(plans)]
        _chosen(publishing.reschedule(one, user=user, due_at=at(day), time_zone="UTC"))


def hold_back(record: Record, _user: User, number: int, _day: int) -> None:
    """One falls due, and its scheduler is not there."""
    plans = ScheduledPublication.objects.waiting().filter(items__record=record)
    if plans:
        one = plans[number % len(plans)]
        schedulers = User.objects.filter(pk=one.scheduled_by_id)
        schedulers.update(is_active=False)
        ScheduledPublication.objects.filter(pk=one.pk).update(due_at=NOW())
        perform_due()
        schedulers.update(is_active=True)


def cancel(record: Record, user: User, _number: int, _day: int) -> None:
    one = ScheduledPublication.objects.waiting().filter(items__record=record).first()
    if one:
        publishing.cancel(one, user=user)


def merge(record: Record, user: User, _number: int, _day: int) -> None:
    other = Record.objects.filter(kind=record.kind, merged_into=None).exclude(pk=record.pk).first()
    if other:
        publishing.merge(record, into=other, user=user)


def approve(record: Record, user: User, _number: int, _day: int) -> None:
    publishing.approve(Review.objects.waiting().filter(record=record), user=user)


def deactivate(_record: Record, user: User, number: int, _day: int) -> None:
    if number == 0:
        User.objects.filter(pk=user.pk).update(is_active=False)


def require_reviews(_record: Record, _user: User, _number: int, _day: int) -> None:
    Reference.objects.get_or_create(pk=1)
    Reference.objects.update(review_required=True)


def schedule_and_withdraw(record: Record, user: User, number: int, day: int) -> None:
    """One of them at a time, then the other at another: neither need come first."""
    change(record, user, number, day)
    first, second = (schedule, schedule_withdrawal)[:: 1 if day else -1]
    first(record, user, 1, number)
    second(record, user, 1, day % 2)


def bring_back(record: Record, user: User, number: int, day: int) -> None:
    """An approval given in knowledge of a withdrawal, for one publication after it or more."""
    require_reviews(record, user, number, day)
    schedule_withdrawal(record, user, 1, 1)
    reviewer = User.objects.latest("pk")  # who writes nothing
    publishing.approve(publishing.send_for_review([record], user=user), user=reviewer)
    schedule(record, user, 1, 2)
    schedule_withdrawal(record, user, 1, 3)
    if number:
        back = publishing.schedule_publication(
            [record], user=user, due_at=at(4), time_zone="UTC", note="Back."
        )
        _chosen(back)


def move_withdrawal(record: Record, user: User, number: int, day: int) -> None:
    """It is held back or not, and gets another time after everything else was decided."""
    schedule_withdrawal(record, user, 1, 3)
    away = ScheduledPublication.objects.latest("pk")
    require_reviews(record, user, number, day)
    change(record, user, number, day)
    review = publishing.send_for_review([record], user=user)
    publishing.approve(review, user=User.objects.latest("pk"))
    schedule(record, user, 1, 2)
    if number:
        ScheduledPublication.objects.filter(pk=away.pk).update(due_at=NOW())
        User.objects.filter(pk=user.pk).update(is_active=False)
        perform_due()
        User.objects.filter(pk=user.pk).update(is_active=True)
    _chosen(publishing.reschedule(away, user=user, due_at=at(0), time_zone="UTC"))
    if number == 2:
        schedule(record, user, 0, 3)


def hand_address_on(record: Record, user: User, number: int, day: int) -> None:
    """What is scheduled of a draft has the address that another is given after it."""
    other = Record.objects.filter(kind="topic", edition=None).exclude(pk=record.pk).first()
    if record.kind != "topic" or record.edition_id or other is None:
        return
    former = record.working_copy.slug
    schedule(record, user, 0, day)
    _save(record, user, {"slug": f"draft-{record.pk}-{record.revisions.count()}"})
    _save(other, user, {"slug": former})
    schedule(other, user, 0, number)


Step = Callable[[Record, User, int, int], Any]
STEPS: tuple[Step, ...] = (
    *(change, call, tag, schedule, schedule_both, schedule_withdrawal, reschedule, cancel, merge),
    *(hold_back, approve, deactivate, require_reviews),
    lambda record, user, number, _day: publishing.send_for_review([record], user=user),
    lambda record, user, number, _day: publishing.publish([record], user=user, note=WORDS[number]),
    lambda record, user, number, _day: publishing.withdraw([record], user=user, reason=WORDS[number]),
    lambda record, user, number, _day: publishing.rename(
        record, user=user, slug=f"renamed-{number}", name=f"Renamed {number}" if number else ""
    ),
)
PLANS: tuple[Step, ...] = (
    *(change, call, schedule, schedule, schedule_withdrawal),
    *(schedule_and_withdraw, schedule_and_withdraw, bring_back, move_withdrawal, move_withdrawal),
    *(hand_address_on, hand_address_on),
)
TROUBLES: tuple[Step, ...] = tuple(step for step in STEPS if step not in (*PLANS, change, require_reviews))


def steps(some: tuple[Step, ...], **size: int) -> Any:
    which = st.sampled_from((0, 0, 0, 1, 1, 2, 3, 3, 4))
    step = st.tuples(st.sampled_from(some), which, *(st.integers(0, n) for n in (2, 2, 3)))
    return st.lists(step, **size)


@settings(max_examples=examples(40), suppress_health_check=list(HealthCheck))
@given(
    todo=st.tuples(
        steps(STEPS, max_size=6), steps(PLANS, min_size=4, max_size=9), steps(TROUBLES, max_size=4)
    )
)
def test_what_is_foreseen_happens(todo: Any) -> None:
    with transaction.atomic():
        SCHEDULED.clear()
        CHOSEN.clear()
        users = [User.objects.create_superuser(f"user{n}", password="p") for n in range(4)]
        records = [a_published(), a_draft("agreement")]
        records += [Record.objects.get(kind="topic")]
        records += [save(a_document("topic", name=name, slug=name.lower())) for name in NAMES[:2]]
        for act, which, who, number, day in (step for some in todo for step in some):
            user = User.objects.get(pk=users[who].pk)
            with suppress(PublishingError):  # some steps are refused, and change nothing
                act(Record.objects.get(pk=records[which].pk), user, number, day)
        hold()
        hold_in_the_order_of_decisions()
        transaction.set_rollback(True)


def hold() -> None:
    waiting = list(ScheduledPublication.objects.waiting())
    foreseen = publishing.foresee(waiting)
    assert foreseen.keys() == {one.pk for one in waiting}
    with patch.object(timezone, "now", lambda: NOW() + timedelta(days=9)):
        publish_due()
    for one in ScheduledPublication.objects.filter(pk__in=foreseen):
        faults = foreseen[one.pk]
        assert as_said_afterwards(one.failure) == as_said_afterwards("\n".join(map(str, faults)))
        assert one.state == ("failed" if faults else "done")


# What is foreseen of an edition to come, and how the same is said when that is there.
FORETOLD = (
    (
        r"It will be withdrawn on [^.]*, as was decided after this was scheduled\.",
        "It was withdrawn since this was scheduled: see edition N.",
    ),
    (
        r"A later revision will be published before this, on [^.]*\.",
        "A later revision was published since this was scheduled: see edition N.",
    ),
    (
        r"It will be withdrawn on a date set after it was approved\.",
        "It was withdrawn since it was approved.",
    ),
    (r"see edition \d+\.", "see edition N."),
)


def as_said_afterwards(faults: str) -> str:
    for foretold, said in FORETOLD:
        faults = re.sub(foretold, said, faults)
    return faults


def hold_in_the_order_of_decisions() -> None:
    """Of all that was brought back by something scheduled, by the times that the steps noted."""
    is_required = Reference.objects.filter(review_required=True).exists()
    for edition in Edition.objects.exclude(action=Edition.Action.WITHDRAWN):
        before = Edition.objects.filter(record=edition.record, number=edition.number - 1).first()
        back = maker(edition, "publish")
        if back is None or before is None or before.action != Edition.Action.WITHDRAWN:
            continue
        away = maker(before, "withdraw")
        if away:
            assert CHOSEN[away.pk] < CHOSEN[back.pk]
        else:
            assert before.published_at < SCHEDULED[back.pk]
        if is_required:
            known = CHOSEN[away.pk] if away else before.published_at
            approvals = Review.objects.approved().filter(revision=edition.revision_id)
            assert approvals.filter(decided_at__gt=known).exists()


def maker(edition: Edition, action: str) -> ScheduledPublication | None:
    """What was scheduled and made an edition."""
    plans = ScheduledPublication.objects.filter(publication=edition.born, due_at=edition.published_at)
    return plans.filter(action=action, items__record=edition.record).first()
