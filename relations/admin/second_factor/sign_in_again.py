"""The form that signs in somebody whose session ended while they typed: password and code at once."""

from typing import Any

from django.contrib.auth.models import User
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from relations.admin.second_factor.checking import check_code
from relations.admin.second_factor.forms import code_field
from relations.admin.second_factor.state import second_factor_of
from relations.admin.sign_in import SignInForm


class SignInAgainForm(SignInForm):
    used_recovery_code = False

    code = code_field(gettext_lazy("Code, if you have a second factor"), required=False)

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        user = self.get_user()
        if isinstance(user, User) and "code" not in self.errors:
            self._check_second_factor(user, values.get("code", ""))
        return values

    def _check_second_factor(self, user: User, code: str) -> None:
        factor = second_factor_of(user)
        if not factor.is_set_up:
            if factor.is_demanded:
                self.add_error(
                    None,
                    _(
                        "Your role needs a second factor, and this account has none. Sign in in another tab, "
                        "set it up there, and save here after that."
                    ),
                )
        elif not code:
            self.add_error(
                "code", _("This account has a second factor: enter the password again, and its code.")
            )
        else:
            checked = check_code(user, code)
            self.used_recovery_code = checked.is_recovery
            if not checked.is_right:
                self.add_error("code", checked.refusal)
