"""An account that did something is deactivated, never deleted: nobody would know who approved what."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.admin.utils import unquote
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from relations.admin.deletion_words import accounts_in_words
from relations.admin.generics import ModelAdmin
from relations.admin.people.administrators import last_administrator_refusal, only_administrators
from relations.admin.permissions import signed_in_user
from relations.models import PreviewLink


def has_traces(user: User) -> bool:
    """Whether a row that stays says that this account wrote, asked, decided or published."""
    relations = User._meta.get_fields(include_hidden=True)
    return any(
        relation.related_model._default_manager.filter(**{relation.field.name: user}).exists()
        for relation in relations
        if isinstance(relation, models.ManyToOneRel) and relation.on_delete is models.PROTECT
    )


def account_deletion_refusal(user: User) -> str:
    return _(
        "“%(name)s” has written, decided or published here, and is named there. Deactivate it instead."
    ) % {"name": user}


def deactivate(users: Sequence[User], by: User) -> int:
    """Nobody signs in with these accounts any more; what they did stays theirs. Says how many they were:
    never oneself, and never all who can manage accounts.
    """
    with transaction.atomic():
        kept = {by, *only_administrators(users)}
        chosen = [user for user in users if user.is_active and user not in kept]
        User.objects.filter(pk__in=[user.pk for user in chosen]).update(is_active=False)
        PreviewLink.objects.close_those_of(chosen)
        for user in chosen:
            LogEntry.objects.log_actions(by.pk, [user], CHANGE, [{"changed": {"fields": ["active"]}}])
    return len(chosen)


class AccountDeletionAdmin(ModelAdmin):
    actions = ("deactivate_selected",)

    @admin.action(description=gettext_lazy("Deactivate"), permissions=["change"])
    def deactivate_selected(self, request: HttpRequest, rows: models.QuerySet[Any]) -> None:
        mine = [user for user in rows if self.has_change_permission(request, user)]
        count = deactivate(mine, signed_in_user(request))
        self.message_user(
            request,
            ngettext("%(count)d account is deactivated.", "%(count)d accounts are deactivated.", count)
            % {"count": count},
        )

    def get_deleted_objects(
        self, objs: Iterable[models.Model], request: HttpRequest
    ) -> tuple[list[Any], dict[str, int], set[str], list[Any]]:
        """Who did something is "protected": nothing is then deleted. Not every row that says so is listed."""
        objs = list(objs)
        users = [each for each in objs if isinstance(each, User)]
        refusals = [account_deletion_refusal(user) for user in users if has_traces(user)]
        with transaction.atomic():
            refusals += [last_administrator_refusal(user) for user in only_administrators(users)]
        if not refusals:
            listed, counts, missing, protected = super().get_deleted_objects(objs, request)
            # Under each account Django lists the rows that belong to it: letters, what was typed.
            accounts = [row for row in listed if not isinstance(row, list)]
            return accounts, accounts_in_words(counts), missing, protected
        return [], {}, set(), [format_html("{}", refusal) for refusal in refusals]

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        user = self.get_object(request, unquote(object_id))
        if request.method == "POST" and "deactivate" in request.POST and isinstance(user, User):
            if not self.has_change_permission(request, user) or user == request.user:
                raise PermissionDenied
            if deactivate([user], signed_in_user(request)):
                messages.success(request, _("“%(name)s” is deactivated.") % {"name": user})
            else:
                messages.error(request, last_administrator_refusal(user))
            return HttpResponseRedirect(reverse("admin:auth_user_changelist"))
        may = user is not None and user != request.user and self.has_change_permission(request, user)
        context = {**(extra_context or {}), "may_deactivate": may}
        try:
            with transaction.atomic():
                return super().delete_view(request, object_id, context)
        except models.ProtectedError:
            # Something was written with it between the check and the deletion.
            messages.error(request, account_deletion_refusal(user) if isinstance(user, User) else "")
            return HttpResponseRedirect(request.path)

    def delete_queryset(self, request: HttpRequest, queryset: models.QuerySet[Any]) -> None:
        """All or none. What was written in between is said on the list."""
        try:
            with transaction.atomic():
                super().delete_queryset(request, queryset)
        except models.ProtectedError:
            messages.error(request, _("Nothing was deleted: one of them has written something meanwhile."))
