"""What needs doing: unpublished records, records changed since, and the queues."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import Count, F, OuterRef, Subquery, Window
from django.db.models.functions import RowNumber
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from relations.admin.input_validation import parse_ids
from relations.admin.permissions import VIEW_ENTRIES_PERMISSION, signed_in_user
from relations.admin.queue_list import summarize_queues
from relations.admin.queues import MAX_LISTED, QueueSummary
from relations.admin.record_names import document_name
from relations.admin.record_urls import change_url
from relations.models import Record, Revision


@dataclass(frozen=True, slots=True)
class KindCount:
    label: str
    count: int
    url: str


@dataclass(frozen=True, slots=True)
class StatusSummary:
    """The records of one status: their number by kind, and the last saved with the name of each."""

    counts: list[KindCount]
    latest: list[tuple[Revision, str]]


@dataclass(frozen=True, slots=True)
class Overview:
    drafts: StatusSummary
    changed: StatusSummary
    queues: list[QueueSummary]


def read_overview(request: HttpRequest) -> Overview | None:
    """For the first page of the admin. None for those who may not see the entries."""
    if not request.user.has_perm(VIEW_ENTRIES_PERMISSION):
        return None
    drafts, changed = _summarize_statuses(Record.Status.NEVER, Record.Status.CHANGED)
    return Overview(drafts, changed, queues=summarize_queues(signed_in_user(request)))


def redirect_to_record_form(request: HttpRequest, record_id: str) -> HttpResponse:
    """From a record to the form of its kind."""
    if not request.user.has_perm(VIEW_ENTRIES_PERMISSION):
        raise PermissionDenied
    record = Record.objects.with_pages().filter(pk__in=parse_ids([record_id])).first()
    if record is None:
        raise Http404(_("There is no such record."))
    return HttpResponseRedirect(change_url(record.working_copy))


def _summarize_statuses(*statuses: Record.Status) -> list[StatusSummary]:
    """Two queries for all of them."""
    records = Record.objects.with_pages().filter(status__in=statuses, merged_into=None)
    counts = {
        (status, kind): count
        for status, kind, count in records.order_by().values_list("status", "kind").annotate(Count("pk"))
    }
    latest: dict[str, list[tuple[Revision, str]]] = {}
    for revision in _latest(records).order_by("-pk"):
        named = (revision, document_name(revision.document))
        latest.setdefault(revision.record.status, []).append(named)
    return [
        StatusSummary(
            counts=[
                KindCount(
                    str(kind.label),
                    counts[status, kind],
                    reverse(f"admin:relations_{kind.value}_changelist") + f"?record__status__exact={status}",
                )
                for kind in Record.Kind
                if (status, kind) in counts
            ],
            latest=latest.get(status, []),
        )
        for status in statuses
    ]


def _latest(records: "models.QuerySet[Record]") -> "models.QuerySet[Revision]":
    """The newest revision of the records that were saved last, a page's worth of each status."""
    own = Revision.objects.filter(record=OuterRef("pk")).order_by("-pk")
    newest = records.annotate(newest=Subquery(own.values("pk")[:1])).exclude(newest=None)
    place = Window(RowNumber(), partition_by=[F("status")], order_by=F("newest").desc())
    listed = newest.annotate(place=place).filter(place__lte=MAX_LISTED).order_by().values("newest")
    return Revision.objects.filter(pk__in=listed).select_related("record", "saved_by")
