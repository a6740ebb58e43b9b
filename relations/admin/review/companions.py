"""What goes out for the first time with a record under review, and whether it can be approved with it."""

from dataclasses import dataclass

from django.contrib.auth.models import User

from relations import publishing
from relations.admin.record_names import prefetch_working_copies
from relations.admin.review.parts import ReviewPart, read_content
from relations.documents import load_document
from relations.documents.schema import NameResolver
from relations.models import Record, Review, WorkingCopy
from relations.publishing.missing_approvals import approved_revisions, waiting_reviews
from relations.publishing.review import why_not_approved_by


@dataclass(frozen=True, slots=True)
class Companion:
    """``review`` is the one that waits, if there is one; ``refusal`` says why this user may not decide it."""

    record: Record
    row: WorkingCopy
    review: Review | None
    is_approved: bool
    refusal: str

    @property
    def may_approve(self) -> bool:
        return self.review is not None and not self.refusal

    def fields(self, resolve: NameResolver) -> list[ReviewPart]:
        """What it says, as it was sent."""
        if self.review is None:
            return []
        return read_content(None, load_document(self.review.revision.document), resolve).parts


def read_companions(review: Review, user: User) -> list[Companion]:
    records = publishing.companions([review.record], revisions=[review.revision])
    waiting, approved = waiting_reviews(records), approved_revisions(records)
    return [
        Companion(
            record=record,
            row=record.working_copy,
            review=waiting.get(record.pk),
            is_approved=record.pk in approved,
            refusal=why_not_approved_by(record, user) if record.pk in waiting else "",
        )
        for record in prefetch_working_copies(records)
    ]
