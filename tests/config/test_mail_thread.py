"""A worker's thread sends letters, and a mail server that is dead is said once for each letter."""

import logging

import pytest
from django.contrib.auth.models import User
from pytest_django.fixtures import Settings

from config import mail_thread
from config.due_thread import DueThread
from config.expiry_thread import ExpiryThread
from config.mail_thread import MailThread
from config.reset_thread import ResetThread
from config.worker_threads import worker_threads
from relations.models import Letter
from tests.mail.conftest import free_port, use_server

pytestmark = pytest.mark.django_db(transaction=True)


def test_letters_are_sent_by_a_thread_of_their_own_where_there_is_a_mail_server(settings: Settings) -> None:
    settings.SENDS_MAIL = False
    assert [type(thread) for thread in worker_threads()] == [DueThread, ExpiryThread, ResetThread]
    settings.SENDS_MAIL = True
    assert [type(thread) for thread in worker_threads()] == [DueThread, ExpiryThread, ResetThread, MailThread]


def test_a_dead_mail_server_stands_in_the_log_and_in_the_letter(
    settings: Settings, ada: User, caplog: pytest.LogCaptureFixture
) -> None:
    use_server(settings, free_port())
    User.objects.filter(pk=ada.pk).update(email="ada@example.org")
    letter = Letter.objects.create(user=ada, subject="Not published", body="Try.")
    thread = MailThread()
    caplog.set_level(logging.INFO, logger="config.mail_thread")
    assert [thread.pass_once(), thread.pass_once()] == [10, 10]
    (line,) = caplog.messages
    assert line.startswith(f"Letter {letter.pk} could not be sent: ")
    letter.refresh_from_db()
    assert line.endswith(letter.failure)


def test_a_notice_that_makes_no_letter_holds_up_no_other(
    settings: Settings, ada: User, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    use_server(settings, free_port())
    User.objects.filter(pk=ada.pk).update(email="ada@example.org")
    letter = Letter.objects.create(user=ada, subject="Not published", body="Try.")

    def fail() -> None:
        raise ValueError("A notice that says nothing")

    with monkeypatch.context() as patched:
        patched.setattr(mail_thread, "write_letters", fail)
        assert MailThread().pass_once() == 10
    letter.refresh_from_db()
    assert letter.failure  # it was tried
    assert "Mail could not be looked after" in caplog.text
