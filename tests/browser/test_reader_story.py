"""A reader without JavaScript finds the divergences about Alignment that China caused, and their sources."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.pages import expect_chips, facet

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.browser_context_args(java_script_enabled=False),
]


def choose(page: Page, name: str, value: str) -> int:
    """Choose a value of a facet. Returns the number that stood beside it."""
    chosen = facet(page, name)
    if chosen.get_attribute("open") is None:
        chosen.locator("summary").click()
    link = chosen.get_by_role("link", name=re.compile(rf"^{re.escape(value)}\s+\d+$"))
    count = int(link.locator(".num").inner_text())
    link.click()
    return count


def listed(page: Page) -> int:
    return page.locator(".results .card").count()


def test_a_reader_narrows_a_list_and_follows_a_citation(page: Page, reference: None) -> None:
    page.goto("/")
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Entries").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(r"^\d+ entries$"))

    # Each value says how many it leaves, and leaves that many.
    choose(page, "Type", "Divergences")
    choose(page, "Topic", "Alignment")
    count = choose(page, "Cause or constraint", "China")
    noun = "divergence" if count == 1 else "divergences"
    sentence = f"{count} {noun} about Alignment with China as cause or constraint"
    expect(page.get_by_role("heading", level=1)).to_have_text(sentence, ignore_case=True)
    expect(page).to_have_title(re.compile(f"^{re.escape(sentence)} · ", re.IGNORECASE))
    expect_chips(page, "Type divergences", "Topic Alignment", "Cause or constraint China")
    assert listed(page) == count
    narrowed = page.url

    # From an entry of the list to the very place in the source, in one click.
    card = page.locator(".results .card").first
    title = card.get_by_role("heading").inner_text()
    card.get_by_role("heading").get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    statement = page.locator(".claim").first
    words = " ".join(statement.locator(".claim-text").inner_text().split())
    citation = statement.get_by_role("listitem").first.get_by_role("link")
    locator = citation.inner_text().removeprefix(f"{citation.locator('cite').inner_text()}, ")
    citation.click()
    passage = page.locator(":target")
    expect(passage.get_by_role("heading")).to_have_text(locator)
    expect(passage).to_be_in_viewport()
    expect(passage).to_contain_text(words)
    expect(passage.get_by_role("link", name=title).first).to_be_visible()

    # Back at the list, one choice is taken back and the others stay.
    page.goto(narrowed)
    page.get_by_role("link", name="Remove Topic Alignment").click()
    expect_chips(page, "Type divergences", "Cause or constraint China")
    expect(page.get_by_role("heading", level=1)).to_have_text(
        re.compile(r"^\d+ divergences? with China as cause or constraint$")
    )
    assert listed(page) >= count
