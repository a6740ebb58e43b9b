"""The page of a queue: all that waits in it, and where that can be, who is to do it."""

from collections.abc import Collection

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from relations.admin.assignments import AssignmentOutcome, assign, assignees_for, assignments_of, may_assign
from relations.admin.input_validation import parse_ids
from relations.admin.permissions import signed_in_user
from relations.admin.queue_list import QUEUES
from relations.admin.queues import Queue
from relations.admin.site_page import render_site_page

PER_PAGE = 50
NOBODY = "nobody"


def queue_page(request: HttpRequest, name: str) -> HttpResponse:
    """Raises Http404, PermissionDenied."""
    queue = next((queue for queue in QUEUES if queue.name == name), None)
    if queue is None:
        raise Http404(_("There is no such queue."))
    user = signed_in_user(request)
    if not queue.is_for(user):
        raise PermissionDenied
    if request.method == "POST":
        return _assign(request, queue, user) if queue.record_path else HttpResponseNotAllowed(["GET", "HEAD"])
    return _list(request, queue, user)


def _list(
    request: HttpRequest, queue: Queue, user: User, *, ticked: Collection[int] = (), chosen: str = ""
) -> HttpResponse:
    # A page that does not exist is the last one, a page that is no number the first.
    page = Paginator(queue.rows(user), PER_PAGE).get_page(request.GET.get("p"))
    lines = queue.describe_all(page)
    can_assign = bool(queue.record_path) and any(may_assign(user, line.kind) for line in lines)
    assigned = assignments_of(queue, lines) if queue.record_path else {}
    people = assignees_for(queue, user) if can_assign else []
    return render_site_page(
        request,
        "admin/queue.html",
        queue.title,
        queue=queue,
        page=page,
        lines=[(line, assigned.get(line.record), line.record in ticked) for line in lines],
        assignees=[(str(each.pk), _("yourself") if each == user else str(each)) for each in people],
        chosen=chosen,
    )


def _assign(request: HttpRequest, queue: Queue, user: User) -> HttpResponse:
    """Back to the list, with words of what became of it. Raises PermissionDenied."""
    if not may_assign(user, "entry"):
        raise PermissionDenied
    chosen = request.POST.get("to", "")
    to = assignees_for(queue, user).filter(pk__in=parse_ids([chosen])).first()
    ids = parse_ids(request.POST.getlist("record"))
    if (to is None and chosen != NOBODY) or not ids:
        messages.error(request, _("Choose at least one.") if not ids else _("Choose who is to do it."))
        return _list(request, queue, user, ticked=ids, chosen=chosen)
    _say(request, assign(queue, ids, to, by=user), to)
    return HttpResponseRedirect(request.get_full_path())


def _say(request: HttpRequest, outcome: AssignmentOutcome, to: User | None) -> None:
    count = len(outcome.done)
    if others := len(outcome.others):
        said = ngettext(
            "%(count)d record stays with who has it: only an editor gives it to another.",
            "%(count)d records stay with who has them: only an editor gives them to another.",
            others,
        )
        messages.warning(request, said % {"count": others})
    if unseen := len(outcome.unseen):
        said = ngettext(
            "%(count)d record is not assigned: this list does not show it to %(who)s.",
            "%(count)d records are not assigned: this list does not show them to %(who)s.",
            unseen,
        )
        messages.warning(request, said % {"count": unseen, "who": to})
    if not count and not others and not unseen:
        messages.warning(request, _("None of them waits here any more, or you may not change them."))
    elif count and to is None:
        said = ngettext("%(count)d record is nobody’s again.", "%(count)d records are nobody’s again.", count)
        messages.success(request, said % {"count": count})
    elif count:
        said = ngettext(
            "%(count)d record is assigned to %(who)s.", "%(count)d records are assigned to %(who)s.", count
        )
        messages.success(request, said % {"count": count, "who": to})
