"""A citation is pasted beside a claim: what was read is completed and cited, without a page in between."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Locator, Page, expect

from relations.models import Passage, Source
from tests.browser.access import violations
from tests.browser.holding import held_back
from tests.browser.pages import claim, expect_picked, press, saved
from tests.support.admin import change_url
from tests.support.world import a_claim, a_document, a_draft, save

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

STATEMENT = (
    "Ministry of External Affairs, “Joint Statement of Sochi,” 21 May 2018, https://mea.example.in/30469 "
    "(accessed 4 May 2021)."
)
PASTE = """(area, text) => {
    area.value = text;
    area.dispatchEvent(new ClipboardEvent("paste", { bubbles: true }));
}"""


@pytest.fixture
def may_fail() -> set[str]:
    return {"/admin/citation/add/"}


@pytest.fixture
def form(page: Page, ada: User, sign_in: Callable[[User], None]) -> Page:
    """An entry's form with two claims that cite nothing."""
    claims = [a_claim(id=f"ccccccccc{n}", text=f"Claim {n}.", citations=[]) for n in (2, 3)]
    record = a_draft("event", claims=claims)
    sign_in(ada)
    page.goto(change_url(record))
    return page


def opener(form: Page, number: int) -> Locator:
    return claim(form, number).get_by_role("button", name="Paste a citation")


def panel(form: Page, number: int) -> Locator:
    return claim(form, number).get_by_role("group", name="Pasted citation")


def paste(form: Page, number: int, text: str) -> Locator:
    """Open the panel of a claim and paste into its box, as the clipboard does."""
    opener(form, number).click()
    opened = panel(form, number)
    expect(opened.get_by_label("Citation")).to_be_focused()
    opened.get_by_label("Citation").evaluate(PASTE, text)
    return opened


def test_what_was_pasted_is_read_completed_and_cited(form: Page) -> None:
    opened = paste(form, 1, STATEMENT)
    expect(opened.get_by_label("Title")).to_have_value("Joint Statement of Sochi")
    expect(opened.get_by_label("Authors")).to_have_value("Ministry of External Affairs")
    expect(opened.get_by_label("Date")).to_have_value("21 May 2018")
    expect(opened.get_by_text("Kept as well: Read on: 4 May 2021")).to_be_visible()
    # The first one that is empty has the focus: what is typed goes there, and Enter adds.
    expect(opened.get_by_label("Place in it")).to_be_focused()
    form.keyboard.insert_text("para. 2")
    form.keyboard.press("Enter")
    expect_picked(claim(form, 1), "passages", "Joint Statement of Sochi: para. 2")
    expect(opened).to_have_count(0)
    expect(opener(form, 1)).to_be_focused()
    saved(form)
    expect_picked(claim(form, 1), "passages", "Joint Statement of Sochi: para. 2")
    assert Source.objects.get(slug="joint-statement-of-sochi").passages.get().claims.count() == 1


def test_all_of_it_goes_by_keyboard(form: Page) -> None:
    opener(form, 1).focus()
    form.keyboard.press("Enter")
    form.keyboard.insert_text("Bo Arle, “The strait,” 2019, https://example.org/strait, p. 3")
    form.keyboard.press("Enter")
    expect(panel(form, 1).get_by_label("DOI")).to_be_focused()
    form.keyboard.press("Enter")
    expect_picked(claim(form, 1), "passages", "The strait: p. 3")
    form.keyboard.press("Enter")
    expect(panel(form, 1).get_by_label("Citation")).to_have_value("")


def test_escape_puts_it_away_with_what_was_typed(form: Page) -> None:
    opened = paste(form, 1, STATEMENT)
    opened.get_by_label("Place in it").fill("para. 2")
    form.keyboard.press("Escape")
    expect(opened).to_be_hidden()
    expect(opener(form, 1)).to_be_focused()
    expect(opener(form, 1)).to_have_attribute("aria-expanded", "false")
    form.keyboard.press("Enter")
    expect(opened.get_by_label("Place in it")).to_have_value("para. 2")
    assert not Source.objects.filter(title="Joint Statement of Sochi").exists()


