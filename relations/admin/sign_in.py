"""Signing in, in turn; and what happens to typed text when the session ends before a save.

Or when it is renewed in another tab. The form that was sent is shown again as
hidden fields beside the sign-in (or beside a single button), and goes on to
where it was sent. Nothing is stored.
"""

from collections.abc import Callable
from typing import Any

from axes.handlers.proxy import AxesProxyHandler
from axes.helpers import get_credentials
from django.contrib.admin import AdminSite
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth import login
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext_lazy as _
from django.views.csrf import csrf_failure as stock_csrf_failure
from django.views.decorators.debug import sensitive_variables

from relations.admin.passwords import RETRY_AFTER, BusyError, turn

PREFIX = "sign-in"
PASSWORD = f"{PREFIX}-password"
TOKEN = "csrfmiddlewaretoken"  # noqa: S105 (the name of a field)


class SignInForm(AdminAuthenticationForm):
    """The stock form. Who is locked out is told so at once; everybody else waits for a turn.

    The throttle is asked again in the turn, and a failure counted before it ends, so
    that guesses sent all at once are no more than those sent one after the other.
    """

    @sensitive_variables("password")
    def clean(self) -> dict[str, Any]:
        name, password = self.cleaned_data.get("username"), self.cleaned_data.get("password")
        if not (name and password) or not AxesProxyHandler.is_allowed(self.request, get_credentials(name)):
            return super().clean()  # hashes nothing
        try:
            with turn():
                return super().clean()
        except BusyError:
            message = _(
                "Several people are signing in at the same moment, so your password was not looked at. "
                "Wait %(seconds)s seconds, enter it once more, and sign in again."
            )
            raise ValidationError(message, code="busy", params={"seconds": RETRY_AFTER}) from None

    @property
    def found_no_turn(self) -> bool:
        return self.has_error(NON_FIELD_ERRORS, "busy")


def sign_in_again(site: AdminSite, request: HttpRequest) -> HttpResponse | None:
    """The page that asks to sign in and keeps the form. None once signed in: the request then goes on.

    None too for forms with passwords, which are never sent back to a browser.
    """
    kept = kept_fields(request.POST)
    if not kept or has_password(kept):
        return None
    names = [name for name in request.POST if name.startswith(f"{PREFIX}-")]
    form = SignInForm(request, request.POST if names else None, prefix=PREFIX)
    if names and form.is_valid():
        login(request, form.get_user())
        _send_on(request)
        return None
    page = _page(site, request, kept, form=form)
    return come_back(page) if names and form.found_no_turn else page


def too_many_attempts(site: AdminSite, request: HttpRequest, minutes: int) -> HttpResponse | None:
    """The same page for those who guessed too often there: what they typed waits with them.

    None for those who were refused at the ordinary sign-in, which keeps nothing.
    """
    kept = kept_fields(request.POST)
    if PASSWORD not in request.POST or not kept or has_password(kept):
        return None
    form = SignInForm(request, prefix=PREFIX)
    return _page(site, request, kept, form=form, minutes=minutes)


def in_turn(site: AdminSite, request: HttpRequest, view: Callable[[], HttpResponse]) -> HttpResponse:
    """What a form with passwords is answered: a new account, a new password. Such a form cannot be kept.

    The turn is taken before the view begins its transaction, in which
    signing in could not count a failure while this waited for its turn.
    """
    try:
        with turn():
            return view()
    except BusyError:
        context = {**site.each_context(request), "seconds": RETRY_AFTER}
        return come_back(render(request, "registration/busy.html", context, using="desk"))


def come_back(response: HttpResponse) -> HttpResponse:
    """503: the same request is answered a few seconds later."""
    response.status_code = 503
    response.headers["Retry-After"] = str(RETRY_AFTER)
    add_never_cache_headers(response)
    return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Signing in again in another tab renews the token that this form was made with.

    The browser's own Origin header says whether the form came from this site;
    only then is what was typed shown again, for one more press of a button.
    """
    from django.contrib.admin import site

    origin = f"{request.scheme}://{request.get_host()}"
    ours = request.path.startswith(reverse("admin:index")) and request.headers.get("Origin") == origin
    # Another site's form is not even read: that takes time.
    kept = kept_fields(request.POST) if ours else []
    if not kept or has_password(kept):
        return stock_csrf_failure(request, reason)
    return _page(site, request, kept, form=None)


def kept_fields(data: QueryDict) -> list[tuple[str, str]]:
    """Every field of the form that was sent, without the token and the sign-in's own."""
    return [
        (name, value)
        for name, values in data.lists()
        if name != TOKEN and not name.startswith(f"{PREFIX}-")
        for value in values
    ]


def has_password(fields: list[tuple[str, str]]) -> bool:
    return any("password" in name for name, _value in fields)


def _send_on(request: HttpRequest) -> None:
    """Leave in the request only what the first form sent."""
    data = request.POST.copy()
    for name in [name for name in data if name.startswith(f"{PREFIX}-")]:
        del data[name]
    request.POST = data


def _page(
    site: AdminSite,
    request: HttpRequest,
    kept: list[tuple[str, str]],
    form: SignInForm | None,
    minutes: int = 0,
) -> HttpResponse:
    """Without ``form`` the session still stands; ``minutes`` are left until a password is looked at again."""
    context: dict[str, Any] = {
        **site.each_context(request),
        "form": form,
        "kept": kept,
        "minutes": minutes,
    }
    status = 429 if minutes else 403
    response = render(request, "admin/sign_in_again.html", context, status=status, using="desk")
    add_never_cache_headers(response)  # it carries unpublished text
    return response
