"""The outbox: letters that wait are sent one after the other, by whichever process looks first."""

import smtplib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from relations.mail.message import message_of
from relations.models import Letter

# Of a letter that another process, or one that was killed, has begun to send: then it is sent again, for
# twice is better than never.
CLAIM = timedelta(minutes=10)
LONGEST_PAUSE = timedelta(hours=1)
# Then it is given up: by these pauses, five days (RFC 5321, 4.5.4.1: "generally at least 4-5 days").
MAX_ATTEMPTS = 126

# What a mail server says of one letter, its recipient or sender; everything else concerns all letters.
LETTER_ERRORS = (smtplib.SMTPRecipientsRefused, smtplib.SMTPSenderRefused, smtplib.SMTPDataError)


@dataclass
class Attempt:
    """``failure`` is empty where the letter was sent."""

    letter: Letter
    failure: str = ""


def send_waiting() -> Iterator[Attempt]:
    """Send each letter whose time has come; while no server can be reached, no more than one is tried.

    Raises nothing for mail that cannot be sent: that stands in the letter, for administrators to see.
    """
    for letter in Letter.objects.to_send(timezone.now()).select_related("user"):
        if not _claim(letter):
            continue
        try:
            message_of(letter).send()
        except ValueError as error:  # an address that mail has no way to write
            yield Attempt(letter, _record(letter, str(error), None))
        except LETTER_ERRORS as error:
            yield Attempt(letter, _refused(letter, error))
        except (OSError, smtplib.SMTPException) as error:
            yield Attempt(letter, _try_later(letter, str(error)))
            return
        else:
            Letter.objects.filter(pk=letter.pk).update(sent_at=timezone.now(), failure="")
            yield Attempt(letter)


def _claim(letter: Letter) -> bool:
    """Whether no other process was faster."""
    unclaimed = Letter.objects.unsent().filter(pk=letter.pk, next_attempt_at=letter.next_attempt_at)
    return bool(unclaimed.update(next_attempt_at=timezone.now() + CLAIM, attempts=letter.attempts + 1))


def _refused(letter: Letter, error: smtplib.SMTPException) -> str:
    """Tried again only where the server says that it may take it later (RFC 5321, 4.2.1: 4yz)."""
    replies = (
        list(error.recipients.values())
        if isinstance(error, smtplib.SMTPRecipientsRefused)
        else [(error.smtp_code, error.smtp_error)]  # type: ignore[attr-defined]  # of both others
    )
    code, said = replies[0]
    words = f"{code} {said.decode('utf-8', 'replace') if isinstance(said, bytes) else said}"
    if code < 500:
        return _try_later(letter, words)
    return _record(letter, words, None)


def _try_later(letter: Letter, words: str) -> str:
    if letter.attempts + 1 >= MAX_ATTEMPTS:
        return _record(letter, words, None)
    pause = min(LONGEST_PAUSE, timedelta(minutes=2 ** min(letter.attempts, 6)))
    return _record(letter, words, pause)


def _record(letter: Letter, words: str, pause: timedelta | None) -> str:
    failure = " ".join(words.split())[: Letter.MAX_FAILURE] or "?"
    next_attempt_at = pause and timezone.now() + pause
    Letter.objects.filter(pk=letter.pk).update(failure=failure, next_attempt_at=next_attempt_at)
    return failure
