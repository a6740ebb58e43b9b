"""The page that the link of an invitation leads to: only sending its form uses the link."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.forms import SetPasswordForm
from django.contrib.auth.models import User
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from relations.admin.people.invitations import LinkState, link_state
from relations.admin.reauthentication import run_in_hashing_slot
from relations.mail.account_links import read_invitation_token
from relations.models import Invitation


@sensitive_post_parameters()
def invitation_page(request: HttpRequest, token: str) -> HttpResponseBase:
    found = read_invitation_token(token)
    if found is None:
        return render_account_page(request, "no_invitation", _("No invitation"), 404)
    invitation, serial = found
    state = link_state(invitation, serial)
    if state is not LinkState.OPEN:
        return _over(request, invitation, state)
    if request.user.is_authenticated:
        return someone_else(request)
    if request.method == "POST":
        return run_in_hashing_slot(admin.site, request, lambda: _accept(request, invitation, serial))
    return _form(request, invitation, SetPasswordForm(invitation.user))


def _accept(request: HttpRequest, invitation: Invitation, serial: int) -> HttpResponse:
    form = SetPasswordForm(invitation.user, request.POST)
    if not form.is_valid():
        return _form(request, invitation, form)
    with transaction.atomic():
        users = User.objects.select_for_update().filter(pk=invitation.pk)
        invitation = (
            Invitation.objects.select_for_update(of=("self",))
            .select_related("invited_by")
            .get(pk=invitation.pk)
        )
        invitation.user = users.get()
        state = link_state(invitation, serial)
        if state is not LinkState.OPEN:
            return _over(request, invitation, state)
        form.user = invitation.user
        form.save()
        invitation.accepted_at = timezone.now()
        invitation.save(update_fields=["accepted_at"])
    return after_password(request, invitation.user)


def after_password(request: HttpRequest, user: User) -> HttpResponse:
    """There is one way in: whoever chose a password signs in with it."""
    messages.success(
        request, _("Your password is set. Sign in with it, as “%(name)s”.") % {"name": user.get_username()}
    )
    return HttpResponseRedirect(reverse("admin:login"))


def someone_else(request: HttpRequest) -> HttpResponse:
    """Somebody is signed in with this browser: nothing is given to them, whatever the link."""
    status = 403 if request.method == "POST" else 200
    return render_account_page(request, "someone_else", _("Somebody is signed in"), status)


def _form(request: HttpRequest, invitation: Invitation, form: "SetPasswordForm[Any]") -> HttpResponse:
    title = _("Choose a password")
    return render_account_page(request, "choose_password", title, form=form, account=invitation.user)


def _over(request: HttpRequest, invitation: Invitation, state: LinkState) -> HttpResponse:
    title = {
        LinkState.USED: _("This invitation was used"),
        LinkState.WITHDRAWN: _("This invitation was withdrawn"),
        LinkState.REPLACED: _("There is a newer invitation"),
        LinkState.OVER: _("This invitation is over"),
    }[state]
    days = Invitation.VALID_FOR.days
    return render_account_page(
        request, "invitation_over", title, 410, state=state.value, days=days, who=invitation.invited_by
    )


def render_account_page(
    request: HttpRequest, name: str, title: str, status: int = 200, **context: Any
) -> HttpResponse:
    """A page for people who are not signed in. What its answer tells caches: ``config.headers``."""
    request.current_app = admin.site.name
    context |= {**admin.site.each_context(request), "title": title}
    return render(request, f"admin/people/{name}.html", context, status=status, using="admin")
