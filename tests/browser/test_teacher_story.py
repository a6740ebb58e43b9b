"""A teacher's link to a topic holds through two renames, and nobody else can take its address."""

import re
from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect

from tests.browser import pages
from tests.browser.pages import press

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TAKEN = re.compile(r"the address of another page\. Choose another|another record.s\. Choose another")


def rename(page: Page, name: str, new_name: str, new_slug: str) -> None:
    pages.open_form(page, "Topics", name)
    page.get_by_role("link", name="Rename…").click()
    page.get_by_label("Name:", exact=True).fill(new_name)
    page.get_by_label("Address").fill(new_slug)
    press(page, "Rename")
    expect(page.get_by_text("Renamed. Old links lead to the new address.")).to_be_visible()


def test_a_link_to_a_topic_outlives_two_renames(
    page: Page, reference: None, ada: User, sign_in_by_form: Callable[[User], None]
) -> None:
    page.goto("/topics/s-400/?type=agreement")
    expect(page.get_by_role("heading", level=1)).to_have_text("S-400")

    sign_in_by_form(ada)
    rename(page, "S-400", "S-400 air defence", "s-400-air-defence")
    rename(page, "S-400 air defence", "Air defence systems", "air-defence-systems")

    # One redirect, to where it stands now, with what the teacher had chosen.
    arrived = page.goto("/topics/s-400/?type=agreement")
    assert arrived is not None
    redirect = arrived.request.redirected_from
    assert redirect is not None
    assert redirect.redirected_from is None
    assert redirect.response().status == 301
    expect(page).to_have_url("/topics/air-defence-systems/?type=agreement")
    expect(page.get_by_role("heading", level=1)).to_have_text("Air defence systems")
    expect(page.get_by_text("1 agreement or project about Air defence systems")).to_be_visible()

    # Its editions keep the old names, and say why they changed.
    page.goto("/topics/s-400/editions/1/")
    expect(page).to_have_url("/topics/air-defence-systems/editions/1/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("S-400")


@pytest.mark.parametrize("slug", ["s-400", "air-defence"])
def test_an_address_that_was_given_is_not_given_again(
    page: Page, reference: None, ada: User, sign_in_by_form: Callable[[User], None], slug: str
) -> None:
    sign_in_by_form(ada)
    rename(page, "S-400", "Air defence", "air-defence")

    # Neither to a new topic …
    page.goto("/admin/relations/topic/add/")
    page.get_by_label("Name:", exact=True).fill("Rocketry")
    page.get_by_text("More", exact=True).click()
    page.get_by_label("Address").fill(slug)
    press(page, "Save")
    expect(page.locator(".field-slug")).to_contain_text(TAKEN)
    expect(page.get_by_label("Name:", exact=True)).to_have_value("Rocketry")

    # … nor to another one that is renamed.
    pages.open_form(page, "Topics", "Arctic")
    page.get_by_role("link", name="Rename…").click()
    page.get_by_label("Address").fill(slug)
    press(page, "Rename")
    expect(page.get_by_text(TAKEN)).to_be_visible()
    page.goto("/topics/arctic/")
    expect(page.get_by_text("Edition 1, published")).to_be_visible()
