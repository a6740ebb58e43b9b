"""The page of citations in the browser: copied by the keyboard, said aloud, exact; and without script."""

import pytest
from playwright.sync_api import BrowserContext, Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PATH = "/events/modi-putin-telephone-call-april-2021/cite/"
READ_HTML = """async () => {
  const [item] = await navigator.clipboard.read();
  return await (await item.getType("text/html")).text();
}"""


@pytest.fixture
def clipboard(context: BrowserContext, live_server: object) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=live_server.url)


def copy_by_keyboard(page: Page, name: str) -> str:
    """What is in the clipboard when it has been said that ``name`` was copied."""
    page.get_by_role("button", name=f"Copy: {name}", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text=f"Copied: {name}")).to_be_visible()
    text: str = page.evaluate("navigator.clipboard.readText()")
    return text


def shown(page: Page, name: str) -> str:
    """The text beside a name, as the page has it."""
    row = page.locator("dl > div").filter(has=page.locator("dt", has_text=name))
    return str(row.locator(".citation-text").evaluate("text => text.textContent"))


def test_a_citation_is_copied_by_the_keyboard_with_its_italics_and_without(
    page: Page, reference: None, clipboard: None
) -> None:
    page.goto(PATH)
    text = copy_by_keyboard(page, "APA (7th edition)")
    assert text == " ".join(shown(page, "APA").split())
    assert page.evaluate(READ_HTML).count("<i>India–Russia: where they agree and differ</i>") == 1
    assert "<" not in text


@pytest.mark.parametrize(("name", "suffix"), [("BibTeX", "bib"), ("RIS", "ris"), ("CSL-JSON", "csl.json")])
def test_a_file_is_copied_with_its_blanks_and_lines(
    page: Page, reference: None, clipboard: None, name: str, suffix: str
) -> None:
    page.goto(PATH)
    text = copy_by_keyboard(page, name)
    assert text == shown(page, name)
    assert text.count("\n") > 2
    if name == "BibTeX":
        assert "\n  title = {{" in text
    served = page.request.get(f"{PATH.removesuffix('/')}.{suffix}")
    assert served.text().replace("\r\n", "\n") == text


def test_every_button_says_what_it_copies_and_is_reached_by_the_keyboard(
    page: Page, reference: None, clipboard: None
) -> None:
    page.goto(PATH)
    buttons = page.get_by_role("button", name="Copy: ")
    expect(buttons).to_have_count(10)
    names = buttons.evaluate_all("all => all.map(button => button.getAttribute('aria-label'))")
    assert len(set(names)) == 10
    buttons.first.focus()
    page.keyboard.press("Tab")
    expect(buttons.nth(1)).to_be_focused()
    address = copy_by_keyboard(page, "Address")
    assert address.endswith("/@v2/")


def test_where_the_browser_refuses_that_is_said_and_the_text_is_selected(page: Page, reference: None) -> None:
    page.add_init_script(
        "navigator.clipboard.writeText = navigator.clipboard.write = () => Promise.reject(new Error())"
    )
    page.goto(PATH)
    page.get_by_role("button", name="Copy: RIS").press("Enter")
    expect(page.get_by_role("status").filter(has_text="Not copied")).to_be_visible()
    assert page.evaluate("getSelection().toString()").startswith("TY  - ENCYC")


def test_from_the_page_it_is_two_clicks_to_a_copied_citation(
    page: Page, reference: None, clipboard: None
) -> None:
    page.goto(PATH.removesuffix("cite/"))
    page.get_by_role("link", name="Cite it in APA, MLA").click()
    page.get_by_role("button", name="Copy: MLA").click()
    expect(page.get_by_role("status").filter(has_text="Copied: MLA")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == " ".join(shown(page, "MLA").split())


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_without_script_the_text_is_there_to_select_and_no_dead_button(page: Page, reference: None) -> None:
    page.goto(PATH)
    expect(page.locator(".citation-text")).to_have_count(10)
    expect(page.get_by_role("button", name="Copy")).to_have_count(0)
    expect(page.locator("pre").first).to_contain_text("@online{")


def test_on_paper_there_is_nothing_to_press(page: Page, reference: None) -> None:
    page.goto(PATH)
    page.emulate_media(media="print")
    expect(page.get_by_role("button", name="Copy")).to_have_count(0)
    expect(page.get_by_role("link", name="As a file")).to_have_count(0)
    expect(page.locator(".citation-text").first).to_be_visible()
