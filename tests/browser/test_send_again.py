"""What an editor saves while the database is locked comes back, and is saved with one button."""

import pytest
from django.contrib.auth.models import User
from django.db import OperationalError
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from relations.models import Topic

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DESCRIPTION = 'One <b>"line"</b> & more\n\nНефть — तेल'


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_one_button_sends_everything_again(
    browser: Browser, live_server: LiveServer, monkeypatch: pytest.MonkeyPatch, scripts: bool
) -> None:
    User.objects.create_superuser("grace", password="grace's password")
    context = browser.new_context(java_script_enabled=scripts, viewport={"width": 360, "height": 700})
    page: Page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(f"{live_server.url}/admin/relations/topic/add/")
    page.get_by_label("Username").fill("grace")
    page.get_by_label("Password").fill("grace's password")
    page.get_by_role("button", name="Log in").click()
    page.locator("#id_name").fill("Energy")
    page.locator("#id_slug").fill("energy")
    page.locator("#id_description").fill(DESCRIPTION)

    def locked(*_arguments: object, **_options: object) -> None:
        raise OperationalError("database is locked")

    with monkeypatch.context() as patch:
        patch.setattr(Topic, "save", locked)
        page.locator("[name=_continue]").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Nothing is lost")
    expect(page.get_by_role("button")).to_have_count(1)
    if scripts:
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.get_by_role("button", name="Send again").click()
    expect(page.locator("#id_description")).to_have_value(DESCRIPTION)

    assert Topic.objects.get().description.replace("\r\n", "\n") == DESCRIPTION
    assert [text for text in complaints if "503" not in text] == []
    context.close()
