"""When signing in is refused before a password is looked at, and what is stored of each attempt.

Three limits, each on the failures of the last quarter of an hour (AXES_COOLOFF_TIME). They
are counted in the database, so for all processes and machines together, by the name as it
was typed, whether there is such an account or not:

- 5 of one name from one address (AXES_FAILURE_LIMIT) lock that pair, for everybody;
- 50 from one address, over all names (ADDRESS_LIMIT), lock every name at that address;
- 20 of one name, over all addresses (NAME_LIMIT), lock that name at every address.

The last two never apply to a name at an address from which it has signed in within ninety days (KNOWN_FOR).
So nobody can lock editors out of where they work: not a stranger who guesses at their
accounts from many addresses, nor a neighbour who guesses at many accounts from theirs.
What that costs: such a neighbour can tell, once the address is locked, which names have
signed in there. Refused attempts are not counted, so a lock ends a quarter of an hour
after the last password that was looked at.
"""

import logging
from datetime import datetime, timedelta
from typing import Any

from axes.handlers.database import AxesDatabaseHandler
from axes.helpers import get_client_username, get_cool_off
from axes.models import AccessAttempt, AccessLog
from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import F, Q, Sum
from django.http import HttpRequest

logger = logging.getLogger(__name__)

ADDRESS_LIMIT = 50
NAME_LIMIT = 20
# How long an address is known as one of a name since it last signed in there, and stored: a session lasts two
# weeks, so whoever works here once in a quarter of a year is known.
KNOWN_FOR = timedelta(days=90)

Credentials = dict[str, Any] | None


class AxesRequest(HttpRequest):
    """A request with what django-axes notes on it before it calls its handler."""

    axes_attempt_time: datetime
    axes_ip_address: str
    axes_user_agent: str
    axes_path_info: str
    axes_http_accept: str
    axes_credentials: Credentials
    axes_locked_out: bool


class SignInThrottle(AxesDatabaseHandler):  # type: ignore[misc]  # django-axes has no types
    """django-axes' handler with our limits. It stores a name, an address and a time, and nothing else.

    A browser's name, a path and what a form contained are no help in counting, and
    would put drafts and passwords into the database and its backups.
    """

    def is_locked(self, request: AxesRequest, credentials: Credentials = None) -> bool:
        return bool(exceeded_limit(request, credentials))

    def user_login_failed(
        self, sender: Any, credentials: dict[str, Any], request: AxesRequest | None = None, **_kwargs: Any
    ) -> None:
        if request is None:  # somebody at the command line
            return
        request.axes_credentials = credentials
        if request.axes_locked_out:
            return
        self.clean_expired_user_attempts(request, credentials)
        AccessAttempt.objects.update_or_create(
            username=get_client_username(request, credentials),
            ip_address=request.axes_ip_address,
            user_agent="",
            defaults={
                "failures_since_start": F("failures_since_start") + 1,
                "attempt_time": request.axes_attempt_time,
            },
            create_defaults={"failures_since_start": 1},
        )
        if limit := exceeded_limit(request, credentials):
            request.axes_locked_out = True
            logger.warning("Signing in was refused for a while: too many failures (%s).", limit)

    def user_logged_in(self, sender: Any, request: AxesRequest, user: User, **kwargs: Any) -> None:
        request.axes_user_agent = request.axes_http_accept = request.axes_path_info = ""
        super().user_logged_in(sender, request, user, **kwargs)


def exceeded_limit(request: AxesRequest, credentials: Credentials) -> str:
    """Which limit refuses these credentials: ``pair``, ``address`` or ``name``; "" if none does."""
    at_address = Q(ip_address=request.axes_ip_address)
    of_name = Q(username=get_client_username(request, credentials))
    failures = AccessAttempt.objects.filter(
        at_address | of_name, attempt_time__gte=request.axes_attempt_time - get_cool_off(request)
    ).aggregate(
        pair=Sum("failures_since_start", filter=at_address & of_name, default=0),
        address=Sum("failures_since_start", filter=at_address, default=0),
        name=Sum("failures_since_start", filter=of_name, default=0),
    )
    if failures["pair"] >= settings.AXES_FAILURE_LIMIT:
        return "pair"
    limits = {"address": ADDRESS_LIMIT, "name": NAME_LIMIT}
    exceeded = [name for name, limit in limits.items() if failures[name] >= limit]
    known_since = request.axes_attempt_time - KNOWN_FOR
    if not exceeded or AccessLog.objects.filter(at_address & of_name, attempt_time__gt=known_since).exists():
        return ""
    return exceeded[0]
