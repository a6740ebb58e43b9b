"""The wide limits on guessing: of an address over all names, and of a name over all addresses."""

from datetime import timedelta

import pytest
import time_machine
from axes.models import AccessAttempt, AccessLog
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from config.throttle import ADDRESS_LIMIT, NAME_LIMIT
from tests.config.test_lockout import guess, sign_in

HOME, ELSEWHERE = "192.0.2.1", "198.51.100.7"


def invent(client: Client, times: int, address: str = HOME) -> list[int]:
    """One wrong password for each of so many names that nobody has."""
    return [sign_in(client, f"nobody-{n}", "wrong", REMOTE_ADDR=address).status_code for n in range(times)]


def guess_from_everywhere(client: Client, name: str, times: int) -> list[int]:
    """One wrong password from each of so many addresses."""
    return [
        sign_in(client, name, "wrong", REMOTE_ADDR=f"203.0.113.{number}").status_code
        for number in range(1, times + 1)
    ]


def has_signed_in(client: Client, name: str, address: str) -> None:
    assert sign_in(client, name, f"{name}'s password", REMOTE_ADDR=address).status_code == 302


def words_of(content: bytes) -> str:
    return " ".join(BeautifulSoup(content, "html.parser").get_text(" ").split())


@pytest.mark.long
def test_fifty_failures_over_all_names_close_an_address(reader: Client, ada: User) -> None:
    assert invent(reader, ADDRESS_LIMIT) == [200] * (ADDRESS_LIMIT - 1) + [429]

    refused = sign_in(reader, "ada", "ada's password", REMOTE_ADDR=HOME)

    assert (refused.status_code, refused["Retry-After"]) == (429, "900")
    assert "From the network you are in, signing in was refused too often" in words_of(refused.content)
    assert sign_in(reader, "ada", "ada's password", REMOTE_ADDR=ELSEWHERE).status_code == 302


@pytest.mark.slow
def test_an_address_opens_again_after_a_quarter_of_an_hour_whatever_was_tried_meanwhile(
    reader: Client, ada: User
) -> None:
    begun = timezone.now()
    with time_machine.travel(begun):
        invent(reader, ADDRESS_LIMIT)
    with time_machine.travel(begun + timedelta(minutes=14)):
        assert {*invent(reader, ADDRESS_LIMIT)} == {429}
    with time_machine.travel(begun + timedelta(minutes=16)):
        has_signed_in(reader, "ada", HOME)


@pytest.mark.slow
def test_a_few_typos_of_many_people_close_no_address(reader: Client, ada: User) -> None:
    assert {*invent(reader, ADDRESS_LIMIT - 5)} == {200}
    assert guess(reader, "ada", 4, REMOTE_ADDR=HOME) == [200] * 4
    has_signed_in(reader, "ada", HOME)


@pytest.mark.long
def test_who_signed_in_there_before_is_kept_out_by_no_neighbour(reader: Client, ada: User, ben: User) -> None:
    has_signed_in(reader, "ada", HOME)
    invent(Client(), ADDRESS_LIMIT)

    assert sign_in(Client(), "ben", "ben's password", REMOTE_ADDR=HOME).status_code == 429
    has_signed_in(Client(), "ada", HOME)


@pytest.mark.slow
def test_signing_in_does_not_open_the_address_for_guessing(reader: Client, ada: User) -> None:
    has_signed_in(reader, "ada", HOME)
    invent(Client(), ADDRESS_LIMIT)
    has_signed_in(Client(), "ada", HOME)

    assert invent(Client(), 1) == [429]


@pytest.mark.slow
def test_addresses_of_one_ipv6_network_count_together(reader: Client) -> None:
    statuses = [
        sign_in(reader, f"nobody-{n}", "wrong", REMOTE_ADDR=f"2001:db8::{n:x}:1").status_code
        for n in range(ADDRESS_LIMIT)
    ]

    assert statuses[-1] == 429
    assert sign_in(reader, "nobody", "wrong", REMOTE_ADDR="2001:db8:0:1::1").status_code == 200


