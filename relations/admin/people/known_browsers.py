"""A letter to whoever signs in with a browser that had not been used for their account before.

A cookie of the browser says for which accounts it was; neither that nor from where they came is stored here.
"""

import re
from typing import cast

from django.conf import settings
from django.contrib.auth.models import User
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from relations.mail.account_notice import write_account_notice
from relations.mail.message import site_name

COOKIE = "known_browser"
# Seconds; browsers forget a cookie after 400 days at most (RFC 6265bis, 5.5), and it is given anew each time.
MAX_AGE = 400 * 24 * 3600
# Of one browser, which several people may share.
MAX_ACCOUNTS = 20
# The first that is found: most browsers name others, too, for the sake of old pages.
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox|FxiOS", "Firefox"),
    ("Chrome|CriOS|Chromium", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone|iPod", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Macintosh|Mac OS X", "Mac"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


class SignInRequest(HttpRequest):
    """``is_first_sign_in`` is noted where the password is looked at; the cookie is sent with the answer."""

    is_first_sign_in: bool
    known_browser: str


def note_first_sign_in(request: HttpRequest, user: User) -> None:
    """Whether it is the first of this user. To sign in writes down when that was, so it is asked before."""
    cast(SignInRequest, request).is_first_sign_in = user.last_login is None


def note_sign_in(request: HttpRequest, user: User) -> None:
    """Once all that is asked of this user was given."""
    is_known = any(constant_time_compare(each, _mark(user)) for each in _marks(request))
    if not is_known and not getattr(request, "is_first_sign_in", False):
        _write_letter(user, request.headers.get("User-Agent", ""))
    note_browser(request, user)


def note_browser(request: HttpRequest, user: User) -> None:
    """Mark the browser as known for this user, until the user has another password."""
    mark = _mark(user)
    others = [each for each in _marks(request) if each and each != mark]
    cast(SignInRequest, request).known_browser = ".".join([mark, *others][:MAX_ACCOUNTS])


def remember_browser(request: HttpRequest, response: HttpResponseBase) -> None:
    if value := getattr(request, "known_browser", ""):
        response.set_cookie(
            COOKIE,
            value,
            max_age=MAX_AGE,
            path=settings.SESSION_COOKIE_PATH,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )


def browser_in_words(user_agent: str) -> str:
    """ "Firefox on Windows", as far as it says."""
    browser, system = _named(user_agent, BROWSERS), _named(user_agent, SYSTEMS)
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("a browser that does not say which it is")


def _named(user_agent: str, among: tuple[tuple[str, str], ...]) -> str:
    return next((name for pattern, name in among if re.search(rf"\b(?:{pattern})", user_agent)), "")


def _marks(request: HttpRequest) -> list[str]:
    return request.COOKIES.get(COOKIE, "").split(".")[:MAX_ACCOUNTS]


def _mark(user: User) -> str:
    """What only this site gives, and only to a browser that has signed in with this account and password."""
    value = f"{user.pk}-{user.password}"
    return salted_hmac("relations.known_browser", value, algorithm="sha256").hexdigest()[:32]


def _write_letter(user: User, user_agent: str) -> None:
    words = {
        "name": user.get_username(),
        "site": site_name(),
        "time": date_format(timezone.now(), "j F Y, H:i"),
        "browser": browser_in_words(user_agent),
    }
    paragraphs = (
        _(
            "Somebody signed in to your account “%(name)s” at %(site)s on %(time)s UTC, with %(browser)s. "
            "This browser had not been used for your account since its password was set, or its cookies were "
            "deleted."
        )
        % words,
        _("If it was you, nothing has to be done."),
        _(
            "If it was not you, choose another password at once, which signs everybody else out of your "
            "account, and tell whoever runs the site:"
        ),
    )
    write_account_notice(user, _("A new browser signed in at %(site)s") % words, paragraphs)
