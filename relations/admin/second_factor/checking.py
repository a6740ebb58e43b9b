"""Whether a code is right; where it is not, what to do about it."""

import math
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_otp.oath import hotp
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from relations.admin.second_factor.codes import Kind, describe_seconds, describe_wait, not_a_code, read_code
from relations.admin.second_factor.recovery import stored_form

# Steps of half a minute for which a code is looked for, to say how far a clock is off: five minutes.
SEARCHED_STEPS = 10
# Each failure doubles the wait, from a second to half an hour: with the password alone nobody keeps its owner
# out for days.
MAX_FAILURES = 12


@dataclass(frozen=True, slots=True)
class Checked:
    """``refusal`` is empty where the code is right; ``wait`` are the seconds until one is looked at again."""

    refusal: str = ""
    wait: int = 0
    is_recovery: bool = False

    @property
    def is_right(self) -> bool:
        return not self.refusal


@transaction.atomic
def check_code(user: User, typed: str) -> Checked:
    """Counts a failure, and uses up what was right."""
    kind, code = read_code(typed)
    if kind is Kind.NEITHER:
        return Checked(not_a_code(code))
    model = StaticDevice if kind is Kind.RECOVERY else TOTPDevice
    device = model.objects.select_for_update().filter(user=user, confirmed=True).order_by("pk").first()
    if device is None:
        return Checked(_("This account has no such codes."))
    device.throttling_failure_count = min(device.throttling_failure_count, MAX_FAILURES)
    if wait := _wait(device):
        return Checked(
            _("Wrong codes were entered. Wait %(wait)s, and enter the newest code then.")
            % {"wait": describe_wait(wait)},
            wait,
        )
    if kind is Kind.RECOVERY:
        is_right = device.verify_token(stored_form(user, code))
        return Checked("" if is_right else _("This is none of your recovery codes, or it was used."), 0, True)
    if device.verify_token(code):
        return Checked()
    return Checked(refusal_of_app_code(device, int(code)))


def _wait(device: Any) -> int:
    is_allowed, why = device.verify_is_allowed()
    if is_allowed:
        return 0
    left: timedelta = why["locked_until"] - timezone.now()
    return max(1, math.ceil(left.total_seconds()))


def refusal_of_app_code(device: Any, code: int) -> str:
    now = time.time()
    steps = steps_off(device, code, now)
    if steps is None:
        return _("This code is wrong. Enter the one that your app shows for this site.")
    if abs(steps) <= device.tolerance:
        return _("This code, or one after it, was used already. Wait for the next one in your app.")
    words = {
        "difference": describe_seconds(steps * device.step),
        "time": f"{datetime.fromtimestamp(now, UTC):%H:%M:%S}",
    }
    ahead = _(
        "By this code, the clock of your phone is %(difference)s ahead of this server’s, which says "
        "%(time)s UTC. Let your phone set its time by itself, and enter the next code. If the server’s "
        "time is wrong, tell whoever runs this site."
    )
    behind = _(
        "By this code, the clock of your phone is %(difference)s behind this server’s, which says "
        "%(time)s UTC. Let your phone set its time by itself, and enter the next code. If the server’s "
        "time is wrong, tell whoever runs this site."
    )
    return (ahead if steps > 0 else behind) % words


def steps_off(device: Any, code: int, now: float) -> int | None:
    """For how many steps later (or earlier) than this server's the code is; the nearest; None where it is for
    none of those that are looked at.
    """
    step = int(now - device.t0) // device.step
    nearest_first = sorted(range(-SEARCHED_STEPS, SEARCHED_STEPS + 1), key=abs)
    return next(
        (off for off in nearest_first if hotp(device.bin_key, step + off, device.digits) == code), None
    )
