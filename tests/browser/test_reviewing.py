"""A review with the keyboard alone, on a phone's width, without script."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect

from relations.models import Comment, Review
from tests.browser.test_keyboard import tab_to
from tests.support.reviewing import save_as, sent
from tests.support.world import a_claim, a_published

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    small = {"width": 360, "height": 700}
    return {**browser_context_args, "java_script_enabled": False, "viewport": small}


def test_a_claim_is_commented_on_and_the_revision_sent_back(
    page: Page, ada: User, person: Callable[[str, str], User], sign_in_by_form: Callable[[User], None]
) -> None:
    carol = person("carol", "editor")
    record = save_as(ada, a_published(), claims=[a_claim(text="The two states met twice.")])
    sent(record, ada, carol)
    sign_in_by_form(carol)
    link = page.get_by_role("link", name="Summit in Port Arle").first
    tab_to(page, link)
    page.keyboard.press("Enter")
    part = page.get_by_role("region", name="Claim 1")
    expect(part.locator("ins")).to_contain_text("twice")
    assert page.locator("html").evaluate("(one) => one.scrollWidth") <= 360
    tab_to(page, part.locator("summary"))
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_label("Comment on Claim 1"))
    page.keyboard.type("Where does it say so?")
    page.keyboard.press("Tab")
    page.keyboard.type("met twice")
    # Enter in a line keeps the comment; it never decides.
    page.keyboard.press("Enter")
    expect(page.get_by_text("One comment is kept.")).to_be_visible()
    assert Comment.objects.get().quote == "met twice"
    tab_to(page, page.get_by_label("What is to be done"))
    page.keyboard.type("Please cite it.")
    tab_to(page, page.get_by_role("button", name="Send back"))
    page.keyboard.press("Enter")
    expect(page.get_by_text("is sent back")).to_be_visible()
    assert Review.objects.get().state == Review.State.SENT_BACK
