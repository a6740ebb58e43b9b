"""A second factor is set up, and forgotten; the owner of the account is told.

Each change is one transaction with its line in the account's history and its letter: none goes unsaid.
"""

import time
from dataclasses import dataclass

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_otp.plugins.otp_totp.models import TOTPDevice

from relations.admin.second_factor.checking import Checked, refusal_of_app_code, steps_off
from relations.admin.second_factor.codes import Kind, not_a_code, read_code
from relations.admin.second_factor.recovery import make_recovery_codes
from relations.mail.account_notice import write_change_notice, write_reset_notice
from relations.models.second_factor import forget_second_factor


@dataclass(frozen=True)
class SecondFactorChange:
    """What somebody did to their own second factor: ``note`` for the history, ``words`` for a letter."""

    note: Promise
    words: Promise


SET_UP = SecondFactorChange(
    gettext_lazy("Set up a second factor."),
    gettext_lazy(
        "A second factor was set up for your account “%(name)s” at %(site)s, on %(time)s UTC. Besides the "
        "password, a code from an app is asked for when somebody signs in."
    ),
)
MADE_CODES = SecondFactorChange(
    gettext_lazy("Made new recovery codes."),
    gettext_lazy(
        "New recovery codes were made for your account “%(name)s” at %(site)s, on %(time)s UTC. Those from "
        "before are good for nothing."
    ),
)
TOOK_AWAY = SecondFactorChange(
    gettext_lazy("Took the second factor away."),
    gettext_lazy(
        "The second factor of your account “%(name)s” at %(site)s was taken away on %(time)s UTC, by who had "
        "its password and a code. The password alone lets in."
    ),
)


@transaction.atomic
def set_up_own(user: User, secret: str, typed: str) -> tuple[Checked, list[str]]:
    """By the first code of an app; where it is right, with recovery codes, to be shown once."""
    checked = _confirm_app(user, secret, typed)
    return checked, _make_own_codes(user, SET_UP) if checked.is_right else []


@transaction.atomic
def renew_own_codes(user: User) -> list[str]:
    """Other recovery codes, to be shown once."""
    return _make_own_codes(user, MADE_CODES)


@transaction.atomic
def take_away_own(user: User) -> None:
    forget_second_factor(user)
    _note_own_change(user, TOOK_AWAY)


def _confirm_app(user: User, secret: str, typed: str) -> Checked:
    """The app has the secret, as its first code shows, which is thereby used."""
    kind, code = read_code(typed)
    if kind is not Kind.OF_APP:
        return Checked(not_a_code(code))
    device = TOTPDevice(user=user, name="app", key=secret)
    now = time.time()
    steps = steps_off(device, int(code), now)
    if steps is None or abs(steps) > device.tolerance:
        return Checked(refusal_of_app_code(device, int(code)))
    User.objects.select_for_update().get(pk=user.pk)  # nobody sets up two at once
    TOTPDevice.objects.filter(user=user).delete()
    device.last_t = int(now - device.t0) // device.step + steps
    device.save()
    return Checked()


@transaction.atomic
def reset_second_factor(user: User, by: User) -> bool:
    """Take a user's second factor away, as an administrator. Returns whether there was one."""
    if not forget_second_factor(user):
        return False
    note_change(user, by, _("Took the second factor away."))
    write_reset_notice(user, by)
    return True


def _make_own_codes(user: User, change: SecondFactorChange) -> list[str]:
    codes = make_recovery_codes(user)
    _note_own_change(user, change)
    return codes


def _note_own_change(user: User, change: SecondFactorChange) -> None:
    note_change(user, user, str(change.note))
    write_change_notice(user, str(change.words))


def note_change(user: User, by: User, what: str) -> None:
    """Write a line into the history of the account."""
    LogEntry.objects.log_actions(by.pk, [user], CHANGE, what, single_object=True)
