"""Which version of the reference a request is answered from: the present one, or that of its pin."""

import copy
from dataclasses import dataclass
from datetime import UTC, datetime, time
from http import HTTPStatus
from typing import cast
from urllib.parse import unquote_plus
from weakref import WeakSet

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _

from relations.caching.keys import query_string
from relations.caching.responses import PublicRequest, request_pin
from relations.catalogue import Snapshot, snapshot_at
from relations.catalogue.past_addresses import NotYetPublishedError
from relations.catalogue.pinned_paths import is_pinnable, with_pin
from relations.catalogue.pins import MalformedPinError, UnfinishedDayError, UnknownVersionError
from relations.finder.problems import repeated_message
from relations.models import VersionCounter
from relations.models.outages import BeingPublishedError
from relations.presenters.urls import absolute_url, url_with_query
from relations.presenters.wording import format_day
from relations.publishing.settle import is_settled
from relations.views import errors
from relations.views.redirects import telling_other_version

PARAMETER = "as-of"

# Of the snapshots of days those to which nothing can be added any more.
_final: WeakSet[Snapshot] = WeakSet()


@dataclass(frozen=True)
class PinnedAddress:
    """Where a request is led: to its address with this pin, and how long caches keep that redirect.

    ``is_permanent``: the address means nothing else.
    """

    pin: str
    cache_control: str
    is_permanent: bool = False


def requested_snapshot(request: HttpRequest, present: Snapshot) -> Snapshot | PinnedAddress | HttpResponse:
    """The snapshot that a request is to be answered from, or where it leads, or the answer.

    Raises BeingPublishedError as ``require_final`` does.
    """
    pin, asked = request_pin(request), request.GET.getlist(PARAMETER)
    if not is_pinnable(request.path_info):
        return present if pin is None else _no_version(request, present)
    if pin is None and not asked:
        return present
    if len(asked) > 1:
        return errors.bad_request_page(request, repeated_message(PARAMETER))
    if asked and pin is not None:
        return errors.bad_request_page(request, _("Ask for one version or one day, once."))
    text = asked[0] if pin is None else pin
    try:
        snapshot = snapshot_at(text, present)
    except MalformedPinError:
        if pin is not None and pin != pin.lower():  # in capitals, as any part of a path may be
            return PinnedAddress(pin.lower(), "no-cache", is_permanent=True)
        return errors.bad_request_page(
            request,
            _("Ask for a version as v12, or for a day as 2026-11-21 that is over in UTC."),
        )
    except UnknownVersionError as error:
        return _unknown_version(request, present, error)
    except UnfinishedDayError:
        return PinnedAddress(f"v{present.version}", "no-store")
    return PinnedAddress(text, "no-cache") if pin is None else require_final(snapshot)


def require_final(snapshot: Snapshot) -> Snapshot:
    """The snapshot of an earlier version, if nothing can be added to it.

    Raises BeingPublishedError where it is not known yet what a day that is over will have said at its end.
    """
    if not _is_final(snapshot):
        raise BeingPublishedError
    return snapshot


def _is_final(snapshot: Snapshot) -> bool:
    """Whether the version of a pinned day stays its last one. A version by its number always is the same."""
    pin = snapshot.pin
    if pin is None or pin.text.startswith("v") or snapshot.version < snapshot.present.version:
        return True
    if snapshot not in _final:
        end = datetime.combine(pin.day, time.max, UTC)
        if not is_settled(end) or VersionCounter.objects.state() != snapshot.present.state:
            return False
        _final.add(snapshot)
    return True


def pinned_request(request: HttpRequest, pin: str) -> HttpRequest:
    """A copy of a request as if it had been sent for a pin, to ask what there is; other parameters stay."""
    pairs = query_string(request).split("&")
    query = "&".join(pair for pair in pairs if unquote_plus(pair.partition("=")[0]) != PARAMETER)
    meant = copy.copy(request)
    meant.method = "HEAD"  # nothing of a large file is made
    meant.META = request.META | {"QUERY_STRING": query}
    meant.GET = QueryDict(query.encode("latin-1"))  # as it came (PEP 3333)
    cast(PublicRequest, meant).pin = pin
    return meant


def _no_version(request: HttpRequest, present: Snapshot) -> HttpResponse:
    detail = _("This address is always as it is at present: it has no earlier versions.")
    return errors.error_response(request, HTTPStatus.NOT_FOUND, detail, present)


def _unknown_version(request: HttpRequest, present: Snapshot, error: UnknownVersionError) -> HttpResponse:
    detail = unknown_version_message(error)
    if error.first is None:
        return errors.error_response(request, HTTPStatus.NOT_FOUND, detail, present)
    url = url_with_query(request.path_info, query_string(request))
    return _other_version(request, present, detail, url, error.first.version, _("The first version"))


def unknown_version_message(error: UnknownVersionError) -> str:
    """What is said of a version, or a day, of which there is nothing: the first one there is."""
    if error.first is None:
        return _("There is no such version: nothing has been published yet.")
    words = {"version": error.first.version, "day": format_day(error.first.published_at)}
    return _("There is no such version. The first one is version %(version)s, of %(day)s.") % words


def not_yet_published(request: HttpRequest, snapshot: Snapshot, error: NotYetPublishedError) -> HttpResponse:
    """What a record answers at a version before it was there: since when it is."""
    words = {"version": error.version, "day": format_day(error.published_at)}
    detail = _("This was not published yet: it is there since version %(version)s, of %(day)s.") % words
    return _other_version(request, snapshot, detail, error.url, error.version, _("As it was then"))


def _other_version(
    request: HttpRequest, snapshot: Snapshot, detail: str, url: str, version: int, link: str
) -> HttpResponse:
    """404 with the way, in words ``link``, to the version in which there is something at ``url``."""
    url = with_pin(url, f"v{version}")
    if errors.is_for_program(request):
        members = {"first_version": version, "first_version_url": absolute_url(url)}
        return telling_other_version(errors.problem_response(HTTPStatus.NOT_FOUND, detail, **members))
    template = "errors/other_version.html"
    page = errors.error_response(
        request, HTTPStatus.NOT_FOUND, detail, snapshot, template, url=url, link=link
    )
    return telling_other_version(page)
