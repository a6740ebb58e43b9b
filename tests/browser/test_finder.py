"""Lists that change in place: what a page load would show, for the eye, the ear and the keyboard."""

import re
import time
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from tests.browser.access import violations
from tests.browser.pages import expect_chips, facet

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

MARK = "window.loadedOnce = true"


def value(page: Page, name: str, words: str) -> Locator:
    """The link of a facet's value, its facet opened."""
    fold = facet(page, name)
    if fold.get_attribute("open") is None:
        fold.locator("summary").click()
    return fold.get_by_role("link", name=re.compile(rf"^{re.escape(words)}\b"))


def heading(page: Page) -> str:
    return page.get_by_role("heading", level=1).inner_text()


@pytest.fixture
def entries(page: Page, reference: None) -> Page:
    """The list of all entries, marked: another page load would take the mark away."""
    page.goto("/entries/")
    page.evaluate(MARK)
    return page


def same_document(page: Page) -> bool:
    return page.evaluate("window.loadedOnce === true")


def query(page: Page) -> str:
    return urlsplit(page.url).query


def let_go(page: Page, held: list[Route], end: Callable[[Route], None]) -> None:
    """Answer the one request that is held, as soon as it is: that it was made says nothing of the route."""
    until = time.monotonic() + 20
    while not held:
        assert time.monotonic() < until, "nothing was asked"
        page.wait_for_timeout(20)
    end(held[0])


def settled(page: Page, words: str) -> None:
    """Wait until the heading says these words."""
    expect(page.get_by_role("heading", level=1)).to_contain_text(words)


def test_a_choice_changes_the_list_the_address_and_the_title(entries: Page) -> None:
    value(entries, "Type", "Divergences").click()
    settled(entries, "divergences")
    assert same_document(entries)
    assert query(entries) == "type=divergence"
    expect_chips(entries, "Type divergences")
    assert entries.title().startswith(heading(entries))
    assert entries.locator("link[rel=alternate][type='application/json']").evaluate_all(
        "links => links.map(link => link.getAttribute('href'))"
    ) == ["/entries.json?type=divergence"]
    # It is the very page that a load gives.
    shown = entries.get_by_role("main").inner_text()
    entries.reload()
    assert entries.get_by_role("main").inner_text() == shown


def test_the_new_count_is_announced(entries: Page) -> None:
    status = entries.locator("body > [role=status]")
    expect(status).to_be_empty()
    value(entries, "Type", "Agreements and projects").click()
    expect(status).to_have_text(re.compile(r"^\d+ agreements and projects$"))
    assert status.inner_text() == heading(entries)
    assert violations(entries) == []


def test_the_focus_and_the_place_on_the_screen_stay(entries: Page) -> None:
    link = value(entries, "Actor", "China")
    link.focus()
    before = link.bounding_box()
    entries.keyboard.press("Enter")
    settled(entries, "involving China")
    chosen = value(entries, "Actor", "China")
    expect(chosen).to_be_focused()
    expect(chosen).to_have_attribute("aria-current", "true")
    after = chosen.bounding_box()
    assert before is not None
    assert after is not None
    assert abs(after["y"] - before["y"]) < 2
    # What was opened stays open, what was closed stays closed.
    assert facet(entries, "Actor").first.get_attribute("open") is not None
    assert facet(entries, "Speaker").get_attribute("open") is None


def test_from_a_chip_that_went_the_focus_goes_to_the_next_one(entries: Page) -> None:
    entries.goto("/entries/?type=divergence&topic=alignment")
    entries.evaluate(MARK)
    entries.get_by_role("link", name="Remove Type divergences").press("Enter")
    expect(entries.get_by_role("link", name="Remove Topic Alignment")).to_be_focused()
    expect_chips(entries, "Topic Alignment")
    entries.keyboard.press("Enter")
    expect(entries.get_by_role("heading", level=1)).to_be_focused()
    assert (query(entries), same_document(entries)) == ("", True)


