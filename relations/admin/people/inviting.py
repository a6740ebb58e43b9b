"""Whoever adds an account invites somebody; on its form the invitation is sent again or withdrawn."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _

from relations.admin.generics import ModelAdmin
from relations.admin.people.invitations import describe, invite, withdraw
from relations.admin.permissions import signed_in_user
from relations.models import Invitation, Letter


class InvitingAdmin(ModelAdmin):
    add_form_template = "admin/people/invite.html"
    change_form_template = "admin/people/account.html"

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.invitation_view)
        return [path("<path:object_id>/invitation/", view, name="auth_user_invitation"), *super().get_urls()]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        user = context.get("original")
        if isinstance(user, User) and self.has_change_permission(request, user):
            invitation = Invitation.objects.select_related("user", "invited_by").filter(user=user).first()
            context["invitation"] = invitation
            context["invitation_words"] = describe(invitation) if invitation else ""
        elif user is None:
            context["title"] = _("Invite somebody")
            context["days"] = Invitation.VALID_FOR.days
        return super().render_change_form(request, context, *args, **kwargs)

    def response_add(
        self, request: HttpRequest, obj: Any, post_url_continue: str | None = None
    ) -> HttpResponse:
        letter = Letter.objects.filter(user=obj, link=Letter.LinkKind.INVITATION).first()
        return _after_inviting(request, obj, letter)

    def invitation_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Raises Http404, PermissionDenied."""
        user = self.get_object(request, object_id)
        if not self.has_change_permission(request, user):
            raise PermissionDenied
        if not isinstance(user, User):
            raise Http404(_("There is no such account."))
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if "withdraw" not in request.POST:
            return _after_inviting(request, user, _invite_again(user, signed_in_user(request)))
        if withdraw(user):
            messages.success(
                request, _("The invitation is withdrawn: no link lets “%(name)s” in.") % {"name": user}
            )
        return HttpResponseRedirect(reverse("admin:auth_user_change", args=[user.pk]))


def _invite_again(user: User, by: User) -> Letter | None:
    """A new letter, for those invited before: other accounts without a password were made so on purpose."""
    return invite(user, by) if Invitation.objects.filter(user=user).exists() else None


def _after_inviting(request: HttpRequest, user: User, letter: Letter | None) -> HttpResponse:
    """Redirect to the letter where no mail is sent and somebody has to pass it on."""
    if letter is None:
        messages.error(request, _("“%(name)s” needs no invitation, or is deactivated.") % {"name": user})
    elif not settings.SENDS_MAIL:
        messages.success(
            request,
            _("“%(name)s” is invited. This site sends no mail: pass this letter on.") % {"name": user},
        )
        return HttpResponseRedirect(reverse("admin:letter", args=[letter.pk]))
    else:
        messages.success(
            request,
            _("“%(name)s” is invited. The letter goes to %(address)s.")
            % {"name": user, "address": user.email},
        )
    return HttpResponseRedirect(reverse("admin:auth_user_change", args=[user.pk]))
