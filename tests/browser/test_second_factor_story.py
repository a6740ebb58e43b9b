"""Whose role needs a second factor sets it up with an app, and signs in with its codes: by keyboard."""

from base64 import b32decode
from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django_otp.plugins.otp_totp.models import TOTPDevice
from playwright.sync_api import Locator, Page, expect

from tests.browser.access import violations_wide_and_narrow
from tests.browser.keyboard import focus_faults
from tests.support.second_factor import code_of, demand_second_factor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
GOING_TO = "/admin/relations/topic/"


def as_shown(device: TOTPDevice, steps: int = 0) -> str:
    """In two groups, as apps show it."""
    code = code_of(device, steps)
    return f"{code[:3]} {code[3:]}"


def tab_to(page: Page, wanted: Locator) -> None:
    for _step in range(40):
        page.keyboard.press("Tab")
        if wanted.evaluate("one => one === document.activeElement"):
            return
    raise AssertionError(f"Tab does not lead to {wanted}")


def type_password(page: Page, user: User) -> None:
    expect(page.get_by_label("Username")).to_be_focused()
    page.keyboard.type(user.username)
    page.keyboard.press("Tab")
    page.keyboard.type(f"{user.username}'s password")
    page.keyboard.press("Enter")


def faults_of(page: Page) -> list[str]:
    return [*violations_wide_and_narrow(page), *focus_faults(page)]


def test_a_second_factor_is_set_up_when_signing_in_and_its_codes_let_in(
    page: Page, root: User, person: Callable[[str, str], User]
) -> None:
    demand_second_factor("administrator")
    broken = {}
    page.goto(GOING_TO)
    type_password(page, root)
    expect(page.get_by_role("heading", name="Set up a second factor")).to_be_visible()
    broken["set up"] = faults_of(page)
    key = b32decode((page.locator(".secret").text_content() or "").replace(" ", "")).hex()
    device = TOTPDevice(key=key)
    tab_to(page, page.get_by_label("Code"))
    page.keyboard.type(as_shown(device))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Your second factor is set up")).to_be_visible()
    expect(page.locator(".recovery-codes li")).to_have_count(10)
    broken["recovery codes"] = faults_of(page)
    tab_to(page, page.get_by_role("link", name="I have them"))
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{GOING_TO}")

    tab_to(page, page.get_by_role("button", name="Log out"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Logged out")).to_be_visible()
    page.goto(f"{GOING_TO}?q=x")
    type_password(page, root)
    expect(page.get_by_label("Code")).to_be_focused()
    page.keyboard.type("123 45")
    page.keyboard.press("Enter")
    expect(page.get_by_text("A code of your app has six digits; this has 5.")).to_be_visible()
    broken["code"] = faults_of(page)
    tab_to(page, page.get_by_label("Code"))
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type(as_shown(device, 1))
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{GOING_TO}?q=x")
    page.goto("/admin/second-factor/")
    expect(page.get_by_text("10 recovery codes are left.")).to_be_visible()
    broken["state"] = faults_of(page)
    assert {name: found for name, found in broken.items() if found} == {}
