"""Notices of review become letters: at once or one a day, in threads, and never of what is done."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime
from email.message import EmailMessage
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection
from pytest_django.fixtures import Settings

from relations import publishing
from relations.mail import notices
from relations.mail.notice_letter import letter_about
from relations.mail.notices import choose_frequency, write_letters
from relations.mail.outbox import MAX_ATTEMPTS, send_waiting
from relations.models import Letter, Notice, Record, Review
from relations.publishing import NewComment
from tests.mail.conftest import Inbox, free_port, use_server
from tests.support.reviewing import newest, require_reviews, save_as, sent
from tests.support.scheduling import perform, scheduled
from tests.support.world import a_document, a_published, save

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 29, 12, tzinfo=UTC)
SITE = "https://relations.example.org"


@pytest.fixture
def ann(person: Callable[[str, str], User]) -> User:
    """Who writes."""
    return reachable(person("ann", "contributor"))


@pytest.fixture
def rex(person: Callable[[str, str], User]) -> User:
    return reachable(person("rex", "reviewer"))


@pytest.fixture
def record(ann: User) -> Record:
    return save_as(ann, a_published(), summary="As Ann has it.")


def reachable(user: User) -> User:
    user.email = f"{user}@example.org"
    user.save(update_fields=["email"])
    return user


def deliver(inbox: Inbox) -> list[EmailMessage]:
    """What is new in the inbox once all that is due was sent."""
    before = len(inbox.messages)
    call_command("send_mail", stdout=StringIO())
    return inbox.messages[before:]


def text_of(message: EmailMessage) -> str:
    text: str = message.get_content()
    return text.replace("\r\n", "\n")


def test_the_letters_of_a_review_say_what_happened_and_stand_in_one_thread(
    inbox: Inbox, record: Record, ann: User, rex: User
) -> None:
    review = sent(record, ann, rex)
    (asked,) = deliver(inbox)
    publishing.comment(newest(record), user=rex, new=[NewComment("summary", "Really?", "As Ann")])
    publishing.send_back(review, user=rex, note="Say who says so.\n\nAnd when.")
    (back,) = deliver(inbox)
    assert (asked["To"], back["To"]) == ("rex@example.org", "ann@example.org")
    assert asked["Subject"] == back["Subject"] == "Review of “Summit in Port Arle”"
    assert asked["References"] == back["References"] == f"<record-{record.pk}@relations.example.org>"
    assert asked["Message-ID"] != back["Message-ID"]
    assert back["Auto-Submitted"] == "auto-generated"
    assert back["List-Unsubscribe"] == f"<{SITE}/admin/notices/>"
    assert text_of(asked).startswith("ann asks for a review of “Summit in Port Arle”.\n\n")
    lines = text_of(back).splitlines()
    assert "    Really?" in lines
    assert "    Say who says so." in lines
    assert f"{SITE}/admin/review/{review.pk}/" in lines
    assert lines[-1] == f"{SITE}/admin/notices/"
    assert "As Ann" not in text_of(asked) + text_of(back)  # nothing of the draft


def test_lines_are_short_and_links_whole(
    inbox: Inbox, settings: Settings, record: Record, ann: User, rex: User
) -> None:
    settings.SITE_URL = f"https://{'relations-' * 6}example.org"
    review = sent(record, ann, rex)
    publishing.comment(newest(record), user=rex, new=[NewComment("", "word " * 300 + "[link]")])
    letters = deliver(inbox)
    links = [line for message in letters for line in text_of(message).splitlines() if "https://" in line]
    others = [line for message in letters for line in text_of(message).splitlines() if "https://" not in line]
    assert f"<{settings.SITE_URL}/admin/review/{review.pk}/>" in links
    assert max(map(len, others)) <= 76
    assert any(line.endswith("…") for line in others)  # the rest is read where it stands


def test_a_comment_may_hold_what_stands_in_the_place_of_links(
    inbox: Inbox, record: Record, ann: User, rex: User
) -> None:
    sent(record, ann, rex)
    publishing.comment(newest(record), user=rex, new=[NewComment("", "See [link].")])
    assert any("See [link]." in text_of(message) for message in deliver(inbox))


def test_who_approved_finds_the_published_page(inbox: Inbox, record: Record, ann: User, rex: User) -> None:
    require_reviews()
    publishing.approve([sent(record, ann)], user=rex)
    deliver(inbox)
    publishing.publish([record], user=ann, note="Other words.", approved=True)
    (message,) = deliver(inbox)
    assert message["To"] == "rex@example.org"
    assert f"{SITE}/events/summit/" in text_of(message).splitlines()


def test_of_what_is_held_back_the_reason_is_said(inbox: Inbox, record: Record, ada: User) -> None:
    reachable(ada)
    one = scheduled(record, user=ada, note="Other words.")
    publishing.withdraw([record], reason="Wrong.")
    perform(one)
    (message,) = deliver(inbox)
    assert message["Subject"] == "Not published: “Summit in Port Arle”"
    assert "It was withdrawn since this was scheduled" in " ".join(text_of(message).split())
    assert f"{SITE}/admin/schedules/{one.pk}/" in text_of(message).splitlines()


def test_what_is_held_back_is_told_an_administrator_where_nobody_concerned_wants_letters(
    inbox: Inbox, record: Record, ada: User, root: User
) -> None:
    choose_frequency(reachable(ada), "none")
    reachable(root)
    one = scheduled(record, user=ada, note="Other words.")
    publishing.withdraw([record], reason="Wrong.")
    perform(one)
    (message,) = deliver(inbox)
    assert message["To"] == "root@example.org"


def test_a_whole_list_sent_for_review_is_one_letter(inbox: Inbox, ada: User, rex: User) -> None:
    a_published()
    drafts = [
        save(a_document("event", key=f"vvvv{n}2", slug=f"s{n}", title=f"Summit {n}", claims=[]))
        for n in "abcd"
    ]
    publishing.send_for_review(drafts, user=ada)
    (message,) = deliver(inbox)
    assert message["Subject"].startswith("Reviews at relations.example.org, ")
    assert text_of(message).count(" asks for a review of ") == 4


def test_of_many_things_a_letter_lists_some_and_says_how_many_more_there_are(
    inbox: Inbox, record: Record, ann: User, rex: User, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    review = sent(record, ann, rex)
    publishing.approve([review], user=rex)
    Notice.objects.all().delete()
    Notice.objects.bulk_create(Notice(user=rex, event="published", review=review) for _number in range(53))
    with django_assert_max_num_queries(70):  # of those listed one each, for the published page
        write_letters()
    (message,) = deliver(inbox)
    assert text_of(message).count("which you have approved, is published.") == 50
    assert f"3 more are not listed here.\n\n{SITE}/admin/" in text_of(message)


# Once a day


def test_one_letter_a_day_has_all_that_happened_and_nothing_that_is_done(
    inbox: Inbox, record: Record, ann: User, rex: User
) -> None:
    choose_frequency(rex, "daily")
    with time_machine.travel(NOON, tick=False) as clock:
        other = save_as(ann, a_published("agreement"), summary="As Ann has it.")
        third = save_as(ann, a_published("issue"), summary="As Ann has it.")
        publishing.take_back(sent(third, ann), user=ann)
        sent(record, ann)
        clock.move_to(datetime(2026, 11, 30, 4, 59, tzinfo=UTC))
        sent(other, ann)
        assert deliver(inbox) == []
        clock.move_to(datetime(2026, 11, 30, 5, 0, tzinfo=UTC))
        (message,) = deliver(inbox)
        assert text_of(message).count(" asks for a review of ") == 2
        assert "Fishing" not in text_of(message)
        publishing.comment(newest(record), user=ann, new=[NewComment("", "Please soon.")])
        clock.move_to(datetime(2026, 12, 1, 4, 59, tzinfo=UTC))
        assert deliver(inbox) == []
        clock.move_to(datetime(2026, 12, 5, 0, 0, tzinfo=UTC))
        assert deliver(inbox) == []  # nobody had asked this reviewer


def test_what_waits_goes_out_at_once_to_who_wants_that_and_never_to_who_wants_none(
    inbox: Inbox, record: Record, ann: User, rex: User
) -> None:
    choose_frequency(rex, "daily")
    sent(record, ann, rex)
    assert deliver(inbox) == []
    choose_frequency(rex, "immediately")
    assert len(deliver(inbox)) == 1
    publishing.comment(newest(record), user=ann, new=[NewComment("", "Please soon.")])
    write_letters()
    assert Letter.objects.filter(sent_at=None).count() == 1
    choose_frequency(rex, "none")
    assert deliver(inbox) == []


@pytest.mark.parametrize("reason", ["decided", "deactivated", "without the right", "wrote of it", "resolved"])
def test_what_is_not_so_any_more_is_told_to_nobody(
    inbox: Inbox, record: Record, ann: User, rex: User, ada: User, reason: str
) -> None:
    review = sent(record, ann, None if reason == "wrote of it" else rex)
    if reason == "decided":
        Review.objects.filter(pk=review.pk).update(state="taken-back", decided_by=ann, decided_at=NOON)
    elif reason == "deactivated":
        User.objects.filter(pk=rex.pk).update(is_active=False)
    elif reason == "without the right":
        rex.groups.clear()
    elif reason == "wrote of it":
        save_as(rex, record, summary="As Rex has it.")
    else:
        Notice.objects.all().delete()
        publishing.comment(newest(record), user=ada, new=[NewComment("", "Really?")])
        publishing.comment(newest(record), user=ada, resolved=[record.comments.get().pk])
    assert deliver(inbox) == []
    assert not Notice.objects.exists()


def test_notices_that_make_no_letter_hold_up_nobody_elses(
    inbox: Inbox, record: Record, ann: User, ada: User, rex: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    reachable(ada)
    sent(record, ann)
    first, *_others = sorted({notice.user_id for notice in Notice.objects.all()})

    def fail_for_first(found: list[Notice]) -> Letter:
        if found[0].user_id == first:
            raise ValueError("No letter.")
        return letter_about(found)

    monkeypatch.setattr(notices, "letter_about", fail_for_first)
    write_letters()
    assert {letter.user_id for letter in Letter.objects.all()} == {ada.pk, rex.pk} - {first}
    assert {notice.user_id for notice in Notice.objects.all()} == {first}


@pytest.mark.django_db(transaction=True)
def test_two_workers_make_one_letter(
    record: Record, ann: User, rex: User, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_server(settings, free_port())
    sent(record, ann, rex)
    both = threading.Barrier(2, timeout=10)
    ask = notices.is_valid
    pause = threading.Event()

    def slowly(notice: Notice) -> bool:
        pause.wait(0.3)  # so that the other comes meanwhile
        return ask(notice)

    monkeypatch.setattr(notices, "is_valid", slowly)

    def work() -> None:
        both.wait()
        write_letters()
        connection.close()

    workers = [threading.Thread(target=work) for _worker in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert Letter.objects.count() == 1


# With the mail server dead


@pytest.mark.long
def test_with_the_mail_server_dead_people_work_on_and_letters_wait_and_are_given_up_after_days(
    record: Record, ann: User, rex: User, root: User, settings: Settings
) -> None:
    use_server(settings, free_port())
    with time_machine.travel(NOON, tick=False) as clock:
        publishing.approve([sent(record, ann, rex)], user=rex)
        write_letters()
        letter = Letter.objects.get()
        for _attempt in range(MAX_ATTEMPTS):
            (attempt,) = send_waiting()
            assert "refused" in attempt.failure.lower()
            letter.refresh_from_db()
            if letter.next_attempt_at:
                clock.move_to(letter.next_attempt_at)
        days = (datetime.now(UTC) - NOON).days
    assert (letter.next_attempt_at, letter.sent_at, days) == (None, None, 5)
    assert list(Letter.objects.to_pass_on(sends_mail=True)) == [letter]
