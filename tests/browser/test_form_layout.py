"""The editors' forms: no wider than the screen, as wide as it allows, and every field named."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect

from relations.models import Source
from tests.browser.pages import claim, press, saved
from tests.support.admin import change_url
from tests.support.world import a_claim, a_draft

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LONG = "The two governments said so in a joint statement. " * 12


@pytest.mark.parametrize("width", [320, 390])
def test_no_form_scrolls_sideways(page: Page, ada: User, sign_in: Callable[[User], None], width: int) -> None:
    records = [
        a_draft("event", claims=[a_claim(id="ccccccccc2", text=LONG, note=LONG)]),
        a_draft("agreement", milestones=[{"stage": "signed", "date": "2019", "note": LONG, "citations": []}]),
        a_draft("issue"),
        a_draft("topic", slug="arms", name="Arms and the states that buy and sell them" * 2),
    ]
    sign_in(ada)
    page.set_viewport_size({"width": width, "height": 740})
    kinds = ("event", "agreement", "issue", "topic", "actor", "relationship", "source")
    new = [f"/admin/relations/{kind}/add/" for kind in kinds]
    wide = []
    for path in [*map(change_url, records), *new]:
        page.goto(path)
        page.evaluate("for (const panel of document.querySelectorAll('details')) panel.open = true")
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            wide.append(path)
    assert wide == []


CLIPPED = """() => [...document.querySelectorAll("#content-main :is(input, select, textarea)")]
  .filter((field) => field.checkVisibility() && !field.matches(".select2-hidden-accessible, [type=hidden]"))
  .filter((field) => {
    const { left, right } = field.getBoundingClientRect();
    const cell = field.closest("td")?.getBoundingClientRect() ?? { left: 0, right: innerWidth };
    return left < cell.left - 1 || right > Math.min(cell.right, innerWidth) + 1;
  })
  .map((field) => field.name)"""


def test_a_phone_has_all_of_every_field(page: Page, ada: User, sign_in: Callable[[User], None]) -> None:
    records = [a_draft(kind) for kind in ("event", "agreement", "issue")]
    source = Source.objects.get()
    sign_in(ada)
    page.set_viewport_size({"width": 360, "height": 740})
    kinds = ("event", "agreement", "issue", "topic", "actor", "relationship", "source")
    new = [f"/admin/relations/{kind}/add/" for kind in kinds]
    clipped = {}
    for path in [*map(change_url, [*records, source.record]), *new]:
        page.goto(path)
        page.wait_for_load_state()
        page.evaluate("for (const panel of document.querySelectorAll('details')) panel.open = true")
        clipped[path] = page.evaluate(CLIPPED)
    assert {path: fields for path, fields in clipped.items() if fields} == {}


def test_what_is_wrong_with_a_field_leaves_its_line_in_line(
    page: Page, ada: User, sign_in: Callable[[User], None]
) -> None:
    sign_in(ada)
    page.goto("/admin/relations/source/add/")
    page.locator("#id_title").fill("A statement")
    press(page, "Save")
    line = page.locator(".form-row.field-type")
    error, kind, language = (
        line.locator(part).bounding_box() for part in (".errorlist", "#id_type", "[for=id_language]")
    )
    assert error
    assert kind
    assert language
    assert error["x"] + error["width"] < language["x"]
    assert abs(kind["y"] - language["y"]) < 10


def test_a_phone_names_the_fields_of_a_table_of_rows(
    page: Page, ada: User, sign_in: Callable[[User], None]
) -> None:
    record = a_draft("event")
    sign_in(ada)
    page.set_viewport_size({"width": 390, "height": 740})
    page.goto(change_url(record))
    row = page.locator("#involvements-0")
    row.scroll_into_view_if_needed()
    for name in ("Actor", "Role"):
        expect(row.locator(".cell-label", has_text=name)).to_be_in_viewport(ratio=1)
    label = row.locator("td.delete label")
    expect(label).to_contain_text("Delete")
    label.click()
    expect(row.locator("[name=involvements-0-DELETE]")).to_be_checked()
    # In a card nothing touches its borders: labels, fields, the words below them.
    for part in page.locator("#claims-0 .row-body > fieldset:first-of-type .form-row:not(.hidden) *").all():
        if part.is_visible():
            assert min(part.evaluate(ROOM)) > 5, part.evaluate("one => one.outerHTML")


def test_a_message_stands_in_one_line_above_a_page_that_keeps_its_width(
    page: Page, ada: User, sign_in: Callable[[User], None]
) -> None:
    sign_in(ada)
    page.goto(change_url(a_draft("event")))
    page.locator("#id_title").fill("Summit in Port Arle, second day")
    saved(page)
    _expect_message_above_content(page)
    page.locator("#id_title").fill("Summit in Port Arle, third day")
    press(page, "Publish…")
    expect(page.get_by_role("heading", level=1)).to_have_text("Publish")
    _expect_message_above_content(page)


ROOM = """(one) => {
  const [inner, outer] = [one, one.closest(".inline-related")].map((each) => each.getBoundingClientRect());
  return [inner.left - outer.left, outer.right - inner.right];
}"""
# How far it stands out of the card to the right, and how much of it is cut.
CUT = """(one) => [
  one.getBoundingClientRect().right - one.closest(".inline-related").getBoundingClientRect().right,
  one.scrollWidth - one.clientWidth,
]"""


@pytest.mark.parametrize("width", [390, 1280])
def test_a_citation_with_a_long_title_stays_in_its_card_and_is_read_to_its_end(
    page: Page, ada: User, sign_in: Callable[[User], None], width: int
) -> None:
    title = "India-Russia 2 Plus 2 dialogue (29 April 2021): Key issues at stake for the Russian Federation"
    long_title = "Statement of the ministers of both governments, with all of its annexes. " * 3
    cited = [{"source": "joint-statement", "locator": f"Paragraph {number}"} for number in (1, 2)]
    record = a_draft("event", claims=[a_claim(id="ccccccccc2", citations=cited)])
    sign_in(ada)
    page.set_viewport_size({"width": width, "height": 800})
    for each in (title, long_title[:200]):
        Source.objects.update(title=each)
        page.goto(change_url(record))
        row = claim(page, 1).locator(".field-passages")
        chips = row.locator(".select2-selection__choice")
        opener = row.get_by_role("button", name="Paste a citation")
        expect(chips).to_have_count(2)
        expect(chips.last).to_contain_text("Paragraph 2")
        for part in (*chips.all(), opener):
            beyond, hidden = part.evaluate(CUT)
            assert beyond <= 0
            assert hidden <= 0


def _expect_message_above_content(page: Page) -> None:
    message, content = (page.locator(part).bounding_box() for part in (".messagelist", "#content-main"))
    assert message
    assert content
    assert message["width"] > 900
    assert message["height"] < 80
    assert content["width"] > 900
    assert content["y"] >= message["y"] + message["height"]
    assert page.evaluate("document.documentElement.scrollWidth") == 1280
