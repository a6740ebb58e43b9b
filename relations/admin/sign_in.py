"""What happens to typed text when the session ends, or is renewed in another tab, before a save.

The form that was sent is shown again as hidden fields beside the sign-in (or
beside a single button), and goes on to where it was sent. Nothing is stored.
"""

from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.views.csrf import csrf_failure as stock_csrf_failure

PREFIX = "sign-in"
PASSWORD = f"{PREFIX}-password"
TOKEN = "csrfmiddlewaretoken"  # noqa: S105 (the name of a field)


def sign_in_again(site: AdminSite, request: HttpRequest) -> HttpResponse | None:
    """The page that asks to sign in and keeps the form. None once signed in: the request then goes on.

    None too for forms with passwords, which are never sent back to a browser.
    """
    kept = kept_fields(request.POST)
    if not kept or _has_password(kept):
        return None
    names = [name for name in request.POST if name.startswith(f"{PREFIX}-")]
    form = AdminAuthenticationForm(request, request.POST if names else None, prefix=PREFIX)
    if names and form.is_valid():
        login(request, form.get_user())
        _send_on(request)
        return None
    return _page(site, request, kept, form=form)


def too_many_attempts(site: AdminSite, request: HttpRequest, minutes: int) -> HttpResponse | None:
    """The same page for those who guessed too often there: what they typed waits with them.

    None for those who were refused at the ordinary sign-in, which keeps nothing.
    """
    kept = kept_fields(request.POST)
    if PASSWORD not in request.POST or not kept or _has_password(kept):
        return None
    form = AdminAuthenticationForm(request, prefix=PREFIX)
    return _page(site, request, kept, form=form, minutes=minutes)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Signing in again in another tab renews the token that this form was made with.

    The browser's own Origin header says whether the form came from this site;
    only then is what was typed shown again, for one more press of a button.
    """
    from django.contrib.admin import site

    origin = f"{request.scheme}://{request.get_host()}"
    kept = kept_fields(request.POST)
    ours = request.path.startswith(reverse("admin:index")) and request.headers.get("Origin") == origin
    if not ours or not kept or _has_password(kept):
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


def _has_password(fields: list[tuple[str, str]]) -> bool:
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
    form: AdminAuthenticationForm | None,
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
