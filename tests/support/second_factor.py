"""Second factors in tests: set up, demanded, and the codes that an app would show."""

import time

from django.contrib.auth.models import Group, User
from django.test import Client
from django_otp.oath import hotp
from django_otp.plugins.otp_totp.models import TOTPDevice

from relations.admin.second_factor.state import SESSION_KEY, session_mark
from relations.models import SecondFactorRequirement


def set_up(user: User) -> TOTPDevice:
    return TOTPDevice.objects.create(user=user, name="app", confirmed=True)


def code_of(device: TOTPDevice, steps: int = 0) -> str:
    """What the app shows; with ``steps`` that of a clock which is so many half minutes ahead."""
    step = int(time.time()) // device.step + steps
    return f"{hotp(device.bin_key, step):06}"


def demand_second_factor(role: str) -> None:
    SecondFactorRequirement.objects.create(group=Group.objects.get(name=role))


def verified(client: Client, user: User) -> TOTPDevice:
    """The client of this user gave a code, and no test has to wait for the next one."""
    device = TOTPDevice.objects.filter(user=user).first() or set_up(user)
    session = client.session
    session[SESSION_KEY] = session_mark(device.key)
    session.save()
    return device
