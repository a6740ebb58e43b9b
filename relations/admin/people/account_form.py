"""The form of an account: one role, in words, instead of groups and staff status."""

from typing import Any, ClassVar

from django import forms
from django.contrib.admin.widgets import AdminRadioSelect
from django.contrib.auth import forms as auth_forms
from django.contrib.auth.models import Group, User
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from relations.admin.generics import ModelForm, ModelMultipleChoiceField
from relations.admin.people.administrators import last_administrator_refusal, only_administrators
from relations.admin.people.invitations import withdraw
from relations.admin.people.roles import ROLE_NAMES, Role, role_among
from relations.models.permissions import ADMINISTRATORS_PERMISSION

Values = dict[str, Any]
NO_ROLE = ("", gettext_lazy("No role: cannot sign in, unless more than a role is given below."))


class RoleField(forms.ChoiceField):
    """Each choice with a sentence of what it may do."""

    def __init__(self, **options: Any) -> None:
        super().__init__(label=gettext_lazy("Role"), widget=AdminRadioSelect, **options)

    def offer(self, roles: list[Role], *, none: bool = False) -> None:
        choices = [
            (role.name, _("%(role)s: %(what)s") % {"role": role.label, "what": role.description})
            for role in roles
        ]
        self.choices = [NO_ROLE, *choices] if none else choices


class DistinctAccountForm(ModelForm):
    """A name, which is often an address, and an address are the same in whatever letters: nobody takes those
    of another account.
    """

    def clean_username(self) -> str:
        return self._distinct("username", _("There is an account of this name."))

    def clean_email(self) -> str:
        refusal = _("Another account has this address. Whoever has several roles needs one account.")
        return self._distinct("email", refusal)

    def _distinct(self, name: str, refusal: str) -> str:
        value: str = self.cleaned_data[name]
        others = User.objects.exclude(pk=self.instance.pk)
        if value and name in self.changed_data and others.filter(**{f"{name}__iexact": value}).exists():
            raise forms.ValidationError(refusal)
        return value


def role_of(form: forms.Form | ModelForm) -> RoleField:
    """The field of an account's form that has its role; both such forms declare it."""
    field: RoleField = form.fields["role"]  # type: ignore[assignment]
    return field


class InvitationForm(DistinctAccountForm):
    """A name, an address and a role: who is invited chooses the password."""

    roles: ClassVar[list[Role]] = []

    role = RoleField()

    class Meta:
        model = User
        fields = ("username", "first_name", "last_name", "email")
        field_classes: ClassVar = {"username": auth_forms.UsernameField}
        help_texts: ClassVar = {
            "username": gettext_lazy("With which they sign in; letters, digits and @/./+/-/_.")
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].required = True
        role_of(self).offer(self.roles)

    def save(self, commit: bool = True) -> User:
        self.instance.set_unusable_password()
        user: User = super().save(commit)
        return user


class AccountForm(DistinctAccountForm, auth_forms.UserChangeForm):  # type: ignore[type-arg]  # not generic when it runs
    roles: ClassVar[list[Role]] = []

    role = RoleField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = role_among(self.instance.groups.all()) if self.instance.pk else None
        offered = [*self.roles, *([held] if held and held not in self.roles else [])]
        role = role_of(self)
        role.offer(offered, none=True)
        role.initial = held.name if held else ""
        if "groups" in self.fields:
            others = Group.objects.exclude(name__in=ROLE_NAMES)
            field: ModelMultipleChoiceField = self.fields["groups"]  # type: ignore[assignment]  # the model's
            field.queryset = others
            field.label = _("Other groups")
            self.initial["groups"] = [group for group in self.initial.get("groups", ()) if group in others]

    def clean(self) -> Values:
        values = super().clean() or self.cleaned_data
        if only_administrators([self.instance]) and not self._stays_administrator(values):
            raise forms.ValidationError(last_administrator_refusal(self.instance))
        return values

    def _stays_administrator(self, values: Values) -> bool:
        """What the form does not show stays as it is."""
        user = self.instance
        if not values.get("is_active", True):
            return False
        if values.get("is_superuser", user.is_superuser):
            return True
        others = values.get("groups", user.groups.exclude(name__in=ROLE_NAMES))
        of_role = Group.objects.filter(name=values.get("role", ""))
        if "role" not in self.changed_data:
            of_role = user.groups.filter(name__in=ROLE_NAMES)
        codename = ADMINISTRATORS_PERMISSION.partition(".")[2]
        own = values.get("user_permissions", user.user_permissions.all())
        return any(
            each.permissions.filter(codename=codename).exists() for each in (*others, *of_role)
        ) or any(permission.codename == codename for permission in own)


class AccountPasswordForm(auth_forms.AdminPasswordChangeForm):  # type: ignore[type-arg]  # as above
    def clean(self) -> Values:
        """Without a password the last administrator could not sign in any more."""
        values = super().clean() or self.cleaned_data
        if not values.get("set_usable_password", True):
            with transaction.atomic():
                if only_administrators([self.user]):
                    raise forms.ValidationError(last_administrator_refusal(self.user))
        return values

    def save(self, commit: bool = True) -> User:
        """A link of an invitation is over for good, also when the password is taken away later."""
        withdraw(self.user)
        user: User = super().save(commit)
        return user
