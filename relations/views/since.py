"""``?since=v12`` (or ``12``), ``?since=2026-11-21``: the earlier version that a page of changes begins at."""

from datetime import UTC, datetime, timedelta

from django.http import HttpRequest, HttpResponseRedirect
from django.utils.translation import gettext as _

from relations.caching.responses import page_path
from relations.catalogue import Snapshot, snapshot_at
from relations.catalogue.pins import MalformedPinError, UnfinishedDayError, UnknownVersionError
from relations.presenters.urls import url_with_query
from relations.views import errors
from relations.views.http import EarlyResponse, single_value
from relations.views.pins import require_final, unknown_version_message

PARAMETER = "since"


def read_since(request: HttpRequest, snapshot: Snapshot) -> Snapshot:
    """The snapshot to compare with: of a day that at its end.

    What was said at the end of today nobody knows yet; who asks what changed since today means since it
    began, and is led to the day before; on a day before the first version, to all that changed. Raises
    EarlyResponse for that, and where the address names no version or a later one than the page's;
    BeingPublishedError as ``require_final`` does.
    """
    text = _with_letter(single_value(request, PARAMETER).strip())
    try:
        before = _snapshot_at(text, snapshot.present, request)
    except MalformedPinError:
        message = _(
            "Say since when: ?since=v12, or 12, for a version that was published, ?since=2026-11-21 for the "
            "end of a day (UTC)."
        )
        raise _bad_request(request, message) from None
    except UnknownVersionError as error:
        if error.first and not text.startswith("v"):
            raise _redirect(request, "") from None
        raise _bad_request(request, unknown_version_message(error)) from None
    if before.version > snapshot.version:
        message = _("This page is as of version %(number)s: ask for changes since an earlier one.")
        raise _bad_request(request, message % {"number": snapshot.version})
    return require_final(before)


def _with_letter(text: str) -> str:
    """The pin of a version of which only the number was typed; anything else as it is."""
    return f"v{text}" if text.isascii() and text.isdigit() else text


def _snapshot_at(text: str, present: Snapshot, request: HttpRequest) -> Snapshot:
    try:
        return snapshot_at(text, present)
    except UnfinishedDayError:
        yesterday = f"{datetime.now(UTC).date() - timedelta(days=1)}"
        snapshot_at(yesterday, present)  # which may be before the first version
        raise _redirect(request, yesterday) from None


def _redirect(request: HttpRequest, since: str) -> EarlyResponse:
    """Redirect to this page since another day, or since ever. No cache keeps it: tomorrow it is another."""
    parameters = request.GET.copy()
    if since:
        parameters[PARAMETER] = since
    else:
        del parameters[PARAMETER]
    response = HttpResponseRedirect(url_with_query(page_path(request), parameters.urlencode()))
    response.headers["Cache-Control"] = "no-store"
    return EarlyResponse(response)


def _bad_request(request: HttpRequest, message: str) -> EarlyResponse:
    return EarlyResponse(errors.bad_request_page(request, message))
