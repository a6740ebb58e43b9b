"""An editor corrects one figure in a published entry: four presses and four pages, and not one more."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect

from relations.models import Edition
from tests.browser.effort import Effort
from tests.browser.pages import press
from tests.support.world import a_claim, a_published

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

MOST_PRESSES = 4
MOST_LOADS = 4

CLAIMS = [
    a_claim(id=f"ccccccccc{n}", text=text)
    for n, text in (
        (2, "The two states met."),
        (3, "Arland sent aid to Borland."),
        (4, "The aid of Arland weighed more than 22 tons."),
        (5, "Borland thanked for it."),
    )
]

# Where a word of a text area stands: the same text, laid out in the same way, beside it.
PLACE_OF_WORD = """(area, word) => {
  const copy = document.createElement("div");
  const style = getComputedStyle(area);
  for (const name of style) copy.style.setProperty(name, style.getPropertyValue(name));
  const { left, top } = area.getBoundingClientRect();
  Object.assign(copy.style, { position: "fixed", left: `${left}px`, top: `${top}px` });
  copy.textContent = area.value;
  document.body.append(copy);
  const range = document.createRange();
  const start = area.value.indexOf(word);
  range.setStart(copy.firstChild, start);
  range.setEnd(copy.firstChild, start + word.length);
  const at = range.getBoundingClientRect();
  copy.remove();
  return [at.left + at.width / 2, at.top + at.height / 2];
}"""


def test_one_figure_is_corrected(page: Page, ada: User, sign_in_by_form: Callable[[User], None]) -> None:
    record = a_published("event", claims=CLAIMS)
    sign_in_by_form(ada)
    effort = Effort(page)

    # The first page has the cursor in its find box. Words of the claim lead to it, the cursor in its text.
    page.goto("/admin/")
    page.keyboard.type("aid weighed tons")
    press(page, "Find")
    text = page.locator("#id_claims-2-text")
    expect(text).to_be_focused()

    # The figure is marked by a double click, and written anew.
    x, y = text.evaluate(PLACE_OF_WORD, "22")
    page.mouse.dblclick(x, y)
    page.keyboard.type("23")
    expect(text).to_have_value("The aid of Arland weighed more than 23 tons.")
    at = page.get_by_role("button", name="Publish…").bounding_box()
    assert at
    page.mouse.click(at["x"] + 9, at["y"] + 9)

    # The note is drafted, and that it corrects an error is ticked.
    expect(page.get_by_role("heading", level=1)).to_have_text("Publish")
    expect(page.get_by_label("What changed, in one sentence")).to_have_value("“22” became “23”.")
    expect(page.get_by_label("This corrects an error")).to_be_checked()
    press(page, "Publish")
    expect(page.get_by_text("Published, for everyone to see")).to_be_visible()

    edition = Edition.objects.filter(record=record).latest("number")
    assert edition.number == 2
    assert "23 tons" in edition.document
    assert 1 <= effort.presses <= MOST_PRESSES
    assert 1 <= effort.loads <= MOST_LOADS
