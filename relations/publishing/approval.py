"""What the writer asks of reviews: whether revisions are approved, and what a publication does to reviews."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from relations.models import Edition, Publication, Review
from relations.models.permissions import WITHOUT_REVIEW_PERMISSION
from relations.models.review import APPROVED_ACTIONS
from relations.publishing.bulk import chunked
from relations.publishing.faults import ApprovalMissingError, Fault, PublishingError
from relations.publishing.missing_approvals import (
    approval_faults,
    is_review_required,
    unapproved,
    waiting_reviews,
)
from relations.publishing.notices import notify_of_publication

if TYPE_CHECKING:
    from relations.publishing.publication import NewEdition


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


def close_reviews(publication: Publication, items: Sequence["NewEdition"]) -> None:
    """Who approved it is told; nobody needs to decide any more about what was published, or merged away."""
    if publication.kind == Publication.Kind.GENERATED:
        return
    notify_of_publication(items, publication.published_by)
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
    for some in chunked(item.record.pk for item in items):
        Review.objects.filter(record__in=some).mark_used()


def _ends_review(item: "NewEdition", reviewed: int) -> bool:
    is_published = item.action in APPROVED_ACTIONS and item.revision_id is not None
    return item.action == Edition.Action.MERGED or (is_published and reviewed <= (item.revision_id or 0))
