"""Which queues there are, in the order of the first page, and the page that lists one in full."""

from django.contrib import admin
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from relations.admin.autosave.queue import TypedQueue
from relations.admin.claim_queue import DueClaimsQueue
from relations.admin.letters import LettersQueue
from relations.admin.permissions import signed_in_user
from relations.admin.queues import Queue, QueueSummary, summarize
from relations.admin.review.queues import (
    ApprovedQueue,
    ForMyReviewQueue,
    SentBackQueue,
    UnreviewedQueue,
    WithReviewerQueue,
)
from relations.admin.schedule.queues import HeldBackQueue, ScheduledQueue

QUEUES: tuple[Queue, ...] = (
    TypedQueue(),
    ForMyReviewQueue(),
    SentBackQueue(),
    WithReviewerQueue(),
    ApprovedQueue(),
    UnreviewedQueue(),
    HeldBackQueue(),
    ScheduledQueue(),
    LettersQueue(),
    DueClaimsQueue(),
)
PER_PAGE = 50


def summarize_queues(user: User) -> list[QueueSummary]:
    """The queues in which something waits, among those that this user may see."""
    summaries = summarize([queue for queue in QUEUES if queue.is_for(user)], user)
    return [summary for summary in summaries if summary.total]


def queue_page(request: HttpRequest, name: str) -> HttpResponse:
    """A queue in full. Raises Http404, PermissionDenied."""
    queue = next((queue for queue in QUEUES if queue.name == name), None)
    if queue is None:
        raise Http404(_("There is no such queue."))
    user = signed_in_user(request)
    if not queue.is_for(user):
        raise PermissionDenied
    # A page that does not exist is the last one, a page that is no number the first.
    page = Paginator(queue.rows(user), PER_PAGE).get_page(request.GET.get("p"))
    request.current_app = admin.site.name
    context = {
        **admin.site.each_context(request),
        "title": queue.title,
        "page": page,
        "lines": queue.describe_all(page),
    }
    return TemplateResponse(request, "admin/queue.html", context)
