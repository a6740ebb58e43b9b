"""A sign-in with a browser that is new to an account: a letter, once."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from relations.admin.people.known_browsers import browser_in_words
from relations.mail.account_links import letter_text
from relations.models import Letter
from tests.support.second_factor import code_of, set_up

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0"
CHROME = (
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36"
)
EDGE = f"{CHROME.replace('X11; Linux x86_64', 'Windows NT 10.0')} Edg/142.0"
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/18.5 Mobile/15E148 Safari/604.1"
)
ANDROID = CHROME.replace("X11; Linux x86_64", "Linux; Android 15; Pixel 9").replace("Safari", "Mobile Safari")
NEW = "a long new password"


@pytest.fixture
def ada(ada: User, settings: Settings) -> User:
    settings.SENDS_MAIL = True
    settings.SITE_URL = "https://relations.example.org/"
    User.objects.filter(pk=ada.pk).update(email="ada@x.org", last_login=timezone.now())
    return ada


def sign_in(client: Client, name: str = "ada", password: str = "") -> None:
    credentials = {"username": name, "password": password or f"{name}'s password"}
    answer = client.post("/admin/login/", credentials, headers={"User-Agent": FIREFOX})
    assert answer.status_code == 302


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        (FIREFOX, "Firefox on Windows"),
        (CHROME, "Chrome on Linux"),
        (EDGE, "Edge on Windows"),
        (IPHONE, "Safari on iPhone"),
        (ANDROID, "Chrome on Android"),
        ("curl/8.5", "a browser that does not say which it is"),
        ("", "a browser that does not say which it is"),
    ],
)
def test_a_browser_is_named_in_plain_words(user_agent: str, words: str) -> None:
    assert browser_in_words(user_agent) == words


def test_a_browser_that_is_new_to_an_account_is_told_of_once(ada: User) -> None:
    client = Client(headers={"host": "testserver"})
    sign_in(client)
    letter = Letter.objects.get()
    assert (letter.user, letter.subject) == (ada, "A new browser signed in at relations.example.org")
    text = letter_text(letter)
    assert "with Firefox on Windows" in " ".join(text.split())
    assert "\nhttps://relations.example.org/admin/password_change/\n" in text
    client.post("/admin/logout/")
    sign_in(client)
    assert Letter.objects.count() == 1
    sign_in(Client())
    assert Letter.objects.count() == 2


def test_a_browser_that_several_share_is_new_to_each(ada: User, ben: User) -> None:
    User.objects.update(email="x@x.org", last_login=timezone.now())
    client = Client()
    for name in ("ada", "ben", "ada", "ben"):
        sign_in(client, name)
        client.post("/admin/logout/")
    assert [letter.user for letter in Letter.objects.order_by("pk")] == [ada, ben]


def test_a_browser_is_new_again_to_an_account_with_another_password(ada: User) -> None:
    here, elsewhere = Client(), Client()
    for client in (here, elsewhere):
        sign_in(client)
    Letter.objects.all().delete()
    new = {
        "old_password": "ada's password",
        "new_password1": "ada's new one",
        "new_password2": "ada's new one",
    }
    assert here.post("/admin/password_change/", new).status_code == 302
    for client, letters in ((here, 0), (elsewhere, 1)):
        client.post("/admin/logout/")
        assert (
            client.post("/admin/login/", {"username": "ada", "password": "ada's new one"}).status_code == 302
        )
        assert Letter.objects.count() == letters


def test_the_cookie_is_for_the_administration_alone_and_no_script_reads_it(
    ada: User, settings: Settings
) -> None:
    settings.SESSION_COOKIE_SECURE = True
    client = Client()
    sign_in(client)
    cookie = client.cookies["known_browser"]
    assert (cookie["path"], cookie["samesite"]) == ("/admin/", "Lax")
    assert cookie["httponly"]
    assert cookie["secure"]
    assert "ada" not in cookie.value


@pytest.mark.parametrize("value", ["", "x", "." * 500, "é", "a.b.c"])
def test_a_cookie_that_is_not_ours_is_worth_nothing(ada: User, value: str) -> None:
    client = Client()
    client.cookies["known_browser"] = value
    sign_in(client)
    assert Letter.objects.count() == 1


def test_it_is_told_of_when_the_code_was_given(ada: User) -> None:
    device = set_up(ada)
    client = Client()
    sign_in(client)
    assert not Letter.objects.exists()
    client.post("/admin/login/", {"code": code_of(device)})
    assert Letter.objects.get().user == ada


def test_neither_the_first_sign_in_nor_who_has_no_address_is_told_of(ada: User, ben: User) -> None:
    User.objects.filter(pk=ada.pk).update(last_login=None)
    User.objects.filter(pk=ben.pk).update(last_login=timezone.now())
    sign_in(Client())
    sign_in(Client(), "ben")
    assert not Letter.objects.exists()
    sign_in(Client())
    assert Letter.objects.get().user == ada


def test_where_no_mail_is_sent_no_administrator_has_to_pass_it_on(ada: User, settings: Settings) -> None:
    settings.SENDS_MAIL = False
    sign_in(Client())
    assert not Letter.objects.exists()
