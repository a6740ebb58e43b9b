"""Somebody is invited by a letter, chooses a password once, and is told what became of an older link."""

import json
import logging
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, User
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from config.logs import JsonFormatter
from relations.mail.account_links import letter_text
from relations.mail.outbox import send_waiting
from relations.models import Invitation, Letter, Reference, reviewers
from tests.mail.conftest import Inbox
from tests.support.admin import (
    fill_form,
    form_errors,
    main_content,
    messages_on,
    page_form,
    parse_html,
    text_of,
)

SignIn = Callable[[User], Client]
ADD = "/admin/auth/user/add/"
PASSWORD = {"new_password1": "a long new password", "new_password2": "a long new password"}


@pytest.fixture
def client_of_root(root: User, signed_in: SignIn, settings: Settings) -> Client:
    settings.SITE_URL = "https://relations.example.org/"
    return signed_in(root)


def invite(client: Client, **values: Any) -> Any:
    wanted = {"username": "ina", "email": "Ina@Example.org", "role": "contributor"} | values
    return client.post(ADD, fill_form(client.get(ADD), **wanted))


def path_of(letter: Letter) -> str:
    found = re.search(
        r"^<?https://relations\.example\.org(/admin/\S+?)>?$", letter_text(letter), re.MULTILINE
    )
    assert found, letter_text(letter)
    return found[1]


def invited_path(client: Client, **values: Any) -> str:
    assert invite(client, **values).status_code == 302
    return path_of(Letter.objects.latest("pk"))


def again(client: Client, button: str = "renew") -> Any:
    ina = User.objects.get(username="ina")
    return client.post(f"/admin/auth/user/{ina.pk}/invitation/", {button: ""}, follow=True)


def heading(response: Any) -> str:
    return text_of(main_content(response).h1)


def test_who_is_invited_has_a_role_no_password_and_a_letter_with_one_link(client_of_root: Client) -> None:
    sent = invite(client_of_root)
    ina, letter = User.objects.get(username="ina"), Letter.objects.get()
    assert (ina.is_active, ina.is_staff, ina.has_usable_password()) == (True, True, False)
    assert [group.name for group in ina.groups.all()] == ["contributor"]
    assert sent["Location"] == f"/admin/letters/{letter.pk}/"
    path = path_of(letter)
    assert path in text_of(main_content(client_of_root.get(sent["Location"])))
    lines = letter_text(letter).splitlines()
    assert f"https://relations.example.org{path}" in lines
    assert len(f"https://relations.example.org{path}") <= 76
    token = path.split("/")[-2]
    assert token not in str([*Letter.objects.values(), *Invitation.objects.values(), *User.objects.values()])


@pytest.mark.parametrize(
    ("role", "words"),
    [
        ("contributor", "as a contributor: you write drafts, send them for review"),
        ("reviewer", "as a reviewer: you read every draft, comment, approve or send back"),
        ("editor", "as an editor: you write, review what others wrote, and publish"),
        ("administrator", "as an administrator: you do what an editor does"),
    ],
)
def test_the_letter_says_to_which_reference_and_to_do_what(
    client_of_root: Client, role: str, words: str
) -> None:
    Reference.objects.create(pk=1, title="Arland and Borland")
    invite(client_of_root, role=role)
    body = " ".join(letter_text(Letter.objects.get()).split())
    assert body.startswith(f"root invites you to “Arland and Borland” (relations.example.org) {words}")


def test_the_letter_arrives_with_the_link_whole(client_of_root: Client, inbox: Inbox) -> None:
    sent = invite(client_of_root, email="ina@example.org", first_name="Přemysl")
    assert "The letter goes to ina@example.org" in messages_on(client_of_root.get(sent["Location"]))[0]
    assert [attempt.failure for attempt in send_waiting()] == [""]
    (message,) = inbox.messages
    lines = message.get_content().splitlines()
    assert max(map(len, lines)) <= 76
    (address,) = [line for line in lines if line.startswith("https://")]
    assert Client().get(address.removeprefix("https://relations.example.org")).status_code == 200
    shown = main_content(client_of_root.get(f"/admin/letters/{Letter.objects.get().pk}/"))
    assert "/admin/invitation/" not in str(shown)
    assert "The link stood in the letter alone." in text_of(shown)


def test_only_sending_the_form_uses_the_link(client_of_root: Client) -> None:
    path = invited_path(client_of_root)
    for client in (Client(), Client()):
        assert client.head(path).status_code == 200
        assert client.get(path).status_code == 200
    hers = Client(enforce_csrf_checks=True)
    page = hers.get(path)
    sent = hers.post(path, fill_form(page, **PASSWORD))
    assert sent["Location"] == "/admin/login/"
    assert "Sign in with it, as “ina”" in messages_on(hers.get("/admin/login/"))[0]
    used = Client().get(path)
    assert (used.status_code, heading(used)) == (410, "This invitation was used")
    assert main_content(used).select_one("a[href='/admin/login/']")
    assert Client().post(path, PASSWORD | {"new_password1": "x"}).status_code == 410
    ina = User.objects.get(username="ina")
    assert ina.check_password(PASSWORD["new_password1"])
    hers.post(
        "/admin/login/",
        fill_form(hers.get("/admin/login/"), username="ina", password=PASSWORD["new_password1"]),
    )
    assert hers.get("/admin/").status_code == 200


