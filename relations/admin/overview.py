"""The first page: what waits for whom, and the way from a record to its form."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from relations.admin.input_validation import parse_ids
from relations.admin.missing import may_propose
from relations.admin.permissions import VIEW_ENTRIES_PERMISSION, signed_in_user
from relations.admin.queue_list import QueueGroup, summarize_queues
from relations.admin.record_urls import change_url
from relations.models import Record
from relations.models.permissions import WRITE_PERMISSION


@dataclass(frozen=True, slots=True)
class Overview:
    """``sees_gaps``, ``may_propose``: what is linked to, beside the queues."""

    groups: list[QueueGroup]
    sees_gaps: bool
    may_propose: bool


def read_overview(request: HttpRequest) -> Overview | None:
    """What the first page of the admin shows. None for those who may not see the entries."""
    if not request.user.has_perm(VIEW_ENTRIES_PERMISSION):
        return None
    return Overview(
        groups=summarize_queues(signed_in_user(request)),
        sees_gaps=request.user.has_perm(WRITE_PERMISSION),
        may_propose=may_propose(request),
    )


def redirect_to_record_form(request: HttpRequest, record_id: str) -> HttpResponse:
    """View that leads from the row id of a record to the form of its kind."""
    if not request.user.has_perm(VIEW_ENTRIES_PERMISSION):
        raise PermissionDenied
    record = Record.objects.with_pages().filter(pk__in=parse_ids([record_id])).first()
    if record is None:
        raise Http404(_("There is no such record."))
    return HttpResponseRedirect(change_url(record.working_copy))
