"""503: while the database is away, locked or full, or others write, nothing that was typed is lost.

The page for editors asks no database and no template. It carries back what was sent, for one more
press of a button.
"""

import logging
import sys
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.db import Error
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.http.response import HttpResponseBase
from django.middleware.csrf import get_token
from django.templatetags.static import static
from django.utils.cache import add_never_cache_headers
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from config.admin_middleware import is_admin_request
from config.write_queue import READING
from relations.admin.reauthentication import (
    CSRF_FIELD,
    SubmittedFields,
    has_password_field,
    is_form_ours,
    submitted_fields,
)
from relations.admin.site import RelationsAdminSite
from relations.migration_state import what_to_run
from relations.models.outages import BeingPublishedError, is_outage, is_undefined, release_frames
from relations.views import errors
from relations.views.overload import is_overloaded, retry_later

# Seconds after which whoever asked is told to try again.
RETRY_AFTER = 5
UNREADABLE = (BadRequest, SuspiciousOperation, UnreadablePostError, MultiPartParserError)
STYLES = ("admin/css/base.css", "admin/css/dark_mode.css", "admin/css/login.css", "admin/css/responsive.css")

log = logging.getLogger(__name__)


class UnavailableMiddleware:
    """Stands behind Django's check of forms (CSRF): only who sent a form from here is given it back."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, *_args: Any) -> HttpResponse | None:
        """Signing in says itself that there is no room, and so do the addresses that only programs ask."""
        name = request.resolver_match.url_name  # type: ignore[union-attr]
        if not is_overloaded.get() or name in ("login", "autosave", "presence", "error_report"):
            return None
        log.warning("A form was not saved: others are being saved, and wait for the database.")
        return unavailable(request, _("Others are saving at the same moment."))

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        return answer_outage(request, error)


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's handler500, which also gets what is raised outside of a view: where a session is saved."""
    return answer_outage(request, sys.exc_info()[1]) or errors.server_error(request)


def answer_outage(request: HttpRequest, error: BaseException | None) -> HttpResponse | None:
    """503 and one line in the log, where the error is an outage of the database; else None."""
    if isinstance(error, BeingPublishedError):
        return unavailable(request, _("Something is being published at this moment."))
    if is_outage(error):
        release_frames(error)
        log.error("The database does not answer: %s", " ".join(str(error).split()))
    elif is_undefined(error) and (command := _what_to_run()):
        log.error("The database is not as this version needs it. %s", command)
    else:
        return None
    return unavailable(request, _("The database does not answer at the moment."))


def _what_to_run() -> str:
    try:
        return what_to_run()
    except Error:
        return ""


def unavailable(request: HttpRequest, reason: str) -> HttpResponse:
    """503 as who asked can read it: a page for editors, a page for readers, a problem for programs."""
    if is_admin_request(request):
        response = HttpResponse(_editors_page(request, reason), status=HTTPStatus.SERVICE_UNAVAILABLE)
    else:
        detail = _("%(reason)s Try again in a few seconds.") % {"reason": reason}
        response = errors.error_response(
            request, HTTPStatus.SERVICE_UNAVAILABLE, detail, template="errors/unavailable.html"
        )
    add_never_cache_headers(response)  # it may carry unpublished text
    return retry_later(response, RETRY_AFTER)


def _editors_page(request: HttpRequest, reason: str) -> SafeString:
    fields = carried_fields(request)
    if request.method in READING:
        title, more, action = _("Not available at the moment"), _("Wait a few seconds, and try again."), ""
    elif fields:
        title, action = _("Nothing is lost"), _("Send again")
        more = _(
            "Nothing was saved. Everything you sent is kept on this page, except passwords: leave it open, "
            "wait a few seconds, and send it again."
        )
    else:
        title, action = _("Nothing was saved"), ""
        more = _("Wait a few seconds, go back, and do it once more.")
    form: str = ""
    if action:
        kind = request.content_type if request.content_type == "multipart/form-data" else ""
        form = format_html(
            '<form method="post" action="{}" enctype="{}">{}'
            '<div class="submit-row"><input type="submit" value="{}"></div></form>',
            request.get_full_path(),
            kind or "application/x-www-form-urlencoded",
            format_html_join(
                "\n",
                '<input type="hidden" name="{}" value="{}">',
                [(CSRF_FIELD, get_token(request)), *fields],
            ),
            action,
        )
    elif request.method in READING:
        form = format_html('<p><a href="{}">{}</a></p>', request.get_full_path(), _("Try again"))
    return format_html(
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="robots" content="noindex">\n<title>{title} | {site}</title>\n'
        '<link rel="icon" href="{icon}" type="image/svg+xml">\n{styles}\n</head>\n'
        '<body class="login">\n<div id="container">\n<header id="header"><div id="branding">'
        '<div id="site-name"><a href="/admin/">{site}</a></div></div></header>\n'
        '<div class="main" id="main"><main class="content" id="content-start">'
        '<div id="content" class="colM"><div id="content-main">\n'
        "<h1>{title}</h1>\n<p>{reason} {more}</p>\n{form}\n"
        "</div></div></main></div>\n</div>\n</body>\n</html>\n",
        title=title,
        site=RelationsAdminSite.site_header,
        icon=static("relations/favicon.svg"),
        styles=format_html_join(
            "\n", '<link rel="stylesheet" href="{}">', [(static(name),) for name in STYLES]
        ),
        reason=reason,
        more=more,
        form=form,
    )


def carried_fields(request: HttpRequest) -> SubmittedFields:
    """What was sent, but passwords, the token, and files, of which the site takes none.

    Nothing of a form that was not checked to come from here.
    """
    if not is_form_ours(request):
        return []
    try:
        fields = submitted_fields(request.POST)
    except UNREADABLE:
        return []
    return [field for field in fields if not has_password_field([field])]
