"""The bar that saves a form: in sight, in one row, by keys, and back where one was."""

import re
from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from relations.models import Claim
from tests.browser.pages import claim, press
from tests.support.admin import change_url
from tests.support.world import a_claim, a_draft

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

CLAIMS = [a_claim(id=f"ccccccccc{n}", text=f"Claim {n}.") for n in (2, 3)]
TOPS = "(all) => [...new Set(all.map((one) => Math.round(one.getBoundingClientRect().top)))]"
# Whether the middle of what has the focus is covered by the bar.
IS_COVERED = """() => {
  const { left, top, width, height } = document.activeElement.getBoundingClientRect();
  const there = document.elementFromPoint(left + width / 2, top + height / 2);
  return Boolean(there?.closest(".save-bar")) && !document.activeElement.closest(".save-bar");
}"""


@pytest.fixture
def form(page: Page, ada: User, sign_in: Callable[[User], None]) -> Page:
    record = a_draft("event", claims=CLAIMS)
    sign_in(ada)
    page.goto(change_url(record))
    return page


def test_ctrl_s_saves_and_stays_in_the_claim(form: Page) -> None:
    text = claim(form, 2).get_by_label("Text")
    text.fill("Claim 3, more exactly.")
    form.keyboard.press("Control+s")
    form.wait_for_url(re.compile("#id_claims-1-text$"))
    expect(form.get_by_text("was changed successfully")).to_have_count(1)
    expect(claim(form, 2).get_by_label("Text")).to_be_focused()
    expect(claim(form, 2).get_by_label("Text")).to_be_in_viewport()
    assert Claim.objects.filter(text="Claim 3, more exactly.").exists()


def test_saving_by_the_button_comes_back_to_a_picker_too(form: Page) -> None:
    claim(form, 2).locator("select[name$=-speaker] + .select2-container .select2-selection").focus()
    at = form.locator(".save-bar [name=_continue]").bounding_box()
    assert at
    form.mouse.click(at["x"] + 5, at["y"] + 5)
    form.wait_for_url(re.compile("#id_claims-1-speaker$"))
    picker = claim(form, 2).locator("select[name$=-speaker] + .select2-container .select2-selection")
    expect(picker).to_be_focused()


def test_ctrl_enter_goes_on_to_publish(form: Page) -> None:
    claim(form, 1).get_by_label("Text").fill("Claim 2, more exactly.")
    form.keyboard.press("Control+Enter")
    expect(form.get_by_role("heading", level=1)).to_have_text("Publish")
    assert Claim.objects.filter(text="Claim 2, more exactly.").exists()


def test_where_one_is_is_no_change_to_the_text(form: Page) -> None:
    claim(form, 1).get_by_label("Text").focus()
    form.evaluate("addEventListener('submit', (event) => event.preventDefault())")
    form.keyboard.press("Control+s")
    expect(form.locator("input[name=_focus]")).to_be_disabled()
    expect(form.locator("#autosave-status")).to_be_empty()


@pytest.mark.parametrize("width", [320, 390])
def test_a_phone_has_all_buttons_in_one_row(form: Page, width: int) -> None:
    form.set_viewport_size({"width": width, "height": 740})
    buttons = form.locator(".save-bar button")
    expect(buttons).to_have_text(["Save", "Preview", "Review…", "Publish…"], use_inner_text=True)
    assert len(buttons.evaluate_all(TOPS)) == 1
    for button in buttons.all():
        expect(button).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("height", [500, 900])
def test_nothing_that_has_the_focus_is_beneath_the_bar(form: Page, height: int) -> None:
    form.set_viewport_size({"width": 390, "height": height})
    form.locator("#id_title").focus()
    for _step in range(60):
        form.keyboard.press("Tab")
        assert not form.evaluate(IS_COVERED), form.evaluate("document.activeElement.outerHTML")


def test_without_script_the_form_is_saved_too(browser: Browser, live_server: LiveServer, ada: User) -> None:
    record = a_draft("event", claims=CLAIMS)
    context = browser.new_context(java_script_enabled=False, base_url=live_server.url)
    page = context.new_page()
    page.goto(change_url(record))
    page.get_by_label("Username").fill("ada")
    page.get_by_label("Password").fill("ada's password")
    press(page, "Log in")
    claim(page, 1).get_by_label("Text").fill("Claim 2, by hand.")
    press(page, "Save")
    expect(page.get_by_text("was changed successfully")).to_be_visible()
    assert Claim.objects.filter(text="Claim 2, by hand.").exists()
    context.close()