def test_twenty_failures_over_all_addresses_close_a_name_where_it_is_not_known(
    reader: Client, ada: User
) -> None:
    assert guess_from_everywhere(reader, "ada", NAME_LIMIT) == [200] * (NAME_LIMIT - 1) + [429]

    refused = sign_in(reader, "ada", "ada's password", REMOTE_ADDR=ELSEWHERE)

    assert refused.status_code == 429
    assert (
        "From a network in which this name has signed in within the last 90 days, it still can."
        in words_of(refused.content)
    )


@pytest.mark.slow
def test_guessing_from_elsewhere_never_locks_the_owner_out_at_home(reader: Client, ada: User) -> None:
    has_signed_in(reader, "ada", HOME)
    guess_from_everywhere(Client(), "ada", NAME_LIMIT + 5)

    assert guess(Client(), "ada", 1, REMOTE_ADDR=HOME) == [200]
    has_signed_in(Client(), "ada", HOME)


def test_at_home_too_the_fifth_wrong_password_closes_the_door(reader: Client, ada: User) -> None:
    has_signed_in(reader, "ada", HOME)

    assert guess(Client(), "ada", 6, REMOTE_ADDR=HOME) == [200, 200, 200, 200, 429, 429]


def test_an_address_is_known_for_ninety_days_after_signing_in(reader: Client, ada: User) -> None:
    AccessAttempt.objects.create(username="ada", ip_address="203.0.113.1", failures_since_start=NAME_LIMIT)
    AccessLog.objects.create(username="ada", ip_address=HOME)

    AccessLog.objects.update(attempt_time=timezone.now() - timedelta(days=90, minutes=1))
    assert sign_in(reader, "ada", "ada's password", REMOTE_ADDR=HOME).status_code == 429
    AccessLog.objects.update(attempt_time=timezone.now() - timedelta(days=89, hours=23))
    has_signed_in(reader, "ada", HOME)


@pytest.mark.slow
def test_a_name_opens_again_after_a_quarter_of_an_hour(reader: Client, ada: User) -> None:
    guess_from_everywhere(reader, "ada", NAME_LIMIT)

    with time_machine.travel(timezone.now() + timedelta(minutes=16)):
        has_signed_in(reader, "ada", ELSEWHERE)


@pytest.mark.slow
def test_names_that_nobody_has_are_counted_like_others(reader: Client, ada: User) -> None:
    of_ada, of_nobody = (guess_from_everywhere(reader, name, NAME_LIMIT + 1) for name in ("ada", "nobody"))

    assert of_ada == of_nobody


@pytest.mark.parametrize("changing", ["browser", "path"])
def test_another_browser_or_page_is_no_other_door(reader: Client, ada: User, changing: str) -> None:
    statuses = [
        reader.post(
            f"/admin/login/?next=/admin/{n if changing == 'path' else ''}",
            {"username": "ada", "password": "wrong"},
            headers={"User-Agent": f"Browser {n if changing == 'browser' else ''}"},
        ).status_code
        for n in range(5)
    ]

    assert statuses == [200, 200, 200, 200, 429]
    assert AccessAttempt.objects.count() == 1


def test_of_a_sign_in_a_name_an_address_and_a_time_are_kept(reader: Client, ada: User) -> None:
    reader.post(
        "/admin/login/?next=/admin/relations/event/7/change/",
        {"username": "ada", "password": "ada's password"},
        headers={"User-Agent": "Browser 7", "Accept": "text/html"},
        REMOTE_ADDR=HOME,
    )

    kept = AccessLog.objects.values().get()
    assert (kept.pop("username"), kept.pop("ip_address")) == ("ada", HOME)
    assert kept.keys() == {
        *("id", "attempt_time", "logout_time", "session_hash", "user_agent", "http_accept", "path_info")
    }
    assert (kept["user_agent"], kept["http_accept"], kept["path_info"]) == ("", "", "")


def test_signing_out_is_noted_beside_the_sign_in(reader: Client, ada: User) -> None:
    has_signed_in(reader, "ada", HOME)
    reader.post("/admin/logout/")

    assert AccessLog.objects.get().logout_time is not None
