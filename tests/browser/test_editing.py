"""The editors' pages in a real browser: order, citations, guards; rules of access; nothing logged."""

from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.contrib.auth.models import User
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from relations.models import Claim, Record
from relations.models.characters import DASHES
from relations.models.fields import suggest_slug
from tests.browser.access import RUN, SETTLED
from tests.browser.pages import saved
from tests.support.admin import action_url, change_url, record_url
from tests.support.world import a_claim, a_draft, a_published, change

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# What the stock admin itself breaks, with or without us, on its own forms and lists.
STOCK = {
    *("list", "aria-input-field-name", "empty-table-header", "label-title-only"),
    "label",  # of the box that deletes a row of a table
}
CLAIMS = [a_claim(id=f"ccccccccc{n}", text=f"Claim {n}.") for n in (2, 3, 4)]


@pytest.fixture
def admin_page(page: Page, ada: User, sign_in: Callable[[User], None]) -> Page:
    """Ada's browser, signed in."""
    sign_in(ada)
    return page


@pytest.fixture
def inspected(browser: Browser, live_server: LiveServer, ada: User) -> Iterator[Page]:
    """The same without the policy: the inspector itself writes styles into the page."""
    context = browser.new_context(bypass_csp=True, base_url=live_server.url)
    page = context.new_page()
    page.goto("/admin/")
    page.get_by_label("Username").fill("ada")
    page.get_by_label("Password").fill("ada's password")
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Overview")
    yield page
    context.close()


def opened(page: Page, path: str) -> Page:
    page.goto(path)
    page.wait_for_load_state("load")
    return page


def test_claims_are_ordered_by_buttons(admin_page: Page) -> None:
    record = a_draft("event", claims=CLAIMS)
    opened(admin_page, change_url(record))
    admin_page.locator("#claims-2").get_by_role("button", name="Move up").press("Enter")
    expect(admin_page.locator("div[aria-live=polite]")).to_have_text("Number 2 of 4.")
    expect(admin_page.locator("#claims-2").get_by_role("button", name="Move up")).to_be_focused()
    saved(admin_page)
    assert list(Claim.objects.values_list("text", flat=True)) == ["Claim 2.", "Claim 4.", "Claim 3."]


def test_the_ends_of_the_order_are_said_and_keep_the_focus(admin_page: Page) -> None:
    opened(admin_page, change_url(a_draft("event", claims=CLAIMS)))
    up = admin_page.locator("#claims-1").get_by_role("button", name="Move up")
    expect(up).to_have_attribute("aria-disabled", "false")
    up.press("Enter")
    expect(up).to_have_attribute("aria-disabled", "true")
    expect(up).to_be_focused()
    up.press("Enter")
    expect(admin_page.locator("#claims-1 .inline_label")).to_have_text("#1")
    expect(admin_page.locator("#claims-0").get_by_role("button", name="Move up")).to_be_enabled()
    last = admin_page.locator("#claims-3").get_by_role("button", name="Move down")
    expect(last).to_have_attribute("aria-disabled", "true")
    admin_page.click("text=Add another Claim")
    expect(last).to_have_attribute("aria-disabled", "false")
    admin_page.locator("#claims-4 .inline-deletelink").click()
    expect(last).to_have_attribute("aria-disabled", "true")


def test_a_new_claim_begins_with_the_citation_of_the_one_above(admin_page: Page) -> None:
    record = a_draft("event", claims=CLAIMS)
    opened(admin_page, change_url(record))
    admin_page.click("text=Add another Claim")
    expect(admin_page.locator("#id_claims-4-passages option:checked")).to_have_text(
        "Joint statement: Paragraph 1"
    )
    expect(admin_page.locator("#claims-4 .select2-selection__choice")).to_contain_text("Paragraph 1")


NAMES = [
    "India⁃Russia/Indo·Pacific: a “start”",
    "2+2 dialogue",
    "BRICS+",
    "India’s part, d'Alembert",
    "U.S. arms, V.Putin and A.P.J. Abdul Kalam",
    "$1,250,000 (2.5 %)",
    "½ of № 5",
    " – In\u00addia – ",
    *(f"India{dash}Russia" for dash in DASHES),
]


def test_the_slug_that_is_suggested_is_that_of_other_ways_in(admin_page: Page) -> None:
    opened(admin_page, "/admin/relations/event/add/")
    admin_page.locator("#id_title").press_sequentially("India–Russia summit_2019")
    expect(admin_page.locator("#id_slug")).to_have_value("india-russia-summit-2019")
    for name in NAMES:
        assert admin_page.evaluate("name => URLify(name, 100, false)", name) == suggest_slug(name)


def test_leaving_with_something_typed_asks_first(admin_page: Page) -> None:
    record = a_draft("event")
    asked: list[str] = []
    admin_page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    opened(admin_page, change_url(record))
    admin_page.click("text=Revisions")
    admin_page.wait_for_url("**/history/")
    assert asked == []
    opened(admin_page, change_url(record))
    admin_page.locator("#id_title").press_sequentially("x")
    admin_page.click("text=Revisions")
    admin_page.wait_for_url("**/history/")
    assert asked == ["beforeunload"]


def test_a_passage_is_added_beside_the_claim(admin_page: Page) -> None:
    record = a_draft("event")
    opened(admin_page, change_url(record))
    with admin_page.expect_popup() as popup:
        admin_page.click("#add_id_claims-0-passages")
    window = popup.value
    window.locator("#id_source + .select2").click()
    window.keyboard.type("Joint")
    window.locator(".select2-results__option--highlighted", has_text="Joint statement").click()
    window.fill("#id_locator", "Page 9")
    window.click("button[name=_save]")
    expect(admin_page.locator("#id_claims-0-passages option:checked")).to_have_count(2)
    saved(admin_page)
    assert Claim.objects.get().passages.filter(locator="Page 9").exists()


def test_our_own_pages_break_no_rule_of_access(inspected: Page) -> None:
    record = a_published("event", claims=CLAIMS)
    change(record, title="Another title", claims=[*CLAIMS[:2], a_claim(id="ddddddddd2", citations=[])])
    topic = a_published("topic", slug="arms", name="Arms")
    first, last = record.revisions.last(), record.revisions.first()
    for path in (
        "/admin/",
        action_url("publish", record),
        action_url("withdraw", record),
        action_url("rename", record),
        action_url("merge", topic),
        record_url(record, "history"),
        record_url(record, "compare") + f"?old={first.pk}&new={last.pk}",
        record_url(record, "history") + f"{first.pk}/restore/",
        record_url(record, "preview"),
        change_url(record) + "?check=1",
        "/admin/relations/event/",
    ):
        opened(inspected, path)
        stock = STOCK if "/change/" in path or path == "/admin/relations/event/" else set()
        inspected.evaluate(AXE_SCRIPT)  # half a megabyte: once for both schemes
        for scheme in ("light", "dark"):
            inspected.emulate_media(color_scheme=scheme)
            inspected.evaluate(SETTLED)
            found = inspected.evaluate(RUN, [[], {}, None])
            broken = [(rule["id"], rule["nodes"][0]["html"][:120]) for rule in found]
            assert [(path, scheme, *ours) for ours in broken if ours[0] not in stock] == []
    assert Record.objects.exists()
