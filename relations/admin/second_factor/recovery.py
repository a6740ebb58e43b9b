"""Recovery codes: ten for an account, each for one use, where the app is out of reach.

django-otp's rows of static tokens, which hold a keyed hash instead of the code: whoever reads the database or
a backup signs in with none.
"""

import secrets
from base64 import urlsafe_b64encode

from django.contrib import messages
from django.contrib.auth.models import User
from django.db import transaction
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from django.utils.translation import ngettext
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken

from relations.admin.second_factor.codes import RECOVERY_LENGTH

COUNT = 10
ALPHABET = "abcdefghijklmnopqrstuvwxyz234567"
# Of 16 letters, which is as much as a row takes: 96 bits.
HASH_BYTES = 12


@transaction.atomic
def make_recovery_codes(user: User) -> list[str]:
    """A new set, to be shown once; the one before is good for nothing."""
    StaticDevice.objects.filter(user=user).delete()
    device = StaticDevice.objects.create(user=user, name="recovery")
    codes = [
        "".join(secrets.choice(ALPHABET) for _letter in range(RECOVERY_LENGTH)) for _code in range(COUNT)
    ]
    StaticToken.objects.bulk_create(
        StaticToken(device=device, token=stored_form(user, code)) for code in codes
    )
    return codes


def recovery_codes_left(user: User) -> int:
    return int(StaticToken.objects.filter(device__user=user).count())


def say_how_many_are_left(request: HttpRequest, user: User) -> None:
    left = recovery_codes_left(user)
    words = ngettext(
        "You used a recovery code. %(count)d of %(all)d is left: make new ones under “Second factor”.",
        "You used a recovery code. %(count)d of %(all)d are left.",
        left,
    )
    messages.warning(request, words % {"count": left, "all": COUNT})


def stored_form(user: User, code: str) -> str:
    digest = salted_hmac("relations.second_factor.recovery", f"{user.pk}-{code}", algorithm="sha256").digest()
    return urlsafe_b64encode(digest[:HASH_BYTES]).decode()
