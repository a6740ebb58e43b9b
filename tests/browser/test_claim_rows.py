"""A new claim in the browser: what it begins with is marked, and its side comes from its speaker."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect

from tests.browser.pages import claim, expect_picked, pick, picker
from tests.support.admin import change_url
from tests.support.world import a_document, a_draft, save

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NOTE = "Carried over from the claim above"


@pytest.fixture
def form(page: Page, ada: User, sign_in: Callable[[User], None]) -> Page:
    """An entry's form with one claim, in a world where two people act for a side."""
    record = a_draft("event")
    for name, side in (("Envoy", "arland"), ("Minister", "borland"), ("Poet", "")):
        save(a_document("actor", name=name, slug=name.lower(), type="person", acts_for=side))
    sign_in(ada)
    page.goto(change_url(record))
    return page


def test_carried_citations_are_marked_until_they_are_taken_away(form: Page) -> None:
    expect(claim(form, 1).get_by_text(NOTE)).to_be_hidden()
    form.get_by_text("Add another Claim").click()
    for number in (2, 3):
        expect(claim(form, number).get_by_text(NOTE)).to_be_visible()
        expect(claim(form, number).locator(".select2-selection__choice.is-carried")).to_have_count(1)
    pick(claim(form, 3), "passages", "Paragraph 2", "Paragraph 2")
    expect_picked(claim(form, 3), "passages", "Joint statement: Paragraph 1", "Joint statement: Paragraph 2")
    expect(claim(form, 3).locator(".select2-selection__choice.is-carried")).to_have_count(1)
    picker(claim(form, 3), "passages").locator(".is-carried .select2-selection__choice__remove").click()
    expect(claim(form, 3).get_by_text(NOTE)).to_be_hidden()
    expect(claim(form, 2).get_by_text(NOTE)).to_be_visible()


def test_the_side_comes_from_the_speaker_until_one_is_chosen(form: Page) -> None:
    row = claim(form, 1)
    row.get_by_label("Kind").select_option("position")
    pick(row, "speaker", "Env", "Envoy")
    expect(picker(row, "side")).to_contain_text("Arland, from Envoy")
    pick(row, "speaker", "Min", "Minister")
    expect(picker(row, "side")).to_contain_text("Borland, from Minister")
    pick(row, "side", "Arl", "Arland")
    pick(row, "speaker", "Env", "Envoy")
    pick(row, "speaker", "Min", "Minister")
    expect_picked(row, "side", "Arland")


def test_a_new_claim_with_something_typed_is_removed_only_when_that_is_meant(form: Page) -> None:
    asked: list[str] = []
    form.once("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    form.get_by_text("Add another Claim").click()
    new = form.locator("#claims-group .inline-related:not(.empty-form, .has_original)").last
    new.locator("textarea").first.fill("They met twice.")
    remove = new.locator(".inline-deletelink")
    remove.click()
    assert asked == ["Remove this row, with what is typed in it?"]
    expect(new.locator("textarea").first).to_have_value("They met twice.")
    before = form.locator("#claims-group .inline-related").count()
    form.once("dialog", lambda dialog: dialog.accept())
    remove.click()
    expect(form.locator("#claims-group .inline-related")).to_have_count(before - 1)


def test_another_kind_than_a_position_has_no_side_of_itself(form: Page) -> None:
    row = claim(form, 1)
    pick(row, "speaker", "Env", "Envoy")
    expect(row.locator('select[name$="side"]')).to_have_value("")
    row.get_by_label("Kind").select_option("position")
    expect(picker(row, "side")).to_contain_text("Arland, from Envoy")