def test_a_password_that_is_refused_leaves_the_link_good(client_of_root: Client) -> None:
    path = invited_path(client_of_root)
    for bad in ({"new_password1": "1234", "new_password2": "1234"}, {"new_password1": "x"}, {}):
        refused = Client().post(path, bad)
        assert refused.status_code == 200
        assert form_errors(refused)
    assert Client().post(path, PASSWORD).status_code == 302


def test_a_link_that_was_replaced_withdrawn_or_is_over_says_so(client_of_root: Client) -> None:
    first = invited_path(client_of_root)
    with time_machine.travel(timezone.now() + timedelta(days=7, seconds=1)):
        assert heading(Client().get(first)) == "This invitation is over"
        assert Client().post(first, PASSWORD).status_code == 410
    again(client_of_root)
    assert Letter.objects.count() == 1  # the letter that nobody had sent is replaced, too
    second = path_of(Letter.objects.get())
    assert heading(Client().get(first)) == "There is a newer invitation"
    assert Client().post(first, PASSWORD).status_code == 410
    assert Client().get(second).status_code == 200
    page = again(client_of_root, "withdraw")
    assert "no link lets them in" in text_of(main_content(page))
    assert heading(Client().get(second)) == "This invitation was withdrawn"
    assert Client().post(second, PASSWORD).status_code == 410
    assert not Letter.objects.exists()
    again(client_of_root)
    assert Client().post(path_of(Letter.objects.get()), PASSWORD).status_code == 302


def test_a_deactivated_account_is_let_in_by_no_link_and_gets_no_letter(client_of_root: Client) -> None:
    path = invited_path(client_of_root)
    User.objects.filter(username="ina").update(is_active=False)
    assert heading(Client().get(path)) == "This invitation was withdrawn"
    assert Client().post(path, PASSWORD).status_code == 410
    assert "or is deactivated" in messages_on(again(client_of_root))[-1]


def test_opened_while_somebody_else_is_signed_in_it_grants_nothing(
    client_of_root: Client, ada: User, signed_in: SignIn
) -> None:
    path = invited_path(client_of_root)
    hers = signed_in(ada)
    page = hers.get(path)
    assert (page.status_code, heading(page)) == (200, "Somebody is signed in")
    assert "You are signed in as “ada”" in text_of(main_content(page))
    assert hers.post(path, PASSWORD).status_code == 403
    assert not User.objects.get(username="ina").has_usable_password()
    hers.post(page_form(page)["action"])
    assert heading(hers.get(path)) == "Choose a password"


@pytest.mark.parametrize("token", ["x", "1-1-AAAAAAAAAAAAAAAAAAAAAA", f"{'9' * 19}-1-{'A' * 22}", "１-1-x"])
def test_what_was_never_sent_is_no_invitation(client_of_root: Client, token: str) -> None:
    invite(client_of_root)
    page = Client().get(f"/admin/invitation/{token}/")
    assert (page.status_code, heading(page)) == (404, "No invitation")


@pytest.mark.parametrize("other", ["{0}>", "{0}y/", "{0}/", "/admin/invitation//{1}/"])
def test_a_link_cut_or_joined_wrongly_leads_to_no_address_that_holds_it(
    client_of_root: Client, other: str
) -> None:
    path = invited_path(client_of_root)
    answer = Client().get(other.format(path, path.split("/")[-2]))
    assert (answer.status_code, answer.headers.get("Location")) == (404, None)
    assert answer.headers["Referrer-Policy"] == "strict-origin"


def test_another_letter_number_or_account_is_not_signed_for(client_of_root: Client) -> None:
    path = invited_path(client_of_root)
    user, serial, signature = path.split("/")[-2].split("-", 2)
    for token in (f"{user}-{int(serial) + 1}-{signature}", f"{int(user) - 1}-{serial}-{signature}"):
        assert Client().get(f"/admin/invitation/{token}/").status_code == 404


def test_its_address_stands_in_no_referrer_and_no_cache(
    client_of_root: Client, ada: User, signed_in: SignIn
) -> None:
    path = invited_path(client_of_root)
    answers = [
        Client().get(path),
        signed_in(ada).get(path),
        Client().post(path, {}),
        Client().get("/admin/invitation/x/"),
    ]
    answers += [Client().get(path.rstrip("/")), Client(enforce_csrf_checks=True).post(path, PASSWORD)]
    answers.append(Client().post(path, PASSWORD))
    for answer in answers:
        assert answer.headers["Referrer-Policy"] == "strict-origin"
        assert answer.headers["Cache-Control"] == "no-store"
    assert [answer.status_code for answer in answers] == [200, 200, 200, 404, 200, 403, 302]


