"""Notices of review: who is to be told of an act, written in its transaction. Nobody is told of their own.

Only where the site sends mail: the queues on the first page of the administration say the same.
"""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth.models import User
from django.utils import timezone

from relations.mail.notice_letter import letter_about
from relations.models import (
    Comment,
    Letter,
    Notice,
    NoticePreference,
    Review,
    ScheduledPublication,
    reviewers,
)
from relations.models.permissions import ADMINISTRATORS_PERMISSION, accounts_with
from relations.models.review import APPROVED_ACTIONS
from relations.publishing.bulk import chunked

if TYPE_CHECKING:
    from relations.publishing.publication import NewEdition

Event = Notice.Event


def notify_reviewers(reviews: Iterable[Review]) -> None:
    """Tell reviewers of a review: all who may approve if anybody was asked.

    Whether each of those may decide this very one is asked later.
    """
    if not settings.SENDS_MAIL:
        return
    reviews = list(reviews)
    anybody = [] if all(review.reviewer_id for review in reviews) else list(reviewers().order_by("pk"))
    _write(
        Notice(user=user, event=Event.ASKED, review=review)
        for review in reviews
        for user in ([review.reviewer] if review.reviewer else anybody)
        if user != review.asked_by
    )


def notify_asker(review: Review) -> None:
    """Tell who asked for a review that somebody else decided it."""
    event = Event.APPROVED if review.state == Review.State.APPROVED else Event.SENT_BACK
    if review.decided_by != review.asked_by:
        _write([Notice(user=review.asked_by, event=event, review=review)])


def notify_of_comments(comments: Sequence[Comment]) -> None:
    """Who wrote in a thread is told of answers; who asked for the review, and who was asked, of the rest."""
    if not settings.SENDS_MAIL or not comments:
        return
    reviews = Review.objects.filter(record=comments[0].record_id).select_related("asked_by", "reviewer")
    review = reviews.filter(revision=comments[0].revision_id).last() or reviews.last()
    if review is None:
        return
    concerned = [user for user in (review.asked_by, review.reviewer) if user]
    _write(
        Notice(user=user, event=event, review=review, comment=comment)
        for comment in comments
        for user, event in (
            dict.fromkeys(concerned, Event.COMMENTED) | dict.fromkeys(_before(comment), Event.ANSWERED)
        ).items()
        if user != comment.author
    )


def _before(comment: Comment) -> list[User]:
    """Who wrote in its thread before."""
    if comment.parent is None:
        return []
    replies = comment.parent.replies.filter(pk__lt=comment.pk).select_related("author")
    return [comment.parent.author, *(reply.author for reply in replies)]


def notify_of_publication(items: Iterable["NewEdition"], by: User | None) -> None:
    """Who approved what readers get, where somebody else published it."""
    if not settings.SENDS_MAIL:
        return
    published = (item.revision_id for item in items if item.action in APPROVED_ACTIONS and item.revision_id)
    for some in chunked(published):
        approvals = Review.objects.approved().filter(revision__in=some).order_by("pk")
        last = {review.revision_id: review for review in approvals.select_related("decided_by")}
        _write(
            Notice(user=review.decided_by, event=Event.PUBLISHED, review=review)
            for review in last.values()
            if review.decided_by and review.decided_by != by
        )


def notify_of_failure(scheduled: ScheduledPublication) -> None:
    """Who scheduled and who approved it; where no letter reaches any of them, the administrators.

    Without a mail server that is a letter for an administrator to pass on.
    """
    permissions = [
        f"relations.view_{kind}" for kind in scheduled.items.values_list("record__kind", flat=True)
    ]
    revisions = scheduled.items.filter(revision__isnull=False).values("revision")
    approvals = Review.objects.approved().filter(revision__in=revisions).select_related("decided_by")
    concerned = dict.fromkeys([scheduled.scheduled_by, *(review.decided_by for review in approvals)])
    for users in (concerned, accounts_with(ADMINISTRATORS_PERMISSION)):
        told = [user for user in users if user and user.has_perms(permissions)]
        if notices := _deliverable(
            Notice(user=user, event=Event.HELD_BACK, scheduled=scheduled) for user in told
        ):
            break
    if settings.SENDS_MAIL:
        Notice.objects.bulk_create(notices)
    else:
        Letter.objects.bulk_create(letter_about([notice]) for notice in notices)


def _write(notices: Iterable[Notice]) -> None:
    if settings.SENDS_MAIL:
        Notice.objects.bulk_create(_deliverable(notices))


def _deliverable(notices: Iterable[Notice]) -> list[Notice]:
    """The notices for people who want to be told and whom a letter reaches.

    Where the site sends no mail, an administrator passes on letters to those without an address.
    """
    return [notice for notice in _wanted(notices) if notice.user.email or not settings.SENDS_MAIL]


def _wanted(notices: Iterable[Notice]) -> list[Notice]:
    """The notices for people who want to be told, with the time when they do."""
    notices = list(notices)
    users = {notice.user_id for notice in notices if notice.user.is_active and notice.user.is_staff}
    chosen = NoticePreference.objects.in_bulk(users)
    time = timezone.now()
    wanted = []
    for notice in notices:
        if notice.user_id in users:
            preference = chosen.get(notice.user_id) or NoticePreference()
            if due_at := preference.due_at(time):
                notice.due_at = due_at
                wanted.append(notice)
    return wanted
