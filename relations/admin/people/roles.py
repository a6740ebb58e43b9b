"""Roles: the groups that an account is given one of, in words."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser, Group, Permission, User
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Role:
    """``name`` is its group's. What that may do, an operator can have changed since it was made.

    ``invitation`` is what a letter says after "somebody invites you to this reference".
    """

    name: str
    label: Promise
    description: Promise
    invitation: Promise


# From the fewest permissions to the most. An account that has the groups of several counts as the last.
ROLES = (
    Role(
        "contributor",
        _("Contributor"),
        _("writes drafts, sends them for review and shows previews; publishes nothing."),
        _(
            "as a contributor: you write drafts, send them for review and show previews of them. Others "
            "publish them."
        ),
    ),
    Role(
        "reviewer",
        _("Reviewer"),
        _(
            "reads every draft, comments, approves or sends back, publishes, renames, merges and withdraws; "
            "writes no text."
        ),
        _(
            "as a reviewer: you read every draft, comment, approve or send back, and publish, rename, merge "
            "and withdraw. You write no text."
        ),
    ),
    Role(
        "editor",
        _("Editor"),
        _("writes as a contributor does, and reviews, publishes, renames, merges and withdraws."),
        _("as an editor: you write, review what others wrote, and publish, rename, merge and withdraw."),
    ),
    Role(
        "administrator",
        _("Administrator"),
        _("does what an editor does, and manages accounts and what the reference says of itself."),
        _(
            "as an administrator: you do what an editor does, which is to write, review and publish, and "
            "manage accounts and what the reference says of itself."
        ),
    ),
)
ROLE_NAMES = tuple(role.name for role in ROLES)


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


def exceeds_permissions(user: User, of: User | AnonymousUser) -> bool:
    """Whether an account may, or may once it is active, do something that ``of`` may not."""
    if of.is_superuser:
        return False
    own = granted_permissions(of).order_by().values("pk")
    return user.is_superuser or granted_permissions(user).exclude(pk__in=own).exists()


def grantable_roles(user: User | AnonymousUser) -> list[Role]:
    names = set(grantable_groups(user).filter(name__in=ROLE_NAMES).values_list("name", flat=True))
    return [role for role in ROLES if role.name in names]


def role_among(groups: Iterable[Group]) -> Role | None:
    names = {group.name for group in groups}
    return next((role for role in reversed(ROLES) if role.name in names), None)


def give_role(user: User, name: str) -> None:
    """Instead of the one before; other groups stay. ``name`` may be "": no role."""
    others = user.groups.exclude(name__in=ROLE_NAMES)
    user.groups.set([*others, *Group.objects.filter(name=name, name__in=ROLE_NAMES)])
    follow_with_staff_status(user)


def follow_with_staff_status(user: User) -> None:
    """Whoever may do anything here may sign in to do it, and nobody else."""
    user.is_staff = user.is_superuser or user.groups.exists() or user.user_permissions.exists()
    user.save(update_fields=["is_staff"])
