"""Two editors with one entry, each in a browser: what both wrote is joined, and nothing typed is lost."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Browser, Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from relations import documents, publishing
from relations.models import DeletedDraft, Event, Record
from tests.browser.access import violations
from tests.browser.pages import claim, pick, press, saved
from tests.browser.test_keyboard import tab_to
from tests.support.admin import change_url, changelist_url, record_url
from tests.support.world import a_claim, a_draft, change

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

CLAIMS = [a_claim(id=f"ccccccccc{n}", text=f"Claim {n - 1}.") for n in (2, 3, 4, 5)]
STOCK = (".breadcrumbs", "#nav-sidebar", "#changelist-search", "#changelist-filter")  # Django's own parts
PHONE = {"width": 390, "height": 800}


@pytest.fixture
def signed_in_browser(
    browser: Browser, live_server: LiveServer, browser_context_args: dict[str, Any]
) -> Iterator[Callable[..., Page]]:
    """A browser of its own for each editor: ``signed_in_browser(ada, java_script_enabled=False)``."""
    contexts = []

    def sign_in(user: User, **options: Any) -> Page:
        context = browser.new_context(**{**browser_context_args, **options})
        contexts.append(context)
        page = context.new_page()
        page.goto("/admin/")
        page.get_by_label("Username").fill(user.username)
        page.get_by_label("Password").fill(f"{user.username}'s password")
        press(page, "Log in")
        expect(page.get_by_role("heading", level=1)).to_have_text("Overview")
        return page

    yield sign_in
    for context in contexts:
        context.close()


def opened(page: Page, record: Record) -> Page:
    page.goto(change_url(record))
    page.wait_for_load_state("load")
    return page


def unfold(page: Page, number: int, field: str) -> Locator:
    """A field of a claim, whose parts may be folded."""
    row = claim(page, number)
    box = row.locator(f'[name$="-{field}"]')
    for opener in (row.locator("button[aria-expanded=false]"), row.locator("details:not([open]) > summary")):
        if not box.is_visible() and opener.count():
            opener.first.click()
    return box


def write(page: Page, number: int, field: str, text: str) -> None:
    unfold(page, number, field).fill(text)


def question(page: Page, name: str) -> Locator:
    return page.get_by_role("group", name=name, exact=True)


def overflow(page: Page) -> int:
    """How much wider the page is than its window."""
    wider: int = page.locator("html").evaluate("(page) => page.scrollWidth - innerWidth")
    return wider


def both_write(one: Page, other: Page, record: Record) -> None:
    """Ben changes the summary and claim 1, and deletes claim 4; Ada all but claim 4, of claim 1 its note."""
    opened(one, record)
    one.get_by_label("Title").fill("Ada's title")
    one.get_by_label("Summary").fill("The two states met, and agreed.")
    write(one, 1, "note", "Ada's note.")
    write(one, 2, "text", "Ada's claim 2.")
    opened(other, record)
    other.get_by_label("Summary").fill("The two states met at sea.")
    write(other, 1, "text", "Ben's claim 1.")
    claim(other, 4).locator("[name$=-DELETE]").check()
    saved(other)


def test_two_editors_of_one_entry_have_one_question(
    ada: User, ben: User, signed_in_browser: Callable[..., Page]
) -> None:
    record = a_draft("event", claims=CLAIMS)
    before = documents.encode(record)
    one, other = signed_in_browser(ada), signed_in_browser(ben)
    both_write(one, other, record)
    press(one, "Save")

    expect(one.get_by_role("alert")).to_contain_text("while you were typing")
    joined = one.locator(".joined-places li")
    expect(joined).to_have_text(
        ["title (yours)", "claim 1 (both)", "claim 2 (yours)", "claim 4 removed (ben)"]
    )
    expect(one.locator("fieldset.question")).to_have_count(1)
    summary = question(one, "Summary")
    expect(summary.locator(".version")).to_contain_text(
        ["What is told here.", "met at sea", "and agreed", "Write it anew"]
    )
    assert Event.objects.get().title == "Summit in Port Arle"

    # Writing chooses what is written, and leaving would lose it.
    summary.get_by_role("textbox").fill("The two states met at sea, and agreed.")
    expect(summary.get_by_label("Write it anew", exact=True)).to_be_checked()
    asked: list[str] = []
    one.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    with one.expect_event("dialog"):
        one.get_by_role("link", name="Home").click()
    assert asked == ["beforeunload"]
    press(one, "Save the joined version")
    expect(one.get_by_text("was changed successfully")).to_be_visible()
    claims = [
        CLAIMS[0] | {"text": "Ben's claim 1.", "note": "Ada's note."},
        CLAIMS[1] | {"text": "Ada's claim 2."},
        CLAIMS[2],
    ]
    after = documents.encode(record)
    assert after == before | {
        "title": "Ada's title",
        "summary": "The two states met at sea, and agreed.",
        "claims": claims,
    }

    # What came of it is read back as it was written, and saved once more nothing changes.
    expect(one.get_by_label("Title")).to_have_value("Ada's title")
    saved(one)
    assert documents.encode(record) == after
    assert record.revisions.count() == 4


def test_it_is_done_by_keyboard_without_script_on_a_phone(
    ada: User, ben: User, signed_in_browser: Callable[..., Page]
) -> None:
    record = a_draft("event", claims=CLAIMS)
    one = signed_in_browser(ada, java_script_enabled=False, viewport=PHONE)
    other = signed_in_browser(ben, java_script_enabled=False)
    both_write(one, other, record)
    press(one, "Save")
    expect(question(one, "Summary")).to_be_visible()
    assert overflow(one) <= 0

    # An answer is missing: the page says so, and keeps everything.
    tab_to(one, one.get_by_role("button", name="Save the joined version"))
    one.keyboard.press("Enter")
    expect(question(one, "Summary").get_by_text("Choose one of these.")).to_be_visible()
    tab_to(one, question(one, "Summary").get_by_label("As it was"))
    one.keyboard.press("ArrowDown")
    one.keyboard.press("ArrowDown")
    expect(question(one, "Summary").get_by_label("Yours")).to_be_checked()

    # Signed out meanwhile: what was typed and chosen goes through signing in again.
    one.context.clear_cookies()
    tab_to(one, one.get_by_role("button", name="Save the joined version"))
    one.keyboard.press("Enter")
    one.get_by_label("Username").fill("ada")
    one.get_by_label("Password").fill("ada's password")
    press(one, "Sign in and save")
    if one.get_by_role("button", name="Save", exact=True).count():
        press(one, "Save")
    expect(one.get_by_text("was changed successfully")).to_be_visible()
    event = Event.objects.get()
    assert (event.title, event.summary) == ("Ada's title", "The two states met, and agreed.")
    assert list(event.claims.values_list("text", flat=True)) == [
        "Ben's claim 1.",
        "Ada's claim 2.",
        "Claim 3.",
    ]


def test_the_page_breaks_no_rule_of_access(
    ada: User, ben: User, signed_in_browser: Callable[..., Page]
) -> None:
    record = a_draft("event", claims=CLAIMS)
    one = signed_in_browser(ada)
    both_write(one, signed_in_browser(ben), record)
    unfold(one, 3, "speaker")
    pick(claim(one, 3), "speaker", "Arl", "Arland")
    change(record, date="2018", claims=[*CLAIMS[:2], CLAIMS[2] | {"speaker": "borland"}])
    press(one, "Save")
    expect(question(one, "Claim 3: speaker or owner")).to_be_visible()
    speaker = question(one, "Claim 3: speaker or owner")
    pick(speaker, "written", "Bor", "Borland")
    expect(speaker.get_by_label("Write it anew", exact=True)).to_be_checked()
    one.get_by_text("Show what each of the two changed").click()
    assert violations(one, without=STOCK) == []
    one.set_viewport_size(PHONE)
    assert overflow(one) <= 0


def test_a_deleted_draft_is_brought_back_on_a_phone(
    ada: User, signed_in_browser: Callable[..., Page]
) -> None:
    record = a_draft("event", claims=CLAIMS)
    change(record, title="Second title")
    before = documents.encode(record)
    page = signed_in_browser(ada, java_script_enabled=False, viewport=PHONE)
    opened(page, record)
    page.get_by_role("link", name="Delete").click()
    press(page, "Yes, I’m sure")
    expect(page.locator(".messagelist")).to_be_visible()
    assert not Event.objects.exists()
    page.get_by_role("link", name="Deleted drafts").click()
    expect(page.get_by_text("deleted by ada")).to_be_visible()
    assert overflow(page) <= 0
    page.get_by_role("link", name="Second title").click()
    expect(page.get_by_text("2 revisions come back with it")).to_be_visible()
    assert overflow(page) <= 0
    press(page, "Bring it back")
    expect(page.get_by_text("“Second title” is a draft again.")).to_be_visible()
    assert documents.encode(Event.objects.get().record) == before
    page.get_by_role("link", name="Revisions").click()
    page.wait_for_url("**/history/")
    assert overflow(page) <= 0


def test_pages_of_deleted_drafts_and_of_what_was_joined_break_no_rule(
    ada: User, ben: User, signed_in_browser: Callable[..., Page]
) -> None:
    record = a_draft("event", claims=CLAIMS)
    one = signed_in_browser(ada)
    both_write(one, signed_in_browser(ben), record)
    press(one, "Save")
    question(one, "Summary").get_by_label("Yours").check()
    press(one, "Save the joined version")
    expect(one.get_by_text("was changed successfully")).to_be_visible()
    gone = a_draft("event", key="wwwww2", slug="gone", title="Gone", claims=[])
    publishing.delete_draft(gone.working_copy, ada)
    draft = DeletedDraft.objects.get()
    broken = {}
    for path in (
        record_url(record, "history"),
        changelist_url("event"),
        "/admin/relations/event/deleted/",
        f"/admin/relations/event/deleted/{draft.pk}/",
    ):
        one.goto(path)
        broken[path] = violations(one, without=STOCK)
    assert {path: found for path, found in broken.items() if found} == {}
