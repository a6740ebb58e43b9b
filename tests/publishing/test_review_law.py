"""Whatever several people do to one record: what goes out was approved by somebody who did not write it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from relations import documents, publishing
from relations.models import Edition, Record, Review, Revision
from relations.publishing import PublishingError
from tests.support.laws import examples
from tests.support.reviewing import newest, require_reviews
from tests.support.world import a_published

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

WORDS = ("One.", "Two.", "Three.")


@dataclass
class Plain:
    """The rules in plain Python, beside the product's: who wrote each revision, and which are approved.

    ``restored`` has the revision that each restoration brought back.

    An approval ends with an edition of its revision or a later one, and with a withdrawal.
    ``public`` is the revision that readers have, 0 while it is withdrawn; ``renamed`` the last one that
    was there when the edition that readers have was made by a rename; ``made_by_renames`` nobody wrote.
    """

    public: int
    number: int = 1
    renamed: int = 0
    made_by_renames: set[int] = field(default_factory=set)
    authors: dict[int, User] = field(default_factory=dict)
    restored: dict[int, int] = field(default_factory=dict)
    approved: set[int] = field(default_factory=set)

    def writers(self) -> set[User]:
        unpublished = [source for pk, source in self.restored.items() if pk > self.public]
        since = max((source for source in unpublished if self.is_former(source)), default=0)
        return {user for pk, user in self.authors.items() if pk > self.public or pk <= since}

    def is_former(self, revision: int) -> bool:
        has_former_name = revision <= self.renamed and revision not in self.made_by_renames
        return revision < self.public or has_former_name


def _save(record: Record, user: User, words: str) -> None:
    documents.decode(documents.encode(record) | {"summary": words})
    publishing.record_revision(record, user)


def _restore(record: Record, user: User, words: str) -> None:
    publishing.restore_revision(record, _restorable(record, words), user)


def _restorable(record: Record, words: str) -> Revision:
    """One of the first three revisions."""
    return list(record.revisions.order_by("pk")[: WORDS.index(words) + 1])[-1]


DECISIONS: dict[str, Callable[[Review, User], Any]] = {
    "approve": lambda review, user: publishing.approve([review], user=user),
    "send_back": lambda review, user: publishing.send_back(review, user=user, note="No."),
}
OTHERS: dict[str, Callable[[Record, User, str], Any]] = {
    "save": _save,
    "restore": _restore,
    "send": lambda record, user, words: publishing.send_for_review([record], user=user),
    "publish": lambda record, user, words: publishing.publish([record], user=user, note=words),
    "publish_approved": lambda record, user, words: publishing.publish(
        [record], user=user, note=words, approved=True
    ),
    "publish_first": lambda record, user, words: publishing.publish(
        [record], user=user, note=words, revisions=[record.revisions.last()]
    ),
    "withdraw": lambda record, user, words: publishing.withdraw([record], user=user, reason=words),
    "rename": lambda record, user, words: publishing.rename(
        record, user=user, slug=f"summit-{newest(record).pk}", name="" if words == WORDS[0] else words
    ),
}


def steps_of(*acts: str) -> Any:
    return st.tuples(st.sampled_from(acts), st.integers(0, 2), st.sampled_from(WORDS))


# Each begins with what leads to an approval, so that few examples suffice; most go on to a withdrawal and the
# approval of what was withdrawn, or to a rename and the approval of what was restored from before it.
BEGINNING = st.tuples(steps_of("save"), steps_of("save"), steps_of("send"), steps_of("approve"))
WITHDRAWAL = st.tuples(
    steps_of("publish", "publish_approved"),
    steps_of("withdraw"),
    steps_of("send", "restore"),
    steps_of("send"),
    steps_of("approve"),
)
RENAME = st.tuples(
    steps_of("publish", "publish_approved"),
    steps_of("save"),
    steps_of("rename"),
    steps_of("restore"),
    steps_of("send"),
    steps_of("approve"),
)
STEPS = st.tuples(
    BEGINNING, st.just(()) | WITHDRAWAL | RENAME, st.lists(steps_of(*DECISIONS, *OTHERS), max_size=10)
).map(lambda parts: [step for some in parts for step in some])


@settings(max_examples=examples(15), suppress_health_check=list(HealthCheck))
@given(steps=STEPS)
def test_what_goes_out_was_approved_by_somebody_who_did_not_write_it(steps: Any) -> None:
    with transaction.atomic():
        record = a_published()
        require_reviews()
        people = [
            User.objects.create_superuser(f"user{n}", password="p") for n in range(3)
        ]  # who may do everything, so that only the rule is in the way
        plain = Plain(record.edition.revision_id)
        for act, who, words in steps:
            _step(record, act, people[who], words, plain)
            _hold(record, plain)
        transaction.set_rollback(True)


def _step(record: Record, act: str, user: User, words: str, plain: Plain) -> None:
    before, restorable = newest(record).pk, _restorable(record, words).pk
    waiting = Review.objects.waiting().filter(record=record).first()
    may = bool(waiting) and user not in plain.writers() and user != waiting.asked_by
    try:
        if act in DECISIONS and waiting:
            DECISIONS[act](waiting, user)
            assert act != "approve" or may
        elif act in OTHERS:
            OTHERS[act](record, user, words)
    except PublishingError:
        assert act != "approve" or not may
    else:
        if act == "approve" and waiting:
            plain.approved.add(waiting.revision_id)
    record.refresh_from_db()
    for revision in record.revisions.filter(pk__gt=before):
        if revision.origin == Revision.Origin.PUBLISHED:
            plain.made_by_renames.add(revision.pk)
            continue
        plain.authors[revision.pk] = user
        if revision.origin == Revision.Origin.RESTORED:
            plain.restored[revision.pk] = restorable


def _hold(record: Record, plain: Plain) -> None:
    edition = record.edition
    assert edition is not None
    if edition.number == plain.number:
        return
    if edition.action == Edition.Action.PUBLISHED:
        assert edition.revision_id in plain.approved
    plain.number, plain.public = edition.number, edition.revision_id
    plain.renamed = newest(record).pk if edition.action == Edition.Action.RENAMED else 0
    plain.approved = {pk for pk in plain.approved if pk > plain.public}
    if edition.action == Edition.Action.WITHDRAWN:
        plain.public, plain.approved = 0, set()
