"""What a reader sends who reports an error: read, and looked through before anything is stored."""

import time
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, NamedTuple
from urllib.parse import unquote_to_bytes

from django.core.exceptions import RequestDataTooBig
from django.core.signing import BadSignature, Signer
from django.http import HttpRequest
from django.utils.translation import gettext as _

from relations.models.characters import is_storable
from relations.models.error_report import MAX_SOURCE, MAX_TEXT
from relations.views.errors import UserFacingBadRequest

# Nobody reads a claim and writes a sentence in less; a program does.
MIN_AGE = timedelta(seconds=3)
MAX_AGE = timedelta(hours=12)
# The server takes no larger body at a public address (config/buffering.py); another server may.
MAX_BODY = 64 * 1024
# Nobody sees this field: whoever fills it in is a program.
TRAP = "website"
_SIGNER = Signer(salt="relations.error-report")
_FORM_TYPES = ("application/x-www-form-urlencoded", "multipart/form-data")


class FormStamp(NamedTuple):
    """Signed in a form: its claim, in which edition that was read, which one was the latest, and when it was
    opened (seconds of the epoch).
    """

    claim: str
    edition: int
    latest: int
    opened_at: float

    @classmethod
    def read(cls, text: str) -> "FormStamp | None":
        """The stamp in a form, if this site made it, whatever its age; None for anything else."""
        try:
            return cls(*_SIGNER.unsign_object(text))
        except (BadSignature, TypeError):
            return None

    @classmethod
    def of(cls, claim: str, edition: int, latest: int) -> "FormStamp":
        """A stamp for a form that is being opened."""
        return cls(claim, edition, latest, round(time.time(), 3))

    def sign(self) -> str:
        return str(_SIGNER.sign_object(list(self)))

    @property
    def age(self) -> timedelta:
        return timedelta(seconds=time.time() - self.opened_at)

    @property
    def is_over(self) -> bool:
        return self.age > MAX_AGE


@dataclass(frozen=True)
class SentReport:
    """``stamp`` is None when it is none of ours, or of another claim; ``signed`` is it as it came."""

    text: str = ""
    source: str = ""
    trap: str = ""
    stamp: FormStamp | None = None
    signed: str = ""

    def faults(self) -> list[str]:
        """What keeps it from being taken, in sentences; none of it is lost."""
        faults = []
        if not self.text:
            faults.append(_("Say what is wrong."))
        if not is_storable(self.text + self.source):
            faults.append(_("The text holds characters that no text has, and that cannot be stored."))
        for label, value, most in (
            (_("What is wrong"), self.text, MAX_TEXT),
            (_("Where it says so"), self.source, MAX_SOURCE),
        ):
            if len(value) > most:
                words = {"field": label, "most": most, "length": len(value)}
                faults.append(
                    _("“%(field)s” takes %(most)s letters, and these are %(length)s: shorten it.") % words
                )
        if self.trap:
            faults.append(_("Leave the field empty that says so: it is there for programs."))
        return [*faults, *self._time_faults()]

    def _time_faults(self) -> list[str]:
        if self.stamp is None:
            return [_("The form did not come from this page. Send it again from here.")]
        if self.stamp.age < MIN_AGE:
            return [_("It came sooner than anybody writes. Wait three seconds, and send it again.")]
        if self.stamp.is_over:
            return [_("The form was open for more than twelve hours. Look at the claim, and send it again.")]
        return []

    def storable(self) -> "SentReport":
        """The report without characters that no text may have, so that a page can show it again."""
        return replace(self, text=_shown(self.text), source=_shown(self.source))


def read_form(request: HttpRequest, code: str) -> SentReport:
    """Raises UserFacingBadRequest for what is no form of the site, and what Django raises of others."""
    if request.content_type not in _FORM_TYPES:
        raise UserFacingBadRequest(_("This address takes a form, and this was none."))
    if _length(request) > MAX_BODY:
        raise RequestDataTooBig("A report is larger than MAX_BODY.")
    charset = (request.content_params or {}).get("charset", "utf-8")
    if charset.lower() != "utf-8" or not _is_utf_8(request):
        raise UserFacingBadRequest(_("The form is not in UTF-8, so that it cannot be read."))
    values = {name: request.POST.get(name, "") for name in ("text", "source", TRAP, "stamp")}
    stamp = FormStamp.read(values["stamp"])
    return SentReport(
        text=_typed(values["text"]),
        source=_typed(values["source"]),
        trap=values[TRAP].strip(),
        stamp=stamp if stamp and stamp.claim == code else None,
        signed=values["stamp"],
    )


def _length(request: HttpRequest) -> int:
    return int(request.META.get("CONTENT_LENGTH") or 0)


def _is_utf_8(request: HttpRequest) -> bool:
    """Django would put a mark in the place of what it cannot read."""
    body: bytes = request.body
    try:
        (body if request.content_type == "multipart/form-data" else unquote_to_bytes(body)).decode()
    except UnicodeDecodeError:
        return False
    return True


def _typed(value: Any) -> str:
    return str(value).replace("\r\n", "\n").replace("\r", "\n").strip()


def _shown(text: str) -> str:
    return text if is_storable(text) else "".join(char for char in text if is_storable(char))
