"""Django's sessions, accounts and messages, for the administration only.

Public pages know none of them, and are asked far more often.
"""

from django.conf import settings
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest
from django.http.response import HttpResponseBase


class ForDesk:
    """Stands before a middleware class: requests to which no session cookie is sent pass that by."""

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path_info.startswith(settings.SESSION_COOKIE_PATH):
            return super().__call__(request)
        return self.get_response(request)


class Session(ForDesk, SessionMiddleware):
    pass


class Authentication(ForDesk, AuthenticationMiddleware):
    pass


class Message(ForDesk, MessageMiddleware):
    pass
