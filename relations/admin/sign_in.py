"""The form that signs editors in: it hashes one password at a time."""

from typing import Any

from axes.handlers.proxy import AxesProxyHandler
from axes.helpers import get_credentials
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth.models import User
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_variables

from relations.admin.password_hashing import RETRY_AFTER, HashingQueueFullError, hashing_slot
from relations.admin.people.known_browsers import note_first_sign_in
from relations.views.overload import is_overloaded


def account_name(typed: str) -> str:
    """The name of the account that is meant, in whatever letters; as typed where that is nobody's.

    Older accounts may differ in nothing else: then the letters count.
    """
    names = set(User.objects.filter(username__iexact=typed).values_list("username", flat=True))
    return names.pop() if len(names) == 1 else typed


class SignInForm(AdminAuthenticationForm):
    """Django's own form. Who is locked out is refused at once; everybody else waits for the hashing slot.

    The throttle is asked again within the slot, and a failure counted before it is released,
    so that guesses sent all at once are no more than those sent one after the other.
    """

    request: HttpRequest  # the page that signs in gives it always

    @sensitive_variables("password")
    def clean(self) -> dict[str, Any]:
        name, password = self.cleaned_data.get("username"), self.cleaned_data.get("password")
        if name:
            self.cleaned_data["username"] = name = account_name(name)
        if not (name and password) or not AxesProxyHandler.is_allowed(self.request, get_credentials(name)):
            return super().clean()  # hashes nothing
        try:
            if is_overloaded.get():
                raise HashingQueueFullError
            with hashing_slot():
                return super().clean()
        except HashingQueueFullError:
            message = _(
                "Several people are signing in at the same moment, so your password was not looked at. "
                "Wait %(seconds)s seconds, enter it once more, and sign in again."
            )
            raise ValidationError(message, code="busy", params={"seconds": RETRY_AFTER}) from None

    def confirm_login_allowed(self, user: User) -> None:
        """The password is right."""
        super().confirm_login_allowed(user)
        note_first_sign_in(self.request, user)

    @property
    def is_queue_full(self) -> bool:
        """Whether the password was not looked at, because too many others were."""
        return self.has_error(NON_FIELD_ERRORS, "busy")