def test_no_line_of_the_log_holds_its_token(
    client_of_root: Client, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    caplog.set_level(logging.INFO)
    path = invited_path(client_of_root)
    reader = Client(raise_request_exception=False)
    for each in (path, path.upper(), path.rstrip("/"), f"/x{path}", path.replace("/admin/", "/admin//")):
        reader.get(each)
    monkeypatch.setattr("relations.admin.people.invitation_page._form", lambda *_: 1 / 0)
    assert reader.get(path).status_code == 500
    lines = [JsonFormatter().format(record) for record in caplog.records]
    assert not [line for line in lines if path.split("/")[-2].lower() in line.lower()]
    assert "/admin/invitation/…/" in [json.loads(line).get("path") for line in lines]


def test_an_address_is_the_same_in_whatever_letters(client_of_root: Client, ada: User) -> None:
    User.objects.filter(pk=ada.pk).update(email="ada@example.org")
    refused = invite(client_of_root, email="Ada@EXAMPLE.org")
    assert "Another account has this address" in form_errors(refused)[0]
    refused = invite(client_of_root, username="ADA")
    assert "There is an account of this name" in form_errors(refused)[0]
    url = f"/admin/auth/user/{ada.pk}/change/"
    assert (
        client_of_root.post(url, fill_form(client_of_root.get(url), email="ADA@example.org")).status_code
        == 302
    )
    missing = invite(client_of_root, email="", role=None)
    assert len(form_errors(missing)) == 2


def test_nobody_invites_into_a_role_beyond_their_own_or_with_a_password(client_of_root: Client) -> None:
    Group.objects.filter(name="administrator").get().permissions.remove(
        *Group.objects.get(name="administrator").permissions.filter(codename="publish_record")
    )
    page = client_of_root.get(ADD)
    offered = [choice["value"] for choice in parse_html(page).select("input[name=role]")]
    assert offered == ["contributor", "administrator"]
    assert parse_html(page).select("input[type=password]") == []
    assert invite(client_of_root, role="editor").status_code == 200
    assert not User.objects.filter(username="ina").exists()
    invite(client_of_root, is_superuser="on", password1="secret words", password2="secret words")
    ina = User.objects.get(username="ina")
    assert (ina.is_superuser, ina.has_usable_password()) == (False, False)


def test_a_link_to_an_account_with_more_permissions_is_shown_to_nobody_with_less(
    client_of_root: Client,
) -> None:
    """Whoever could read it could be that account."""
    path = invited_path(client_of_root)
    User.objects.filter(username="ina").update(is_superuser=True)
    page = client_of_root.get(f"/admin/letters/{Letter.objects.get().pk}/")
    assert path not in page.content.decode()
    assert again(client_of_root).status_code == 403


@pytest.mark.long
def test_the_form_of_who_was_invited_says_so_and_of_who_came_does_not(client_of_root: Client) -> None:
    path = invited_path(client_of_root)
    url = f"/admin/auth/user/{User.objects.get(username='ina').pk}/change/"
    assert "Invited by root" in text_of(main_content(client_of_root.get(url)))
    with time_machine.travel(timezone.now() + timedelta(days=8)):
        assert "The link is over since" in text_of(BeautifulSoup(client_of_root.get(url).text, "html.parser"))
    Client().post(path, PASSWORD)
    assert "Invited by" not in text_of(main_content(client_of_root.get(url)))
    assert "needs no invitation" in messages_on(again(client_of_root))[0]


def test_with_another_address_of_mail_the_link_is_over(client_of_root: Client) -> None:
    path = invited_path(client_of_root)
    User.objects.filter(username="ina").update(email="other@example.org")
    assert Client().get(path).status_code == 404


def test_a_link_stays_over_when_a_password_was_set_and_is_taken_away_again(client_of_root: Client) -> None:
    path = invited_path(client_of_root)
    ina = User.objects.get(username="ina")
    url = f"/admin/auth/user/{ina.pk}/password/"
    for button in ("set-password", "unset-password"):
        values = {"password1": "a long new password", "password2": "a long new password"}
        usable = {"usable_password": "true" if button == "set-password" else "false"}
        assert client_of_root.post(url, {**values, **usable, button: ""}).status_code == 302
        assert Client().get(path).status_code == 410, button
    assert not User.objects.get(pk=ina.pk).has_usable_password()
    again(client_of_root)
    assert Client().get(path_of(Letter.objects.latest("pk"))).status_code == 200


def test_whoever_has_not_come_yet_is_asked_for_no_review(client_of_root: Client, ada: User) -> None:
    invite(client_of_root, role="reviewer")
    ina = User.objects.get(username="ina")
    assert ina not in reviewers()
    ina.set_password("a long new password")
    ina.save()
    assert ina in reviewers()
