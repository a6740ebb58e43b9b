"""What forms say of the reviews of a record: with whom it is, what came back, what is approved."""

from collections.abc import Iterable
from dataclasses import dataclass

from relations.admin.conflicts import latest_revision_ids
from relations.models import Record, Review


@dataclass(frozen=True, slots=True)
class ReviewState:
    """``latest`` is the review asked for last, ``approved`` the last approval; neither once it is public."""

    latest: Review | None = None
    approved: Review | None = None
    newest_revision: int = 0

    @property
    def waiting(self) -> Review | None:
        return self.latest if self.latest and self.latest.is_open else None

    @property
    def sent_back(self) -> Review | None:
        return self.latest if self.latest and self.latest.state == Review.State.SENT_BACK else None

    @property
    def is_changed_since_sent(self) -> bool:
        return self.waiting is not None and self.waiting.revision_id != self.newest_revision

    @property
    def is_changed_since_approved(self) -> bool:
        return self.approved is not None and self.approved.revision_id != self.newest_revision

    @property
    def is_approved(self) -> bool:
        """Whether what stands there is approved as it is."""
        return self.approved is not None and not self.is_changed_since_approved


def review_states(records: Iterable[Record]) -> dict[int, ReviewState]:
    """The states by the records' row ids: two queries for all of them."""
    records = list(records)
    ids = [record.pk for record in records]
    newest = latest_revision_ids(ids)
    latest: dict[int, Review] = {}
    approved: dict[int, Review] = {}
    reviews = Review.objects.unpublished().filter(record__in=ids)
    for review in reviews.select_related("revision", "asked_by", "reviewer", "decided_by").order_by("pk"):
        latest[review.record_id] = review
        if review.state == Review.State.APPROVED:
            approved[review.record_id] = review
    return {pk: ReviewState(latest.get(pk), approved.get(pk), newest.get(pk, 0)) for pk in ids}
