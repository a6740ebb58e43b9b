"""Who forgot a password gets a letter with a link; who asks learns nothing of which accounts there are."""

import json
import logging
import re
from collections import deque
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from unittest.mock import Mock

import pytest
import time_machine
from django.contrib.auth.models import User
from django.db import OperationalError, connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django.fixtures import Settings

from config.logs import JsonFormatter
from config.reset_thread import ResetThread
from relations.admin.people import reset_requests
from relations.admin.people.password_reset import write_letters
from relations.admin.people.reset_requests import ResetRequests
from relations.mail.account_links import letter_text
from relations.mail.outbox import send_waiting
from relations.models import Letter
from tests.mail.conftest import Inbox
from tests.support.admin import fill_form, form_errors, main_content, messages_on, parse_html, text_of

SignIn = Callable[[User], Client]
ASK = "/admin/password-reset/"
NEW = "a long new password"
PASSWORD = {"new_password1": NEW, "new_password2": NEW}


@pytest.fixture(autouse=True)
def requests_of_a_new_process(monkeypatch: pytest.MonkeyPatch) -> ResetRequests:
    requests = ResetRequests()
    for module in ("relations.admin.people.password_reset", "config.reset_thread"):
        monkeypatch.setattr(f"{module}.reset_requests", requests)
    return requests


@pytest.fixture
def ada(ada: User, settings: Settings) -> User:
    settings.SITE_URL = "https://relations.example.org/"
    ada.email = "Ada@X.org"
    ada.save()
    return ada


def ask(account: str, client: Client | None = None, **headers: str) -> Any:
    return (client or Client()).post(ASK, {"account": account}, headers=headers or None)


def path_in(text: str) -> str:
    lines = [
        re.fullmatch(r"<?https://relations\.example\.org(/admin/\S+?)>?", line) for line in text.splitlines()
    ]
    (found,) = [line for line in lines if line]
    return found[1]


def asked_path(account: str = "ada") -> str:
    ask(account)
    return path_in(letter_text(Letter.objects.latest("pk")))


def heading(response: Any) -> str:
    return text_of(main_content(response).h1)


def test_the_page_to_sign_in_leads_there(ada: User) -> None:
    (link,) = main_content(Client().get("/admin/login/")).select(".password-reset-link a")
    client = Client(enforce_csrf_checks=True)
    page = client.get(link["href"])
    assert client.post(ASK, fill_form(page, account="ada")).status_code == 200
    assert Letter.objects.get().user == ada
    assert form_errors(ask("")) == ["This field is required."]


@pytest.mark.parametrize("account", ["ada", "Ada@X.org", "ada@x.org", "ADA@X.ORG"])
def test_a_letter_arrives_from_which_a_password_is_set(
    ada: User, inbox: Inbox, settings: Settings, account: str
) -> None:
    settings.SITE_URL = "https://relations.example.org/"
    ask(account)
    assert [attempt.failure for attempt in send_waiting()] == [""]
    (message,) = inbox.messages
    assert message["To"] == "Ada@X.org"
    path = path_in(message.get_content())
    assert Client().head(path).status_code == 200
    assert Client().get(path).status_code == 200
    hers = Client(enforce_csrf_checks=True)
    assert hers.post(path, fill_form(hers.get(path), **PASSWORD))["Location"] == "/admin/login/"
    assert "Sign in with it, as “ada”" in messages_on(hers.get("/admin/login/"))[0]
    assert User.objects.get(pk=ada.pk).check_password(NEW)
    for answer in (Client().get(path), Client().post(path, PASSWORD)):
        assert (answer.status_code, heading(answer)) == (410, "This link is over")


def test_the_answer_is_the_same_and_needs_no_query_whoever_is_meant(ada: User, ben: User) -> None:
    """What takes time comes when it was sent: nobody can tell from the outside."""
    User.objects.filter(pk=ben.pk).update(is_active=False)
    invited = User.objects.create_user("ina", email="ina@example.org")
    answers = []
    for account in ("ada", "ben", invited.username, "ina@example.org", "nobody", "x" * 254):
        client = Client()
        client.get(ASK)
        response = client.post(ASK, {"account": account})
        answers.append(re.sub(r'(token" value=|nonce=)"[^"]*"', "", response.content.decode()))
    assert len(set(answers)) == 1
    assert [letter.user for letter in Letter.objects.all()] == [ada]


def test_nothing_is_looked_up_before_the_answer_was_sent(ada: User, monkeypatch: pytest.MonkeyPatch) -> None:
    sent = []
    monkeypatch.setattr("relations.admin.people.password_reset.write_letters", sent.append)
    with CaptureQueriesContext(connection) as queries:
        ask("ada")
    assert (list(queries), sent) == ([], ["ada"])


