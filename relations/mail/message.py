"""A letter as a message of mail."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse

from relations.mail.account_links import letter_text
from relations.mail.text import site_address
from relations.models import Letter


def site_name() -> str:
    """The site's address as a subject has it, without its scheme."""
    return settings.SITE_URL.partition("://")[2].rstrip("/")


def message_of(letter: Letter) -> EmailMessage:
    """Plain text to the one whom it is for. Sent a second time it has the same ``Message-ID``, by which
    programs know that it is the same (RFC 5322, 3.6.4); ``Auto-Submitted`` (RFC 3834) keeps others from
    answering that nobody is in.
    """
    headers = {
        "Message-ID": _message_id(f"letter-{letter.pk}-{letter.made_at:%Y%m%d%H%M%S}"),
        "Auto-Submitted": "auto-generated",
    }
    if letter.thread:  # of which all answer one that nobody sent: whichever comes first, they stand together
        headers |= dict.fromkeys(("In-Reply-To", "References"), _message_id(letter.thread))
    if letter.is_notice:
        headers["List-Unsubscribe"] = f"<{site_address(reverse('admin:notices'))}>"
    # A line feed in the subject would begin another header.
    subject = " ".join(letter.subject.split())
    return EmailMessage(subject, letter_text(letter), to=[letter.user.email], headers=headers)


def _message_id(name: str) -> str:
    return f"<{name}@{urlsplit(settings.SITE_URL).hostname}>"
