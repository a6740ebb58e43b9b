"""Which queues there are, in the order of the first page."""

from dataclasses import dataclass

from django.contrib.auth.models import User
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from relations.admin.assignments import AssignedQueue
from relations.admin.autosave.queue import TypedQueue
from relations.admin.claim_queue import DueClaimsQueue
from relations.admin.error_reports.queue import ErrorReportsQueue
from relations.admin.gap_queues import (
    ActorsWithoutDescriptionQueue,
    AgreementsWithoutStateQueue,
    OneSidedQueue,
    SourcesWithoutDateQueue,
    TopicsWithoutIssueQueue,
    UncitedQueue,
    UncitedSourcesQueue,
)
from relations.admin.letters import LettersQueue
from relations.admin.queues import Queue, QueueSummary, summarize
from relations.admin.record_queues import (
    ChangedQueue,
    MyDraftsQueue,
    NobodysDraftsQueue,
    OthersDraftsQueue,
)
from relations.admin.review.queues import (
    ApprovedQueue,
    ForMyReviewQueue,
    ProposedTopicsQueue,
    SentBackQueue,
    UnreviewedQueue,
    WithReviewerQueue,
)
from relations.admin.schedule.queues import HeldBackQueue, ScheduledQueue
from relations.models.permissions import PUBLISH_PERMISSION

REVIEWING: tuple[Queue, ...] = (
    ForMyReviewQueue(),
    ProposedTopicsQueue(),
    UnreviewedQueue(),
    ErrorReportsQueue(),
)
ELSEWHERE: tuple[Queue, ...] = (
    HeldBackQueue(),
    ApprovedQueue(),
    WithReviewerQueue(),
    ScheduledQueue(),
    ChangedQueue(),
    NobodysDraftsQueue(),
    OthersDraftsQueue(),
    LettersQueue(),
)
# What is missing. The first of them stand on the first page of those who publish.
GAPS: tuple[Queue, ...] = (DueClaimsQueue(), UncitedQueue(), OneSidedQueue(), UncitedSourcesQueue())
MORE_GAPS: tuple[Queue, ...] = (
    TopicsWithoutIssueQueue(),
    ActorsWithoutDescriptionQueue(),
    SourcesWithoutDateQueue(),
    AgreementsWithoutStateQueue(),
)
ASSIGNABLE = tuple(queue for queue in (*REVIEWING, *ELSEWHERE, *GAPS, *MORE_GAPS) if queue.record_path)
YOURS: tuple[Queue, ...] = (AssignedQueue(ASSIGNABLE), TypedQueue(), SentBackQueue(), MyDraftsQueue())
QUEUES = (*YOURS, *REVIEWING, *ELSEWHERE, *GAPS, *MORE_GAPS)


@dataclass(frozen=True, slots=True)
class QueueGroup:
    """Queues in which something waits, under one heading."""

    name: str
    title: Promise
    queues: list[QueueSummary]


def summarize_queues(user: User) -> list[QueueGroup]:
    """What the first page shows this user: of what concerns them, that in which something waits."""
    groups = {
        "yours": (_("Yours"), YOURS),
        "reviewing": (_("For you to look at"), REVIEWING),
        "elsewhere": (_("Waiting elsewhere"), ELSEWHERE),
        "missing": (_("What is missing"), GAPS if user.has_perm(PUBLISH_PERMISSION) else ()),
    }
    shown = [queue for _title, queues in groups.values() for queue in queues if queue.is_for(user)]
    found = {summary.name: summary for summary in summarize(shown, user)}
    return [
        QueueGroup(name, title, [found[queue.name] for queue in queues if queue.name in found])
        for name, (title, queues) in groups.items()
        if any(queue.name in found for queue in queues)
    ]


def summarize_gaps(user: User) -> list[QueueSummary]:
    """What is missing that this user can mend."""
    return summarize([queue for queue in (*GAPS, *MORE_GAPS) if queue.is_for(user)], user)
