"""Links in letters that let somebody set a password. None is stored: each is made from the secret key when a
letter is sent or shown, so that no row and no backup holds one.
"""

import re
from base64 import urlsafe_b64encode

from django.contrib.auth.models import User
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from relations.mail.text import link_line
from relations.models import Invitation, Letter

# Of the 32 bytes of a signature: as many as nobody guesses.
SIGNATURE_BYTES = 16
MAX_ID = 2**63 - 1

_INVITATION_TOKEN = re.compile(r"([0-9]{1,19})-([0-9]{1,9})-([\w-]{22})", re.ASCII)
_RESET_TOKEN = re.compile(r"([0-9]{1,19})-([0-9a-z]+-[0-9a-f]+)", re.ASCII)


class ResetTokenGenerator(PasswordResetTokenGenerator):
    """Django's: a token is over with a new password, a new address, the next sign-in, and
    PASSWORD_RESET_TIMEOUT.
    """

    key_salt = "relations.mail.account_links.reset"


_resets = ResetTokenGenerator()


def invitation_token(invitation: Invitation) -> str:
    """The token of an invitation's newest letter; it is void once the account has another address."""
    return _sign(invitation.user, invitation.serial)


def read_invitation_token(token: str) -> tuple[Invitation, int] | None:
    """The invitation of a token that was really sent, and the number of its letter; whether it is still good
    is another question.
    """
    match = _INVITATION_TOKEN.fullmatch(token)
    if not match or int(match[1]) > MAX_ID:
        return None
    invitation = Invitation.objects.select_related("user", "invited_by").filter(user=int(match[1])).first()
    if invitation is None or not constant_time_compare(_sign(invitation.user, int(match[2])), token):
        return None
    return invitation, int(match[2])


def reset_token(user: User) -> str:
    return f"{user.pk}-{_resets.make_token(user)}"


def read_reset_token(token: str, *, lock: bool = False) -> User | None:
    """The user whose password may be set with a token. None where it is not, or no longer, good for anything.

    ``lock``: until the transaction ends nobody else uses it.
    """
    match = _RESET_TOKEN.fullmatch(token)
    if not match or int(match[1]) > MAX_ID:
        return None
    users = User.objects.select_for_update() if lock else User.objects.all()
    user = users.filter(pk=int(match[1]), is_active=True).first()
    good = user is not None and user.has_usable_password() and _resets.check_token(user, match[2])
    return user if good else None


def letter_text(letter: Letter) -> str:
    """A letter's words with its link. Without one that is good any more, with none."""
    if not letter.link:
        return letter.body  # in which somebody may have written what stands in a link's place
    path = _path(letter)
    return letter.body.replace(Letter.LINK_PLACE, link_line(path) if path else "")


def _path(letter: Letter) -> str:
    user = letter.user
    match letter.link:
        case Letter.LinkKind.INVITATION:
            invitation = Invitation.objects.filter(user=user).first()
            return reverse("admin:invitation", args=[invitation_token(invitation)]) if invitation else ""
        case Letter.LinkKind.RESET:
            return reverse("admin:set_password", args=[reset_token(user)])
    return ""


def _sign(user: User, serial: int) -> str:
    value = f"{user.pk}-{serial}"
    digest = salted_hmac(
        "relations.mail.account_links.invitation", f"{value}-{user.email.lower()}", algorithm="sha256"
    ).digest()
    return f"{value}-{urlsafe_b64encode(digest[:SIGNATURE_BYTES]).decode().rstrip('=')}"
