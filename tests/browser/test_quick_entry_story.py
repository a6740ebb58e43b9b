"""From the sign-in to a first published entry, by mouse: as few clicks and pages as were promised.

An entry with two claims, an actor and a source that is not there yet, made from a pasted citation.
"""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Locator, Page, Request, expect

from relations.models import Record, Source
from tests.browser.pages import claim, expect_picked, picker

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

MAX_CLICKS = 20
MAX_LOADS = 5
CITATION = (
    "Ministry of Foreign Affairs, “Joint statement of N'Djamena,” 4 September 2019, "
    "https://example.org/statement."
)


class Mouse:
    """What somebody does who enters every field by mouse: each press is counted, keys are not."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.clicks = 0
        self.loads = 0
        self.popups = 0
        page.on("request", self._hear)
        page.on("popup", self._open)

    def _hear(self, request: Request) -> None:
        is_page = request.is_navigation_request() and request.frame == self.page.main_frame
        self.loads += is_page and request.redirected_from is None

    def _open(self, _popup: Page) -> None:
        self.popups += 1

    def click(self, target: Locator) -> None:
        self.clicks += 1
        target.click()

    def type(self, field: Locator, text: str) -> None:
        self.click(field)
        self.page.keyboard.insert_text(text)

    def choose(self, field: Locator, label: str) -> None:
        """Of a select: one click opens it, and one is the option's."""
        self.clicks += 2
        field.select_option(label)

    def paste(self, text: str) -> None:
        """Into the field that has the focus, by the keys for it."""
        self.page.evaluate("text => navigator.clipboard.writeText(text)", text)
        self.page.keyboard.press("ControlOrMeta+v")


def test_a_first_entry_is_published_in_twenty_clicks(
    page: Page, scaffold: None, person: Callable[[str, str], User]
) -> None:
    editor = person("carol", "editor")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    mouse = Mouse(page)
    page.goto("/admin/")
    expect(page.get_by_label("Username")).to_be_focused()
    page.keyboard.insert_text(editor.username)
    mouse.type(page.get_by_label("Password"), f"{editor.username}'s password")
    mouse.click(page.get_by_role("button", name="Log in"))
    mouse.click(page.locator("tr.model-event").get_by_role("link", name="Add"))

    expect(page.get_by_role("textbox", name="Title:", exact=True)).to_be_focused()
    page.keyboard.insert_text("Meeting in N'Djamena")
    mouse.type(page.get_by_label("Summary"), "The two presidents met.")
    mouse.type(page.get_by_label("Date:", exact=True), "4 September 2019")
    mouse.click(picker(page, "topics"))
    page.keyboard.type("Meet")
    mouse.click(page.get_by_role("option", name="Meetings"))
    expect_picked(page, "relationships", "France–Chad")

    mouse.choose(claim(page, 1).get_by_label("Kind"), "reported fact")
    mouse.type(claim(page, 1).get_by_label("Text"), "France and Chad signed a joint statement.")
    mouse.click(claim(page, 1).get_by_role("button", name="Paste a citation"))
    mouse.paste(CITATION)
    expect(claim(page, 1).get_by_label("Place in it")).to_be_focused()
    page.keyboard.insert_text("para. 1")
    mouse.click(claim(page, 1).get_by_role("button", name="Add and cite"))
    expect_picked(claim(page, 1), "passages", "Joint statement of N'Djamena: para. 1")

    mouse.choose(claim(page, 2).get_by_label("Kind"), "reported fact")
    mouse.type(claim(page, 2).get_by_label("Text"), "They agreed to meet every year.")
    expect_picked(claim(page, 2), "passages", "Joint statement of N'Djamena: para. 1")
    mouse.click(page.get_by_role("button", name="Add France"))
    mouse.choose(page.locator("select[name=involvements-0-role]"), "side")

    mouse.click(page.get_by_role("button", name="Publish…"))
    expect(page.get_by_role("heading", name="Published with it, because they never were")).to_be_visible()
    mouse.click(page.get_by_role("button", name="Publish", exact=True))
    expect(page.get_by_text("Published, for everyone to see")).to_be_visible()

    assert Record.objects.get(kind="event").edition is not None
    assert Source.objects.get(title="Joint statement of N'Djamena").record.edition is not None
    assert mouse.clicks <= MAX_CLICKS
    assert mouse.loads <= MAX_LOADS
    assert mouse.popups == 0
