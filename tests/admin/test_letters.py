"""Letters wait for an administrator, who passes them on."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.test import Client
from pytest_django.fixtures import Settings

from relations.models import Letter
from tests.support.admin import parse_html, text_of
from tests.support.scheduling import perform, scheduled
from tests.support.world import a_draft

SignIn = Callable[[User], Client]


@pytest.fixture
def letter(ada: User) -> Letter:
    one = scheduled(a_draft(), user=ada)
    ada.groups.set([Group.objects.get(name="contributor")])  # who may not publish
    perform(one)
    return Letter.objects.get()


@pytest.mark.long
def test_a_letter_stands_on_the_first_page_until_it_was_passed_on(
    letter: Letter, root: User, signed_in: SignIn
) -> None:
    client = signed_in(root)
    (line,) = parse_html(client.get("/admin/")).select("[aria-labelledby=letters-heading] li")
    assert "Not published: “Summit in Port Arle”" in text_of(line)
    assert "to ada" in text_of(line)
    url = line.a["href"]
    assert "ada, who scheduled it, may not publish any more." in text_of(parse_html(client.get(url)).main)
    client.post(url)
    assert not parse_html(client.get("/admin/")).select("[aria-labelledby=letters-heading]")
    assert "passed on: " in text_of(parse_html(client.get(url)).main)


@pytest.mark.parametrize("role", ["editor", "contributor"])
def test_letters_are_for_administrators(
    letter: Letter, role: str, person: Callable[[str, str], User], signed_in: SignIn
) -> None:
    client = signed_in(person("carol", role))
    for url in ("/admin/queues/letters/", f"/admin/letters/{letter.pk}/"):
        assert client.get(url).status_code == 403
    assert client.post(f"/admin/letters/{letter.pk}/").status_code == 403
    assert not parse_html(client.get("/admin/")).select("[aria-labelledby=letters-heading]")
    assert Letter.objects.get().sent_at is None


@pytest.mark.parametrize("address", ["x", "0", "9" * 30])
def test_there_is_no_letter_under_other_addresses(root: User, signed_in: SignIn, address: str) -> None:
    assert signed_in(root).get(f"/admin/letters/{address}/").status_code == 404


def test_with_mail_only_what_it_does_not_bring_waits_for_an_administrator(
    letter: Letter, root: User, signed_in: SignIn, settings: Settings
) -> None:
    settings.SENDS_MAIL = True
    User.objects.filter(pk=letter.user.pk).update(email="ada@example.org")
    client = signed_in(root)
    assert not parse_html(client.get("/admin/")).select("[aria-labelledby=letters-heading]")
    Letter.objects.update(failure="550 No such person", next_attempt_at=None)
    (line,) = parse_html(client.get("/admin/")).select("[aria-labelledby=letters-heading] li")
    assert "it could not be sent: 550 No such person" in text_of(line)
    page = text_of(parse_html(client.get(line.a["href"])).main)
    assert "The answer was: 550 No such person It is not tried again" in page


def test_with_mail_who_has_no_address_is_told_by_an_administrator(
    letter: Letter, root: User, signed_in: SignIn, settings: Settings
) -> None:
    settings.SENDS_MAIL = True
    User.objects.filter(pk=letter.user.pk).update(email="")
    client = signed_in(root)
    (line,) = parse_html(client.get("/admin/")).select("[aria-labelledby=letters-heading] li")
    assert "this account has no email address" in text_of(parse_html(client.get(line.a["href"])).main)


def test_letters_that_name_drafts_are_for_who_may_read_them(
    letter: Letter, person: Callable[[str, str], User], signed_in: SignIn
) -> None:
    clerk = person("clerk", "contributor")
    clerk.groups.clear()
    clerk.user_permissions.add(Permission.objects.get(codename="change_user"))
    reset = Letter.objects.create(user=letter.user, subject="A new password", body="B", link="reset")
    client = signed_in(clerk)
    listed = parse_html(client.get("/admin/queues/letters/")).select(".record-list a")
    assert [text_of(link) for link in listed] == ["A new password"]
    assert client.get(f"/admin/letters/{reset.pk}/").status_code == 200
    for method in (client.get, client.post):
        assert method(f"/admin/letters/{letter.pk}/").status_code == 403
    letter.refresh_from_db()
    assert letter.sent_at is None


def test_who_is_deactivated_gets_no_letter(letter: Letter, root: User, signed_in: SignIn) -> None:
    User.objects.filter(pk=letter.user.pk).update(is_active=False)
    assert not parse_html(signed_in(root).get("/admin/")).select("[aria-labelledby=letters-heading]")
