"""Accounts and groups: nobody gives away, or takes over, rights that they do not have themselves."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, Permission, User
from django.db import models
from django.http import HttpRequest

from relations.admin.bad_input import TolerantAdmin

# What only a superuser may give.
SUPERUSERS_OWN = {"is_superuser", "user_permissions"}


def permissions_of(user: User) -> models.QuerySet[Permission]:
    """What an account may do once it is active, which the stock answer does not tell of one that is not."""
    if user.is_superuser:
        return Permission.objects.all()
    given = models.Q(user=user) | models.Q(group__user=user)
    return Permission.objects.filter(pk__in=Permission.objects.filter(given).order_by().values("pk"))


def groups_within(user: User) -> models.QuerySet[Group]:
    """The groups that may do nothing that this user may not."""
    beyond = Permission.objects.exclude(pk__in=permissions_of(user).order_by().values("pk"))
    return Group.objects.exclude(permissions__in=beyond)


class WithinOwnRights(TolerantAdmin):
    """An account or group with more rights than one's own is seen, and not changed or deleted."""

    def _is_beyond(self, request: HttpRequest, row: Any) -> bool:
        raise NotImplementedError

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and not self._is_beyond(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and not self._is_beyond(request, obj)

    def formfield_for_manytomany(
        self, db_field: models.ManyToManyField, request: HttpRequest, **kwargs: Any
    ) -> forms.ModelMultipleChoiceField | None:
        field = super().formfield_for_manytomany(db_field, request, **kwargs)
        if field is not None and not request.user.is_superuser:
            if db_field.name == "groups":
                field.queryset = groups_within(request.user)
            if db_field.name == "permissions":
                own = permissions_of(request.user).order_by().values("pk")
                field.queryset = field.queryset.filter(pk__in=own)
        return field


class AccountAdmin(WithinOwnRights, UserAdmin):
    def _is_beyond(self, request: HttpRequest, row: User | None) -> bool:
        if row is None or request.user.is_superuser:
            return False
        own = permissions_of(request.user).order_by().values("pk")
        return row.is_superuser or permissions_of(row).exclude(pk__in=own).exists()

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> list:
        fieldsets = super().get_fieldsets(request, obj)
        if request.user.is_superuser:
            return fieldsets
        return [
            (name, {**options, "fields": [one for one in options["fields"] if one not in SUPERUSERS_OWN]})
            for name, options in fieldsets
        ]


class GroupsAdmin(WithinOwnRights, GroupAdmin):
    def _is_beyond(self, request: HttpRequest, row: Group | None) -> bool:
        if row is None or request.user.is_superuser:
            return False
        return not groups_within(request.user).filter(pk=row.pk).exists()


admin.site.unregister(User)
admin.site.unregister(Group)
admin.site.register(User, AccountAdmin)
admin.site.register(Group, GroupsAdmin)
