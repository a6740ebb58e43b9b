"""What needs doing: unpublished work, work changed since it was published, claims due for a check."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db.models import Count, OuterRef, Subquery
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from relations.admin.bad_input import ids_in
from relations.admin.names import edit_url
from relations.documents import load_document
from relations.models import Claim, Record, Revision

SHOWN = 8
MAY_SEE = "relations.view_entry"


@dataclass(frozen=True, slots=True)
class Work:
    """Records in one state, kind by kind with their counts, and the latest worked on by name."""

    counts: list[tuple[str, int, str]]
    latest: list[tuple[Revision, str]]

    @property
    def total(self) -> int:
        return sum(count for _label, count, _url in self.counts)


@dataclass(frozen=True, slots=True)
class Overview:
    drafts: Work
    changed: Work
    due: list[Claim]
    due_total: int
    due_url: str


def overview(request: HttpRequest) -> Overview | None:
    """For the first page of the desk. None for those who may not see the entries."""
    if not request.user.has_perm(MAY_SEE):
        return None
    due = Claim.objects.filter(review_by__lt=timezone.localdate()).order_by("review_by", "pk")
    return Overview(
        drafts=_work(Record.Status.NEVER),
        changed=_work(Record.Status.CHANGED),
        due=list(due.select_related("entry__record")[:SHOWN]),
        due_total=due.count(),
        due_url=reverse("admin:relations_entry_changelist") + "?due=yes",
    )


def record_form(request: HttpRequest, record_id: str) -> HttpResponse:
    """From a record to the form of its kind."""
    if not request.user.has_perm(MAY_SEE):
        raise PermissionDenied
    record = Record.objects.with_pages().filter(pk__in=ids_in([record_id])).first()
    if record is None:
        raise Http404(_("There is no such record."))
    return HttpResponseRedirect(edit_url(record.subject))


def _work(state: str) -> Work:
    records = Record.objects.with_pages().filter(status=state, merged_into=None)
    counts = dict(records.order_by().values_list("kind").annotate(Count("pk")))
    query = f"?record__status__exact={state}"
    own = Revision.objects.filter(record=OuterRef("pk")).order_by("-pk")
    newest = records.annotate(newest=Subquery(own.values("pk")[:1])).exclude(newest=None)
    shown = newest.order_by("-newest").values("newest")[:SHOWN]
    latest = Revision.objects.filter(pk__in=shown).select_related("record", "saved_by")
    return Work(
        counts=[
            (kind.label, counts[kind.value], reverse(f"admin:relations_{kind.value}_changelist") + query)
            for kind in Record.Kind
            if kind.value in counts
        ],
        latest=[(revision, _name(revision)) for revision in latest.order_by("-pk")],
    )


def _name(revision: Revision) -> str:
    document = load_document(revision.document)
    return document.get("title") or document.get("name") or document["slug"]