def test_a_citation_that_is_not_added_is_not_lost_with_a_save(form: Page) -> None:
    opened = paste(form, 1, STATEMENT)
    opened.get_by_label("Place in it").fill("para. 2")
    press(form, "Save")
    expect(opened.get_by_role("alert")).to_contain_text("this citation is not added")
    expect(opened.get_by_role("button", name="Add and cite")).to_be_focused()
    expect(opened.get_by_label("Place in it")).to_have_value("para. 2")
    form.keyboard.press("Enter")
    expect_picked(claim(form, 1), "passages", "Joint Statement of Sochi: para. 2")
    saved(form)
    assert Source.objects.get(slug="joint-statement-of-sochi").passages.get().claims.count() == 1


def test_a_citation_that_is_put_away_keeps_nobody_from_saving(form: Page) -> None:
    paste(form, 1, STATEMENT).get_by_label("Place in it").fill("para. 2")
    form.keyboard.press("Escape")
    saved(form)


def test_leaving_asks_for_a_citation_that_is_not_added(form: Page) -> None:
    opened = paste(form, 1, STATEMENT)
    opened.get_by_label("Place in it").fill("para. 2")
    form.on("dialog", lambda dialog: dialog.dismiss())
    with form.expect_event("dialog") as dialog:
        form.get_by_role("link", name="Home").click()
    assert dialog.value.type == "beforeunload"
    expect(opened.get_by_label("Place in it")).to_have_value("para. 2")


def test_what_is_wrong_stands_at_its_field(form: Page) -> None:
    opened = paste(form, 1, STATEMENT)
    opened.get_by_label("Date").fill("12/05/2020")
    opened.get_by_role("button", name="Add and cite").click()
    expect(opened.get_by_label("Place in it")).to_be_focused()
    expect(opened.get_by_label("Date")).to_have_attribute("aria-invalid", "true")
    expect(opened.get_by_label("Date")).to_have_accessible_description(
        "For example: 4 September 2019 · September 2019 · 2010s · about 2014 · by April 2021. "
        "“12/05/2020” can be two days. Write “12 May 2020” or “5 December 2020”."
    )
    expect(opened.locator("[data-name=locator] .fault")).to_have_text("This field is required.")
    opened.get_by_label("Citation").fill("")
    opened.get_by_role("button", name="Read again").click()
    expect(opened.get_by_label("Citation")).to_be_focused()
    expect(opened.locator("[data-name=pasted] .fault")).to_have_text("Paste a citation first.")


def test_a_source_that_is_here_asks_for_the_place_alone(form: Page) -> None:
    opened = paste(form, 1, "“Joint statement”, Affairs 12, no. 3, 2019")
    cite = opened.get_by_role("button", name="Cite this one: Joint statement")
    expect(cite).to_be_focused()
    expect(opened.get_by_role("status")).to_contain_text("Perhaps it is here already")
    form.keyboard.press("Enter")
    expect(opened.get_by_label("Place in it")).to_be_focused()
    for part in (opened.get_by_label("Title"), opened.get_by_text("Kept as well")):
        expect(part).to_be_hidden()
    opened.get_by_role("button", name="Paragraph 2").click()
    expect_picked(claim(form, 1), "passages", "Joint statement: Paragraph 2")
    opened = paste(form, 2, "“Joint statement”, 2019")
    expect(opened.get_by_role("button", name="Cite this one")).to_be_focused()
    form.keyboard.press("Enter")
    form.keyboard.insert_text("Page 9")
    form.keyboard.press("Enter")
    expect_picked(claim(form, 2), "passages", "Joint statement: Page 9")
    assert Source.objects.count() == 1


