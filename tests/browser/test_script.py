"""What the small scripts add, and that nothing is missing without them."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import BrowserContext, Page, expect

from relations.models import Claim
from tests.browser import pages
from tests.browser.pages import claim, press
from tests.support.admin import change_url
from tests.support.world import a_claim, a_draft

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

CITED_TWICE = [{"source": "joint-statement", "locator": f"Paragraph {n}"} for n in (1, 2)]


def test_a_citation_is_copied_with_one_click(
    page: Page, context: BrowserContext, reference: None, live_server: object
) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=live_server.url)
    page.goto("/topics/alignment/")
    press(page, "Copy citation")
    expect(page.get_by_role("status").filter(has_text="Copied")).to_be_visible()
    shown = " ".join(page.locator(".citation-text").inner_text().split())
    assert page.evaluate("navigator.clipboard.readText()") == shown
    assert "Alignment" in shown


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_without_script_there_is_the_citation_and_no_dead_button(page: Page, reference: None) -> None:
    page.goto("/topics/alignment/")
    expect(page.locator(".citation-text")).to_contain_text("Alignment")
    expect(page.get_by_role("button", name="Copy citation")).to_have_count(0)


def test_a_new_claim_begins_with_all_citations_of_the_nearest_one_above(
    page: Page, transactional_db: None, ada: User, sign_in: Callable[[User], None]
) -> None:
    claims = [a_claim(id="ccccccccc2", citations=CITED_TWICE), a_claim(id="ccccccccc3", citations=[])]
    record = a_draft("event", claims=claims)
    sign_in(ada)
    page.goto(change_url(record))
    page.get_by_role("button", name="Add another Claim").click()
    added = claim(page, 4)
    expected = ["Joint statement: Paragraph 1", "Joint statement: Paragraph 2"]
    expect(pages.picker(added, "passages").locator(".select2-selection__choice")).to_have_count(2)
    pages.expect_picked(added, "passages", *expected)

    # What she takes out again does not come back while she types, and is not saved.
    pages.drop(added, "passages")
    added.get_by_label("Kind").select_option("reported fact")
    added.get_by_label("Text").press_sequentially("A third.")
    pages.expect_picked(added, "passages")
    press(page, "Save")
    expect(page.get_by_text("was changed successfully")).to_be_visible()
    assert Claim.objects.get(text="A third.").passages.count() == 0
    assert Claim.objects.count() == 3


def test_claims_are_put_in_order_by_the_keyboard(
    page: Page, transactional_db: None, ada: User, sign_in: Callable[[User], None]
) -> None:
    record = a_draft("event", claims=[a_claim(id=f"ccccccccc{n}", text=f"Claim {n}.") for n in (2, 3, 4)])
    sign_in(ada)
    page.goto(change_url(record))
    up = claim(page, 3).get_by_role("button", name="Move up")
    up.focus()
    page.keyboard.press("Enter")
    expect(claim(page, 2).get_by_label("Text")).to_have_value("Claim 4.")
    expect(claim(page, 2).get_by_role("button", name="Move up")).to_be_focused()
    expect(page.locator("[aria-live=polite]", has_text="Number 2 of 4.")).to_have_count(1)
    press(page, "Save")
    expect(page.get_by_text("was changed successfully")).to_be_visible()
    assert list(Claim.objects.values_list("text", flat=True)) == ["Claim 2.", "Claim 4.", "Claim 3."]


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_without_script_claims_are_put_in_order_by_numbers(
    page: Page, transactional_db: None, ada: User, sign_in: Callable[[User], None]
) -> None:
    record = a_draft("event", claims=[a_claim(id=f"ccccccccc{n}", text=f"Claim {n}.") for n in (2, 3, 4)])
    sign_in(ada)
    page.goto(change_url(record))
    claim(page, 3).locator("summary").click()
    claim(page, 3).get_by_label("Order:").fill("1")
    press(page, "Save")
    expect(page.get_by_text("was changed successfully")).to_be_visible()
    assert list(Claim.objects.values_list("text", flat=True)) == ["Claim 4.", "Claim 2.", "Claim 3."]


@pytest.mark.parametrize("scripted", [True, False])
def test_what_was_typed_outlives_the_session(
    new_context: Callable[..., BrowserContext],
    transactional_db: None,
    ada: User,
    browser_context_args: dict,
    scripted: bool,
) -> None:
    """The session ends while she writes; she signs in on the page that says so, and it is saved as asked."""
    record = a_draft("event")
    context = new_context(java_script_enabled=scripted)
    page = context.new_page()
    page.goto("/admin/")
    page.get_by_label("Username").fill("ada")
    page.get_by_label("Password").fill("ada's password")
    press(page, "Log in")
    expect(page.get_by_role("heading", level=1)).to_have_text("Overview")
    page.goto(change_url(record))
    page.get_by_label("Summary").fill("An hour of work.")
    claim(page, 1).get_by_label("Text").fill("A long claim, “quoted” & all.")
    context.clear_cookies(name="sessionid")
    press(page, "Save")

    expect(page.get_by_text("Everything you typed is kept on this page")).to_be_visible()
    assert not Claim.objects.filter(text__startswith="A long claim").exists()
    page.get_by_label("Username").fill("ada")
    page.get_by_label("Password").fill("ada's password")
    press(page, "Sign in and save")
    expect(page.get_by_text("was changed successfully")).to_be_visible()
    expect(page.get_by_label("Summary")).to_have_value("An hour of work.")
    expect(claim(page, 1).get_by_label("Text")).to_have_value("A long claim, “quoted” & all.")
    assert Claim.objects.get().text == "A long claim, “quoted” & all."
