"""Pages on paper, as PDF from Chromium: numbered, dark on white, whole, a brief on one page."""

import io
from collections.abc import Iterator

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader
from pytest_django.live_server_helper import LiveServer

from relations import publishing
from relations.catalogue import current_snapshot
from relations.models import Record
from tests.support.world import change

ISSUE = "/issues/falling-russian-share-of-indian-arms-purchases/"
# Words of navigation, filters and forms, which lead nowhere on paper.
DEAD_WORDS = (
    "Skip to",
    "Search",
    "Filters",
    "History",
    "BibTeX",
    "The present version",
    "Hand it out",
    "hand out",
    "Feed",
    "Compare others",
)


@pytest.fixture
def dark(browser: Browser, live_server: LiveServer, reference: None) -> Iterator[Page]:
    """A reader without script whose screen is dark."""
    context = browser.new_context(
        base_url=live_server.url, color_scheme="dark", java_script_enabled=False, locale="en-GB"
    )
    yield context.new_page()
    context.close()


def pdf(page: Page, path: str) -> PdfReader:
    response = page.goto(path)
    assert response is not None
    assert response.status == 200, path
    return PdfReader(io.BytesIO(page.pdf(format="A4", print_background=True)))


def text_of(read: PdfReader) -> str:
    return " ".join(" ".join(each.extract_text() for each in read.pages).split())


@pytest.mark.parametrize(
    "path",
    [
        *(f"{ISSUE}@v2/", "/topics/defence/", "/entries/?topic=defence", "/timeline/?topic=defence", "/"),
        "/compare/?topic=defence&topic=energy",
    ],
)
def test_nothing_that_only_leads_somewhere_is_on_paper(
    dark: Page, live_server: LiveServer, path: str
) -> None:
    text = text_of(pdf(dark, path))
    assert [word for word in DEAD_WORDS if word in text] == []
    assert "/@v2/" in text
    # No address of a link within the site stands behind its words.
    assert f"<{live_server.url}" not in text
    assert "<#" not in text


def test_of_a_form_stands_neither_a_heading_nor_an_address_on_paper(dark: Page) -> None:
    text = text_of(pdf(dark, "/claims/bh2q2fwxgg/report/"))
    assert "The claim" in text
    assert not [word for word in ("What is wrong", "Send", "Back to", "/report/", "/@v") if word in text]


def test_claims_cite_by_numbers_that_the_list_explains(dark: Page) -> None:
    text = text_of(pdf(dark, ISSUE))
    assert "[1] Divergences, bullet 6" in text
    assert "1. India-Russia 2 Plus 2 dialogue" in text


def test_a_dark_scheme_is_printed_dark_on_white(dark: Page) -> None:
    dark.goto(ISSUE)
    dark.emulate_media(media="print", color_scheme="dark")
    image = Image.open(io.BytesIO(dark.screenshot())).convert("L")
    assert image.getpixel((1, 1)) == 255
    assert sum(image.histogram()[200:]) > 0.8 * image.width * image.height


def test_what_is_folded_is_printed_open_and_an_outside_link_with_its_address(
    dark: Page, live_server: LiveServer
) -> None:
    record = Record.objects.get(kind="topic", key="defence")
    change(
        record, description="Arms and armies.", introduction="See [the pact](https://elsewhere.example/a)."
    )
    publishing.publish([record], note="Said shorter.")
    text = text_of(pdf(dark, "/topics/defence/@v2/"))
    assert "Arms and armies." in text
    assert "<https://elsewhere.example/a>" in text_of(pdf(dark, "/topics/defence/"))


def test_every_brief_is_one_page(dark: Page) -> None:
    snapshot = current_snapshot()
    # Those with most to say, and one with little.
    paths = [each.url for each in snapshot.relationships]
    paths += [name.url for name in snapshot.topics if not name.parent][:6]
    assert {path: len(pdf(dark, f"{path}?print=brief").pages) for path in paths} == dict.fromkeys(paths, 1)


@pytest.mark.parametrize("form", ["worksheet", "worksheet-kinds"])
def test_the_key_of_a_worksheet_is_its_last_page(dark: Page, form: str) -> None:
    read = pdf(dark, f"/relationships/india-russia/?print={form}")
    *asked, last = (each.extract_text() for each in read.pages)
    assert "Key" in last
    assert not any("Key" in text for text in asked)
    assert "1." in asked[0]
    # The codes of claims, and what is told the teacher, are not for pupils.
    for words in ("Before you print", "left out here", "space-exploration", "gsx8c9jwm5"):
        assert not any(words in text for text in asked)
    assert "Before you print" not in last
    assert "gsx8c9jwm5" in last or form == "worksheet-kinds"


def test_claims_of_a_worksheet_are_as_wide_as_their_paper(dark: Page) -> None:
    dark.set_viewport_size({"width": 1000, "height": 700})
    dark.goto("/topics/political-ties/?print=worksheet")
    dark.emulate_media(media="print")
    claim, line = (
        dark.locator(f".questions {each}").first.bounding_box() for each in (".claim-text", "p.answer")
    )
    assert claim is not None
    assert line is not None
    assert claim["width"] == line["width"]
    assert len(pdf(dark, "/topics/political-ties/?print=worksheet").pages) == 2


def test_a_sheet_has_a_button_where_there_is_script(page: Page, reference: None) -> None:
    page.goto("/topics/defence/?print=brief")
    page.evaluate("window.print = () => document.body.setAttribute('data-printed', '')")
    page.get_by_role("button", name="Print").click()
    expect(page.locator("body[data-printed]")).to_have_count(1)
    page.get_by_role("link", name="Back to “Defence”").click()
    page.wait_for_url("**/topics/defence/")
