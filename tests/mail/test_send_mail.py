"""`manage.py send_mail` sends what waits, and says what became of it."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from pytest_django.fixtures import Settings

from relations.models import Letter
from tests.mail.conftest import Inbox

pytestmark = pytest.mark.django_db


def test_it_says_what_became_of_each_letter(
    inbox: Inbox,
    ada: User,
    bob: User,
    letter_to: Callable[..., Letter],
    capsys: pytest.CaptureFixture[str],
) -> None:
    inbox.refuse["bob@example.org"] = "550 No such person"
    letter_to(ada)
    letter_to(bob)
    call_command("send_mail")
    assert capsys.readouterr().out.splitlines() == [
        "“Not published” to ada was sent.",
        "“Not published” to bob could not be sent: 550 No such person",
    ]
    call_command("send_mail")
    assert capsys.readouterr().out == "Nothing waited.\n"


def test_without_a_mail_server_it_says_what_to_set(settings: Settings) -> None:
    settings.SENDS_MAIL = False
    with pytest.raises(CommandError, match="EMAIL_URL"):
        call_command("send_mail")
