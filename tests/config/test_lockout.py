"""Guessing passwords at the door of the admin."""

from datetime import timedelta

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.utils import timezone
from pytest_django import Settings

from config.lockout import client_address


def sign_in(client: Client, name: str, password: str, **extra: str) -> HttpResponse:
    return client.post("/admin/login/", {"username": name, "password": password}, **extra)


def guess(client: Client, name: str, times: int, **extra: str) -> list[int]:
    return [sign_in(client, name, "wrong", **extra).status_code for _i in range(times)]


def test_the_fifth_wrong_password_closes_the_door(reader: Client, ada: User) -> None:
    assert guess(reader, "ada", 5) == [200, 200, 200, 200, 429]

    response = sign_in(reader, "ada", "ada's password")

    assert response.status_code == 429
    assert response["Retry-After"] == "900"
    page = BeautifulSoup(response.text, "html.parser")
    assert "Too many attempts" in [heading.get_text(strip=True) for heading in page.find_all("h1")]
    assert "Try again in 15 minutes." in " ".join(page.get_text(" ").split())
    assert page.find("form") is None


def test_the_door_opens_again_after_a_quarter_of_an_hour(reader: Client, ada: User) -> None:
    guess(reader, "ada", 5)

    with time_machine.travel(timezone.now() + timedelta(minutes=16)):
        assert sign_in(reader, "ada", "ada's password").status_code == 302


def test_nobody_is_locked_out_from_elsewhere(reader: Client, ada: User) -> None:
    guess(reader, "ada", 6, REMOTE_ADDR="192.0.2.1")

    assert sign_in(reader, "ada", "ada's password", REMOTE_ADDR="192.0.2.2").status_code == 302


def test_signing_in_forgets_earlier_mistakes(reader: Client, ada: User) -> None:
    guess(reader, "ada", 4)
    sign_in(reader, "ada", "ada's password")

    assert guess(Client(), "ada", 4) == [200, 200, 200, 200]


@pytest.mark.parametrize(
    ("behind_proxy", "forwarded", "address"),
    [
        (False, "198.51.100.7", "192.0.2.1"),
        (True, "198.51.100.7", "198.51.100.7"),
        (True, "10.9.9.9, 198.51.100.7", "198.51.100.7"),
        (True, "", "192.0.2.1"),
    ],
)
def test_only_the_proxys_word_on_the_address_counts(
    rf: RequestFactory, settings: Settings, behind_proxy: bool, forwarded: str, address: str
) -> None:
    settings.BEHIND_PROXY = behind_proxy
    request = rf.get("/", headers={"X-Forwarded-For": forwarded}, REMOTE_ADDR="192.0.2.1")

    assert client_address(request) == address


@pytest.mark.parametrize(
    ("forwarded", "address"),
    [
        ("203.0.113.9, 192.0.2.1", "192.0.2.1"),
        ("192.0.2.1:5555", "192.0.2.1"),
        ("[2001:db8:0:7:1::1]:443", "2001:db8:0:7::"),
        ("2001:db8:0:7:ffff::2", "2001:db8:0:7::"),
        ("2001:db8:0:8::1", "2001:db8:0:8::"),
        ("fe80::1%eth0", "fe80::"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("unknown", "127.0.0.1"),
        ("", "127.0.0.1"),
    ],
)
def test_what_is_counted_is_an_address(
    settings: Settings, rf: RequestFactory, forwarded: str, address: str
) -> None:
    settings.BEHIND_PROXY = True
    assert client_address(rf.get("/", headers={"X-Forwarded-For": forwarded})) == address


@pytest.mark.parametrize("socket", ["", "unix:"])
def test_what_comes_by_a_socket_without_an_address_is_counted_too(
    reader: Client, ada: User, socket: str
) -> None:
    assert guess(reader, "ada", 5, REMOTE_ADDR=socket)[-1] == 429
    assert sign_in(reader, "ada", "ada's password", REMOTE_ADDR="192.0.2.1").status_code == 302
