"""What a reader takes from a claim: its link, and words with their citation; by mouse, keyboard, finger."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser.access import violations
from tests.browser.pages import press

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

CODE = "bh2q2fwxgg"
PATH = "/events/russian-covid-19-aid-to-india/"
OFFER = "Copy with citation"
# The words from one place to another in the text of the claim.
SELECT = """([claim, first, last]) => {
  const text = document.querySelector(`#c-${claim} .claim-text`);
  const words = text.querySelector("p").firstChild;
  getSelection().setBaseAndExtent(words, first, words, last);
}"""
WORDS = "The humanitarian aid that Russia sent to India"


@pytest.fixture
def copying(context: BrowserContext, reference: None, live_server: object) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=live_server.url)


def claim(page: Page) -> Locator:
    return page.locator(f"#c-{CODE}")


def clipboard(page: Page) -> str:
    return str(page.evaluate("navigator.clipboard.readText()"))


def said(page: Page, words: str) -> None:
    expect(page.get_by_role("status").filter(has_text=words)).to_be_visible()


def select(page: Page, first: int = 0, last: int = len(WORDS)) -> None:
    page.evaluate(SELECT, [CODE, first, last])


def offer(page: Page) -> Locator:
    return page.get_by_role("button", name=OFFER)


@pytest.mark.parametrize("pin", ["", "@v2/"])
def test_the_link_of_a_claim_is_copied_by_keyboard(
    page: Page, copying: None, live_server: object, pin: str
) -> None:
    page.goto(f"{PATH}{pin}")
    claim(page).get_by_role("link", name="Permanent address").focus()
    page.keyboard.press("Tab")
    expect(claim(page).get_by_role("button", name="Copy link")).to_be_focused()
    page.keyboard.press("Enter")
    said(page, "The link to the claim is copied.")
    assert clipboard(page) == f"{live_server.url}/claims/{CODE}/{pin}"
    page.goto(clipboard(page))
    expect(claim(page)).to_be_in_viewport()


@pytest.mark.parametrize("pin", ["", "@v2/"])
def test_selected_words_are_copied_with_their_citation(page: Page, copying: None, pin: str) -> None:
    page.goto(f"{PATH}{pin}")
    select(page)
    offer(page).click()
    said(page, "The words are copied with their citation.")
    copied = clipboard(page)
    title = page.get_by_role("heading", level=1).inner_text()
    plain = " ".join(page.locator(".citation-text").inner_text().split())
    work = plain.rpartition(" ")[0]
    assert work.startswith(f"“{title}”. ")
    assert copied.startswith(f"“{WORDS}” — {work} Reported fact, figures as of April 2021. Cited there: ")
    assert "Key takeaways, bullet 1. http" in copied
    address = copied.rpartition(" ")[2]
    assert address.endswith(f"{PATH}@v2/#c-{CODE}")


def test_a_position_is_quoted_with_its_side_wherever_it_stands(page: Page, copying: None) -> None:
    page.goto("/issues/space-exploration/")
    side = page.locator(".side").filter(has=page.locator(".claim")).first
    name = side.get_by_role("heading").inner_text()
    text = side.locator(".claim-text").first
    text.evaluate("element => getSelection().selectAllChildren(element)")
    offer(page).click()
    said(page, "The words are copied with their citation.")
    assert f" Position, {name}, " in clipboard(page)


def test_what_is_offered_is_reached_by_tab_and_goes_with_escape(page: Page, copying: None) -> None:
    page.goto(PATH)
    before = page.evaluate("document.documentElement.scrollHeight"), claim(page).bounding_box()
    claim(page).locator(".claim-text p").dblclick(position={"x": 8, "y": 12})  # the first word
    page.keyboard.press("Control+Shift+ArrowRight")
    expect(offer(page)).to_be_visible()
    assert (page.evaluate("document.documentElement.scrollHeight"), claim(page).bounding_box()) == before
    page.keyboard.press("Tab")
    expect(offer(page)).to_be_focused()
    page.keyboard.press("Enter")
    said(page, "The words are copied")
    assert clipboard(page).startswith("“The humanitarian” — “")
    expect(offer(page)).to_be_focused()
    assert violations(page) == []
    page.keyboard.press("Escape")
    expect(offer(page)).to_have_count(0)


def test_a_paragraph_that_is_clicked_three_times_is_quoted_whole(page: Page, copying: None) -> None:
    page.goto(PATH)
    text = claim(page).locator(".claim-text p")
    text.click(click_count=3)
    offer(page).click()
    said(page, "The words are copied")
    whole = " ".join(text.inner_text().split())
    assert clipboard(page).startswith(f"“{whole}” — “")
    assert page.evaluate("getSelection().toString().trim()") == whole


def test_nothing_is_offered_for_words_of_two_claims_or_outside_one(page: Page, copying: None) -> None:
    page.goto("/issues/russian-closeness-to-china/")
    page.evaluate("getSelection().selectAllChildren(document.querySelector('h1'))")
    page.evaluate("""() => {
      const texts = document.querySelectorAll(".claim-text p");
      getSelection().setBaseAndExtent(texts[0].firstChild, 0, texts[1].firstChild, 5);
    }""")
    page.wait_for_timeout(500)  # longer than it waits for a selection to grow
    expect(offer(page)).to_have_count(0)
    page.evaluate("getSelection().selectAllChildren(document.querySelector('.claim-text p'))")
    expect(offer(page)).to_be_visible()
    page.evaluate("getSelection().removeAllRanges()")
    expect(offer(page)).to_have_count(0)


@pytest.mark.browser_context_args(has_touch=True, is_mobile=True, viewport={"width": 360, "height": 740})
def test_a_finger_copies_too(page: Page, copying: None) -> None:
    page.goto(PATH)
    select(page)
    offer(page).tap()
    said(page, "The words are copied")
    assert clipboard(page).startswith(f"“{WORDS}”")
    assert page.evaluate("document.scrollingElement.scrollWidth <= innerWidth")


def test_the_citation_of_the_page_is_copied_as_before(page: Page, copying: None) -> None:
    page.goto(PATH)
    press(page, "Copy citation")
    said(page, "Copied")
    assert clipboard(page) == " ".join(page.locator(".citation-text").inner_text().split())


def test_a_browser_that_refuses_is_not_passed_over(page: Page, copying: None) -> None:
    page.add_init_script("navigator.clipboard.writeText = () => Promise.reject(new Error('no'))")
    page.goto(PATH)
    claim(page).get_by_role("button", name="Copy link").click()
    said(page, "The browser did not let this page copy.")


@pytest.mark.parametrize(
    "path", ["/events/russian-covid-19-aid-to-india/editions/1/", f"/claims/{CODE}/history/"]
)
def test_earlier_editions_and_the_page_of_a_claim_are_quoted_too(
    page: Page, copying: None, path: str
) -> None:
    page.goto(path)
    select(page)
    offer(page).click()
    said(page, "The words are copied")
    address = urlsplit(clipboard(page).rpartition(" ")[2])
    page.goto(f"{address.path}#{address.fragment}")
    expect(claim(page)).to_contain_text(WORDS)


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_without_script_there_are_the_links_and_no_dead_button(page: Page, reference: None) -> None:
    page.goto(PATH)
    links = claim(page).locator(".claim-links")
    assert [" ".join(text.split()) for text in links.get_by_role("link").all_inner_texts()] == [
        f"¶ {CODE}",
        "Cite",
        "History",
        "Report an error",
    ]
    expect(links.get_by_role("button")).to_have_count(0)


def test_they_keep_claims_together_on_a_phone_and_are_not_printed(page: Page, reference: None) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(PATH)
    box = claim(page).locator(".claim-links").bounding_box()
    assert box is not None
    assert box["height"] <= 60  # two lines
    page.emulate_media(media="print")
    expect(claim(page).locator(".claim-links")).to_be_hidden()
    expect(claim(page).locator(".claim-sources li").first).to_be_visible()
