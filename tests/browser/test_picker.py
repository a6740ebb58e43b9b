"""Pickers: an early Enter takes the answer to what stands in the box; what is missing is added in place."""

import re
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Locator, Page, expect

from relations.models import Actor, Passage, Source
from tests.browser.holding import held_back
from tests.browser.pages import claim, expect_picked, pick, picker
from tests.support.admin import change_url
from tests.support.world import a_document, a_draft, save

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

AUTOCOMPLETE = "**/admin/autocomplete/**"
SEARCH = ".select2-container--open .select2-search__field"


@pytest.fixture
def form(page: Page, ada: User, sign_in: Callable[[User], None]) -> Page:
    """An entry's form, in a world with names that are easily mistaken."""
    record = a_draft("event")
    for name, values in {
        "Russia": {},
        "Australia": {"description": "Unlike Russia."},
        "Author of the briefing": {"type": "person", "description": "Writes on Russia."},
        "Russian Navy": {"type": "organisation"},
    }.items():
        save(a_document("actor", name=name, slug=name.lower().replace(" ", "-"), **values))
    sign_in(ada)
    page.goto(change_url(record))
    return page


def open_picker(within: Locator, field: str) -> None:
    """What is typed next goes into its box."""
    picker(within, field).click()
    expect(within.page.locator(SEARCH)).to_be_focused()


def test_places_of_a_source_cited_in_another_claim_come_first_before_anything_is_saved(form: Page) -> None:
    save(a_document("source", key="zeal", slug="zeal", title="Zeal"))
    for locator in ("Page 1", "Page 2"):
        Passage.objects.create(source=Source.objects.get(title="Zeal"), locator=locator)
    form.goto("/admin/relations/event/add/")
    pick(claim(form, 1), "passages", "zeal", "Zeal: Page 2")
    open_picker(claim(form, 2), "passages")
    offered = form.locator(".select2-results__option:not(.loading-results)")
    expect(offered.first).to_have_text(re.compile("^Zeal: Page"))
    expect(offered).to_contain_text(["Zeal: Page", "Zeal: Page", "Joint statement", "Joint statement"])


@pytest.mark.parametrize("key", ["Enter", "Tab"])
def test_an_early_key_waits_for_the_answer(form: Page, key: str) -> None:
    with held_back(form, AUTOCOMPLETE) as asked:
        open_picker(claim(form, 1), "speaker")
        form.keyboard.type("Russia", delay=10)
        form.keyboard.press(key)
        asked.wait_for("term=Russia")
    expect_picked(claim(form, 1), "speaker", "Russia")


def test_a_filled_picker_takes_another(form: Page) -> None:
    for name in ("Australia", "Russia"):
        open_picker(claim(form, 1), "speaker")
        form.keyboard.type(name)
        form.keyboard.press("Enter")
        expect_picked(claim(form, 1), "speaker", name)


def test_a_late_answer_lands_on_no_other_field(form: Page) -> None:
    with held_back(form, AUTOCOMPLETE) as asked:
        open_picker(claim(form, 1), "speaker")
        form.keyboard.type("Russia")
        form.keyboard.press("Enter")
        asked.wait_for("term=Russia")
        form.keyboard.press("Escape")
        open_picker(claim(form, 1), "side")
        form.keyboard.type("Austr")
        form.keyboard.press("Enter")
        asked.wait_for("term=Austr")
    expect_picked(claim(form, 1), "side", "Australia")
    assert claim(form, 1).locator('select[name$="speaker"]').input_value() == ""


def test_the_type_stands_beside_a_name(form: Page) -> None:
    open_picker(claim(form, 1), "speaker")
    form.locator(SEARCH).fill("Author")
    expect(form.locator(".select2-results__option").first).to_have_text("Author of the briefing person")


def test_an_actor_that_is_missing_is_added_in_place(form: Page) -> None:
    open_picker(claim(form, 1), "speaker")
    form.keyboard.type("Port Authority")
    form.get_by_role("option", name="Add actor “Port Authority”…").click()
    panel = form.get_by_role("group", name="New actor")
    expect(panel.get_by_label("Name")).to_have_value("Port Authority")
    panel.get_by_label("Type").select_option("organisation")
    panel.get_by_label("Type").press("Enter")
    expect_picked(claim(form, 1), "speaker", "Port Authority")
    expect(panel).to_have_count(0)
    assert Actor.objects.get(name="Port Authority").type == "organisation"
    # And nothing else was sent: the form still stands as it was.
    expect(form.locator("#id_title")).to_have_value("Summit in Port Arle")


def test_a_name_that_is_there_already_is_offered(form: Page) -> None:
    open_picker(claim(form, 1), "side")
    form.keyboard.type("Port")
    form.get_by_role("option", name="Add actor").click()
    panel = form.get_by_role("group", name="New actor")
    panel.get_by_label("Name").fill("RUSSIA")
    panel.get_by_role("button", name="Add", exact=True).click()
    expect(panel.get_by_role("alert")).to_contain_text("There is an actor of this name already.")
    panel.get_by_role("button", name="Take “Russia”").click()
    expect_picked(claim(form, 1), "side", "Russia")


@pytest.mark.parametrize(
    ("role", "words", "path"),
    [
        ("editor", "Add topic “Icebreakers”…", "/admin/relations/topic/add/"),
        ("contributor", "Propose topic “Icebreakers”…", "/admin/propose-topic/"),
    ],
)
def test_a_topic_that_is_missing_is_begun_in_another_tab(
    page: Page,
    person: Callable[[str, str], User],
    sign_in: Callable[[User], None],
    *,
    role: str,
    words: str,
    path: str,
) -> None:
    sign_in(person("dora", role))
    page.goto("/admin/relations/event/add/")
    open_picker(page.locator(".field-topics"), "topics")
    page.keyboard.type("Icebreakers")
    with page.context.expect_page() as opened:
        page.get_by_role("option", name=words).click()
    expect(opened.value.locator("#id_name")).to_have_value("Icebreakers")
    assert urlsplit(opened.value.url).path == path


def test_escape_leaves_the_picker_as_it_was(form: Page) -> None:
    open_picker(claim(form, 1), "side")
    form.keyboard.type("Port")
    form.get_by_role("option", name="Add actor").click()
    panel = form.get_by_role("group", name="New actor")
    panel.get_by_label("Name").press("Escape")
    expect(panel).to_have_count(0)
    assert claim(form, 1).locator('select[name$="side"]').input_value() == ""
    assert not Actor.objects.filter(name="Port").exists()
