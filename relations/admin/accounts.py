"""Accounts and groups: nobody gives away, or takes over, permissions that they do not have themselves."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.contrib.auth import admin as auth_admin
from django.contrib.auth.models import AnonymousUser, Group, Permission, User
from django.db import models
from django.http import HttpRequest

from relations.admin.account_deletion import AccountDeletionAdmin
from relations.admin.generics import ModelMultipleChoiceField
from relations.admin.input_validation import InputValidationAdmin

if TYPE_CHECKING:
    UserAdmin = auth_admin.UserAdmin[Any]
else:
    UserAdmin = auth_admin.UserAdmin

# What only a superuser may give.
SUPERUSER_FIELDS = {"is_superuser", "user_permissions"}


def granted_permissions(user: User | AnonymousUser) -> models.QuerySet[Permission]:
    """What an account may do once it is active; Django's own answer for an inactive one is nothing."""
    if user.is_superuser:
        return Permission.objects.all()
    through_user_or_group = models.Q(user=user.pk) | models.Q(group__user=user.pk)
    ids = Permission.objects.filter(through_user_or_group).order_by().values("pk")
    return Permission.objects.filter(pk__in=ids)


def grantable_groups(user: User | AnonymousUser) -> models.QuerySet[Group]:
    """The groups that may do nothing that this user may not."""
    others = Permission.objects.exclude(pk__in=granted_permissions(user).order_by().values("pk"))
    return Group.objects.exclude(permissions__in=others)


class OwnPermissionsAdmin(InputValidationAdmin):
    """An account or group with more permissions than one's own is shown, and not changed or deleted."""

    def exceeds_permissions(self, request: HttpRequest, row: Any) -> bool:
        raise NotImplementedError

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and not self.exceeds_permissions(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and not self.exceeds_permissions(request, obj)


class OwnPermissionsUserAdmin(AccountDeletionAdmin, OwnPermissionsAdmin, UserAdmin):
    readonly_fields = ("last_login", "date_joined")  # what happened, which nobody types

    def exceeds_permissions(self, request: HttpRequest, row: User | None) -> bool:
        if row is None or request.user.is_superuser:
            return False
        own = granted_permissions(request.user).order_by().values("pk")
        return row.is_superuser or granted_permissions(row).exclude(pk__in=own).exists()

    def formfield_for_manytomany(
        self, db_field: "models.ManyToManyField[Any, Any]", request: HttpRequest, **kwargs: Any
    ) -> ModelMultipleChoiceField | None:
        field = super().formfield_for_manytomany(db_field, request, **kwargs)
        if field is not None and db_field.name == "groups" and not request.user.is_superuser:
            field.queryset = grantable_groups(request.user)
        return field

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> Any:
        fieldsets = super().get_fieldsets(request, obj)
        if request.user.is_superuser:
            return fieldsets
        return [
            (
                title,
                {**options, "fields": [name for name in options["fields"] if name not in SUPERUSER_FIELDS]},
            )
            for title, options in fieldsets
        ]


class OwnPermissionsGroupAdmin(OwnPermissionsAdmin, auth_admin.GroupAdmin):
    def exceeds_permissions(self, request: HttpRequest, row: Group | None) -> bool:
        if row is None or request.user.is_superuser:
            return False
        return not grantable_groups(request.user).filter(pk=row.pk).exists()

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
