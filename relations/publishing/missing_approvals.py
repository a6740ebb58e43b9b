"""Which revisions are approved, and what to do about those that are not."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from relations.models import Record, Reference, Review, Revision
from relations.publishing.bulk import chunked
from relations.publishing.faults import Fault
from relations.publishing.revisions import newest_revisions

# Records, each with the row id of the revision to publish.
Pairs = Iterable[tuple[Record, int | None]]


def is_review_required() -> bool:
    return Reference.objects.filter(review_required=True).exists()


@dataclass
class Approvals:
    """What stands with reviewers about some records, by their row ids; it changes as they are published.

    ``unused`` are the approvals that still serve, in the order of their revisions: one serves for
    one publication; what was public once, and comes back, is approved again. ``ever`` are the
    revisions, by row id, that were approved at any time.
    """

    unused: dict[int, list[Review]] = field(default_factory=dict)
    ever: set[int] = field(default_factory=set)
    waiting: dict[int, Review] = field(default_factory=dict)
    newest: dict[int, Revision] = field(default_factory=dict)

    def is_missing(self, record: Record, revision: int | None) -> bool:
        return all(review.revision_id != revision for review in self.unused.get(record.pk, ()))

    def use(self, record: Record, revision: int) -> None:
        """The record is published at ``revision``."""
        left = [review for review in self.unused.get(record.pk, ()) if review.revision_id > revision]
        self.unused[record.pk] = left
        waiting = self.waiting.get(record.pk)
        if waiting and waiting.revision_id <= revision:
            del self.waiting[record.pk]

    def outlive(self, record: Record, withdrawal_scheduled_at: datetime) -> None:
        """The record is withdrawn: what was approved after that was known serves on."""
        given = self.unused.get(record.pk, ())
        self.unused[record.pk] = [
            review for review in given if review.decided_at and review.decided_at > withdrawal_scheduled_at
        ]


def read_approvals(pairs: Pairs) -> Approvals:
    """The approvals of pairs of a record and a revision: for some hundred pairs five queries."""
    pairs = list(pairs)
    records = [record for record, _revision in pairs]
    found = Approvals(waiting=waiting_reviews(records), newest=newest_revisions(records))
    for review in _unused(records):
        found.unused.setdefault(review.record_id, []).append(review)
    for some in chunked(revision for _record, revision in pairs if revision):
        reviews = Review.objects.approved().filter(revision__in=some)
        found.ever |= set(reviews.values_list("revision", flat=True))
    return found


def approval_faults(pairs: Pairs, approvals: Approvals | None = None) -> list[Fault]:
    """For each record whose revision has no approval, what to do; where the reference requires reviews.

    ``approvals``: of these records, where it is known already that they are required.
    """
    if approvals is None and not is_review_required():
        return []
    pairs = list(pairs)
    known = read_approvals(pairs) if approvals is None else approvals
    return [
        Fault(record, "review", _what_to_do(record, revision, known))
        for record, revision in pairs
        if known.is_missing(record, revision)
    ]


def unapproved(pairs: Pairs) -> list[Record]:
    """The records whose revision, by its row id, has no approval that serves."""
    pairs = list(pairs)
    found: set[int] = set()
    for some in chunked(revision for _record, revision in pairs if revision):
        reviews = Review.objects.approved().unused().filter(revision__in=some)
        found |= set(reviews.values_list("revision", flat=True))
    return [record for record, revision in pairs if revision not in found]


def approved_revisions(records: Iterable[Record]) -> dict[int, Revision]:
    """By the record's row id, the newest revision that was approved and is not published yet."""
    return {
        review.record_id: review.revision for review in _unused(records) if not review.record.merged_into_id
    }


def waiting_reviews(records: Iterable[Record]) -> dict[int, Review]:
    """By the record's row id, the review that waits."""
    found: dict[int, Review] = {}
    for some in chunked(record.pk for record in records):
        found |= {review.record_id: review for review in Review.objects.waiting().filter(record__in=some)}
    return found


def _unused(records: Iterable[Record]) -> Iterable[Review]:
    for some in chunked(record.pk for record in records):
        reviews = Review.objects.approved().unused().filter(record__in=some)
        yield from reviews.select_related("record", "revision").order_by("revision")


def _what_to_do(record: Record, revision: int | None, known: Approvals) -> str:
    """``used`` is the revision to publish when its approval serves no more."""
    used = revision if revision in known.ever else None
    newest, waiting = known.newest.get(record.pk), known.waiting.get(record.pk)
    if used and newest and used != newest.pk:
        return _("An approval serves for one publication. Restore this revision, and send it for review.")
    if known.unused.get(record.pk) and not record.merged_into_id:
        return _("It was changed since it was approved. Publish what was approved, or send it again.")
    if waiting and newest and waiting.revision_id == newest.pk:
        return _("It is with a reviewer. It can be published when it is approved.")
    if waiting:
        return _("It was changed since it was sent for review. Send it again.")
    is_withdrawn = record.status == Record.Status.WITHDRAWN
    if used and is_withdrawn and used > (record.current_edition.revision_id or 0):
        if record.current_edition.published_at > timezone.now():
            return _("It will be withdrawn on a date set after it was approved. Send it for review again.")
        return _("It was withdrawn since it was approved. Send it for review again.")
    if used:
        return _("An approval serves for one publication. Send it for review again.")
    return _("Nobody has approved it. Send it for review first.")
