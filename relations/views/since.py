"""``?since=v12``, ``?since=2026-11-21``: the earlier version that a page of changes begins at."""

from django.http import HttpRequest
from django.utils.translation import gettext as _

from relations.catalogue import Snapshot, snapshot_at
from relations.catalogue.pins import MalformedPinError, UnfinishedDayError, UnknownVersionError
from relations.views import errors
from relations.views.http import EarlyResponse
from relations.views.pins import require_final

PARAMETER = "since"


def read_since(request: HttpRequest, snapshot: Snapshot) -> Snapshot:
    """The snapshot to compare with.

    Raises EarlyResponse when the address names none, or a later one, and BeingPublishedError as
    ``require_final`` does.
    """
    values = request.GET.getlist(PARAMETER)
    try:
        before = snapshot_at(values[0] if len(values) == 1 else "", snapshot.present)
    except (MalformedPinError, UnknownVersionError, UnfinishedDayError):
        before = None
    if before is None or before.version > snapshot.version:
        message = _(
            "Say since when: ?since=v12 for a version that was published, ?since=2026-11-21 for a day "
            "that is over in UTC."
        )
        raise EarlyResponse(errors.bad_request_page(request, message))
    return require_final(before)
