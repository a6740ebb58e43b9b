"""The pages on one's own second factor: set it up, make new recovery codes, take it away."""

from base64 import b32encode
from http import HTTPStatus
from typing import Any

import segno
from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django_otp.plugins.otp_totp.models import TOTPDevice, default_key

from relations.admin.second_factor.changes import renew_own_codes, set_up_own, take_away_own
from relations.admin.second_factor.checking import Checked, check_code
from relations.admin.second_factor.codes import in_groups
from relations.admin.second_factor.forms import ChangeForm
from relations.admin.second_factor.next_page import next_url
from relations.admin.second_factor.recovery import recovery_codes_left
from relations.admin.second_factor.state import let_in, password_user, second_factor_of
from relations.admin.site_page import render_site_page

SECRET_IN_SESSION = "second_factor_secret"  # noqa: S105 (where it is, not what)


@sensitive_post_parameters("password", "code")
def second_factor_page(request: HttpRequest) -> HttpResponseBase:
    """What there is; or, where there is none, how to set it up, also for who is not let in without."""
    user = _account(request)
    factor = second_factor_of(user)
    if factor.is_set_up:
        return _state_page(request, user, ChangeForm(request, user, is_sent=False))
    secret = request.session.setdefault(SECRET_IN_SESSION, default_key())
    form = ChangeForm(request, user)
    if form.is_valid():
        checked, codes = set_up_own(user, secret, form.cleaned_data["code"])
        if checked.is_right:
            del request.session[SECRET_IN_SESSION]
            let_in(request, user)
            return _show_recovery_codes(request, user, codes, is_new=True)
        form.add_error("code", checked.refusal)
    device = TOTPDevice(user=user, key=secret)
    context = {
        "form": form,
        "is_demanded": factor.is_demanded,
        "qr_code": qr_code(device.config_url),
        "secret": in_groups(_base32(device), 4),
        "account": user,
        "next": next_url(request),
    }
    return _render(request, "set_up", _("Set up a second factor"), **context)


@sensitive_post_parameters("password", "code")
def recovery_codes_page(request: HttpRequest) -> HttpResponseBase:
    """Ten others, for who has a code."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    user = _account(request)
    if not second_factor_of(user).is_set_up:
        return HttpResponseRedirect(reverse("admin:second_factor"))
    form = ChangeForm(request, user)
    checked = check_code(user, form.cleaned_data["code"]) if form.is_valid() else None
    if checked is not None and checked.is_right:
        return _show_recovery_codes(request, user, renew_own_codes(user), is_new=False)
    return _refused(_state_page(request, user, form, checked), checked)


@sensitive_post_parameters("password", "code")
def removal_page(request: HttpRequest) -> HttpResponseBase:
    """Raises PermissionDenied where the role of this account needs a second factor."""
    user = _account(request)
    factor = second_factor_of(user)
    if factor.is_demanded:
        raise PermissionDenied(_("Your role needs a second factor."))
    if not factor.is_set_up:
        return HttpResponseRedirect(reverse("admin:second_factor"))
    form = ChangeForm(request, user)
    checked = check_code(user, form.cleaned_data["code"]) if form.is_valid() else None
    if checked is not None and checked.is_right:
        take_away_own(user)
        messages.success(request, _("Your second factor is taken away. Your password alone lets you in."))
        return HttpResponseRedirect(reverse("admin:second_factor"))
    if checked is not None:
        form.add_error("code", checked.refusal)
    return _refused(_render(request, "remove", _("Take the second factor away"), form=form), checked)


def qr_code(text: str) -> SafeString:
    """An element of SVG, white beneath, for cameras want it so on a dark page, too."""
    picture = segno.make(text, error="m", micro=False).svg_inline(
        scale=4,
        dark="#000",
        light="#fff",
        title=_("QR code for your app"),
        svgclass="qr-code",
        lineclass=None,
    )
    return mark_safe(picture)  # noqa: S308 (segno escapes the title; what it encodes is drawn)


def _account(request: HttpRequest) -> User:
    user = request.user if isinstance(request.user, User) else password_user(request)
    if user is None:
        raise PermissionDenied
    return user


def _state_page(
    request: HttpRequest, user: User, form: ChangeForm, checked: Checked | None = None
) -> HttpResponse:
    if checked is not None:
        form.add_error("code", checked.refusal)
    context = {
        "form": form,
        "is_demanded": second_factor_of(user).is_demanded,
        "since": TOTPDevice.objects.filter(user=user, confirmed=True)
        .values_list("created_at", flat=True)
        .first(),
        "left": recovery_codes_left(user),
    }
    return _render(request, "state", _("Your second factor"), **context)


def _show_recovery_codes(request: HttpRequest, user: User, codes: list[str], *, is_new: bool) -> HttpResponse:
    title = _("Your second factor is set up") if is_new else _("New recovery codes")
    context = {
        "codes": [in_groups(code, 5) for code in codes],
        "is_new": is_new,
        "account": user,
        "next": next_url(request),
    }
    return _render(request, "recovery_codes", title, **context)


def _refused(response: HttpResponse, checked: Checked | None) -> HttpResponse:
    if checked is not None and checked.wait:
        response.status_code = HTTPStatus.TOO_MANY_REQUESTS
        response.headers["Retry-After"] = str(checked.wait)
    return response


def _render(request: HttpRequest, name: str, title: str, **context: Any) -> HttpResponse:
    return render_site_page(request, f"admin/second_factor/{name}.html", title, **context)


def _base32(device: Any) -> str:
    return b32encode(device.bin_key).decode()
