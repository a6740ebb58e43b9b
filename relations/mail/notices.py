"""Notices become letters when their time has come: at once, or one letter a day with all that waits."""

import logging
from collections.abc import Iterable
from itertools import groupby

from django.contrib.auth.models import User
from django.db import DatabaseError, transaction
from django.utils import timezone

from relations.mail.notice_letter import letter_about, thread_of
from relations.models import Letter, Notice, NoticePreference, Review, ScheduledPublication
from relations.models.permissions import PUBLISH_PERMISSION

logger = logging.getLogger(__name__)

Event = Notice.Event

# At once for one person, one for each record; what is more goes into one: somebody acted on a whole list.
MAX_LETTERS = 3
RELATED = (
    *("user__notice_preference", "review__record__edition", "review__revision", "review__asked_by"),
    *(
        "review__reviewer",
        "review__decided_by",
        "comment__author",
        "comment__parent",
        "scheduled__scheduled_by",
    ),
)


def write_letters() -> None:
    """Write the letters of the notices that are due."""
    due = Notice.objects.due().order_by("user")
    for user_id in list(due.values_list("user", flat=True).distinct()):
        try:
            _write_for(user_id)
        except DatabaseError:
            raise
        except Exception:
            # Theirs wait; everybody else gets their own.
            logger.exception("The notices of account %d make no letter", user_id)


@transaction.atomic
def _write_for(user_id: int) -> None:
    """All for one person; another process that comes at the same time waits, and finds nothing left."""
    rows = Notice.objects.due().filter(user=user_id).select_for_update(of=("self",))
    notices = list(rows.select_related(*RELATED).order_by("pk"))
    for notice in notices:
        notice.user = notices[0].user  # whose permissions are read once
    valid = [notice for notice in notices if is_valid(notice)]
    Letter.objects.bulk_create(letter_about(group) for group in _grouped(valid))
    Notice.objects.filter(pk__in=[notice.pk for notice in notices]).delete()


def _grouped(notices: list[Notice]) -> Iterable[list[Notice]]:
    """The notices of each letter."""
    if not notices:
        return []
    preference = getattr(notices[0].user, "notice_preference", None) or NoticePreference()
    by_thread = sorted(notices, key=thread_of)
    groups = [list(group) for _thread, group in groupby(by_thread, thread_of)]
    is_one = preference.frequency == NoticePreference.Frequency.DAILY or len(groups) > MAX_LETTERS
    return [by_thread] if is_one else groups


def is_valid(notice: Notice) -> bool:
    """Whether it is still so, and still for this person: nobody is told to do what is done."""
    user = notice.user
    if not (user.is_active and user.is_staff and user.email):
        return False
    if notice.scheduled:
        kinds = notice.scheduled.items.values_list("record__kind", flat=True)
        is_failed = notice.scheduled.state == ScheduledPublication.State.FAILED
        return is_failed and user.has_perms([f"relations.view_{kind}" for kind in kinds])
    review = notice.review
    return (
        review is not None
        and user.has_perm(f"relations.view_{review.record.kind}")
        and _stands(notice, review)
    )


def _stands(notice: Notice, review: Review) -> bool:
    user = notice.user
    match notice.event:
        case Event.ASKED:
            may_decide = Review.objects.waiting_for(user).filter(pk=review.pk).exists()
            return may_decide and user.has_perm(PUBLISH_PERMISSION)
        case Event.APPROVED | Event.SENT_BACK:
            return not Review.objects.filter(record=review.record, pk__gt=review.pk, asked_by=user).exists()
        case Event.COMMENTED | Event.ANSWERED:
            comment = notice.comment
            return comment is not None and (comment.parent or comment).resolved_at is None
    return True


@transaction.atomic
def choose_frequency(user: User, frequency: str) -> None:
    """Set how often a user is told, from here on; for notices that wait already, too."""
    preference, _created = NoticePreference.objects.update_or_create(
        user=user, defaults={"frequency": frequency}
    )
    due_at, waiting = preference.due_at(timezone.now()), Notice.objects.filter(user=user)
    if due_at:
        waiting.update(due_at=due_at)
    else:
        waiting.delete()
        Letter.objects.filter(user=user, is_notice=True, sent_at=None).delete()