def test_back_and_forward_show_what_was_there(entries: Page) -> None:
    everything = heading(entries)
    value(entries, "Type", "Divergences").click()
    settled(entries, "divergences")
    value(entries, "Topic", "Alignment").click()
    settled(entries, "about alignment")
    entries.go_back()
    expect(entries.get_by_role("heading", level=1)).not_to_contain_text("alignment")
    expect_chips(entries, "Type divergences")
    entries.go_back()
    expect(entries.get_by_role("heading", level=1)).to_have_text(everything)
    entries.go_forward()
    settled(entries, "divergences")
    assert (query(entries), same_document(entries)) == ("type=divergence", True)


def test_the_same_search_again_is_no_step_in_the_history(entries: Page) -> None:
    everything = heading(entries)
    box = entries.get_by_role("searchbox")
    box.fill("china")
    box.press("Enter")
    settled(entries, "matching “china”")
    with entries.expect_response("**/entries/?q=china"):
        box.press("Enter")
    expect(entries.get_by_role("main")).not_to_have_attribute("aria-busy", "true")
    entries.go_back()
    expect(entries.get_by_role("heading", level=1)).to_have_text(everything)


def test_back_from_an_entry_leads_to_the_list_as_it_was(entries: Page) -> None:
    value(entries, "Type", "Divergences").click()
    settled(entries, "divergences")
    shown = heading(entries)
    entries.locator(".card h2 a").first.click()
    expect(entries.locator(".claim").first).to_be_visible()
    entries.go_back()
    expect(entries.get_by_role("heading", level=1)).to_have_text(shown)
    expect_chips(entries, "Type divergences")


def test_search_dates_and_order_work_in_place(entries: Page) -> None:
    box = entries.get_by_role("searchbox")
    box.fill("china")
    box.press("Enter")
    settled(entries, "matching “china”")
    expect(box).to_be_focused()
    assert query(entries) == "q=china"
    entries.get_by_label("From").fill("2014")
    entries.get_by_role("button", name="Apply").click()
    settled(entries, "from 2014")
    entries.get_by_label("Order").select_option("oldest first")
    entries.get_by_role("button", name="Sort").click()
    entries.wait_for_url("**sort=oldest")
    expect(entries.get_by_role("button", name="Sort")).to_be_focused()
    assert query(entries) == "q=china&from=2014&sort=oldest"
    assert same_document(entries)


def test_what_is_typed_meanwhile_stays(entries: Page) -> None:
    box = entries.get_by_role("searchbox")
    held: list[Route] = []
    entries.route("**/entries/?q=china", lambda route: held.append(route))
    box.fill("china")
    box.press("Enter")
    expect(entries.get_by_role("main")).to_have_attribute("aria-busy", "true")
    box.press_sequentially(" border")
    let_go(entries, held, Route.continue_)
    settled(entries, "matching “china”")
    expect(box).to_have_value("china border")
    expect(box).to_be_focused()


def test_turning_a_page_leads_to_the_top_of_the_list(entries: Page) -> None:
    entries.get_by_role("link", name="Next").click()
    expect(entries.locator(".results")).to_be_focused()
    expect(entries.locator(".results-bar")).to_be_in_viewport()
    assert entries.title().partition(" · ")[0].endswith(", page 2")
    assert (query(entries), same_document(entries)) == ("page=2", True)


def test_the_latest_choice_wins(entries: Page) -> None:
    held: list[Route] = []
    entries.route("**/entries/?type=divergence", lambda route: held.append(route))
    value(entries, "Type", "Divergences").click()
    expect(entries.get_by_role("main")).to_have_attribute("aria-busy", "true")
    value(entries, "Type", "Agreements and projects").click()
    settled(entries, "agreements and projects")
    let_go(entries, held, Route.abort)
    entries.wait_for_timeout(100)
    assert (query(entries), same_document(entries)) == ("type=agreement", True)
    expect(entries.get_by_role("main")).not_to_have_attribute("aria-busy", "true")


