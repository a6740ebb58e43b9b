"""Django's sessions, accounts, messages and cookies, for the administration only.

Public pages know none of them, and are asked far more often.
"""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import add_never_cache_headers

View = Callable[[HttpRequest], HttpResponseBase]


def is_for_desk(request: HttpRequest) -> bool:
    """Whether this is an address to which our cookies are sent."""
    return request.path_info.startswith(settings.SESSION_COOKIE_PATH)


def cookies(get_response: View) -> View:
    """Middleware: what is sent to public addresses as a cookie is none of ours, and is not seen.

    Django would answer a malformed token with a new one, on a page that shared caches
    keep for everybody. Whatever sets a cookie is one reader's own, and kept nowhere.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if not is_for_desk(request):
            request.META.pop("HTTP_COOKIE", None)
        response = get_response(request)
        if response.cookies:
            add_never_cache_headers(response)
        return response

    return middleware


class ForDesk:
    """Stands before a middleware class: requests to which no session cookie is sent pass that by."""

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if is_for_desk(request):
            return super().__call__(request)
        return self.get_response(request)


class Session(ForDesk, SessionMiddleware):
    pass


class Authentication(ForDesk, AuthenticationMiddleware):
    pass


class Message(ForDesk, MessageMiddleware):
    pass
