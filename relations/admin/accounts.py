"""Accounts and groups: nobody gives away, or takes over, permissions that they do not have themselves."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.contrib.auth import admin as auth_admin
from django.contrib.auth.models import Group, Permission, User
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from relations.admin.account_deletion import AccountDeletionAdmin
from relations.admin.generics import ModelForm, ModelMultipleChoiceField
from relations.admin.input_validation import InputValidationAdmin
from relations.admin.people.account_form import AccountForm, AccountPasswordForm, InvitationForm
from relations.admin.people.administrators import has_administrators_without
from relations.admin.people.invitations import invite
from relations.admin.people.inviting import InvitingAdmin
from relations.admin.people.roles import (
    ROLE_NAMES,
    exceeds_permissions,
    follow_with_staff_status,
    give_role,
    grantable_groups,
    grantable_roles,
    granted_permissions,
    role_among,
)
from relations.admin.people.second_factor_reset import SecondFactorResetAdmin
from relations.admin.permissions import signed_in_user
from relations.models import PreviewLink, SecondFactorRequirement
from relations.models.permissions import ADMINISTRATORS_PERMISSION

if TYPE_CHECKING:
    UserAdmin = auth_admin.UserAdmin[Any]
else:
    UserAdmin = auth_admin.UserAdmin

# What only a superuser may give.
SUPERUSER_FIELDS = ("is_superuser", "groups", "user_permissions")


class OwnPermissionsAdmin(InputValidationAdmin):
    """An account or group with more permissions than one's own is shown, and not changed or deleted."""

    def exceeds_permissions(self, request: HttpRequest, row: Any) -> bool:
        raise NotImplementedError

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and not self.exceeds_permissions(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and not self.exceeds_permissions(request, obj)


class OwnPermissionsUserAdmin(
    AccountDeletionAdmin, InvitingAdmin, SecondFactorResetAdmin, OwnPermissionsAdmin, UserAdmin
):
    form = AccountForm
    add_form = InvitationForm
    add_fieldsets = ((None, {"fields": ("username", "first_name", "last_name", "email", "role")}),)
    change_password_form = AccountPasswordForm
    readonly_fields = ("last_login", "date_joined")  # what happened, which nobody types
    fieldsets = (
        (None, {"fields": ("username", "password", "first_name", "last_name", "email")}),
        (gettext_lazy("What they may do"), {"fields": ("role", "is_active")}),
        (gettext_lazy("Important dates"), {"fields": ("last_login", "date_joined")}),
    )
    list_display = ("username", "full_name", "email", "role", "is_active")
    list_filter = ("is_active", "groups", "is_superuser")

    def exceeds_permissions(self, request: HttpRequest, row: User | None) -> bool:
        return row is not None and exceeds_permissions(row, request.user)

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        return super().get_queryset(request).prefetch_related("groups")

    @admin.display(description=gettext_lazy("name"), ordering="last_name")
    def full_name(self, user: User) -> str:
        return user.get_full_name()

    @admin.display(description=gettext_lazy("role"))
    def role(self, user: User) -> str:
        role = role_among(user.groups.all())
        return ", ".join(
            [*([str(role.label)] if role else []), *([_("superuser")] if user.is_superuser else [])]
        )

    def get_form(
        self, request: HttpRequest, obj: User | None = None, change: bool = False, **kwargs: Any
    ) -> type[ModelForm]:
        form = super().get_form(request, obj, change=change, **kwargs)
        if issubclass(form, AccountForm | InvitationForm):
            form.roles = grantable_roles(request.user)
        return form

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> Any:
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or not request.user.is_superuser:
            return fieldsets
        beyond = {"classes": ("collapse",), "fields": SUPERUSER_FIELDS}
        return [*fieldsets, (_("More than a role"), beyond)]

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """The role is written after the other groups, whose list has none."""
        user: User = form.instance
        held = list(user.groups.filter(name__in=ROLE_NAMES)) if change else []
        super().save_related(request, form, formsets, change)
        if "role" in form.changed_data:
            give_role(user, form.cleaned_data["role"])
        elif change:
            user.groups.add(*held)
            follow_with_staff_status(user)
        if not change:
            invite(user, signed_in_user(request))
        elif not user.is_active:
            PreviewLink.objects.close_those_of([user])


class GroupForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic when it runs
    second_factor = forms.BooleanField(
        label=gettext_lazy("Members need a second factor"),
        required=False,
        help_text=gettext_lazy(
            "Whoever has none sets one up before anything else is open to them, "
            "also if they are signed in already."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["second_factor"] = (
            self.instance.pk is not None
            and SecondFactorRequirement.objects.filter(group=self.instance).exists()
        )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        codename = ADMINISTRATORS_PERMISSION.partition(".")[2]
        given = values.get("permissions", Permission.objects.none())
        has_it = self.instance.pk and self.instance.permissions.filter(codename=codename).exists()
        loses_it = has_it and not any(permission.codename == codename for permission in given)
        if loses_it and not has_administrators_without(self.instance):
            message = _("Nobody could manage accounts any more: leave “Can change user” with this group.")
            raise forms.ValidationError(message)
        return values


class OwnPermissionsGroupAdmin(OwnPermissionsAdmin, auth_admin.GroupAdmin):
    form = GroupForm
    fields = ("name", "second_factor", "permissions")
    list_display = ("name", "second_factor")

    @admin.display(description=gettext_lazy("members need a second factor"), boolean=True)
    def second_factor(self, group: Group) -> bool:
        return bool(getattr(group, "second_factor_is_demanded", False))

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        demands = SecondFactorRequirement.objects.filter(group=models.OuterRef("pk"))
        groups = super().get_queryset(request)
        annotated: models.QuerySet[Any] = groups.annotate(second_factor_is_demanded=models.Exists(demands))
        return annotated

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if form.cleaned_data["second_factor"]:
            SecondFactorRequirement.objects.get_or_create(group=form.instance)
        else:
            SecondFactorRequirement.objects.filter(group=form.instance).delete()

    def exceeds_permissions(self, request: HttpRequest, row: Group | None) -> bool:
        if row is None or request.user.is_superuser:
            return False
        return not grantable_groups(request.user).filter(pk=row.pk).exists()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A role's group stays: the form of accounts offers it."""
        is_role = isinstance(obj, Group) and obj.name in ROLE_NAMES
        return super().has_delete_permission(request, obj) and not is_role

    def get_readonly_fields(self, request: HttpRequest, obj: Group | None = None) -> tuple[Any, ...]:
        return ("name",) if obj is not None and obj.name in ROLE_NAMES else ()

    def formfield_for_manytomany(
        self,
        db_field: "models.ManyToManyField[Any, Any]",
        request: HttpRequest | None = None,
        **kwargs: Any,
    ) -> ModelMultipleChoiceField | None:
        field = super().formfield_for_manytomany(db_field, request, **kwargs)
        if field is None or field.queryset is None or request is None or request.user.is_superuser:
            return field
        if db_field.name == "permissions":
            own = granted_permissions(request.user).order_by().values("pk")
            field.queryset = field.queryset.filter(pk__in=own)
        return field


admin.site.unregister(User)
admin.site.unregister(Group)
admin.site.register(User, OwnPermissionsUserAdmin)
admin.site.register(Group, OwnPermissionsGroupAdmin)
