"""The admin in a real browser, under the policy that lets nothing foreign or inline run."""

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import ConsoleMessage, Page, Request, expect
from pytest_django.live_server_helper import LiveServer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_admin_works_under_the_content_security_policy(page: Page, live_server: LiveServer) -> None:
    User.objects.create_superuser("grace", password="grace's password")
    complaints: list[str] = []
    foreign: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            complaints.append(message.text)

    def watch(request: Request) -> None:
        if not request.url.startswith((live_server.url, "data:")):
            foreign.append(request.url)

    page.on("console", hear)
    page.on("request", watch)
    page.goto(f"{live_server.url}/admin/")
    page.get_by_label("Username").fill("grace")
    page.get_by_label("Password").fill("grace's password")
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Overview")
    for path in ("", "auth/user/", "auth/user/add/", "auth/group/add/", "password_change/"):
        assert page.goto(f"{live_server.url}/admin/{path}").ok

    assert page.get_by_role("heading", level=1).count() >= 1
    assert complaints == []
    assert foreign == []
