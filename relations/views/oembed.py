"""``/oembed/``: what a program shows of a link to a page of a record, or to the reference."""

import re
from contextlib import suppress
from http import HTTPStatus
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, ResolverMatch, resolve
from django.utils.translation import gettext as _

from relations.caching.responses import CacheableResponse
from relations.catalogue import ResolvedAddress, Snapshot, resolve_address_at, snapshot_at
from relations.catalogue.past_addresses import NotYetPublishedError
from relations.catalogue.permalinks import find_claim_by_code, find_entry_by_code
from relations.catalogue.pinned_paths import split_pin
from relations.catalogue.pins import MalformedPinError, UnfinishedDayError, UnknownVersionError
from relations.documents import document_name
from relations.finder.problems import printable
from relations.formats import oembed as format_
from relations.formats.record_json import to_json
from relations.presenters.plain_text import cut_at_word
from relations.presenters.urls import absolute_url
from relations.views import errors, pins
from relations.views.http import EarlyResponse, gone_response, public_data, single_value
from relations.views.overload import without_error_line
from relations.views.redirects import other_spellings

# The names of the routes of pages that are of one record.
RECORD_PAGES = ("entry", "topic", "actor", "relationship", "source", "edition")
PORTS = {"http": 80, "https": 443}
# Where nothing is said of how much room there is.
ROOM = 10**9


@public_data
def oembed(request: HttpRequest, snapshot: Snapshot) -> HttpResponse:
    """``?url=…``, perhaps with ``format=json``, ``maxwidth`` and ``maxheight``."""
    if single_value(request, "format") not in ("", "json"):
        detail = _("Only format=json can be had here.")
        return without_error_line(errors.problem_response(HTTPStatus.NOT_IMPLEMENTED, detail))
    url = single_value(request, "url")
    if not url:
        return errors.bad_request_page(request, _("Say of which page: ?url= and its address."))
    room = (_read_size(request, "maxwidth"), _read_size(request, "maxheight"))
    path, pin = _split(url)
    then = _snapshot_at(pin, snapshot)
    title, description, page = _describe(request, then, path)
    answer = format_.link(
        title,
        cut_at_word(description),
        (then.reference.title, absolute_url("/", pin=then.pin_text)),
        absolute_url(f"{page}picture.png", pin=then.pin_text),
        room,
    )
    return CacheableResponse(to_json(answer), content_type=format_.MEDIA_TYPE)


def _read_size(request: HttpRequest, name: str) -> int:
    """A number of pixels from 1. Raises EarlyResponse for anything else."""
    text = single_value(request, name)
    if not text:
        return ROOM
    if not re.fullmatch("0*[1-9][0-9]{0,8}", text, re.ASCII):
        message = _("“%(value)s” is no number that “%(name)s” can be.")
        words = {"value": printable(text), "name": name}
        raise EarlyResponse(errors.bad_request_page(request, message % words))
    return int(text)


def _split(url: str) -> tuple[str, str]:
    """The path of an address of this site without its pin, and the pin. Raises EarlyResponse for another
    site's.
    """
    try:
        asked = urlsplit(url.strip())
        is_own = _place(asked) == _place(urlsplit(settings.SITE_URL))
    except ValueError:
        raise _not_described() from None
    if not is_own:
        raise _not_described()
    path = unquote(asked.path) or "/"
    return split_pin(path) or (path, parse_qs(asked.query).get(pins.PARAMETER, [""])[0])


def _place(url: SplitResult) -> tuple[str | None, int]:
    """Host and port, whether by http or https: links to a site are older than its certificate."""
    if url.scheme not in PORTS:
        raise ValueError(url.scheme)
    port = url.port or PORTS[url.scheme]
    return url.hostname, 0 if port in PORTS.values() else port


def _snapshot_at(pin: str, present: Snapshot) -> Snapshot:
    """Raises EarlyResponse for a version or a day of which there is nothing yet."""
    try:
        return snapshot_at(pin, present) if pin else present
    except UnfinishedDayError:
        return present
    except (MalformedPinError, UnknownVersionError):
        raise _not_described() from None


def _describe(request: HttpRequest, snapshot: Snapshot, path: str) -> tuple[str, str, str]:
    """The title and the description of a page, and the address of its record, or "/"."""
    if path == "/":
        return snapshot.reference.title, snapshot.reference.tagline, path
    found = _find(snapshot, path)
    if found is None:
        raise _not_described()
    if found.withdrawn:
        raise EarlyResponse(gone_response(request, snapshot, found))
    document = found.edition.read_document()
    description = document["summary"] if found.record.is_entry else document["description"]
    return document_name(document, snapshot.name_of), description, found.url


def _not_described() -> EarlyResponse:
    """Of lists, too, which are pages: it is not said that there is none."""
    detail = _("This is neither the page of a record nor the first page: only those are described.")
    return EarlyResponse(errors.problem_response(HTTPStatus.NOT_FOUND, detail))


def _find(snapshot: Snapshot, path: str) -> ResolvedAddress | None:
    """The record that a page is of, however its address is written, as the site itself would lead there."""
    for spelling in (path, *other_spellings(path)):
        with suppress(Resolver404, NotYetPublishedError):
            match = resolve(spelling, "relations.urls")
            if found := _record_of(snapshot, spelling, match):
                return found
    return None


def _record_of(snapshot: Snapshot, path: str, match: ResolverMatch) -> ResolvedAddress | None:
    if match.url_name in RECORD_PAGES:
        return resolve_address_at(snapshot, path.split("/")[1], match.kwargs["slug"])
    if match.url_name in ("entry_code", "edition_code"):
        return find_entry_by_code(snapshot, match.kwargs["code"])
    placed = find_claim_by_code(snapshot, match.kwargs["code"]) if match.url_name == "claim" else None
    return placed.found if placed else None
