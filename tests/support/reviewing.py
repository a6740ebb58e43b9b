"""Several people at one record: who saves, who asks, who approves."""

from typing import Any

from django.contrib.auth.models import User

from relations import documents, publishing
from relations.models import Record, Reference, Review, Revision


def require_reviews() -> None:
    Reference.objects.get_or_create(pk=1)
    Reference.objects.update(review_required=True)


def save_as(user: User, record: Record, **values: Any) -> Record:
    """A save by this user in the form of a record."""
    documents.decode(documents.encode(record) | values)
    publishing.record_revision(record, user)
    record.refresh_from_db()
    return record


def newest(record: Record) -> Revision:
    return record.revisions.first()


def sent(record: Record, user: User, reviewer: User | None = None) -> Review:
    """The review of the record itself, sent together with those of its companions."""
    reviews = publishing.send_for_review([record], user=user, reviewer=reviewer)
    return next(review for review in reviews if review.record_id == record.pk)


def approve_all(user: User) -> None:
    """Approve whatever waits."""
    publishing.approve(Review.objects.waiting(), user=user)
