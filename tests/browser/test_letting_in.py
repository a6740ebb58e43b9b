"""Somebody is let in: the form that invites, the letter, and each page its link can lead to."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.utils import timezone
from playwright.sync_api import Page, expect

from relations.admin.people.invitations import invite
from relations.mail.account_links import invitation_token, reset_token
from relations.models import Invitation
from tests.browser.access import violations_wide_and_narrow

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SignIn = Callable[[User], None]
PASSWORD = "a long new password"


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).click()


def test_an_administrator_invites_and_who_is_invited_comes_in(
    page: Page, root: User, sign_in: SignIn
) -> None:
    broken = {}
    sign_in(root)
    page.goto("/admin/auth/user/add/")
    broken["form"] = violations_wide_and_narrow(page)
    page.get_by_label("Username").fill("ina")
    page.get_by_label("Email address").fill("ina@example.org")
    page.get_by_label("Reviewer").check()
    press(page, "Invite")
    expect(page.get_by_text("This site sends no mail")).to_be_visible()
    broken["letter"] = violations_wide_and_narrow(page)
    ina = User.objects.get(username="ina")
    page.goto(f"/admin/auth/user/{ina.pk}/change/")
    broken["account"] = violations_wide_and_narrow(page)

    path = f"/admin/invitation/{invitation_token(Invitation.objects.get(user=ina))}/"
    page.goto(path)
    broken["signed in"] = violations_wide_and_narrow(page)
    press(page, "Sign out")
    page.goto(path)
    broken["choose"] = violations_wide_and_narrow(page)
    page.get_by_label("New password:").fill("1234")
    page.get_by_label("New password confirmation").fill("1234")
    press(page, "Set the password")
    expect(page.locator(".errorlist").first).to_be_visible()
    broken["refused"] = violations_wide_and_narrow(page)
    page.get_by_label("New password:").fill(PASSWORD)
    page.get_by_label("New password confirmation").fill(PASSWORD)
    press(page, "Set the password")
    page.get_by_label("Username").fill("ina")
    page.get_by_label("Password").fill(PASSWORD)
    press(page, "Log in")
    expect(page.get_by_role("heading", name="Overview")).to_be_visible()
    assert {name: found for name, found in broken.items() if found} == {}


def test_who_forgot_a_password_comes_in_again(page: Page, ada: User) -> None:
    broken = {}
    page.goto("/admin/login/")
    page.get_by_role("link", name="Forgotten").click()
    broken["ask"] = violations_wide_and_narrow(page)
    page.get_by_label("Username or email address").fill("ada")
    press(page, "Send the letter")
    expect(page.get_by_role("heading", name="A letter is on its way")).to_be_visible()
    broken["asked"] = violations_wide_and_narrow(page)
    page.goto(f"/admin/password-reset/{reset_token(User.objects.get(pk=ada.pk))}/")
    broken["set"] = violations_wide_and_narrow(page)
    page.get_by_label("New password:").fill(PASSWORD)
    page.get_by_label("New password confirmation").fill(PASSWORD)
    press(page, "Set the password")
    expect(page.get_by_text("Your password is set")).to_be_visible()
    broken["sign in"] = violations_wide_and_narrow(page)
    assert {name: found for name, found in broken.items() if found} == {}


@pytest.fixture
def path(root: User) -> str:
    mia = User.objects.create_user("mia", email="mia@example.org")
    invite(mia, root)
    return f"/admin/invitation/{invitation_token(Invitation.objects.get(user=mia))}/"


@pytest.fixture
def may_fail(path: str) -> set[str]:
    return {path, "/admin/invitation/x/", "/admin/password-reset/x/"}


def test_what_a_link_is_not_good_for_is_said_without_breaking_a_rule(page: Page, path: str) -> None:
    now = timezone.now()
    broken = {}
    for name, changes in (
        ("over", {"sent_at": now - timedelta(days=8)}),
        ("newer", {"serial": 2}),
        ("withdrawn", {"withdrawn_at": now}),
        ("used", {"accepted_at": now}),
    ):
        Invitation.objects.update(**changes)
        page.goto(path)
        expect(page.get_by_role("heading", level=1).filter(has_text=name)).to_be_visible()
        broken[name] = violations_wide_and_narrow(page)
    page.goto("/admin/password-reset/x/")
    broken["link over"] = violations_wide_and_narrow(page)
    page.goto("/admin/invitation/x/")
    broken["none"] = violations_wide_and_narrow(page)
    assert {name: found for name, found in broken.items() if found} == {}
