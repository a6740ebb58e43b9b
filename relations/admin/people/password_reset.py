"""A new password for who forgot theirs: asked for with a name or an address, set with the link of a letter.

Whoever asks is told the same, in the same time, whether there is such an account or not: what there is to
look up and to write is done by a thread of the worker (``config.reset_thread``) or, by a server that has
none, when the answer was sent.
"""

import logging
from datetime import timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin
from django.contrib.auth.forms import SetPasswordForm
from django.contrib.auth.models import User
from django.db import DatabaseError, models, transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters

from relations.admin.people.invitation_page import after_password, render_account_page, someone_else
from relations.admin.people.reset_requests import reset_requests
from relations.admin.reauthentication import run_in_hashing_slot
from relations.mail.account_links import read_reset_token
from relations.mail.message import site_name
from relations.mail.text import wrap
from relations.models import Letter

logger = logging.getLogger(__name__)

# Letters for one account; more would only fill a stranger's mailbox.
LETTERS_PER_HOUR = 3


class ResetForm(forms.Form):
    account = forms.CharField(
        label=gettext_lazy("Username or email address"),
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
    )


def ask_page(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return render_account_page(request, "ask_for_password", _("Forgotten password"), form=ResetForm())
    form = ResetForm(request.POST)
    if not form.is_valid():
        return render_account_page(request, "ask_for_password", _("Forgotten password"), form=form)
    if reset_requests.is_one_too_many(request):
        return render_account_page(request, "asked_too_often", _("Asked too often"), 429)
    response = render_account_page(request, "asked_for_password", _("A letter is on its way"), hours=_hours())
    account = form.cleaned_data["account"]
    if not reset_requests.has_reader.is_set():
        _after_sending(response, account)
    elif not reset_requests.put(account):
        logger.warning("Too many ask for a new password at the same moment; one of them gets no letter.")
    return response


@sensitive_post_parameters()
def set_page(request: HttpRequest, token: str) -> HttpResponseBase:
    user = read_reset_token(token)
    if user is None:
        return _over(request)
    if request.user.is_authenticated and request.user != user:
        return someone_else(request)
    if request.method == "POST":
        return run_in_hashing_slot(admin.site, request, lambda: _set(request, token))
    return _form(request, user, SetPasswordForm(user))


def write_letters(account: str) -> int:
    """Write to everybody with this user name or address, in any capitals. Returns the number of letters."""
    named = models.Q(username__iexact=account) | models.Q(email__iexact=account)
    users = User.objects.filter(named, is_active=True).order_by("pk")
    if not users.exists():  # so that whoever asks for anybody takes the place of no writer
        return 0
    with transaction.atomic():
        users = users.select_for_update()
        concerned = [user for user in users if user.has_usable_password() and not _has_enough(user)]
        for user in concerned:
            Letter.objects.create(user=user, subject=_subject(), body=_body(user), link=Letter.LinkKind.RESET)
    return len(concerned)


def _has_enough(user: User) -> bool:
    if Letter.objects.unsent().filter(user=user, link=Letter.LinkKind.RESET).exists():
        return True  # its link is made when it is sent
    since = timezone.now() - timedelta(hours=1)
    sent = Letter.objects.filter(user=user, link=Letter.LinkKind.RESET, made_at__gt=since)
    return sent.count() >= LETTERS_PER_HOUR


def _after_sending(response: HttpResponse, account: str) -> None:
    close = response.close

    def close_and_write() -> None:
        try:
            write_letters(account)
        except DatabaseError:
            logger.exception("A letter for a new password could not be written.")
        finally:
            close()

    response.close = close_and_write  # type: ignore[method-assign]  # no signal has the response


def _set(request: HttpRequest, token: str) -> HttpResponse:
    with transaction.atomic():
        user = read_reset_token(token, lock=True)
        if user is None:
            return _over(request)
        form = SetPasswordForm(user, request.POST)
        if not form.is_valid():
            return _form(request, user, form)
        form.save()
    return after_password(request, user)


def _form(request: HttpRequest, user: User, form: "SetPasswordForm[Any]") -> HttpResponse:
    return render_account_page(
        request, "choose_password", _("Choose a new password"), form=form, account=user
    )


def _over(request: HttpRequest) -> HttpResponse:
    return render_account_page(request, "password_link_over", _("This link is over"), 410, hours=_hours())


def _hours() -> int:
    return settings.PASSWORD_RESET_TIMEOUT // 3600


def _subject() -> str:
    return _("A new password for %(site)s") % {"site": site_name()}


def _body(user: User) -> str:
    words = _(
        "Somebody, perhaps you, asked for a new password for the account “%(name)s” at %(site)s.\n\n"
        "Choose it at this address:\n\n%(link)s\n\nIt is good for %(hours)d hours and for one use, and until "
        "you sign in again.\n\nIf it was not you, nothing has to be done: the password stays as it is.\n"
    ) % {
        "name": user.get_username(),
        "site": settings.SITE_URL,
        "link": Letter.LINK_PLACE,
        "hours": _hours(),
    }
    return f"{wrap(words)}\n"
