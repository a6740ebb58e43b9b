"""What happens to a submitted form when its session ended, was renewed in another tab or lost its cookies.

The form is shown again as hidden fields beside the sign-in (or beside a single button),
and goes on to where it was sent. Nothing is stored.
"""

from collections.abc import Callable
from typing import Any, cast

from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.csrf import csrf_failure as django_csrf_failure

from relations.admin.input_validation import replace_post
from relations.admin.password_hashing import RETRY_AFTER, HashingQueueFullError, hashing_slot
from relations.admin.people.known_browsers import note_sign_in
from relations.admin.second_factor.recent_password import note_password
from relations.admin.second_factor.recovery import say_how_many_are_left
from relations.admin.second_factor.sign_in_again import SignInAgainForm
from relations.admin.second_factor.state import Missing, let_in, missing_of
from relations.admin.sign_in import SignInForm
from relations.views.overload import retry_later

FIELD_PREFIX = "sign-in"
PASSWORD_FIELD = f"{FIELD_PREFIX}-password"
CODE_FIELD = f"{FIELD_PREFIX}-code"
CSRF_FIELD = "csrfmiddlewaretoken"

SubmittedFields = list[tuple[str, str]]


class CheckedRequest(HttpRequest):
    """One that Django's check (CSRF) let through. The attribute is Django's, and no part of its interface."""

    csrf_processing_done: bool


def is_form_ours(request: HttpRequest) -> bool:
    """Whether the form that was sent came from this site, as far as that was checked already."""
    return getattr(request, "csrf_processing_done", False)


def sign_in_again(site: AdminSite, request: HttpRequest) -> HttpResponse | None:
    """The page that asks to sign in and carries the form. None once signed in: the request then goes on.

    None too for forms with passwords, which are never sent back to a browser.
    """
    fields = submitted_fields(request.POST)
    if not fields or has_password_field(fields):
        return None
    has_credentials = any(name.startswith(f"{FIELD_PREFIX}-") for name in request.POST)
    if missing_of(request) is Missing.SET_UP:
        return _render_form(site, request, fields, None)
    form = SignInAgainForm(request, request.POST if has_credentials else None, prefix=FIELD_PREFIX)
    if has_credentials and form.is_valid():
        login(request, form.get_user())
        note_password(request)
        let_in(request, form.get_user())
        note_sign_in(request, form.get_user())
        if form.used_recovery_code:
            say_how_many_are_left(request, form.get_user())
        replace_post(request, _without_credentials(request.POST))
        return None
    page = _render_form(site, request, fields, form)
    return service_unavailable(page) if has_credentials and form.is_queue_full else page


def locked_out_page(site: AdminSite, request: HttpRequest, minutes: int) -> HttpResponse | None:
    """The page on which one signs in again, for those locked out after too many guesses on it.

    It still carries what they had typed in the form before. None for those who were locked out at
    the ordinary sign-in, which carries nothing.
    """
    fields = submitted_fields(request.POST)
    if PASSWORD_FIELD not in request.POST or not fields or has_password_field(fields):
        return None
    return _render_form(site, request, fields, SignInAgainForm(request, prefix=FIELD_PREFIX), minutes)


def run_in_hashing_slot(
    site: AdminSite, request: HttpRequest, view: Callable[[], HttpResponseBase]
) -> HttpResponseBase:
    """The answer to a form with passwords (a new account, a new password), which cannot be carried.

    The slot is taken before the view begins its transaction, in which
    signing in could not count a failure while this waited for the slot.
    """
    try:
        with hashing_slot():
            return view()
    except HashingQueueFullError:
        context = {**site.each_context(request), "seconds": RETRY_AFTER}
        return service_unavailable(render(request, "registration/busy.html", context, using="admin"))


def service_unavailable(response: HttpResponse) -> HttpResponse:
    """503: the same request is answered a few seconds later."""
    add_never_cache_headers(response)
    return retry_later(response, RETRY_AFTER)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The token of a form is no longer that of the browser: it signed in again in another tab, or its cookies
    were deleted or are blocked.

    The browser's own Origin header says whether the form came from this site;
    only then is what was typed shown again, for one more press of a button or,
    if nobody is signed in, beside the sign-in.
    """
    from django.contrib.admin import site

    origin = f"{request.scheme}://{request.get_host()}"
    is_ours = request.path.startswith(reverse("admin:index")) and request.headers.get("Origin") == origin
    # Another site's form is not even read: that takes time.
    fields = submitted_fields(request.POST) if is_ours else []
    # Should the database be away, config.unavailable gives the form back just as well.
    cast(CheckedRequest, request).csrf_processing_done = is_ours
    if not fields or has_password_field(fields):
        return django_csrf_failure(request, reason)
    asks_to_sign_in = request.user.is_anonymous and missing_of(request) is not Missing.SET_UP
    form = SignInAgainForm(request, prefix=FIELD_PREFIX) if asks_to_sign_in else None
    has_cookie = settings.CSRF_COOKIE_NAME in request.COOKIES
    return _render_form(site, request, fields, form, has_cookie=has_cookie)


def submitted_fields(data: QueryDict) -> SubmittedFields:
    """Every field of the form that was sent, without the token and the sign-in's own."""
    return [
        (name, value)
        for name, values in data.lists()
        if name != CSRF_FIELD and not name.startswith(f"{FIELD_PREFIX}-")
        for value in values
    ]


def has_password_field(fields: SubmittedFields) -> bool:
    return any("password" in name for name, _value in fields)


def _without_credentials(data: QueryDict) -> QueryDict:
    """POST data without what the form of signing in again added: what the first form had sent."""
    data = data.copy()
    for name in [name for name in data if name.startswith(f"{FIELD_PREFIX}-")]:
        del data[name]
    return data


def _render_form(
    site: AdminSite,
    request: HttpRequest,
    fields: SubmittedFields,
    form: SignInForm | None,
    minutes: int = 0,
    *,
    has_cookie: bool = True,
) -> HttpResponse:
    """Without ``form`` somebody is signed in, or has to set up a second factor in another tab;
    ``minutes`` are left until a password is looked at again.

    ``has_cookie``: whether the browser sent the cookie that belongs to every form.
    """
    missing = missing_of(request)
    if minutes:
        title = _("Too many attempts")
    elif missing is Missing.SET_UP:
        title = _("Set up a second factor to save")
    else:
        title = _("Sign in to save") if form else _("Save once more")
    context: dict[str, Any] = {
        **site.each_context(request),
        "title": title,
        "form": form,
        "missing": missing.name.lower() if missing else "",
        "submitted_fields": fields,
        "minutes": minutes,
        "has_cookie": has_cookie,
    }
    status = 429 if minutes else 403
    response = render(request, "admin/sign_in_again.html", context, status=status, using="admin")
    add_never_cache_headers(response)  # it carries unpublished text
    return response