def test_where_a_thread_reads_what_is_asked_the_request_writes_nothing(
    ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    thread = ResetThread()
    thread.perform()
    monkeypatch.setattr("relations.admin.people.reset_requests.ADDRESS_LIMIT", 3)
    with CaptureQueriesContext(connection) as queries:
        answers = [ask("ada"), ask("nobody"), ask("ada"), ask("ada")]
    assert list(queries) == []
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert heading(answers[-1]) == "Asked too often"
    assert not Letter.objects.exists()
    thread.perform()
    assert Letter.objects.get().user == ada


class Clock:
    """Stands where ``time`` stands in the module, and counts how often the times of an address are read."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now, self.read = 1000.0, 0
        clock = self

        class Times(deque[float]):
            def __getitem__(self, index: Any) -> Any:
                clock.read += 1
                return super().__getitem__(index)

        monkeypatch.setattr(reset_requests, "time", self)
        monkeypatch.setattr(reset_requests, "deque", Times)

    def monotonic(self) -> float:
        return self.now


def test_an_address_asks_twenty_times_an_hour_and_is_then_forgotten(
    requests_of_a_new_process: ResetRequests, rf: RequestFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    requests, clock = requests_of_a_new_process, Clock(monkeypatch)

    def ask_from(address: str, times: int) -> int:
        """How many are too many."""
        return sum(requests.is_one_too_many(rf.post(ASK, REMOTE_ADDR=address)) for _each in range(times))

    assert ask_from("192.0.2.1", 10) == 0
    clock.now += 1800
    assert (ask_from("192.0.2.1", 12), ask_from("192.0.2.2", 1)) == (2, 0)
    clock.now += 1800
    assert (ask_from("192.0.2.1", 11), ask_from("192.0.2.2", 1)) == (1, 0)
    clock.now += 3599
    requests.forget_addresses()
    assert [*requests._asked] == ["192.0.2.1", "192.0.2.2"]
    clock.now += 1
    ResetThread().perform()
    assert [*requests._asked] == []


def test_who_asks_does_not_wait_while_all_who_asked_are_looked_through(
    rf: RequestFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock(monkeypatch)
    requests = ResetRequests()
    for number in range(100):
        request = rf.post(ASK, REMOTE_ADDR=f"192.0.2.{number}")
        clock.read = 0
        assert not requests.is_one_too_many(request)
    assert clock.read == 1


def test_what_is_asked_for_during_an_outage_is_written_afterwards(
    ada: User, ben: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    thread = ResetThread()
    thread.perform()
    ask("ada")
    ask("ben")
    with monkeypatch.context() as outage:
        outage.setattr(ResetThread.__module__ + ".write_letters", Mock(side_effect=OperationalError("away")))
        with pytest.raises(OperationalError):
            thread.perform()
    assert not Letter.objects.exists()
    thread.perform()
    assert {letter.user for letter in Letter.objects.all()} == {ada, ben}


def test_what_nobody_can_wait_for_is_dropped() -> None:
    requests = ResetRequests()
    assert all(requests.put(str(n)) for n in range(100))
    assert not requests.put("100")
    assert len(requests.take_all()) == 100
    assert requests.put("101")


def test_an_outage_after_the_answer_is_logged(
    ada: User, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(_account: str) -> int:
        raise OperationalError

    monkeypatch.setattr("relations.admin.people.password_reset.write_letters", fail)
    assert ask("ada").status_code == 200
    assert "could not be written" in caplog.text


def test_an_account_gets_three_letters_an_hour(ada: User) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for account in ("ada", "ada@x.org", "ada", "ada", "ada@x.org"):
            ask(account)
            Letter.objects.update(sent_at=timezone.now())
        assert Letter.objects.count() == 3
        clock.shift(timedelta(hours=1))
        ask("ada")
        assert Letter.objects.count() == 4


def test_a_link_that_lost_its_last_slash_asks_nobody_to_sign_in(ada: User) -> None:
    """The page to sign in would have the link in its own address."""
    answer = Client().get(asked_path().rstrip("/"))
    assert (answer.status_code, heading(answer)) == (200, "Choose a new password")


def test_while_a_letter_waits_there_is_no_other_and_after_a_day_it_waits_no_longer(ada: User) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        ask("ada")
        ask("ada")
        assert Letter.objects.unsent().count() == 1
        clock.shift(timedelta(days=1, seconds=1))
        assert Letter.objects.unsent().count() == 0
        ask("ada")
        assert Letter.objects.unsent().count() == 1


def test_who_asks_for_nobody_takes_the_place_of_no_writer(ada: User) -> None:
    with CaptureQueriesContext(connection) as queries:
        assert write_letters("nobody") == 0
    (query,) = queries
    assert query["sql"].startswith("SELECT 1")


def test_a_link_is_over_after_a_day_a_sign_in_or_another_address(ada: User) -> None:
    path = asked_path()
    with time_machine.travel(timezone.now() + timedelta(hours=24, seconds=2)):
        assert Client().get(path).status_code == 410
    assert Client().get(path).status_code == 200
    for change in ({"last_login": timezone.now()}, {"email": "other@x.org"}, {"is_active": False}):
        former = {name: getattr(User.objects.get(pk=ada.pk), name) for name in change}
        User.objects.filter(pk=ada.pk).update(**change)
        assert Client().post(path, PASSWORD).status_code == 410, change
        User.objects.filter(pk=ada.pk).update(**former)
    assert Client().get(path).status_code == 200


def test_a_new_password_signs_out_the_others(ada: User, signed_in: SignIn) -> None:
    stolen = signed_in(ada)
    assert stolen.get("/admin/").status_code == 200
    path = asked_path()  # signing in ended any earlier link
    assert Client().post(path, PASSWORD).status_code == 302
    assert stolen.get("/admin/").status_code == 302


def test_opened_while_somebody_else_is_signed_in_it_changes_nothing(
    ada: User, ben: User, signed_in: SignIn
) -> None:
    path = asked_path()
    his = signed_in(ben)
    assert "You are signed in as “ben”" in text_of(main_content(his.get(path)))
    assert his.post(path, PASSWORD).status_code == 403
    assert not User.objects.get(pk=ada.pk).check_password(NEW)


@pytest.mark.parametrize("header", ["Host", "X-Forwarded-Host"])
def test_the_letter_has_the_address_of_this_site_whatever_host_is_named(
    ada: User, settings: Settings, header: str
) -> None:
    settings.ALLOWED_HOSTS = ["testserver"]
    answer = ask("ada", **{header: "evil.example"})
    letters = [letter_text(letter) for letter in Letter.objects.all()]
    assert answer.status_code == 400 if header == "Host" else len(letters) == 1
    assert not [text for text in letters if "evil" in text]
    for text in letters:
        path_in(text)


def test_a_long_link_is_told_apart_from_what_stands_around_it(ada: User) -> None:
    ask("ada")
    lines = letter_text(Letter.objects.get()).splitlines()
    (line,) = [line for line in lines if "https" in line and "/admin/" in line]
    assert max(len(other) for other in lines if other != line) <= 76
    assert len(line) <= 76 or (line[0], line[-1]) == ("<", ">")


def test_no_row_and_no_log_has_the_link(
    ada: User, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    caplog.set_level(logging.INFO)
    path = asked_path()
    token = path.split("/")[-2]
    reader = Client(raise_request_exception=False)
    for each in (path, path.upper(), path.rstrip("/")):
        reader.get(each)
    monkeypatch.setattr("relations.admin.people.password_reset._form", lambda *_: 1 / 0)
    failed = reader.get(path)
    assert (failed.status_code, failed.headers["Referrer-Policy"]) == (500, "strict-origin")
    lines = [JsonFormatter().format(record) for record in caplog.records]
    assert not [line for line in lines if token in line.lower()]
    assert "/admin/password-reset/…/" in [json.loads(line).get("path") for line in lines]
    assert token not in str([*Letter.objects.values(), *User.objects.values()])


def test_an_administrator_passes_on_no_link_of_who_may_more(ada: User, root: User, signed_in: SignIn) -> None:
    """They would only have to ask for a superuser's new password, and to look."""
    User.objects.create_superuser("zoe", "zoe@x.org", "p")
    client = signed_in(root)
    for account, is_shown in (("ada", True), ("zoe", False)):
        ask(account)
        page = main_content(client.get(f"/admin/letters/{Letter.objects.latest('pk').pk}/"))
        assert ("/admin/password-reset/" in str(page)) is is_shown, account
    assert "shown only to those who may do everything" in text_of(page)


@pytest.mark.parametrize("token", ["x", "1-abc-def", f"{'9' * 19}-abc-def", "1-zzzzzzzzzzzzzzzz-a"])
def test_what_was_never_sent_is_over(ada: User, token: str) -> None:
    page = Client().get(f"{ASK}{token}/")
    assert page.status_code == 410
    assert parse_html(page).select_one(f"#content a[href='{ASK}']")
