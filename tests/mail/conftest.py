"""A real mail server, and letters for it."""

import socket
from collections.abc import Callable, Iterator
from contextlib import closing
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.contrib.auth.models import User
from pytest_django.fixtures import Settings

from relations.models import Letter


class Inbox:
    """What was delivered; ``refuse`` has the answer for an address that gets nothing."""

    def __init__(self) -> None:
        self.messages: list[EmailMessage] = []
        self.refuse: dict[str, str] = {}

    async def handle_RCPT(  # noqa: N802 (aiosmtpd's name)
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if answer := self.refuse.get(address):
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        message: Any = BytesParser(policy=default).parsebytes(envelope.content or b"")
        self.messages.append(message)
        return "250 OK"


@pytest.fixture
def inbox(settings: Settings) -> Iterator[Inbox]:
    """Of the mail server that the settings name."""
    inbox = Inbox()
    port = free_port()
    server = Controller(inbox, hostname="127.0.0.1", port=port)
    server.start()
    use_server(settings, port)
    yield inbox
    server.stop()


def free_port() -> int:
    """One at which nobody listens."""
    with closing(socket.socket()) as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def use_server(settings: Settings, port: int) -> None:
    settings.SENDS_MAIL = True
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"  # tests have another
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", port, 2
    settings.DEFAULT_FROM_EMAIL = "relations@example.org"
    settings.SITE_URL = "https://relations.example.org"


@pytest.fixture
def bob(person: Callable[[str, str], User]) -> User:
    return person("bob", "editor")


@pytest.fixture
def letter_to() -> Callable[..., Letter]:
    def write(user: User, email: str = "", **values: str) -> Letter:
        User.objects.filter(pk=user.pk).update(email=email or f"{user}@example.org")
        return Letter.objects.create(user=user, **({"subject": "Not published", "body": "Try."} | values))

    return write