def test_another_source_of_the_same_doi_is_asked_for_twice(form: Page) -> None:
    save(a_document("source", title="The deal", slug="deal", doi="10.1000/182"))
    opened = paste(form, 1, "“A deal”, 2019, doi:10.1000/182, p. 3")
    opened.get_by_label("Type").select_option("article")
    opened.get_by_role("button", name="Add and cite").click()
    expect(opened.get_by_role("alert")).to_contain_text("A source with the same DOI is here already.")
    expect(opened.get_by_role("button", name="Cite this one: The deal")).to_be_focused()
    opened.get_by_role("button", name="Add it anyway").click()
    expect_picked(claim(form, 1), "passages", "A deal: p. 3")


def test_a_late_answer_lands_on_no_other_field(form: Page) -> None:
    with held_back(form, "**/admin/citation/**") as held:
        late = paste(form, 1, STATEMENT)
        held.wait_for("Sochi")
        form.keyboard.press("Escape")
        expect(late).to_be_hidden()
        opened = paste(form, 2, "Bo Arle, “The strait,” 2019, https://example.org/strait, p. 3")
        held.wait_for("Bo Arle")
        held.let_go("Sochi")
        held.let_go("Bo Arle")
        expect(opened.get_by_label("Title")).to_have_value("The strait")
        expect(opened.get_by_label("DOI")).to_be_focused()
        # Twice in a row is once, and while it goes on another claim is opened.
        form.keyboard.press("Enter")
        form.keyboard.press("Enter")
        held.wait_for("/citation/add/")
        opener(form, 1).click()
        expect(late.get_by_label("Citation")).to_be_focused()
        expect(late.get_by_label("Title")).to_be_hidden()
        assert len(held.routes) == 1
        held.let_go("/citation/add/")
        expect_picked(claim(form, 2), "passages", "The strait: p. 3")
    assert claim(form, 1).locator('select[name$="passages"]').evaluate("box => box.value") == ""
    assert Passage.objects.filter(locator="p. 3").count() == 1


def test_a_cut_line_is_told_and_nothing_is_lost(form: Page) -> None:
    form.route("**/admin/citation/add/", lambda route: route.abort())
    opened = paste(form, 1, STATEMENT)
    opened.get_by_label("Place in it").fill("para. 2")
    form.keyboard.press("Enter")
    expect(opened.get_by_role("alert")).to_contain_text("the server did not answer")
    expect(opened.get_by_label("Place in it")).to_have_value("para. 2")
    form.unroute("**/admin/citation/add/")
    form.keyboard.press("Enter")
    expect_picked(claim(form, 1), "passages", "Joint Statement of Sochi: para. 2")


def test_an_ended_session_is_told(form: Page) -> None:
    opened = paste(form, 1, STATEMENT)
    opened.get_by_label("Place in it").fill("para. 2")
    form.context.clear_cookies(name="sessionid")
    form.keyboard.press("Enter")
    expect(opened.get_by_role("alert")).to_contain_text("you are signed out")
    expect(opened.get_by_label("Place in it")).to_have_value("para. 2")


def test_a_claim_that_is_added_has_its_own(form: Page) -> None:
    form.get_by_text("Add another Claim").click()
    expect(opener(form, 4)).to_have_count(1)
    paste(form, 4, STATEMENT)
    expect(panel(form, 4).get_by_label("Title")).to_have_value("Joint Statement of Sochi")


def test_the_panel_breaks_no_rule_of_access(form: Page) -> None:
    # What of the form around it breaks a rule is looked at with the forms.
    without = (".breadcrumbs", ".select2-container", ".tabular", "#nav-sidebar", ".form-end")
    opener(form, 1).click()
    broken = {"opened": violations(form, without=without)}
    opened = paste(form, 2, "“Joint statement”, 2019")
    expect(opened.get_by_role("button", name="Cite this one")).to_be_focused()
    broken["found"] = violations(form, without=without)
    opened.get_by_role("button", name="Add and cite").click()
    expect(opened.locator("[data-name=locator] .fault")).to_be_visible()
    broken["refused"] = violations(form, without=without)
    opened.get_by_role("button", name="Cite this one").click()
    expect(opened.get_by_role("button", name="Paragraph 1")).to_be_visible()
    broken["place"] = violations(form, without=without)
    assert {state: found for state, found in broken.items() if found} == {}
