"""Everybody chooses whether and how soon letters tell them of reviews."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client
from pytest_django.fixtures import Settings

from relations.models import NoticePreference
from tests.support.admin import main_content, messages_on, parse_html, text_of

SignIn = Callable[[User], Client]
URL = "/admin/notices/"


def chosen(client: Client) -> str:
    (choice,) = parse_html(client.get(URL)).select("input[name=frequency][checked]")
    return str(choice["value"])


def test_letters_come_at_once_until_somebody_chooses_else_for_themselves(
    ben: User, ada: User, signed_in: SignIn
) -> None:
    client = signed_in(ben)
    assert chosen(client) == "immediately"
    page = client.post(URL, {"frequency": "daily"}, follow=True)
    assert messages_on(page) == ["Saved."]
    assert chosen(client) == "daily"
    assert chosen(signed_in(ada)) == "immediately"


@pytest.mark.parametrize("frequency", ["", "weekly", "x" * 1000])
def test_another_choice_is_told(ben: User, signed_in: SignIn, frequency: str) -> None:
    page = signed_in(ben).post(URL, {"frequency": frequency})
    assert (page.status_code, len(parse_html(page).select(".errorlist"))) == (200, 1)
    assert not NoticePreference.objects.exists()


@pytest.mark.parametrize(
    ("sends_mail", "email", "words"),
    [
        (True, "ben@example.org", "Letters go to ben@example.org."),
        (True, "", "Your account has no email address"),
        (False, "ben@example.org", "This site sends no mail."),
    ],
    ids=["address", "no address", "no mail"],
)
def test_the_page_says_where_letters_go(
    ben: User, signed_in: SignIn, settings: Settings, sends_mail: bool, email: str, words: str
) -> None:
    settings.SENDS_MAIL = sends_mail
    User.objects.filter(pk=ben.pk).update(email=email)
    assert words in text_of(main_content(signed_in(ben).get(URL)))


def test_every_page_leads_to_it(ben: User, signed_in: SignIn) -> None:
    assert parse_html(signed_in(ben).get("/admin/")).select_one(f'#user-tools a[href="{URL}"]')
