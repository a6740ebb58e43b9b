"""Permissions that rules ask for by name, and the accounts that have one."""

from django.contrib.auth.models import User
from django.db import models

# To publish is to approve, too: a publisher is who looks at what others wrote.
PUBLISH_PERMISSION = "relations.publish_record"
WITHOUT_REVIEW_PERMISSION = "relations.publish_without_review"


def accounts_with(permission: str) -> "models.QuerySet[User]":
    """The active accounts that have a permission, of their own or by a group."""
    return User.objects.with_perm(permission, backend="django.contrib.auth.backends.ModelBackend")
