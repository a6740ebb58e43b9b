"""There is always somebody left who can manage accounts."""

from collections.abc import Iterable

from django.contrib.auth.models import Group, User
from django.db import models
from django.utils.translation import gettext as _

from relations.models.permissions import ADMINISTRATORS_PERMISSION, accounts_in_use_with


def administrators() -> "models.QuerySet[User]":
    """Who can sign in and manage accounts: who was invited and did not come yet is none."""
    return accounts_in_use_with(ADMINISTRATORS_PERMISSION).filter(is_staff=True)


def only_administrators(users: Iterable[User]) -> list[User]:
    """Of these users those without whom there would be no administrator; all stay as they are until the
    transaction ends, so that two cannot deactivate each other.
    """
    all_of_them = list(administrators().order_by("pk").select_for_update())
    chosen = {user.pk for user in users}
    concerned = [each for each in all_of_them if each.pk in chosen]
    return concerned if len(concerned) == len(all_of_them) else []


def has_administrators_without(group: Group) -> bool:
    """Whether somebody can manage accounts by other means than this group."""
    app_label, _dot, codename = ADMINISTRATORS_PERMISSION.partition(".")
    permission = {"codename": codename, "content_type__app_label": app_label}
    others = Group.objects.exclude(pk=group.pk).filter(
        **{f"permissions__{name}": value for name, value in permission.items()}
    )
    own = User.objects.filter(**{f"user_permissions__{name}": value for name, value in permission.items()})
    return (
        administrators()
        .filter(
            models.Q(is_superuser=True)
            | models.Q(groups__in=others)
            | models.Q(pk__in=own.order_by().values("pk"))
        )
        .exists()
    )


def last_administrator_refusal(user: User) -> str:
    return _(
        "“%(name)s” is the only one who can sign in and manage accounts, and has to stay that. Make somebody "
        "else an administrator first."
    ) % {"name": user}
