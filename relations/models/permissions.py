"""Permissions that rules ask for by name, and the accounts that have one."""

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.auth.models import User
from django.db import models

WRITE_PERMISSION = "relations.change_entry"
# To publish is to approve, too: a publisher is who looks at what others wrote.
PUBLISH_PERMISSION = "relations.publish_record"
WITHOUT_REVIEW_PERMISSION = "relations.publish_without_review"
# Who can see to it when the one concerned has no account any more.
ADMINISTRATORS_PERMISSION = "auth.change_user"


def accounts_with(permission: str) -> "models.QuerySet[User]":
    """The active accounts that have a permission, of their own or by a group."""
    return User.objects.with_perm(permission, backend="django.contrib.auth.backends.ModelBackend")


def accounts_in_use_with(permission: str) -> "models.QuerySet[User]":
    """The accounts with a permission that can sign in: who was invited and did not come yet cannot."""
    return accounts_with(permission).exclude(password__startswith=UNUSABLE_PASSWORD_PREFIX)
