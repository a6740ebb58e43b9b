"""Everything can be reached and done with the keyboard alone."""

import re

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Locator, Page, expect

from tests.support.admin import change_url
from tests.support.world import a_draft

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FAR = 400  # steps; no page of ours asks for more
OUTLINE = (
    "(one) => getComputedStyle(one).outlineStyle !== 'none' && getComputedStyle(one).outlineWidth !== '0px'"
)


def tab_to(page: Page, target: Locator) -> None:
    """Go on from where the focus is, step by step, until the target has it."""
    element = target.element_handle()
    for _step in range(FAR):
        page.keyboard.press("Tab")
        if element.evaluate("(one) => one === document.activeElement"):
            return
    raise AssertionError(f"The keyboard does not reach {target}.")


def test_a_reader_skips_searches_narrows_opens_and_checks_a_citation(page: Page, reference: None) -> None:
    # The first step of any page leads past its head.
    page.goto("/topics/")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to the text")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()
    page.keyboard.press("Tab")
    first = page.get_by_role("main").get_by_role("link").first
    expect(first).to_be_focused()
    assert first.evaluate(OUTLINE)

    # Search from the head of the page.
    page.goto("/about/")
    tab_to(page, page.get_by_role("searchbox", name="Search all entries"))
    page.keyboard.type("china")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("china")

    # Narrow by a facet that has to be opened first, then by a value of it.
    facet = page.locator(".facets > details").filter(has=page.locator("summary", has_text="Kind of claim"))
    expect(facet).not_to_have_attribute("open", re.compile(".*"))
    tab_to(page, facet.locator("summary"))
    page.keyboard.press("Enter")
    value = facet.get_by_role("link", name=re.compile(r"^Assessment\s+\d+$"))
    expect(value).to_be_visible()
    tab_to(page, value)
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Remove Kind of claim Assessment")).to_be_visible()

    # Open an entry, and from one of its claims the passage that it rests on.
    card = page.locator(".results .card h2 a").first
    title = card.inner_text()
    tab_to(page, card)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    citation = page.locator(".claim-sources li a").first
    tab_to(page, citation)
    assert citation.evaluate(OUTLINE)
    page.keyboard.press("Enter")
    expect(page.locator(":target")).to_be_in_viewport()


def test_the_years_of_the_timeline_are_reached_and_said(page: Page, reference: None) -> None:
    page.goto("/timeline/")
    bar = page.locator("svg a").last
    tab_to(page, bar)
    assert re.search(r"\d{4}", bar.get_attribute("aria-label") or "")
    page.keyboard.press("Enter")
    expect(page.get_by_role("list", name="Chosen").get_by_role("link").first).to_be_visible()


def test_an_editor_signs_in_changes_and_publishes(page: Page, transactional_db: None, ada: User) -> None:
    record = a_draft("event", title="Summit in Port Arle")

    # Sign in: the cursor is in the first field already.
    page.goto(change_url(record))
    expect(page.get_by_label("Username")).to_be_focused()
    page.keyboard.type("ada")
    page.keyboard.press("Tab")
    page.keyboard.type("ada's password")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Summit in Port Arle").first).to_be_visible()

    # A topic by typing a few letters into the picker, then out to the readers.
    summary = page.get_by_label("Summary")
    tab_to(page, summary)
    page.keyboard.press("Control+A")
    page.keyboard.type("The two presidents met.")
    publish = page.get_by_role("button", name="Publish…")
    tab_to(page, publish)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Publish")
    note = page.get_by_label("What changed, in one sentence")
    tab_to(page, note)
    page.keyboard.type("First told.")
    button = page.get_by_role("button", name="Publish", exact=True)
    tab_to(page, button)
    page.keyboard.press("Enter")
    expect(page.get_by_text("Published, for everyone to see")).to_be_visible()

    # And to the page itself.
    tab_to(page, page.get_by_role("link", name="Published page"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Summit in Port Arle")
    expect(page.get_by_text("The two presidents met.")).to_be_visible()


def test_a_citation_is_picked_and_taken_out_by_the_keyboard(
    page: Page, transactional_db: None, ada: User
) -> None:
    record = a_draft("event")
    page.goto(change_url(record))
    expect(page.get_by_label("Username")).to_be_focused()
    page.keyboard.type("ada")
    page.keyboard.press("Tab")
    page.keyboard.type("ada's password")
    page.keyboard.press("Enter")
    picker = page.locator("#id_claims-0-passages + .select2-container")
    tab_to(page, picker.locator(".select2-search__field"))
    page.keyboard.type("Paragraph 2")
    expect(page.locator(".select2-results__option--highlighted")).to_have_text("Joint statement: Paragraph 2")
    page.keyboard.press("Enter")
    choices = picker.locator(".select2-selection__choice")
    expect(choices).to_have_count(2)
    page.keyboard.press("Backspace")
    expect(choices).to_have_count(1)