def test_who_goes_back_and_forth_at_once_sees_the_page_of_the_address(entries: Page) -> None:
    value(entries, "Type", "Divergences").click()
    settled(entries, "divergences")
    held: list[Route] = []
    entries.route("**/entries/", lambda route: held.append(route))
    entries.evaluate("history.back()")
    expect(entries.get_by_role("main")).to_have_attribute("aria-busy", "true")
    entries.evaluate("history.forward()")
    entries.wait_for_url("**type=divergence")
    let_go(entries, held, Route.continue_)
    expect(entries.get_by_role("main")).not_to_have_attribute("aria-busy", "true")
    assert "divergences" in heading(entries)
    assert (query(entries), same_document(entries)) == ("type=divergence", True)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda route: route.abort() if route.request.resource_type == "fetch" else route.continue_(),
        lambda route: (
            route.fulfill(body="<main>Another kind of page</main>", content_type="text/html")
            if route.request.resource_type == "fetch"
            else route.continue_()
        ),
    ],
    ids=["no answer", "another kind of page"],
)
def test_what_fails_is_left_to_the_browser(
    browser: Browser,
    browser_context_args: dict,
    reference: None,
    spoil: Callable[[Route], None],
) -> None:
    # A context of its own: that a request fails is what is wanted here.
    page = browser.new_context(**browser_context_args).new_page()
    page.goto("/entries/")
    page.evaluate(MARK)
    page.route("**/entries/?**", spoil)
    value(page, "Type", "Divergences").click()
    settled(page, "divergences")
    assert (query(page), same_document(page)) == ("type=divergence", False)
    page.context.close()


def test_a_click_for_another_tab_is_left_alone(entries: Page) -> None:
    with entries.context.expect_page() as opened:
        value(entries, "Type", "Divergences").click(modifiers=["Control"])
    expect(opened.value.get_by_role("heading", level=1)).to_contain_text("divergences")
    assert query(entries) == ""


def test_the_finder_within_a_page_works_in_place_too(page: Page, reference: None) -> None:
    page.goto("/topics/alignment/")
    page.evaluate(MARK)
    page.get_by_text("Search or narrow").click()
    value(page, "Type", "Divergences").press("Enter")
    narrowed = page.locator("#narrowed")
    expect(narrowed).to_contain_text("divergences about alignment")
    expect(value(page, "Type", "Divergences")).to_be_focused()
    expect(page.locator("body > [role=status]")).to_have_text(narrowed.inner_text())
    page.get_by_role("link", name="The whole page of").click()
    expect(narrowed).to_have_count(0)
    expect(page.get_by_role("button", name="Copy citation")).to_have_count(1)
    assert same_document(page)


def test_the_years_of_the_timeline_work_in_place(page: Page, reference: None) -> None:
    page.goto("/timeline/")
    page.evaluate(MARK)
    bar = page.locator("svg a").last
    year = bar.get_attribute("aria-label")[:4]
    bar.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("list", name="Chosen").get_by_role("link").first).to_be_visible()
    assert (query(page), same_document(page)) == (f"from={year}&to={year}", True)
    expect(page.locator("svg a").last).to_be_focused()


def test_all_values_of_a_facet_are_searched_in_place(page: Page, reference: None) -> None:
    page.goto("/entries/facets/actor/")
    page.evaluate(MARK)
    box = page.get_by_label("Search these names")
    box.fill("LAVROV")
    box.press("Enter")
    expect(page.locator(".facets li")).to_have_count(1)
    assert same_document(page)
    expect(box).to_be_focused()
    page.locator(".facets li a").click()
    settled(page, "involving Sergey Lavrov")
    assert not same_document(page)


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_without_script_it_is_the_same_by_loading_pages(page: Page, reference: None) -> None:
    page.goto("/entries/")
    value(page, "Type", "Divergences").click()
    settled(page, "divergences")
    assert query(page) == "type=divergence"
    expect_chips(page, "Type divergences")
