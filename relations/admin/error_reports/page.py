"""The page of a reported error: what the reader wrote, beside the claim as it was and as it is."""

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from relations.admin.input_validation import parse_ids
from relations.admin.permissions import signed_in_user
from relations.admin.site_page import render_site_page
from relations.documents import document_name
from relations.documents.text_diff import DiffPart, diff_words
from relations.models import Claim, Edition, ErrorReport, Record
from relations.models.permissions import PUBLISH_PERMISSION

DECISIONS = {
    "accept": ErrorReport.State.ACCEPTED,
    "decline": ErrorReport.State.DECLINED,
    "spam": ErrorReport.State.SPAM,
}
# Of the same entry, besides this one.
MAX_OTHERS = 10


class DecisionForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Why it is declined"),
        max_length=500,
        required=False,
        help_text=gettext_lazy("For the other editors: the reader gave no address, and is told nothing."),
        widget=forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField"}),
    )


@dataclass(frozen=True, slots=True)
class ClaimTexts:
    """A claim in the edition that the reader had, in that of the present, and in the form, or "".

    ``parts``: what changed between the two editions.
    """

    read: str
    now: str
    form: str
    parts: tuple[DiffPart, ...]


def error_report_page(request: HttpRequest, report_id: str) -> HttpResponse:
    """Raises Http404, PermissionDenied."""
    report = _read(parse_ids([report_id]))
    if report is None:
        raise Http404(_("There is no such report."))
    if not request.user.has_perm(f"relations.view_{report.record.kind}"):
        raise PermissionDenied
    if request.method != "POST":
        return _render(request, report, DecisionForm())
    if not request.user.has_perm(PUBLISH_PERMISSION):
        raise PermissionDenied
    return _act(request, report, DecisionForm(request.POST))


def _read(ids: list[int], *, lock: bool = False) -> ErrorReport | None:
    rows = ErrorReport.objects.filter(pk__in=ids)
    if lock:
        return rows.select_for_update().first()
    return rows.select_related("record__edition", "edition", "decided_by").first()


def _act(request: HttpRequest, report: ErrorReport, form: DecisionForm) -> HttpResponse:
    state = DECISIONS.get(request.POST.get("decision", ""))
    if state is None:
        form.add_error(None, _("Choose one of the buttons below."))
    elif form.is_valid() and state == ErrorReport.State.DECLINED and not form.cleaned_data["reason"]:
        form.add_error("reason", _("Say why."))
    if state is None or not form.is_valid():
        return _render(request, report, form)
    if not _decide(request, report, state, form.cleaned_data["reason"]):
        form.add_error(None, _("Somebody decided on it meanwhile. Look at it once more."))
        return _render(request, _read([report.pk]) or report, form)
    if state == ErrorReport.State.ACCEPTED:
        messages.success(
            request,
            _("Accepted. Correct the claim and save it; when you publish, it is marked as a correction."),
        )
        return HttpResponseRedirect(
            f"{reverse('admin:record', args=[report.record_id])}#claim-{report.claim}"
        )
    messages.success(request, _("It is put aside."))
    return HttpResponseRedirect(reverse("admin:index"))


@transaction.atomic
def _decide(request: HttpRequest, report: ErrorReport, state: ErrorReport.State, reason: str) -> bool:
    """False where it is not as the page said."""
    row = _read([report.pk], lock=True)
    if row is None or row.state != request.POST.get("state") or not row.is_open:
        return False
    row.state, row.decided_by, row.decided_at = state, signed_in_user(request), timezone.now()
    row.reason = reason if state == ErrorReport.State.DECLINED else ""
    row.save(update_fields=["state", "decided_by", "decided_at", "reason"])
    return True


def _render(request: HttpRequest, report: ErrorReport, form: DecisionForm) -> HttpResponse:
    others = ErrorReport.objects.filter(record=report.record, claim=report.claim).exclude(pk=report.pk)
    return render_site_page(
        request,
        "admin/error_report.html",
        _("Reported error"),
        report=report,
        entry=document_name(report.record.current_edition.read_document()),
        claim=_claim_texts(report),
        is_withdrawn=report.record.status == Record.Status.WITHDRAWN,
        others=others.order_by("-pk")[:MAX_OTHERS],
        may_decide=report.is_open and request.user.has_perm(PUBLISH_PERMISSION),
        form=form,
    )


def _claim_texts(report: ErrorReport) -> ClaimTexts:
    read, now = (_text(edition, report.claim) for edition in (report.edition, report.record.current_edition))
    row = Claim.objects.filter(code=report.claim, entry__record=report.record).first()
    form = row.text if row else ""
    return ClaimTexts(read, now, form if form != now else "", diff_words(read, now) if read != now else ())


def _text(edition: Edition, code: str) -> str:
    """The text of a claim in an edition; "" where that does not have it."""
    claims = edition.read_document().get("claims", ())
    return next((claim["text"] for claim in claims if claim["id"] == code), "")
