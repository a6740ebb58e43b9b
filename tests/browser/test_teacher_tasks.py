"""What a teacher takes from a topic page for a course: each in few clicks from the page just opened."""

import io
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from pypdf import PdfReader

from relations.models import Edition
from tests.browser.effort import Effort
from tests.support.factories import publish_document

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PATH = "/topics/political-ties/"


@pytest.fixture
def opened(page: Page, reference: None) -> Effort:
    effort = Effort(page)
    page.goto(PATH)
    return effort


def test_a_link_that_lasts_takes_a_click(page: Page, opened: Effort) -> None:
    page.get_by_role("link", name="Use this page").click()
    row = page.locator("dl > div").filter(has=page.get_by_text("Link to it", exact=True))
    expect(row.get_by_role("link")).to_be_in_viewport()
    assert row.get_by_role("link").get_attribute("href").endswith(PATH)
    assert opened.presses == 1


def test_a_link_to_the_page_as_it_is_takes_a_click(page: Page, opened: Effort) -> None:
    page.get_by_role("link", name="Use this page").click()
    row = page.locator("dl > div").filter(has=page.get_by_text("Link to it as it is", exact=True))
    pinned = row.get_by_role("link")
    expect(pinned).to_be_in_viewport()
    assert opened.presses == 1
    lede = page.locator(".lede").first.inner_text()
    edition = Edition.objects.get(record__kind="topic", record__key="political-ties", died=None)
    publish_document(edition.read_document() | {"description": "Something else."}, note="Said otherwise.")
    page.goto(urlsplit(pinned.get_attribute("href")).path)
    expect(page.locator(".lede").first).to_have_text(lede)


def test_a_citation_in_mla_takes_two(
    page: Page, opened: Effort, context: BrowserContext, live_server: object
) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=live_server.url)
    page.get_by_role("main").get_by_role("link", name="Cite", exact=True).first.click()
    page.get_by_role("button", name="Copy: MLA (9th edition)").click()
    expect(page.get_by_role("status").filter(has_text="Copied: MLA")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("“Political Ties.” India–Russia: Where They Agree and Differ, ")
    assert copied.endswith(f"{PATH}@v2/.")
    assert opened.presses == 2


def test_a_worksheet_takes_two_and_the_printing(page: Page, opened: Effort) -> None:
    page.get_by_role("link", name="Use this page").click()
    page.get_by_role("link", name="Worksheet: whose position is it?").click()
    expect(page.get_by_role("heading", name="Key", exact=True)).to_be_attached()
    assert opened.presses == 2
    sheets = [sheet.extract_text() for sheet in PdfReader(io.BytesIO(page.pdf())).pages]
    assert "Key" in sheets[-1]
    assert not any("Key" in sheet for sheet in sheets[:-1])


def test_what_changed_takes_two(page: Page, opened: Effort) -> None:
    page.get_by_role("link", name="Use this page").click()
    page.get_by_role("link", name="What changed since the first version").click()
    expect(page.get_by_text("The entries on the page are the same.")).to_be_visible()
    assert opened.presses == 2
