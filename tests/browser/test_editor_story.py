"""An editor changes a published entry, is told what is missing, and publishes edition 2."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect

from tests.browser import pages
from tests.browser.pages import claim, press

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ENTRY = "Modi–Putin telephone call, April 2021"
ADDRESS = "/events/modi-putin-telephone-call-april-2021/"
WORDS = "spoke by telephone on the evening of that day"


def test_an_editor_publishes_a_second_edition(
    page: Page, reference: None, ada: User, sign_in_by_form: Callable[[User], None]
) -> None:
    page.goto(ADDRESS)
    as_published = pages.claim_texts(page)

    # Ada changes the words of the first claim and, by a slip, takes its citations out.
    sign_in_by_form(ada)
    pages.open_form(page, "Events", ENTRY)
    text = claim(page, 1).get_by_label("Text")
    before = text.input_value()
    after = before.replace("spoke by telephone", WORDS)
    assert before != after
    text.fill(after)
    [*_, cited] = pages.picked(claim(page, 1), "passages")
    pages.drop(claim(page, 1), "passages")
    press(page, "Save")
    expect(page.get_by_text("Readers see the published edition until you publish again.")).to_be_visible()

    # Readers see nothing of it.
    page.goto(ADDRESS)
    assert pages.claim_texts(page) == as_published
    expect(page.get_by_text("Edition 1, published")).to_be_visible()

    # She may not publish it so, and is led to the claim at which the reason stands.
    pages.open_form(page, "Events", ENTRY)
    press(page, "Publish…")
    expect(page.get_by_role("alert")).to_contain_text("This cannot be published yet.")
    expect(page.get_by_role("button", name="Publish", exact=True)).to_have_count(0)
    page.get_by_role("link", name="Claim 1", exact=True).click()
    expect(claim(page, 1).locator(".fault")).to_have_text(
        "This claim has no citation. Add the passage it rests on."
    )
    expect(claim(page, 1).locator("h3")).to_be_focused()
    expect(page.locator("p.fault")).to_have_count(1)

    # She adds one by typing a few letters of its place, and publishes, saying what changed.
    pages.pick(claim(page, 1), "passages", cited.rpartition(": ")[2], cited)
    press(page, "Publish…")
    expect(page.get_by_text("will become edition 2")).to_be_visible()
    expect(page.locator("ins", has_text="on the evening of that day")).to_be_visible()
    press(page, "Publish")
    expect(page.get_by_text("Say in one sentence what changed.")).to_be_visible()
    page.get_by_label("What changed, in one sentence").fill("The time of the call was added.")
    press(page, "Publish")
    expect(page.get_by_text("Published, for everyone to see")).to_be_visible()

    # Now readers see it: edition 2, with her note and a diff in words.
    page.get_by_role("link", name="Published page").click()
    expect(page).to_have_url(ADDRESS)
    expect(page.get_by_text("Edition 2, published")).to_be_visible()
    expect(page.get_by_text(WORDS)).to_be_visible()
    page.locator(".edition").get_by_role("link", name="History").click()
    newest = page.get_by_role("region", name="Edition 2")
    expect(newest).to_contain_text("The time of the call was added.")
    expect(newest.locator("ins", has_text="on the evening of that day")).to_be_visible()
    newest.get_by_role("link", name="Edition 2").click()
    expect(page.get_by_text("This is edition 2, the latest")).to_be_visible()
    page.goto(f"{ADDRESS}editions/1/")
    expect(page.get_by_text("This is edition 1 of 2")).to_be_visible()
    assert pages.claim_texts(page) == as_published
