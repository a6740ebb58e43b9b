"""The fields in which codes are typed."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.auth.models import User
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from relations.admin.second_factor.recent_password import is_password_of, note_password, was_given_lately

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


def code_field(label: "str | _StrPromise" = "", *, required: bool = True) -> forms.CharField:
    """A field for a code: an app often shows it with a blank, and a recovery code has letters."""
    attrs = {"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false"}
    return forms.CharField(
        label=label or _("Code"),
        max_length=60,
        required=required,
        strip=True,
        widget=forms.TextInput(attrs=attrs),
    )


class CodeForm(forms.Form):
    code = code_field()


class ChangeForm(forms.Form):
    """Makes new codes or takes the second factor away; wants the password unless given minutes ago."""

    password = forms.CharField(
        label=_("Password"),
        strip=False,
        max_length=4096,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    code = code_field()

    def __init__(self, request: HttpRequest, user: User, *, is_sent: bool = True) -> None:
        super().__init__(request.POST if is_sent and request.method == "POST" else None)
        self.request, self.user = request, user
        if was_given_lately(request):
            del self.fields["password"]

    def clean(self) -> dict[str, Any]:
        """The password before the code is looked at, which that would use up."""
        values = super().clean() or self.cleaned_data
        if "password" in values:
            if is_password_of(self.user, values["password"], self.request):
                note_password(self.request)
                del self.fields["password"]  # whatever is wrong with the code, it is not asked for again
            else:
                self.add_error("password", _("This is not your password."))
        return values
