"""``/claims/<id>/report/``: a reader tells the editors of an error in a claim.

No account, no script and no cookie: the browser says whose form it is (Origin, Sec-Fetch-Site), and the
form itself when it was opened. Whatever is refused, what was typed comes back.
"""

import logging
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from http import HTTPStatus

from axes.helpers import get_client_ip_address
from django.db import Error
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt

from relations.caching.responses import request_pin, request_snapshot
from relations.catalogue import Snapshot
from relations.catalogue.past_addresses import NotYetPublishedError
from relations.models import ErrorReport, ExceededLimit, ReportCounter
from relations.models.error_report import MAX_SOURCE, MAX_TEXT, STORED_FOR
from relations.models.lock_wait import atomic_within
from relations.models.outages import is_outage, release_frames
from relations.presenters.error_report import ReportedClaim, changed_since, read_claim, report_page
from relations.views import errors
from relations.views.claims import resolve_claim
from relations.views.http import EarlyResponse, find_query_fault, public_page, single_value
from relations.views.overload import is_overloaded, retry_later
from relations.views.report_form import TRAP, FormStamp, SentReport, read_form
from relations.views.same_origin import is_same_origin

# Seconds that a report waits for others who write, and after which whoever sent it is told to try again.
MAX_WAIT, RETRY_AFTER = 1.0, 5
LIMITS = {
    ExceededLimit.SENDER: gettext_lazy(
        "Your network sent more reports than are taken from one in a day (UTC). Copy this one, and send it "
        "on another day."
    ),
    ExceededLimit.DAY: gettext_lazy(
        "More reports came than editors read in a day (UTC). Copy this one, and send it on another day."
    ),
}
_NUMBER = re.compile("[1-9][0-9]{0,8}")

logger = logging.getLogger(__name__)


@csrf_exempt  # a token needs a cookie, and public pages set none
def report(request: HttpRequest, code: str) -> HttpResponseBase:
    """The form, and what it sends."""
    if request.method == "POST":
        return _unkept(_post(request, code))
    if request.method in ("GET", "HEAD"):
        return _unkept(_open(request, code=code))
    return errors.method_not_allowed_page(request, "GET, HEAD, POST")


@csrf_exempt
def report_sent(request: HttpRequest, code: str) -> HttpResponseBase:
    """What whoever sent a report is told."""
    return _unkept(_thank(request, code=code))


def _unkept(response: HttpResponseBase) -> HttpResponseBase:
    response.headers["Cache-Control"] = "no-store"
    return response


@public_page
def _open(request: HttpRequest, snapshot: Snapshot, code: str) -> HttpResponse:
    number = single_value(request, "edition").strip()
    if number and not _NUMBER.fullmatch(number):
        return errors.bad_request_page(request, _("An edition has a number: ?edition=2."))
    return _page(request, snapshot, _find(request, snapshot, code, int(number or 0)))


@public_page
def _thank(request: HttpRequest, snapshot: Snapshot, code: str) -> HttpResponse:
    context = report_page(snapshot, _find(request, snapshot, code), days=STORED_FOR.days)
    return render(request, "error_reports/sent.html", context, using="public")


def _find(request: HttpRequest, snapshot: Snapshot, code: str, number: int = 0) -> ReportedClaim:
    """Raises Http404, and EarlyResponse where the entry is withdrawn."""
    return read_claim(snapshot, *resolve_claim(request, snapshot, code), number)


def _post(request: HttpRequest, code: str) -> HttpResponse:
    if fault := find_query_fault(request):
        return errors.bad_request_page(request, fault)
    if request_pin(request) is not None:
        detail = _("This address is always as it is at present: it has no earlier versions.")
        return errors.error_response(request, HTTPStatus.NOT_FOUND, detail)
    if not is_same_origin(request):
        detail = _("The form was sent by another site. Open the page of the claim here, and report it there.")
        return errors.error_response(request, HTTPStatus.FORBIDDEN, detail)
    sent = read_form(request, code)
    if is_overloaded.get():
        return _unavailable(request, sent, _("Others are sending at the same moment."))
    try:
        return _take(request, request_snapshot(request), code, sent)
    except Error as error:
        if not is_outage(error):
            raise
        release_frames(error)
        logger.warning("A report of an error is not stored: %s", " ".join(str(error).split()))
        return _unavailable(request, sent, _("The database does not answer at the moment."))


