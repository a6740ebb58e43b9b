"""Django's sessions, accounts, messages and cookies, for the admin only.

Public pages use none of them, and are requested far more often.
"""

from collections.abc import Awaitable, Callable

from django.conf import settings
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import add_never_cache_headers
from django.utils.deprecation import MiddlewareMixin
from django.utils.functional import SimpleLazyObject

from relations.admin.people.known_browsers import remember_browser
from relations.admin.second_factor.state import admit

GetResponse = Callable[[HttpRequest], HttpResponseBase]


def is_admin_request(request: HttpRequest) -> bool:
    """Whether this is an address to which our cookies are sent."""
    return request.path_info.startswith(settings.SESSION_COOKIE_PATH)


def ignore_public_cookies(get_response: GetResponse) -> GetResponse:
    """Middleware: a cookie sent to a public address is none of ours, and is ignored.

    Django would answer a malformed token with a new one, on a page that shared caches
    store for everybody. A response that sets a cookie is one reader's own, and is stored nowhere.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if not is_admin_request(request):
            request.META.pop("HTTP_COOKIE", None)
        response = get_response(request)
        if response.cookies:
            add_never_cache_headers(response)
        return response

    return middleware


class AdminOnlyMiddleware(MiddlewareMixin):
    """First base of a middleware class: requests for public addresses skip that middleware."""

    def __call__(self, request: HttpRequest) -> HttpResponseBase | Awaitable[HttpResponseBase]:
        if is_admin_request(request):
            return super().__call__(request)
        return self.get_response(request)


class AdminSessionMiddleware(AdminOnlyMiddleware, SessionMiddleware):
    pass


class AdminAuthenticationMiddleware(AdminOnlyMiddleware, AuthenticationMiddleware):
    """Whoever gave a password, and not the second factor that is asked of them, is nobody."""

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        gave_password = request.user
        request.user = SimpleLazyObject(lambda: admit(request, gave_password))  # type: ignore[assignment]

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        remember_browser(request, response)
        return response


class AdminMessageMiddleware(AdminOnlyMiddleware, MessageMiddleware):
    pass
