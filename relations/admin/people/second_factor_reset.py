"""Administrators take away the second factor of somebody whose phone is lost."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _

from relations.admin.generics import ModelAdmin
from relations.admin.permissions import signed_in_user
from relations.admin.second_factor.changes import reset_second_factor
from relations.admin.second_factor.state import second_factor_of


class SecondFactorResetAdmin(ModelAdmin):
    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.second_factor_view)
        return [
            path("<path:object_id>/second-factor/", view, name="auth_user_second_factor"),
            *super().get_urls(),
        ]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        user = context.get("original")
        if isinstance(user, User) and user != request.user and self.has_change_permission(request, user):
            context["second_factor"] = second_factor_of(user)
        return super().render_change_form(request, context, *args, **kwargs)

    def second_factor_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Raises Http404, PermissionDenied; for one's own there is a page that asks for a code."""
        user = self.get_object(request, object_id)
        if not self.has_change_permission(request, user) or user == request.user:
            raise PermissionDenied
        if not isinstance(user, User):
            raise Http404(_("There is no such account."))
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if reset_second_factor(user, signed_in_user(request)):
            words = _("The second factor of “%(name)s” is taken away, and so are the recovery codes.")
            messages.success(request, words % {"name": user})
        else:
            messages.info(request, _("“%(name)s” has no second factor.") % {"name": user})
        return HttpResponseRedirect(reverse("admin:auth_user_change", args=[user.pk]))
