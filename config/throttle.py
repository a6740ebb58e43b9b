"""When signing in is refused before a password is looked at, and what is kept of who tried.

Three limits, each on the failures of the last quarter of an hour (AXES_COOLOFF_TIME). They
are counted in the database, so for all processes and machines together, by the name as it
was typed, whether there is such an account or not:

- 5 of one name from one address (AXES_FAILURE_LIMIT) close that door, for everybody;
- 50 from one address, over all names, close every door of that address;
- 20 of one name, over all addresses, close that name's doors everywhere.

The two wide limits are never held against a name at an address from which it has signed in
before. So nobody can keep editors out of where they work: not a stranger who guesses at
their accounts from many addresses, nor a neighbour who guesses at many accounts from theirs.
What that costs: such a neighbour can tell, once the address is closed, which names are known
there. Refused attempts are not counted, so a door opens a quarter of an hour after the last
password that was looked at.
"""

import logging
from typing import Any

from axes.handlers.database import AxesDatabaseHandler
from axes.helpers import get_client_username, get_cool_off
from axes.models import AccessAttempt, AccessLog
from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import F, Q, Sum
from django.http import HttpRequest

log = logging.getLogger(__name__)

ADDRESS_LIMIT = 50
NAME_LIMIT = 20

Credentials = dict[str, Any] | None


class Throttle(AxesDatabaseHandler):
    """django-axes' handler with our limits. It keeps a name, an address and a time, and nothing else.

    A browser's name, a path and what a form held are no help in counting, and
    would put drafts and passwords into the database and its backups.
    """

    def is_locked(self, request: HttpRequest, credentials: Credentials = None) -> bool:
        request.axes_closed = closed(request, get_client_username(request, credentials))
        return bool(request.axes_closed)

    def user_login_failed(
        self, sender: Any, credentials: dict[str, Any], request: HttpRequest | None = None, **_kwargs: Any
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
        if self.is_locked(request, credentials):
            request.axes_locked_out = True
            log.warning("Signing in was closed for a while: too many failures (%s).", request.axes_closed)

    def user_logged_in(self, sender: Any, request: HttpRequest, user: User, **kwargs: Any) -> None:
        request.axes_user_agent = request.axes_http_accept = request.axes_path_info = ""
        super().user_logged_in(sender, request, user, **kwargs)


def closed(request: HttpRequest, name: str | None) -> str:
    """Which limit refuses this name here: ``door``, ``address`` or ``name``; "" if none does."""
    at_address, of_name = Q(ip_address=request.axes_ip_address), Q(username=name)
    counted = AccessAttempt.objects.filter(
        at_address | of_name, attempt_time__gte=request.axes_attempt_time - get_cool_off(request)
    ).aggregate(
        door=Sum("failures_since_start", filter=at_address & of_name, default=0),
        address=Sum("failures_since_start", filter=at_address, default=0),
        name=Sum("failures_since_start", filter=of_name, default=0),
    )
    if counted["door"] >= settings.AXES_FAILURE_LIMIT:
        return "door"
    wide = {"address": ADDRESS_LIMIT, "name": NAME_LIMIT}
    reached = [what for what, limit in wide.items() if counted[what] >= limit]
    if not reached or AccessLog.objects.filter(at_address & of_name).exists():
        return ""
    return reached[0]
