"""The permissions that the admin's own pages ask for, and who asks."""

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

VIEW_ENTRIES_PERMISSION = "relations.view_entry"


def signed_in_user(request: HttpRequest) -> User:
    """Who is signed in. Raises PermissionDenied where nobody is, which no page of the admin lets happen."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user
