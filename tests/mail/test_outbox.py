"""Letters that wait are sent to a real mail server, once each, whatever becomes of it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import User
from django.utils import timezone
from pytest_django.fixtures import Settings

from relations.mail import outbox
from relations.mail.outbox import send_waiting
from relations.models import Letter
from tests.mail.conftest import Inbox, free_port, use_server

pytestmark = pytest.mark.django_db
WriteTo = Callable[..., Letter]


def test_a_letter_arrives_as_it_was_written_and_is_sent_once(
    inbox: Inbox, ada: User, letter_to: WriteTo
) -> None:
    long = "https://relations.example.org/admin/" + "x" * 90 + "/"
    letter = letter_to(ada, subject="Not published: “Přerov”", body=f"Because…\n\n{long}\n")
    assert [attempt.failure for attempt in send_waiting()] == [""]
    assert list(send_waiting()) == []
    (message,) = inbox.messages
    assert (message["To"], message["From"]) == ("ada@example.org", "relations@example.org")
    assert message["Subject"] == "Not published: “Přerov”"
    assert message.get_content().splitlines() == ["Because…", "", long]
    assert message["Auto-Submitted"] == "auto-generated"
    letter.refresh_from_db()
    assert letter.sent_at is not None


def test_a_letter_sent_again_is_known_by_its_id(inbox: Inbox, ada: User, letter_to: WriteTo) -> None:
    letter = letter_to(ada)
    list(send_waiting())
    Letter.objects.filter(pk=letter.pk).update(sent_at=None, next_attempt_at=timezone.now())
    list(send_waiting())
    first, second = inbox.messages
    assert first["Message-ID"] == second["Message-ID"]
    assert first["Message-ID"].endswith("@relations.example.org>")


def test_a_subject_with_a_line_feed_makes_no_header(inbox: Inbox, ada: User, letter_to: WriteTo) -> None:
    letter_to(ada, subject="Not published\nBcc: eve@example.org")
    list(send_waiting())
    (message,) = inbox.messages
    assert message["Bcc"] is None
    assert message["Subject"] == "Not published Bcc: eve@example.org"


def test_who_has_no_address_or_is_deactivated_is_sent_nothing(
    inbox: Inbox, ada: User, bob: User, letter_to: WriteTo
) -> None:
    letter_to(ada)
    User.objects.filter(pk=ada.pk).update(is_active=False)
    letter_to(bob)
    User.objects.filter(pk=bob.pk).update(email="")
    assert list(send_waiting()) == []
    assert inbox.messages == []


def test_with_the_mail_server_dead_one_letter_is_tried_and_all_are_sent_later(
    settings: Settings, ada: User, letter_to: WriteTo
) -> None:
    use_server(settings, free_port())
    first, second = letter_to(ada), letter_to(ada)
    with time_machine.travel(timezone.now(), tick=False) as clock:
        (attempt,) = send_waiting()
        assert "refused" in attempt.failure.lower()
        first.refresh_from_db()
        assert first.next_attempt_at == timezone.now() + timedelta(minutes=2 ** (first.attempts - 1))
        (attempt,) = send_waiting()
        assert attempt.letter == second
        assert list(send_waiting()) == []
        clock.shift(timedelta(minutes=2))
        assert [attempt.letter for attempt in send_waiting()] == [first]


def test_pauses_grow_to_an_hour(settings: Settings, ada: User, letter_to: WriteTo) -> None:
    use_server(settings, free_port())
    letter = letter_to(ada)
    pauses = []
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for _attempt in range(9):
            list(send_waiting())
            letter.refresh_from_db()
            assert letter.next_attempt_at
            pause = letter.next_attempt_at - timezone.now()
            pauses.append(pause.total_seconds() / 60)
            clock.shift(pause)
    assert pauses == [1, 2, 4, 8, 16, 32, 60, 60, 60]


@pytest.mark.parametrize(
    ("answer", "again"),
    [("550 No such person", False), ("450 Come back later", True)],
    ids=["never", "later"],
)
def test_an_address_that_is_refused_holds_up_no_other_letter(
    inbox: Inbox, ada: User, bob: User, letter_to: WriteTo, answer: str, again: bool
) -> None:
    inbox.refuse["ada@example.org"] = answer
    refused = letter_to(ada)
    letter_to(bob)
    assert [attempt.failure for attempt in send_waiting()] == [answer, ""]
    assert [message["To"] for message in inbox.messages] == ["bob@example.org"]
    refused.refresh_from_db()
    assert (refused.next_attempt_at is not None) == again
    assert list(Letter.objects.to_pass_on(sends_mail=True)) == [refused]


def test_an_address_that_cannot_be_written_is_told_and_holds_up_no_other(
    inbox: Inbox, ada: User, bob: User, letter_to: WriteTo
) -> None:
    letter_to(ada, "ada@" + "x" * 64 + "ü.example.org")
    letter_to(bob)
    refused, sent = send_waiting()
    assert (bool(refused.failure), sent.failure) == (True, "")
    assert Letter.objects.get(pk=refused.letter.pk).next_attempt_at is None


def test_two_processes_send_a_letter_once(
    inbox: Inbox, ada: User, letter_to: WriteTo, monkeypatch: pytest.MonkeyPatch
) -> None:
    letter_to(ada)
    write = outbox.message_of

    def meanwhile(letter: Letter) -> object:
        assert list(send_waiting()) == []  # the other process, while this one speaks to the server
        return write(letter)

    monkeypatch.setattr(outbox, "message_of", meanwhile)
    assert len(list(send_waiting())) == 1
    assert len(inbox.messages) == 1


def test_what_a_killed_process_had_begun_is_sent_ten_minutes_later(
    inbox: Inbox, ada: User, letter_to: WriteTo, monkeypatch: pytest.MonkeyPatch
) -> None:
    letter_to(ada)

    def killed(_letter: Letter) -> object:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(outbox, "message_of", killed)
        with pytest.raises(KeyboardInterrupt):
            list(send_waiting())
    assert list(send_waiting()) == []
    with time_machine.travel(timezone.now() + timedelta(minutes=10, seconds=1)):
        assert [attempt.failure for attempt in send_waiting()] == [""]
