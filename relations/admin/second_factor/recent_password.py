"""Whoever changes a second factor shows who they are: by their password, unless they gave it minutes ago.

So a session that somebody else has got hold of sets up no second factor of theirs, and makes no codes.
"""

import time

from django.contrib.auth import authenticate
from django.contrib.auth.models import User
from django.http import HttpRequest
from django.views.decorators.debug import sensitive_variables

SESSION_KEY = "password_given_at"
SECONDS = 600


def note_password(request: HttpRequest) -> None:
    """Remember in the session that the password was given and right at this moment."""
    request.session[SESSION_KEY] = int(time.time())


def was_given_lately(request: HttpRequest) -> bool:
    since: float = time.time() - request.session.get(SESSION_KEY, 0)
    return 0 <= since < SECONDS


@sensitive_variables("typed")
def is_password_of(user: User, typed: str, request: HttpRequest) -> bool:
    """A failure counts as one at the page to sign in."""
    return authenticate(request, username=user.get_username(), password=typed) == user
