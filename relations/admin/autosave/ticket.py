"""The ticket in a page, which lets it store what is typed there, and nothing else.

The page may do so after its session ended, so no cookie is asked for. A ticket is signed, names one user
and one form, and is worth nothing to read with. It ends after twelve hours, when the user signs out
anywhere, has another password, or is deactivated; a page whose session still lives is given the next.
"""

from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta

from django.contrib.auth.models import User
from django.core.signing import BadSignature, Signer
from django.utils import timezone
from django.utils.crypto import get_random_string, salted_hmac

from relations.admin.autosave.form_name import FormName
from relations.models import SignOut

MAX_AGE = timedelta(hours=12)
FIELD = "autosave_ticket"
# The number of the last write that its page had sent when it was saved.
SEQUENCE_FIELD = "autosave_sequence"
PAGE_LENGTH = 20
_SIGNER = Signer(salt="relations.autosave.ticket")


class TicketEndedError(Exception):
    """Nothing is stored with it any more. Whoever is signed in may be given another."""


@dataclass(frozen=True, slots=True)
class Ticket:
    """``page`` is the page's own name. ``follows`` is the page, and ``follows_sequence`` its last write,
    whose text this page goes on with; empty where it began anew. ``account`` changes with the password."""

    user: int
    form: str
    page: str
    account: str
    issued_at: float
    follows: str = ""
    follows_sequence: int = 0

    @classmethod
    def issue(cls, user: User, form: FormName, follows: str = "", follows_sequence: int = 0) -> "Ticket":
        """For a page that is being made."""
        return cls(
            user=user.pk,
            form=str(form),
            page=get_random_string(PAGE_LENGTH),
            account=_account(user.password),
            issued_at=timezone.now().timestamp(),
            follows=follows,
            follows_sequence=follows_sequence,
        )

    def renew(self, user: User) -> "Ticket":
        """For the same page, whose user is signed in."""
        values = asdict(self) | {"account": _account(user.password), "issued_at": timezone.now().timestamp()}
        return Ticket(**values)

    @classmethod
    def read(cls, text: str) -> "Ticket | None":
        """One of ours, whatever its age; None for anything else, half a character in JSON included."""
        try:
            return cls(**_SIGNER.unsign_object(text))
        except (BadSignature, TypeError, UnicodeEncodeError):
            return None

    def sign(self) -> str:
        return _SIGNER.sign_object(asdict(self), compress=True)

    @property
    def sequence(self) -> int:
        """What the writes of its page are counted from: more than any with an earlier ticket."""
        return round(self.issued_at * 1000)

    def check(self) -> None:
        """One query. Raises TicketEndedError."""
        issued_at = datetime.fromtimestamp(self.issued_at, UTC)
        if timezone.now() > issued_at + MAX_AGE:
            raise TicketEndedError
        closed = SignOut.objects.filter(user=self.user, at__gte=issued_at)
        active = User.objects.filter(pk=self.user, is_active=True)
        password = active.exclude(pk__in=closed.values("user")).values_list("password", flat=True).first()
        if password is None or _account(password) != self.account:
            raise TicketEndedError


def _account(password_hash: str) -> str:
    return salted_hmac("relations.autosave.account", password_hash).hexdigest()[:20]


def close_tickets(user: User | None, **_signal: object) -> None:
    """Those of all pages of this user: whoever comes to the computer next stores nothing in their name."""
    if user is not None:
        SignOut.objects.update_or_create(user=user, defaults={"at": timezone.now()})
