"""Review: a revision is sent to somebody else, who approves it or sends it back.

Each function is one transaction, performs what is due before it, and raises PublishingError
having changed nothing.
"""

from collections.abc import Iterable

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from relations.documents import encode
from relations.models import (
    Record,
    Review,
    Revision,
    UnreviewedPublication,
    reviewers,
)
from relations.models.permissions import PUBLISH_PERMISSION
from relations.publishing.due import begin_publication
from relations.publishing.faults import Fault, PublishingError
from relations.publishing.missing_approvals import approved_revisions, waiting_reviews
from relations.publishing.notices import notify_asker, notify_reviewers
from relations.publishing.publish import companions, lock_records
from relations.publishing.revisions import get_or_create_revision, newest_revisions


@transaction.atomic
def send_for_review(records: Iterable[Record], *, user: User, reviewer: User | None = None) -> list[Review]:
    """Ask ``reviewer``, or anybody who may, to look at the newest revisions of these.

    With them go the records never published that they name, unless those are with a reviewer
    or approved already. A review that waited for an earlier revision is superseded.
    """
    begin_publication()
    chosen = list(records)
    targets = lock_records([*chosen, *(one for one in companions(chosen) if one not in chosen)])
    revisions = {record.pk: _newest_revision(record, user) for record in targets}
    approved, waiting = approved_revisions(targets), waiting_reviews(targets)
    targets = [
        record
        for record in targets
        if record in chosen or not _is_covered(revisions[record.pk], approved, waiting)
    ]
    faults = [fault for record in targets for fault in _sending_faults(record, revisions, approved, user)]
    faults += _reviewer_faults(targets, reviewer, user)
    if faults:
        raise PublishingError(faults)
    former = [waiting[record.pk].pk for record in targets if record.pk in waiting]
    Review.objects.filter(pk__in=former).update(state=Review.State.SUPERSEDED, decided_at=timezone.now())
    reviews = [
        Review.objects.create(record=record, revision=revisions[record.pk], asked_by=user, reviewer=reviewer)
        for record in targets
    ]
    notify_reviewers(reviews)
    return reviews


def _newest_revision(record: Record, user: User) -> Revision:
    """Rows that were never saved by an editor get their first revision, as when they are published."""
    newest = newest_revisions([record]).get(record.pk)
    if newest is None:
        newest, _created = get_or_create_revision(record, encode(record), user, Revision.Origin.PUBLISHED)
    return newest


def _is_covered(revision: Revision, approved: dict[int, Revision], waiting: dict[int, Review]) -> bool:
    review = waiting.get(revision.record_id)
    return approved.get(revision.record_id) == revision or bool(review and review.revision_id == revision.pk)


def _sending_faults(
    record: Record, revisions: dict[int, Revision], approved: dict[int, Revision], user: User
) -> list[Fault]:
    if not user.has_perm(f"relations.change_{record.kind}"):
        return [Fault(record, "", _("You may not change this, and so not send it for review."))]
    if record.merged_into_id:
        return [Fault(record, "", _("This was merged into another, and is published under its name."))]
    if Record.objects.to_be_withdrawn().filter(pk=record.pk).exists():
        return []  # what comes back is approved by who knows that it was to be withdrawn
    if record.status == Record.Status.PUBLISHED:
        return [Fault(record, "", _("Nothing has changed since it was published."))]
    if approved.get(record.pk) == revisions[record.pk]:
        return [Fault(record, "", _("This is approved already. It can be published."))]
    return []


def _reviewer_faults(records: list[Record], reviewer: User | None, user: User) -> list[Fault]:
    if reviewer is None:
        return []
    if reviewer == user:
        return [Fault(records[0], "reviewer", _("Choose somebody else: nobody reviews their own words."))]
    if not reviewers().filter(pk=reviewer.pk).exists():
        return [Fault(records[0], "reviewer", _("This account may not approve. Choose another."))]
    return [
        Fault(record, "reviewer", reason)
        for record in records[:1]
        if (reason := why_not_approved_by(record, reviewer))
    ]


def why_not_approved_by(record: Record, user: User) -> str:
    """Why this user may not approve what the record is to become, in one sentence; "" when they may.

    Who wrote any of what goes out may not, whoever wrote the last of it (``of_authors``).
    """
    if not user.has_perm(PUBLISH_PERMISSION):
        return _("Only those who may publish can approve.")
    own = Revision.objects.order_by().of_authors().filter(record=record, saved_by=user)
    if newest := own.order_by("-pk").values_list("pk", flat=True).first():
        return _why_not_by_author(record, newest)
    if Review.objects.waiting().filter(record=record, asked_by=user).exists():
        return _("Who asked for the review cannot decide it: somebody else must.")
    return ""


