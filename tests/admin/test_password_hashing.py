"""Passwords are hashed one at a time in a process, and none for those who are locked out."""

import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher, check_password, get_hasher, make_password
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from pytest_django import Settings

from config import settings as shipped
from relations.admin import password_hashing as passwords
from relations.admin.password_hashing import HashingQueueFullError, hashing_slot
from relations.models import Event
from tests.admin.test_sign_in import NAME, PASSWORD, TYPED, sent_too_late
from tests.support.admin import form_fields, page_form, parse_html, text_of

pytestmark = pytest.mark.django_db(transaction=True)

SignIn = Callable[[User], Client]


class Hashing:
    """What the hasher does. ``gate``: hashing goes on while it is open."""

    def __init__(self) -> None:
        self.done = self.at_once = self.most_at_once = 0
        self.begun, self.gate = threading.Event(), threading.Event()
        self.gate.set()
        self._lock = threading.Lock()

    def __enter__(self) -> None:
        with self._lock:
            self.done += 1
            self.at_once += 1
            self.most_at_once = max(self.most_at_once, self.at_once)
        self.begun.set()
        assert self.gate.wait(timeout=20)

    def __exit__(self, *_error: object) -> None:
        with self._lock:
            self.at_once -= 1


@pytest.fixture
def hashing(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hashing]:
    """The hasher as shipped, quick, and watched."""
    settings.PASSWORD_HASHERS = shipped.PASSWORD_HASHERS
    monkeypatch.setattr(PBKDF2PasswordHasher, "iterations", 1)
    watched, encode = Hashing(), PBKDF2PasswordHasher.encode

    def watched_encode(self: PBKDF2PasswordHasher, *arguments: Any) -> str:
        with watched:
            return encode(self, *arguments)

    monkeypatch.setattr(PBKDF2PasswordHasher, "encode", watched_encode)
    yield watched
    watched.gate.set()


def sign_in(name: str, password: str, address: str = "192.0.2.1") -> Any:
    data = {"username": name, "password": password}
    return Client().post("/admin/login/", data, REMOTE_ADDR=address)


class Meanwhile(threading.Thread):
    """A call in a thread of its own; ``answer`` is what it returned."""

    def __init__(self, call: Callable[..., Any], *arguments: Any) -> None:
        super().__init__()
        self.call, self.arguments, self.answer = call, arguments, None
        self.start()

    def run(self) -> None:
        try:
            self.answer = self.call(*self.arguments)
        finally:
            connection.close()

    def ended(self) -> Any:
        self.join(timeout=30)
        assert not self.is_alive()
        return self.answer


def wait_for_places(free: int) -> None:
    """Until so many are left."""
    until = time.monotonic() + 20
    while passwords._queue._value != free:
        assert time.monotonic() < until
        time.sleep(0.01)


@pytest.fixture
def occupied(hashing: Hashing, ada: User) -> Iterator[list[Meanwhile]]:
    """One sign-in at its hash, which takes its time, and one that waits: every place is taken."""
    hashing.begun.clear()
    hashing.gate.clear()
    hashing.done = 0
    first = Meanwhile(sign_in, "nobody", "wrong")
    assert hashing.begun.wait(timeout=20)
    second = Meanwhile(sign_in, "ada", "ada's password")
    wait_for_places(0)
    yield [first, second]
    hashing.gate.set()
    first.ended()
    second.ended()


def test_a_hash_is_as_django_makes_it(hashing: Hashing) -> None:
    made = make_password("a password")

    assert made.startswith("pbkdf2_sha256$")
    assert PBKDF2PasswordHasher().verify("a password", made)
    assert check_password("a password", made)
    assert not check_password("another", made)
    assert type(get_hasher()) is passwords.QueuedPBKDF2PasswordHasher


def test_one_is_hashed_at_a_time_and_the_next_one_waits_for_its_turn(
    hashing: Hashing, occupied: list[Meanwhile]
) -> None:
    hashing.gate.set()

    assert [thread.ended().status_code for thread in occupied] == [200, 302]
    assert (hashing.done, hashing.most_at_once) == (2, 1)


def test_a_sign_in_is_answered_503_while_the_hashing_queue_is_full(
    hashing: Hashing, occupied: list[Meanwhile]
) -> None:
    refused = sign_in("ada", "ada's password")

    assert (refused.status_code, refused["Retry-After"]) == (503, "2")
    assert "no-store" in refused["Cache-Control"]
    page = parse_html(refused)
    assert "Wait 2 seconds, enter it once more" in text_of(page.select_one(".errornote"))
    assert page.find(id="id_username")["value"] == "ada"
    assert "ada's password" not in refused.content.decode()
    assert hashing.done == 1
    hashing.gate.set()
    for thread in occupied:
        thread.ended()
    assert sign_in("ada", "ada's password").status_code == 302


def test_a_turn_that_does_not_come_is_waited_for_a_few_seconds_only(
    hashing: Hashing, ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passwords, "QUEUE_TIMEOUT", 0.1)
    hashing.gate.clear()
    first = Meanwhile(sign_in, "nobody", "wrong")
    wait_for_places(1)

    assert sign_in("ada", "ada's password").status_code == 503

    hashing.gate.set()
    assert first.ended().status_code == 200
    assert sign_in("ada", "ada's password").status_code == 302


