"""Actors that the text names are offered above their rows, and added by a click alone."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Locator, Page, expect

from tests.browser.access import violations
from tests.browser.holding import held_back
from tests.browser.pages import claim
from tests.support.admin import change_url
from tests.support.world import a_document, a_draft, save

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def form(page: Page, ada: User, sign_in: Callable[[User], None]) -> Page:
    """The form of an entry that has Arland as an actor, in a world with more."""
    record = a_draft("event", actors=[{"actor": "arland", "role": "side"}])
    for name in ("India", "Russia", "Chad"):
        save(a_document("actor", name=name, slug=name.lower()))
    sign_in(ada)
    page.goto(change_url(record))
    return page


def offers(form: Page) -> Locator:
    return form.get_by_role("group", name="Named in your text")


def actors(form: Page) -> Locator:
    return form.locator('#involvements-group select[name$="-actor"]:not([name*="__prefix__"]) option:checked')


def test_what_the_text_names_is_added_by_a_click(form: Page) -> None:
    claim(form, 1).get_by_label("Text").press_sequentially("Arland, India and Russia met.")
    expect(offers(form).get_by_role("button")).to_have_text(["+ India", "+ Russia"])
    expect(actors(form)).to_have_text(["Arland"])
    offers(form).get_by_role("button", name="Add India").click()
    expect(actors(form)).to_have_text(["Arland", "India"])
    expect(offers(form).get_by_role("status")).to_have_text("India is added: choose the part.")
    # By keyboard, too: the next one that is offered has the focus, at last the part that is to be chosen.
    expect(offers(form).get_by_role("button", name="Add Russia")).to_be_focused()
    form.keyboard.press("Enter")
    expect(actors(form)).to_have_text(["Arland", "India", "Russia"])
    expect(form.locator("#id_involvements-1-role")).to_be_focused()
    expect(offers(form).get_by_role("button")).to_have_count(0)


def test_what_is_taken_away_again_is_offered_again(form: Page) -> None:
    form.get_by_label("Summary").fill("Chad was there.")
    offers(form).get_by_role("button", name="Add Chad").click()
    expect(offers(form).get_by_role("button")).to_have_count(0)
    form.locator("#id_involvements-1-actor").evaluate(
        "box => { box.value = ''; django.jQuery(box).trigger('change'); }"
    )
    expect(offers(form).get_by_role("button")).to_have_text(["+ Chad"])


def test_a_late_answer_to_an_earlier_text_offers_nothing(form: Page) -> None:
    with held_back(form, "**/admin/named-actors/") as asked:
        form.get_by_label("Summary").fill("Chad was there.")
        asked.wait_for("Chad")
        form.get_by_label("Summary").fill("Russia was there.")
        asked.let_go("Russia")
        expect(offers(form).get_by_role("button")).to_have_text(["+ Russia"])
        with form.expect_event("requestfinished"):
            asked.let_go("Chad")
    form.evaluate("new Promise((done) => setTimeout(done, 50))")  # in which the script reads it
    expect(offers(form).get_by_role("button")).to_have_text(["+ Russia"])


def test_the_offers_break_no_rule_of_access(form: Page) -> None:
    form.get_by_label("Summary").fill("India and Russia.")
    expect(offers(form).get_by_role("button")).to_have_count(2)
    without = (".breadcrumbs", ".select2-container", ".tabular", "#nav-sidebar", ".form-end")
    assert violations(form, without=without) == []
