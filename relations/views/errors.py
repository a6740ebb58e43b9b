"""Pages, and JSON problems (RFC 9457), for what cannot be answered as asked."""

import json
import logging
from http import HTTPStatus
from types import SimpleNamespace
from typing import Any

from django.core.exceptions import BadRequest, DisallowedHost, RequestDataTooBig, TooManyFieldsSent
from django.db import Error
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from relations import catalogue as public_catalogue
from relations.caching.responses import attached_snapshot
from relations.catalogue.reference_description import default_reference_description
from relations.formats.data_paths import is_data_path
from relations.views.redirects import redirect_to_canonical

NUL = gettext_lazy("The address contains a zero byte, which no page, name or search here can hold.")
NOT_UTF_8 = gettext_lazy("The address contains characters that are not UTF-8.")
TOO_MANY = gettext_lazy("The address has more parameters than can be read.")

TITLES = {
    HTTPStatus.BAD_REQUEST: gettext_lazy("This request cannot be read"),
    HTTPStatus.FORBIDDEN: gettext_lazy("This is not open to you"),
    HTTPStatus.NOT_FOUND: gettext_lazy("There is nothing here"),
    HTTPStatus.METHOD_NOT_ALLOWED: gettext_lazy("There is no page at this address"),
    HTTPStatus.CONFLICT: gettext_lazy("This has changed"),
    HTTPStatus.GONE: gettext_lazy("Withdrawn"),
    HTTPStatus.SERVICE_UNAVAILABLE: gettext_lazy("Not available at the moment"),
    HTTPStatus.INTERNAL_SERVER_ERROR: gettext_lazy("Something went wrong"),
}

# What a form that is too large is told. Its page may have been kept out of the browser's memory.
TOO_LARGE = gettext_lazy(
    "The form is larger than this site reads, and nothing of it was saved. Go back, copy what you "
    "typed, and save it in smaller parts."
)

logger = logging.getLogger(__name__)


class UserFacingBadRequest(BadRequest):
    """A request that cannot be taken. Its message is a sentence for whoever sent it, and is shown."""


def is_for_program(request: HttpRequest) -> bool:
    """Whether a program reads the answer: by the address, or because it was asked on behalf of one."""
    return getattr(request, "is_for_program", False) or is_data_path(request.path_info)


def problem_response(status: HTTPStatus, detail: str, **members: Any) -> HttpResponse:
    """A problem document (RFC 9457); ``members`` are further facts for the program that reads it."""
    body = {"type": "about:blank", "title": status.phrase, "status": status, "detail": detail, **members}
    response = HttpResponse(
        json.dumps(body, ensure_ascii=False), status=status, content_type="application/problem+json"
    )
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cache-Control"] = "no-cache"
    return response


def error_response(
    request: HttpRequest,
    status: HTTPStatus,
    detail: str,
    snapshot: Any = None,
    template: str = "errors/error.html",
    **context: Any,
) -> HttpResponse:
    """The page of ``status``, or its problem document for a program (``is_for_program``).

    Its head names the reference if the snapshot is at hand, and else the software: the page asks no database.
    """
    if is_for_program(request):
        return problem_response(status, detail)
    snapshot = snapshot or attached_snapshot(request)
    context |= {
        "snapshot": snapshot or SimpleNamespace(reference=default_reference_description()),
        "title": str(TITLES[status]),
        "detail": detail,
    }
    response = render(request, template, context, status=status, using="public")
    response.headers["Cache-Control"] = "no-cache"
    return response


def bad_request_page(request: HttpRequest, detail: str | Promise) -> HttpResponse:
    return error_response(request, HTTPStatus.BAD_REQUEST, str(detail))


def not_found_page(request: HttpRequest, snapshot: Any) -> HttpResponse:
    return error_response(request, HTTPStatus.NOT_FOUND, _("No page was ever given this address."), snapshot)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler400: what its own checks and ours refused."""
    if isinstance(exception, UserFacingBadRequest):
        return bad_request_page(request, str(exception))
    if isinstance(exception, DisallowedHost):
        return bad_request_page(request, _("This site does not go by the name of the host in the address."))
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent):
        return bad_request_page(request, TOO_LARGE)
    return bad_request_page(request, _("Something in its address or its form is malformed."))


def method_not_allowed_page(request: HttpRequest, methods: str) -> HttpResponse:
    """The answer 405: the address takes only ``methods``, which forms and scripts of other pages send."""
    detail = _("What is done here is asked for by another page. Go back to that page, and do it there.")
    response = error_response(request, HTTPStatus.METHOD_NOT_ALLOWED, detail)
    response.headers["Allow"] = methods
    return response


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler403."""
    return error_response(request, HTTPStatus.FORBIDDEN, _("Your account may not open this page."))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    """Django's handler404. Its head names the reference; without a database it stands alone."""
    try:
        if redirect := redirect_to_canonical(request):
            return redirect
        snapshot = public_catalogue.current_snapshot()
    except Error:
        logger.exception("The snapshot could not be read for a page that was not found")
        snapshot = None
    return not_found_page(request, snapshot)


def server_error(request: HttpRequest) -> HttpResponse:
    """The page of a fault of ours: asks nothing of the database."""
    detail = _("The page could not be made. The fault is ours, and it has been recorded.")
    return error_response(request, HTTPStatus.INTERNAL_SERVER_ERROR, detail)
