"""What the writer asks of reviews: whether revisions are approved, and what a publication does to reviews."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from relations.models import (
    Edition,
    Publication,
    Record,
    Reference,
    Review,
    Revision,
)
from relations.models.permissions import WITHOUT_REVIEW_PERMISSION
from relations.models.review import ReviewQuerySet
from relations.publishing.bulk import chunked
from relations.publishing.faults import ApprovalMissingError, Fault, PublishingError
from relations.publishing.revisions import newest_revisions

if TYPE_CHECKING:
    from relations.publishing.publication import NewEdition

# What readers are shown anew; all else leaves the words as they were approved, or takes them away.
APPROVED_ACTIONS = (Edition.Action.PUBLISHED, Edition.Action.CORRECTED)


def is_review_required() -> bool:
    return Reference.objects.filter(review_required=True).exists()


def approved_revisions(records: Iterable[Record]) -> dict[int, Revision]:
    """By the record's row id, the newest revision that was approved and is not published yet."""
    found: dict[int, Revision] = {}
    for some in chunked(record.pk for record in records):
        approvals = Review.objects.approved().unpublished().filter(record__in=some)
        for review in approvals.select_related("revision").order_by("revision"):
            found[review.record_id] = review.revision
    return found


def unapproved(pairs: Iterable[tuple[Record, int | None]]) -> list[Record]:
    """Those of the records whose revision, by its row id, has no approval.

    An approval serves for one publication: what was public once, and comes back, is approved again.
    """
    pairs = list(pairs)
    approved = _revisions_of(Review.objects.approved().unused(), pairs)
    return [record for record, revision in pairs if revision not in approved]


def _revisions_of(reviews: ReviewQuerySet, pairs: list[tuple[Record, int | None]]) -> set[int]:
    """Those of the revisions, by their row ids, that one of ``reviews`` is of."""
    found: set[int] = set()
    for some in chunked(revision for _record, revision in pairs if revision):
        found |= set(reviews.filter(revision__in=some).values_list("revision", flat=True))
    return found


def approval_faults(pairs: Iterable[tuple[Record, int | None]]) -> list[Fault]:
    """For each record whose revision has no approval, what to do; where the reference requires reviews."""
    if not is_review_required():
        return []
    pairs = list(pairs)
    records = unapproved(pairs)
    revisions = {record.pk: revision for record, revision in pairs}
    once_approved = _revisions_of(Review.objects.approved(), pairs) if records else set()
    approved, newest, waiting = (
        approved_revisions(records),
        newest_revisions(records),
        waiting_reviews(records),
    )
    return [
        Fault(
            record,
            "review",
            _missing_approval(
                record,
                approved.get(record.pk),
                waiting.get(record.pk),
                newest.get(record.pk),
                used=revision if (revision := revisions[record.pk]) in once_approved else None,
            ),
        )
        for record in records
    ]


def _missing_approval(
    record: Record,
    approved: Revision | None,
    waiting: Review | None,
    newest: Revision | None,
    used: int | None,
) -> str:
    """``used`` is the revision to publish when its approval serves no more."""
    if used and newest and used != newest.pk:
        return _("An approval serves for one publication. Restore this revision, and send it for review.")
    if approved:
        return _("It was changed since it was approved. Publish what was approved, or send it again.")
    if waiting and newest and waiting.revision_id == newest.pk:
        return _("It is with a reviewer. It can be published when it is approved.")
    if waiting:
        return _("It was changed since it was sent for review. Send it again.")
    is_withdrawn = record.status == Record.Status.WITHDRAWN
    if used and is_withdrawn and used > (record.current_edition.revision_id or 0):
        return _("It was withdrawn since it was approved. Send it for review again.")
    if used:
        return _("An approval serves for one publication. Send it for review again.")
    return _("Nobody has approved it. Send it for review first.")


def waiting_reviews(records: Iterable[Record]) -> dict[int, Review]:
    """By the record's row id, the review that waits."""
    found: dict[int, Review] = {}
    for some in chunked(record.pk for record in records):
        found |= {review.record_id: review for review in Review.objects.waiting().filter(record__in=some)}
    return found


def check_approvals(
    kind: Publication.Kind, items: Sequence["NewEdition"], user: User | None, reason: str
) -> bool:
    """Whether the publication has to be looked at afterwards.

    Raises PublishingError when one of ``items`` needs an approval that it does not have,
    and when ``reason`` is given for going without by somebody who may not.
    """
    if kind == Publication.Kind.GENERATED or not is_review_required() or _is_set_up(kind):
        return False
    needing = [item for item in items if _needs_approval(kind, item)]
    missing = unapproved((item.record, item.revision_id) for item in needing)
    if missing and not reason:
        raise ApprovalMissingError(approval_faults((item.record, item.revision_id) for item in needing))
    if missing and user and not user.has_perm(WITHOUT_REVIEW_PERMISSION):
        raise PublishingError(
            [Fault(record, "", _("You may not publish without review.")) for record in missing]
        )
    return bool(missing) or len(needing) < len(items)


def _needs_approval(kind: Publication.Kind, item: "NewEdition") -> bool:
    """What the reference says of itself is changed by administrators, at once."""
    return item.action in APPROVED_ACTIONS and kind != Publication.Kind.DESCRIBED


def _is_set_up(kind: Publication.Kind) -> bool:
    """Whether this is the first import that readers get of the reference, or comes before it."""
    if kind not in (Publication.Kind.IMPORTED, Publication.Kind.DESCRIBED):
        return False
    return not Publication.objects.exclude(kind=Publication.Kind.DESCRIBED).exists()


def settle_reviews(publication: Publication, items: Sequence["NewEdition"]) -> None:
    """Nobody needs to decide any more about what was published, or merged away."""
    if publication.kind == Publication.Kind.GENERATED:
        return
    waiting = waiting_reviews(item.record for item in items)
    ended = [
        review.pk
        for item in items
        if (review := waiting.get(item.record.pk)) and _ends_review(item, review.revision_id)
    ]
    for some in chunked(ended):
        Review.objects.filter(pk__in=some).update(
            state=Review.State.SUPERSEDED, decided_at=publication.published_at
        )


def _ends_review(item: "NewEdition", reviewed: int) -> bool:
    is_published = item.action in APPROVED_ACTIONS and item.revision_id is not None
    return item.action == Edition.Action.MERGED or (is_published and reviewed <= (item.revision_id or 0))
