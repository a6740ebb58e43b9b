"""What the page of a review is made from."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User

from relations.admin.record_names import working_copy_names
from relations.admin.review.companions import Companion, read_companions
from relations.admin.review.parts import ReviewPart, read_content
from relations.admin.review.submission import ReviewSubmission
from relations.admin.review.threads import Thread, read_threads
from relations.documents import load_document, resolve_merged
from relations.documents.compare import compare
from relations.models import Edition, Review, Revision
from relations.models.permissions import PUBLISH_PERMISSION
from relations.publishing.comments import may_comment
from relations.publishing.review import why_not_approved_by


@dataclass(frozen=True, slots=True)
class Box:
    """A place to comment on: the part it is about, and what was typed and is wrong there."""

    part: ReviewPart
    text: str
    quote: str
    error: str
    replies: list[tuple[Thread, str, str]]

    @property
    def is_open(self) -> bool:
        """Whether it is to be seen at once."""
        return bool(self.text or self.error)


def review_context(
    review: Review, user: User, submission: ReviewSubmission, errors: dict[str, str]
) -> dict[str, Any]:
    edition = _edition_before(review)
    document = resolve_merged(load_document(review.revision.document))
    published = resolve_merged(edition.read_document()) if edition else None
    resolve = working_copy_names([document, *([published] if published else [])])
    content = read_content(published, document, resolve)
    threads = read_threads(review.record, document)
    open_comments = sum(thread.is_open for anchored in threads.values() for thread in anchored)
    for part in content.parts:
        part.threads = threads.pop(part.anchor, [])
    whole = ReviewPart("", "", threads=threads.pop("", []))
    submission.retarget_comments({"", *(part.anchor for part in content.parts)})

    def box(part: ReviewPart) -> Box:
        anchor = part.anchor
        return Box(
            part,
            submission.comments.get(anchor, ""),
            submission.quotes.get(anchor, ""),
            errors.get(anchor, "") if anchor else "",
            [_reply(thread, submission, errors) for thread in part.threads],
        )

    fields, claims = [box(part) for part in content.fields], [box(part) for part in content.claims]
    gone = ReviewPart("removed", "", threads=[each for anchored in threads.values() for each in anchored])
    return {
        "review": review,
        "edition": edition,
        "changed_fields": [each for each in fields if _is_shown(each, edition)],
        "same_fields": [each for each in fields if not _is_shown(each, edition)],
        "claims": claims,
        "removed": content.removed,
        "removed_box": box(gone),
        "whole": box(whole),
        "open_comments": open_comments,
        "companions": _companions(review, user, submission),
        "resolved_ids": submission.resolved,
        "note": submission.note,
        "errors": errors,
        "error_list": [errors[name] for name in ("stale", "") if name in errors],
        **_decision(review, user),
    }


def _is_shown(box: Box, edition: Edition | None) -> bool:
    return edition is None or box.part.is_changed or box.is_open or box.part.has_open_threads


def _reply(thread: Thread, submission: ReviewSubmission, errors: dict[str, str]) -> tuple[Thread, str, str]:
    pk = thread.comment.pk
    return thread, submission.replies.get(pk, ""), errors.get(f"reply-{pk}", "")


def _edition_before(review: Review) -> Edition | None:
    """What readers had when it was decided, or have while it waits."""
    editions = review.record.editions.order_by("-number")
    if review.decided_at:
        editions = editions.filter(published_at__lte=review.decided_at).exclude(revision__gte=review.revision)
    return editions.first()


def _companions(
    review: Review, user: User, submission: ReviewSubmission
) -> list[tuple[Companion, Any, bool]]:
    """Each with its content, and whether it is ticked: all are, until somebody has sent the form."""
    found = read_companions(review, user)
    resolve = working_copy_names(
        load_document(each.review.revision.document) for each in found if each.review
    )
    return [
        (
            each,
            each.fields(resolve),
            not submission.button or bool(each.review and each.review.pk in submission.together),
        )
        for each in found
    ]


def _decision(review: Review, user: User) -> dict[str, Any]:
    """What this user may do, or why not; and what was saved since."""
    newest = review.record.revisions.select_related("saved_by").first()
    former = review.record.reviews.filter(pk__lt=review.pk).exclude(revision=review.revision).last()
    return {
        "refusal": why_not_approved_by(review.record, user) if review.is_open else "",
        "may_send_back": review.is_open and review.asked_by != user and user.has_perm(PUBLISH_PERMISSION),
        "may_take_back": review.is_open and review.asked_by == user,
        "may_comment": may_comment(user, review.record),
        "newest": newest if newest and newest != review.revision else None,
        "former": former if former and _differs(former.revision, review.revision) else None,
    }


def _differs(one: Revision, other: Revision) -> bool:
    return bool(compare(load_document(one.document), load_document(other.document)))