def _why_not_by_author(record: Record, revision: int) -> str:
    """``revision`` is the row id of the last one that the author made."""
    if record.status == Record.Status.WITHDRAWN:
        return _("Who has written any of it cannot approve it after a withdrawal: somebody else must.")
    if Record.objects.to_be_withdrawn().filter(pk=record.pk).exists():
        return _("It is to be withdrawn: who has written any of it cannot approve it. Somebody else must.")
    if record.edition and record.edition.revision_id and revision <= record.edition.revision_id:
        return _(
            "It has words again that it had before its last edition: who had written any of it until then "
            "cannot approve it. Somebody else must."
        )
    return _("Who has changed it since its last edition cannot approve it: somebody else must.")


@transaction.atomic
def approve(reviews: Iterable[Review], *, user: User, note: str = "") -> list[Review]:
    """Say that these revisions can be published as they are; all of them or, with any fault, none."""
    waiting = _lock_waiting(reviews)
    faults = [
        Fault(review.record, "", reason)
        for review in waiting
        if (reason := why_not_approved_by(review.record, user))
    ]
    if faults:
        raise PublishingError(faults)
    return [_decide(review, Review.State.APPROVED, user, note) for review in waiting]


@transaction.atomic
def send_back(review: Review, *, user: User, note: str) -> Review:
    """Give a revision back to who asked, with what is to be done."""
    (review,) = _lock_waiting([review])
    if not user.has_perm(PUBLISH_PERMISSION):
        raise PublishingError([Fault(review.record, "", _("Only those who may publish can send it back."))])
    if review.asked_by_id == user.pk:
        raise PublishingError([Fault(review.record, "", _("You asked for this review. Take it back."))])
    if not note.strip():
        raise PublishingError([Fault(review.record, "note", _("Say what is to be done."))])
    return _decide(review, Review.State.SENT_BACK, user, note)


@transaction.atomic
def take_back(review: Review, *, user: User) -> Review:
    """Withdraw a request for review that still waits. Raises PublishingError for anybody but who sent it."""
    (review,) = _lock_waiting([review])
    if review.asked_by_id != user.pk:
        raise PublishingError([Fault(review.record, "", _("Only who asked for a review takes it back."))])
    return _decide(review, Review.State.TAKEN_BACK, user, "")


def _lock_waiting(reviews: Iterable[Review]) -> list[Review]:
    """The reviews as they stand, their records locked. Raises PublishingError when one waits no more.

    What was due before is performed: no approval given later lets it out, and a withdrawal is known.
    """
    begin_publication()
    ids = [review.pk for review in reviews]
    lock_records(review.record for review in Review.objects.filter(pk__in=ids).select_related("record"))
    found = Review.objects.select_related("record__edition", "revision", "asked_by", "decided_by").in_bulk(
        ids
    )
    stale = [found[pk] for pk in ids if not found[pk].is_open]
    if stale:
        raise PublishingError([Fault(review.record, "stale", what_became_of(review)) for review in stale])
    return [found[pk] for pk in ids]


def what_became_of(review: Review) -> str:
    """Why a review waits no more, in one sentence."""
    match review.state:
        case Review.State.APPROVED:
            return _("%(who)s has approved it meanwhile.") % {"who": review.decided_by}
        case Review.State.SENT_BACK:
            return _("%(who)s has sent it back meanwhile.") % {"who": review.decided_by}
        case Review.State.TAKEN_BACK:
            return _("%(who)s has taken it back meanwhile.") % {"who": review.decided_by}
        case Review.State.SUPERSEDED:
            return _("It was sent again or published meanwhile.")
    return ""


def _decide(review: Review, state: Review.State, user: User, note: str) -> Review:
    review.state, review.decided_by, review.decided_at = state, user, timezone.now()
    review.note = note.strip()
    review.save(update_fields=["state", "decided_by", "decided_at", "note"])
    notify_asker(review)
    return review


@transaction.atomic
def mark_as_seen(unreviewed: UnreviewedPublication, *, user: User) -> UnreviewedPublication:
    """Say that somebody else has looked at what went out without review. Raises PublishingError."""
    row = (
        UnreviewedPublication.objects.select_for_update(of=("self",))
        .select_related("publication")
        .get(pk=unreviewed.pk)
    )
    if reason := why_not_seen_by(row, user):
        record = Record.objects.filter(editions__born=row.pk).first()
        raise PublishingError([Fault(record, "", reason)] if record else [])
    if row.seen_at is None:
        row.seen_by, row.seen_at = user, timezone.now()
        row.save(update_fields=["seen_by", "seen_at"])
    return row


def why_not_seen_by(unreviewed: UnreviewedPublication, user: User) -> str:
    """Why this user cannot be the one who looks at what went out without review; "" when they can."""
    if not user.has_perm(PUBLISH_PERMISSION):
        return _("Only those who may publish can say so.")
    if unreviewed.publication.published_by_id == user.pk:
        return _("You published it: somebody else must look.")
    if UnreviewedPublication.objects.filter(pk=unreviewed.pk).written_by(user).exists():
        return _("You wrote what was published: somebody else must look.")
    return ""