def test_who_is_locked_out_is_told_so_at_once_and_nothing_is_hashed(hashing: Hashing, ada: User) -> None:
    for _n in range(5):
        sign_in("ada", "wrong")
    hashing.done = 0
    with hashing_slot():  # this thread hashes; others find one place, and no turn
        answer = Meanwhile(sign_in, "ada", "ada's password").ended()

    assert answer.status_code == 429
    assert hashing.done == 0


def test_names_that_nobody_has_cost_one_hash_like_others(hashing: Hashing, ada: User) -> None:
    hashing.done = 0
    for n, name in enumerate(("ada", "nobody"), 1):
        assert sign_in(name, "wrong").status_code == 200
        assert hashing.done == n


def test_guesses_sent_all_at_once_are_no_more_than_those_sent_in_turn(hashing: Hashing, ada: User) -> None:
    for _n in range(4):
        sign_in("ada", "wrong")
    hashing.begun.clear()
    hashing.gate.clear()
    hashing.done = 0
    first = Meanwhile(sign_in, "ada", "wrong")
    assert hashing.begun.wait(timeout=20)
    second = Meanwhile(sign_in, "ada", "ada's password")
    wait_for_places(0)
    hashing.gate.set()

    assert [first.ended().status_code, second.ended().status_code] == [429, 429]
    assert hashing.done == 1


def test_a_submitted_form_is_carried_while_the_hashing_queue_is_full(
    hashing: Hashing, ada: User, signed_in: SignIn, occupied: list[Meanwhile]
) -> None:
    client = signed_in(ada)
    url, asked = sent_too_late(client)
    data = form_fields(page_form(asked)) | {NAME: ["ada"], PASSWORD: ["ada's password"]}

    refused = client.post(url, data)

    assert (refused.status_code, refused["Retry-After"]) == (503, "2")
    assert "Wait 2 seconds, enter it once more" in text_of(parse_html(refused).select_one(".errornote"))
    hashing.gate.set()
    for thread in occupied:
        thread.ended()
    again = form_fields(page_form(refused)) | {NAME: ["ada"], PASSWORD: ["ada's password"]}
    assert client.post(url, again).status_code == 302
    assert Event.objects.get().claims.get().text == TYPED


NEW = "a new password of hers"
FORMS = {
    "password_change": {"old_password": "ada's password", "new_password1": NEW, "new_password2": NEW},
    "auth/user/{}/password": {"usable_password": "true", "password1": NEW, "password2": NEW},
}


@pytest.mark.parametrize("form", FORMS)
def test_a_form_with_passwords_waits_like_a_sign_in(
    hashing: Hashing, ada: User, signed_in: SignIn, occupied: list[Meanwhile], form: str
) -> None:
    User.objects.filter(pk=ada.pk).update(is_superuser=True)
    client, url = signed_in(ada), f"/admin/{form.format(ada.pk)}/"

    refused = client.post(url, FORMS[form])

    assert (refused.status_code, refused["Retry-After"]) == (503, "2")
    assert "nothing was changed" in text_of(parse_html(refused).find(id="content"))
    assert NEW not in refused.content.decode()
    assert (User.objects.count(), hashing.done) == (1, 1)
    hashing.gate.set()
    for thread in occupied:
        thread.ended()
    assert client.post(url, FORMS[form]).status_code == 302


def test_a_new_password_and_a_failed_sign_in_do_not_wait_for_each_other(
    hashing: Hashing, ada: User, signed_in: SignIn
) -> None:
    """The one has the database for itself, the other the turn: each would need what the other has."""
    User.objects.filter(pk=ada.pk).update(is_superuser=True)
    client = signed_in(ada)
    hashing.begun.clear()
    hashing.gate.clear()
    signing_in = Meanwhile(sign_in, "nobody", "wrong")
    assert hashing.begun.wait(timeout=20)
    setting = "auth/user/{}/password"
    adding = Meanwhile(client.post, f"/admin/{setting.format(ada.pk)}/", FORMS[setting])
    wait_for_places(0)
    hashing.gate.set()

    assert signing_in.ended().status_code == 200
    assert adding.ended().status_code == 302


def test_other_forms_take_no_turn(
    hashing: Hashing, ada: User, signed_in: SignIn, occupied: list[Meanwhile]
) -> None:
    client = signed_in(ada)
    assert client.post("/admin/auth/user/add/", {"username": "x"}).status_code == 403
    User.objects.filter(pk=ada.pk).update(is_superuser=True)
    invited = {"username": "carol", "email": "carol@example.org", "role": "editor"}
    assert client.post("/admin/auth/user/add/", invited).status_code == 302
    assert Client().post("/admin/password_change/", FORMS["password_change"]).status_code == 302
    assert Client().post("/admin/login/", {"username": "ada", "password": ""}).status_code == 200


def test_every_hash_waits_for_the_slot(hashing: Hashing, occupied: list[Meanwhile]) -> None:
    with pytest.raises(HashingQueueFullError):
        make_password("a password")


def test_the_slot_is_released_when_the_work_fails() -> None:
    for _n in range(3):
        with pytest.raises(ZeroDivisionError), hashing_slot(), hashing_slot():
            _ = 1 / 0
    assert passwords._queue._value == passwords.QUEUE_LENGTH
    assert not passwords._slot.locked()