def _take(request: HttpRequest, snapshot: Snapshot, code: str, sent: SentReport) -> HttpResponse:
    """Store it and lead on, or say on its page why it is not taken."""
    stamp = sent.stamp
    try:
        reported = _find(request, snapshot, code, stamp.edition if stamp else 0)
    except (Http404, NotYetPublishedError):
        return errors.not_found_page(request, snapshot)
    except EarlyResponse:
        detail = _("The entry was withdrawn while you wrote.")
        return _refused(request, snapshot, HTTPStatus.GONE, detail, sent, f"/claims/{code}/")
    if reported.claim is None:
        detail = _("The claim was taken out while you wrote: no present page has it any more.")
        return _refused(request, snapshot, HTTPStatus.CONFLICT, detail, sent, reported.entry_url)
    if faults := sent.faults():
        return _page(request, snapshot, reported, sent, faults, HTTPStatus.BAD_REQUEST)
    if stamp and changed_since(reported, stamp.latest, snapshot):
        faults = [_("It was changed while you wrote. Look at what it says, and send this if it still holds.")]
        return _page(request, snapshot, reported, replace(sent, stamp=None), faults, HTTPStatus.CONFLICT)
    if limit := _store(request, reported, sent):
        faults = [str(LIMITS[limit])]
        response = _page(request, snapshot, reported, sent, faults, HTTPStatus.TOO_MANY_REQUESTS)
        response.headers["Retry-After"] = str(_seconds_to_midnight())
        return response
    return HttpResponse(status=HTTPStatus.SEE_OTHER, headers={"Location": f"{reported.path}sent/"})


def _store(request: HttpRequest, reported: ReportedClaim, sent: SentReport) -> ExceededLimit:
    """Sent twice it is stored once. Waits MAX_WAIT at most for others who write; raises Error then."""
    values = {"record": reported.latest.record, "claim": reported.id, "text": sent.text}
    with atomic_within(MAX_WAIT):
        if ErrorReport.objects.waiting().filter(**values).exists():
            return ExceededLimit.NONE
        limit = ReportCounter.objects.count_one(get_client_ip_address(request))
        if not limit:
            ErrorReport.objects.create(edition=reported.edition, source=sent.source, **values)
    return limit


def _page(
    request: HttpRequest,
    snapshot: Snapshot,
    reported: ReportedClaim,
    sent: SentReport | None = None,
    faults: Sequence[str] = (),
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    """The form, with what was typed in it and why that is not taken."""
    sent = (sent or SentReport()).storable()
    stamp = sent.stamp
    if stamp is None or stamp.is_over:
        stamp = FormStamp.of(reported.id, reported.edition.number, reported.latest.number)
    context = report_page(
        snapshot,
        reported,
        sent=sent,
        stamp=stamp.sign(),
        faults=faults,
        trap=TRAP,
        limits=(MAX_TEXT, MAX_SOURCE),
        days=STORED_FOR.days,
    )
    return render(request, "error_reports/form.html", context, status=status, using="public")


def _refused(
    request: HttpRequest, snapshot: Snapshot, status: HTTPStatus, detail: str, sent: SentReport, url: str
) -> HttpResponse:
    """There is nothing to report on any more: what was typed, to copy, and the page at ``url``."""
    template = "error_reports/refused.html"
    return errors.error_response(request, status, detail, snapshot, template, sent=sent.storable(), url=url)


def _unavailable(request: HttpRequest, sent: SentReport, reason: str) -> HttpResponse:
    """Asks no database: the form alone, to be sent once more."""
    detail = _("%(reason)s Nothing is lost: wait a few seconds, and send it again.") % {"reason": reason}
    response = errors.error_response(
        request,
        HTTPStatus.SERVICE_UNAVAILABLE,
        detail,
        template="error_reports/unavailable.html",
        sent=sent.storable(),
        trap=TRAP,
        limits=(MAX_TEXT, MAX_SOURCE),
    )
    return retry_later(response, RETRY_AFTER)


def _seconds_to_midnight() -> int:
    now = datetime.now(UTC)
    return int((datetime.combine(now.date() + timedelta(days=1), time.min, UTC) - now).total_seconds()) + 1
