"""An empty scaffold for another pair of countries gets its first entry, through the admin alone."""

import re
from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client
from playwright.sync_api import Page, expect

from tests.browser import pages
from tests.browser.pages import claim, press
from tests.support.crawling import crawl

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_scaffold_becomes_a_first_published_entry(
    page: Page, scaffold: None, ada: User, sign_in_by_form: Callable[[User], None], reader: Client
) -> None:
    page.goto("/")
    expect(page).to_have_title(re.compile("^France–Chad"))
    expect(page.get_by_text("No entry is published here.")).to_be_visible()
    assert_names_no_other_pair(reader)

    # Ada writes down a meeting: the relationship is chosen already, the topic from the curated list.
    sign_in_by_form(ada)
    page.get_by_role("link", name="Events", exact=True).first.click()
    page.get_by_role("link", name="Add event").click()
    title = page.get_by_role("textbox", name="Title:", exact=True)
    expect(title).to_be_focused()  # the form opens so, and would take what is typed elsewhere before
    title.fill("Meeting in N'Djamena")
    page.get_by_label("Summary").fill("The two presidents met and signed a joint statement.")
    page.get_by_label("Date:", exact=True).fill("4 September 2019")
    page.get_by_text("Place, note on the date, address").click()
    page.get_by_label("Place:", exact=True).fill("N'Djamena")
    pages.expect_picked(page, "relationships", "France–Chad")
    pages.pick(page, "topics", "meet", "Meetings")

    # One claim, whose source is not there yet: both it and the passage are added beside the claim.
    claim(page, 1).get_by_label("Kind").select_option("reported fact")
    claim(page, 1).get_by_label("Text").fill("The two presidents signed a joint statement.")
    with page.expect_popup() as opened:
        claim(page, 1).get_by_role("link", name="Add another passage").click()
    passage_form = opened.value
    with passage_form.expect_popup() as opened:
        passage_form.get_by_role("link", name="Add another source").click()
    source_form = opened.value
    title = source_form.get_by_role("textbox", name="Title:", exact=True)
    expect(title).to_be_focused()
    title.fill("Joint statement of 4 September 2019")
    source_form.get_by_label("Type").select_option("statement")
    source_form.get_by_label("Date:", exact=True).fill("2019-09-04")
    with source_form.expect_event("close"):
        press(source_form, "Save")
    expect(pages.picker(passage_form, "source")).to_contain_text("Joint statement of 4 September 2019")
    passage_form.get_by_label("Place").fill("Paragraph 1")
    with passage_form.expect_event("close"):
        press(passage_form, "Save")
    pages.expect_picked(claim(page, 1), "passages", "Joint statement of 4 September 2019: Paragraph 1")

    # Who took part, and out it goes, with the source that it rests on.
    actors = page.get_by_role("group", name="Actors and their part in it")
    pages.pick(actors, "involvements-0-actor", "Fra", "France")
    actors.locator("select[name=involvements-0-role]").select_option("took part")
    press(page, "Publish…")
    expect(page.get_by_role("heading", name="Published with it, because they never were")).to_be_visible()
    source = page.get_by_role("listitem").filter(has_text="Joint statement").first
    expect(source).to_contain_text("first time")
    press(page, "Publish")
    expect(page.get_by_text("Published, for everyone to see")).to_be_visible()

    page.get_by_role("link", name="Published page").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Meeting in N'Djamena")
    expect(page.get_by_text("Edition 1, published")).to_be_visible()
    page.get_by_role("link", name="Joint statement of 4 September 2019, Paragraph 1").click()
    expect(page.locator(":target")).to_contain_text("The two presidents signed a joint statement.")
    page.goto("/")
    expect(page.get_by_role("link", name="Meeting in N'Djamena")).to_be_visible()
    assert_names_no_other_pair(reader)


def assert_names_no_other_pair(reader: Client) -> None:
    """Every page, feed and file that a link leads to, the feed of changes among them."""
    site = crawl(reader, lambda link: not link.startswith(("/static/", "/admin/")))
    assert {"/", "/about/", "/entries/", "/changes.atom", "/entries.atom", "/entries.json"} <= set(site)
    for answer in site.values():
        assert answer.status in (200, 301), answer.path
        assert not re.search("India|Russia", answer.path + answer.text, re.IGNORECASE), answer.path
