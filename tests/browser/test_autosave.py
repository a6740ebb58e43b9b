"""What is typed is stored, said, and offered again: whatever becomes of session, network, tab and browser."""

import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import pairwise
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import OperationalError
from playwright.sync_api import Browser, BrowserType, Dialog, Locator, Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from relations.admin.autosave import address
from relations.admin.autosave.model_admin import AutosavedAdmin
from relations.models import Autosave, Claim, Event, Record, Revision
from tests.browser.access import violations
from tests.browser.holding import held_back
from tests.browser.pages import claim, drop, pick, press
from tests.support.admin import change_url
from tests.support.world import a_claim, a_draft

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ADD = "/admin/relations/event/add/"
STORED = re.compile(r"^Stored \d\d:\d\d, not saved yet$")
# When the page sent something to be stored, and had the answer.
SENDINGS = "performance.getEntriesByType('resource').filter(({name}) => name.endsWith('/autosave/'))"
CLAIMS = [a_claim(id=f"ccccccccc{n}", text=f"Claim {n}.") for n in (2, 3, 4)]


@pytest.fixture
def may_fail() -> set[str]:
    return {"/autosave/", "/admin/presence/", "/admin/named-actors/"}


@pytest.fixture
def record(transactional_db: None) -> Record:
    return a_draft("event", claims=CLAIMS)


@pytest.fixture
def form(page: Page, ada: User, record: Record, sign_in: Callable[[User], None]) -> Page:
    """Ada's browser, with the form of an event open."""
    sign_in(ada)
    return opened(page, change_url(record))


def opened(page: Page, path: str) -> Page:
    with page.expect_response("**/admin/presence/"):
        page.goto(path)
    return page


def status(page: Page) -> Locator:
    return page.locator("#autosave-status")


def offer(page: Page) -> Locator:
    return page.locator("section.autosave-offer")


def type_title(page: Page, words: str) -> None:
    page.locator("#id_title").press("End")
    page.locator("#id_title").press_sequentially(words)


def answer_dialogs(page: Page) -> list[str]:
    asked: list[str] = []

    def answer(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", answer)
    return asked


def stored_titles() -> list[str]:
    return [row.read_fields()["title"][0] for row in Autosave.objects.unsaved()]


@contextmanager
def seen_and_stored(page: Page) -> Iterator[None]:
    """What the block changes is not stored yet, as the bar says, and then stored."""
    with held_back(page, "**/autosave/"):
        yield
        expect(status(page)).to_have_text("Not stored yet")
    expect(status(page)).to_have_text(STORED)


def eventually(page: Page, check: Callable[[], bool], seconds: float = 15) -> None:
    end = time.monotonic() + seconds
    while not check():
        assert time.monotonic() < end, "it did not come"
        page.wait_for_timeout(50)


# Stored and offered


def test_it_is_stored_after_the_last_key_and_gone_on_with_after_the_browser_was_closed(
    form: Page, record: Record
) -> None:
    expect(status(form)).to_have_text("")
    form.evaluate("document.addEventListener('input', event => { window.lastKey = event.timeStamp; })")
    with seen_and_stored(form):
        type_title(form, ", second day")
        assert not Autosave.objects.exists()
    assert stored_titles() == ["Summit in Port Arle, second day"]
    # Milliseconds from the last key to the sending.
    assert form.evaluate(f"{SENDINGS}.at(-1).startTime - window.lastKey") >= 1490
    # A row is moved and added, and a picker chooses: events that no field has of its own.
    with seen_and_stored(form):
        form.locator("#claims-2").get_by_role("button", name="Move up").click()
    with seen_and_stored(form):
        claim(form, 4).locator("textarea").first.fill("They agreed to meet again.")
    with seen_and_stored(form):
        drop(form, "topics")
    with seen_and_stored(form):
        pick(form, "topics", "Def", "Defence")
    leftovers = form.evaluate(
        "async () => JSON.stringify([localStorage, sessionStorage, await indexedDB.databases()])"
    )
    assert not {"second", "agreed"} & set(
        re.findall(r"\w+", leftovers)
    )  # the admin itself has its theme there

    again = opened(form.context.new_page(), change_url(record))
    form.close()
    expect(offer(again)).to_contain_text(re.compile(r"on\s+\d{1,2} [A-Z][a-z]+ \d{4}, \d\d:\d\d"))
    expect(again.locator("#id_title")).to_have_value("Summit in Port Arle")
    again.locator("summary", has_text="What you typed, against what is saved").click()
    expect(offer(again)).to_contain_text(", second day")
    expect(offer(again)).to_contain_text("They agreed to meet again.")
    again.get_by_role("link", name="Go on").press("Enter")
    expect(again.locator("#id_title")).to_have_value("Summit in Port Arle, second day")
    expect(claim(again, 4).locator("textarea").first).to_have_value("They agreed to meet again.")
    expect(status(again)).to_have_text(STORED)
    again.locator('[name="claims-3-kind"]').select_option("assessment")
    press(again, "Save")
    expect(again.get_by_text("was changed successfully")).to_be_visible()
    expect(offer(again)).to_have_count(0)
    expect(status(again)).to_have_text("")
    assert Event.objects.get().title == "Summit in Port Arle, second day"
    texts = list(Claim.objects.values_list("text", flat=True))
    assert texts == ["Claim 2.", "Claim 4.", "Claim 3.", "They agreed to meet again."]


def test_what_is_typed_and_taken_back_is_not_offered(form: Page, record: Record) -> None:
    type_title(form, "!")
    expect(status(form)).to_have_text(STORED)
    form.locator("#id_title").press("Backspace")
    expect(status(form)).to_have_text("")
    assert not Autosave.objects.unsaved().exists()
    expect(offer(opened(form, change_url(record)))).to_have_count(0)


def test_a_new_form_has_an_address_of_its_own_and_is_offered_again(form: Page) -> None:
    page = opened(form.context.new_page(), ADD)
    own = page.url
    assert re.search(r"/add/\?new=\w{12}$", own)
    page.locator("#id_title").fill("A meeting")
    expect(status(page)).to_have_text(STORED)
    page.close()
    for address_ in (own, ADD):
        page = opened(form.context.new_page(), address_)
        expect(offer(page)).to_contain_text("You typed “A meeting” on")
    page.get_by_role("link", name="Go on").click()
    expect(page.locator("#id_title")).to_have_value("A meeting")
    press(page, "Save")
    expect(page.get_by_text("was added successfully")).to_be_visible()
    assert Event.objects.filter(title="A meeting").count() == 1
    # Back, at the address of what was new.
    page.goto(own)
    expect(page).to_have_url(re.compile(r"/change/$"))
    expect(offer(opened(page, ADD))).to_have_count(0)


# Session


def test_a_session_that_ended_loses_nothing(form: Page) -> None:
    form.context.clear_cookies(name="sessionid")
    type_title(form, ", second day")
    expect(status(form)).to_have_text(STORED)
    form.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(status(form)).to_contain_text("You are signed out: Save will ask you to sign in.")
    assert stored_titles() == ["Summit in Port Arle, second day"]
    press(form, "Save")
    form.get_by_label("Username").fill("ada")
    form.get_by_label("Password").fill("ada's password")
    form.locator("input[type=submit]").click()
    expect(form.get_by_text("was changed successfully")).to_be_visible()
    expect(offer(form)).to_have_count(0)
    assert Event.objects.get().title == "Summit in Port Arle, second day"


def test_signing_out_ends_storing_and_signing_in_again_goes_on_by_itself(
    form: Page, ada: User, sign_in: Callable[[User], None]
) -> None:
    other = form.context.new_page()
    other.goto("/admin/")
    other.get_by_role("button", name="Log out").click()
    expect(other.get_by_text("Logged out").first).to_be_visible()
    form.bring_to_front()
    type_title(form, ", second day")
    expect(status(form)).to_have_text(
        "Not stored: you are signed out. Leave this page open, and sign in in another tab."
    )
    assert not Autosave.objects.exists()
    other.goto("/admin/")
    other.get_by_label("Username").fill("ada")
    other.get_by_label("Password").fill("ada's password")
    other.get_by_role("button", name="Log in").click()
    expect(other.get_by_role("heading", level=1)).to_have_text("Overview")
    form.bring_to_front()
    form.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(status(form)).to_have_text(STORED)
    assert stored_titles() == ["Summit in Port Arle, second day"]


@pytest.mark.parametrize("code", [200, 403])
def test_another_answer_than_the_sites_own_is_no_success(form: Page, code: int) -> None:
    page_of_another = {"status": code, "body": "<h1>Sign in</h1>", "content_type": "text/html"}
    form.route("**/autosave/", lambda route: route.fulfill(**page_of_another))
    asked = answer_dialogs(form)
    type_title(form, "!")
    expect(status(form)).to_contain_text("Not stored: the answer was not this site’s.")
    form.unroute("**/autosave/")
    expect(status(form)).to_have_text(STORED)
    form.goto("/admin/")
    assert asked == []


# Network and database


def test_a_network_that_was_cut_is_said_and_what_was_typed_goes_when_it_is_back(
    form: Page, record: Record
) -> None:
    form.context.set_offline(True)
    type_title(form, ", second day")
    expect(status(form)).to_contain_text("Not stored: the server cannot be reached.")
    press(form, "Save")
    expect(status(form)).to_contain_text("Not saved: the server cannot be reached.")
    expect(form.locator("#id_title")).to_have_value("Summit in Port Arle, second day")
    form.context.set_offline(False)
    expect(status(form)).to_have_text(STORED)
    press(form, "Save")
    expect(form.get_by_text("was changed successfully")).to_be_visible()
    assert Event.objects.get().title == "Summit in Port Arle, second day"


@pytest.mark.parametrize("answer", [None, {"status": 503}])
def test_what_cannot_be_stored_is_not_sent_again_and_again(form: Page, answer: dict[str, Any] | None) -> None:
    sent: list[str] = []
    form.on("request", lambda request: sent.append(request.url) if "/autosave/" in request.url else None)
    if answer:
        form.route("**/autosave/", lambda route: route.fulfill(**answer))
    else:
        form.context.set_offline(True)
    type_title(form, ", second day")
    expect(status(form)).to_contain_text("Not stored:")
    form.wait_for_timeout(4000)
    assert 1 <= len(sent) <= 3
    form.context.set_offline(False)
    form.unroute_all(behavior="ignoreErrors")
    form.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(status(form)).to_have_text(STORED)


def test_a_database_that_is_gone_is_asked_again_with_growing_pauses(
    form: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []

    def gone(*_arguments: Any) -> Any:
        asked.append(len(asked))
        raise OperationalError("the database is gone")

    store = address.store
    monkeypatch.setattr(address, "store", gone)
    type_title(form, ", second day")
    expect(status(form)).to_contain_text("Not stored: the server is busy.")
    eventually(form, lambda: len(asked) >= 3, 30)
    type_title(form, " and night")
    form.wait_for_timeout(2000)
    # As the browser counts, from an answer to the next question: how long answers take is no matter. To type
    # on is no reason to ask more often.
    sent = form.evaluate(f"{SENDINGS}.map(({{startTime, responseEnd}}) => [startTime, responseEnd])")
    pauses = [later[0] - earlier[1] for earlier, later in pairwise(sent)]
    assert len(pauses) >= 2
    assert pauses[0] >= 1900
    assert all(later > earlier for earlier, later in pairwise(pauses))
    monkeypatch.setattr(address, "store", store)
    expect(status(form)).to_have_text(STORED, timeout=30_000)
    assert stored_titles() == ["Summit in Port Arle, second day and night"]


# Leaving


def test_leaving_asks_only_where_something_is_not_stored(form: Page, record: Record) -> None:
    asked = answer_dialogs(form)
    type_title(form, "!")
    form.goto("/admin/")
    assert asked == ["beforeunload"]
    opened(form, change_url(record))
    type_title(form, "?")
    expect(status(form)).to_have_text(STORED)
    form.goto("/admin/")
    assert asked == ["beforeunload"]


def test_a_tab_that_is_closed_sends_what_was_typed_last(form: Page, record: Record) -> None:
    answer_dialogs(form)
    other = form.context.new_page()
    type_title(form, ", last words")
    form.close(run_before_unload=True)
    eventually(other, lambda: stored_titles() == ["Summit in Port Arle, last words"])
    expect(offer(opened(other, change_url(record)))).to_be_visible()


def test_of_a_large_form_a_closed_tab_sends_what_changed(
    page: Page, ada: User, sign_in: Callable[[User], None]
) -> None:
    words = "A sentence of a claim that goes on for quite a while, and on. " * 60
    record = a_draft("event", claims=[a_claim(id=f"ccccccccc{n}", text=words) for n in range(2, 10)] * 1)
    record = _with_long_notes(record)
    sign_in(ada)
    answer_dialogs(page)
    opened(page, change_url(record))
    assert page.evaluate("JSON.stringify([...new FormData(document.forms.event_form)]).length") > 64_000
    type_title(page, ", first")
    expect(status(page)).to_have_text(STORED)
    type_title(page, ", last words")
    other = page.context.new_page()
    page.close(run_before_unload=True)
    eventually(other, lambda: stored_titles() == ["Summit in Port Arle, first, last words"])
    fields = Autosave.objects.unsaved().get().read_fields()
    assert len(fields["claims-7-text"][0]) > 3000


def _with_long_notes(record: Record) -> Record:
    Claim.objects.update(note="A note that is as long. " * 200)
    return record


def test_back_and_forward_show_what_is_saved_and_offer_what_was_typed(form: Page, record: Record) -> None:
    type_title(form, ", second day")
    expect(status(form)).to_have_text(STORED)
    form.click("text=Revisions")
    form.wait_for_url("**/history/")
    form.go_back()
    form.wait_for_url("**/change/")
    expect(form.locator("#id_title")).to_have_value("Summit in Port Arle")
    expect(offer(form)).to_be_visible()
    form.go_forward()
    form.wait_for_url("**/history/")
    form.go_back()
    expect(offer(form)).to_be_visible()
    # A page that the browser itself has stored, as it was left.
    with form.expect_navigation():
        form.evaluate("window.dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")
    expect(offer(form)).to_be_visible()


def test_a_browser_that_is_killed_loses_nothing_that_was_stored(
    browser_type: BrowserType, browser_type_launch_args: dict[str, Any], form: Page, record: Record, ada: User
) -> None:
    killed = browser_type.launch(**browser_type_launch_args)
    context = killed.new_context(base_url=form.url.partition("/admin")[0])
    context.add_cookies(form.context.cookies())  # type: ignore[arg-type]
    page = opened(context.new_page(), change_url(record))
    type_title(page, ", second day")
    expect(status(page)).to_have_text(STORED)
    session = killed.new_browser_cdp_session()
    with pytest.raises(Exception, match=r"closed|crash"):
        session.send("Browser.crash")
    expect(offer(opened(form, change_url(record)))).to_contain_text("You typed in this form on")


# Saving


def test_save_pressed_while_it_is_stored_slowly_keeps_the_last_text_and_offers_nothing(
    form: Page, record: Record, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    read, arrived, saved = address.read_submission, threading.Event(), threading.Event()

    def after_the_save(request: Any) -> Any:
        arrived.set()
        assert saved.wait(60)
        return read(request)

    monkeypatch.setattr(address, "read_submission", after_the_save)
    before = Revision.objects.count()
    type_title(form, ", first")
    eventually(form, arrived.is_set)
    type_title(form, ", last")
    press(form, "Save")
    expect(form.get_by_text("was changed successfully")).to_be_visible()
    assert Event.objects.get().title == "Summit in Port Arle, first, last"
    assert Revision.objects.count() == before + 1
    caplog.clear()
    saved.set()
    eventually(form, lambda: any("/autosave/" in line for line in caplog.messages))  # it is answered
    assert not Autosave.objects.unsaved().exists()
    expect(offer(opened(form, change_url(record)))).to_have_count(0)
    # No conflict with oneself.
    monkeypatch.setattr(address, "read_submission", read)
    type_title(form, "!")
    press(form, "Save")
    expect(form.get_by_text("was changed successfully")).to_be_visible()


def test_a_save_whose_answer_is_lost_is_there_and_offers_nothing(form: Page, record: Record) -> None:
    type_title(form, ", second day")
    expect(status(form)).to_have_text(STORED)

    def lose(route: Route) -> None:
        if route.request.method == "POST":
            route.fetch(max_redirects=0)
            route.abort()
        else:
            route.continue_()

    form.route("**/change/", lose)
    with form.expect_event("requestfailed"):
        press(form, "Save")
    form.unroute("**/change/")
    assert Event.objects.get().title == "Summit in Port Arle, second day"
    opened(form, change_url(record))
    expect(form.locator("#id_title")).to_have_value("Summit in Port Arle, second day")
    expect(offer(form)).to_have_count(0)


def test_what_is_typed_on_after_the_loading_was_stopped_is_offered(
    form: Page, record: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    view = AutosavedAdmin.changeform_view

    arrived, goes_on = threading.Event(), threading.Event()

    def slowly(model_admin: Any, request: Any, *arguments: Any) -> Any:
        if request.method == "POST":
            arrived.set()
            goes_on.wait(60)
        return view(model_admin, request, *arguments)

    monkeypatch.setattr(AutosavedAdmin, "changeform_view", slowly)
    type_title(form, ", first")
    expect(status(form)).to_have_text(STORED)
    stopping = form.context.new_cdp_session(form)  # to ask the page itself would wait for the next one
    with form.expect_event("requestfailed"):
        form.get_by_role("button", name="Save", exact=True).click(no_wait_after=True)
        eventually(form, arrived.is_set)
        stopping.send("Page.stopLoading")
    type_title(form, ", last")
    eventually(form, lambda: stored_titles() == ["Summit in Port Arle, first, last"])
    assert Event.objects.get().title == "Summit in Port Arle"
    goes_on.set()
    eventually(form, lambda: Event.objects.get().title == "Summit in Port Arle, first")
    expect(offer(opened(form, change_url(record)))).to_contain_text("You saved it since")


def test_a_form_that_is_refused_is_stored_at_once_and_goes_on(form: Page, record: Record) -> None:
    asked = answer_dialogs(form)
    form.locator("#id_date").fill("never")
    press(form, "Save")
    expect(form.locator(".errornote")).to_be_visible()
    expect(status(form)).to_have_text(STORED)
    form.goto("/admin/")
    assert asked == []
    opened(form, change_url(record))
    expect(offer(form)).to_have_count(1)
    form.get_by_role("link", name="Go on").click()
    expect(form.locator("#id_date")).to_have_value("never")
    expect(form.locator(".errorlist")).to_have_count(0)
    form.locator("#id_date").fill("2019")
    press(form, "Save")
    expect(form.get_by_text("was changed successfully")).to_be_visible()
    expect(offer(form)).to_have_count(0)


def test_pressed_twice_a_new_form_makes_one_record(form: Page) -> None:
    page = opened(form, ADD)
    page.locator("#id_title").fill("A meeting")
    # At once: whatever comes a moment later may meet the page that follows.
    page.get_by_role("button", name="Save", exact=True).evaluate(
        "button => { button.click(); button.click(); }"
    )
    page.wait_for_url(re.compile(r"/\d+/change/"))
    assert Event.objects.filter(title="A meeting").count() == 1


# Two people, two tabs


def test_two_tabs_store_their_own_texts(form: Page, record: Record) -> None:
    other = opened(form.context.new_page(), change_url(record))
    type_title(form, ", first tab")
    expect(status(form)).to_have_text(STORED)
    type_title(other, ", second tab")
    expect(status(other)).to_have_text(STORED)
    third = opened(form.context.new_page(), change_url(record))
    expect(offer(third)).to_have_count(2)
    expect(offer(third).first).to_contain_text("The page in which you typed it is still open.")


def test_who_else_has_the_form_open_is_said_and_blocks_nothing(
    form: Page, record: Record, ben: User, browser: Browser, live_server: LiveServer
) -> None:
    context = browser.new_context(base_url=live_server.url)
    bens = context.new_page()
    bens.goto("/admin/")
    bens.get_by_label("Username").fill("ben")
    bens.get_by_label("Password").fill("ben's password")
    bens.get_by_role("button", name="Log in").click()
    expect(bens.get_by_role("heading", level=1)).to_have_text("Overview")
    opened(bens, change_url(record))
    presence = form.locator("#presence")
    look = "document.dispatchEvent(new Event('visibilitychange'))"
    form.evaluate(look)
    expect(presence).to_have_text("ben has this form open.")
    expect(bens.locator("#presence")).to_have_text("ada has this form open.")
    type_title(bens, "!")
    expect(status(bens)).to_have_text(STORED)
    form.evaluate(look)
    expect(presence).to_have_text("ben is typing in this form.")
    bens.goto("/admin/")
    eventually(form, lambda: form.evaluate(look) and presence.inner_text() == "")
    context.close()


def test_whoever_signs_in_next_stores_nothing_in_anothers_name(form: Page, ben: User, record: Record) -> None:
    other = form.context.new_page()
    other.goto("/admin/")
    other.get_by_role("button", name="Log out").click()
    other.goto("/admin/")
    other.get_by_label("Username").fill("ben")
    other.get_by_label("Password").fill("ben's password")
    other.get_by_role("button", name="Log in").click()
    expect(other.get_by_role("heading", level=1)).to_have_text("Overview")
    type_title(form, ", by somebody")
    expect(status(form)).to_contain_text("Not stored: somebody else is signed in with this browser.")
    assert not Autosave.objects.exists()
    expect(offer(opened(other, change_url(record)))).to_have_count(0)


# For everybody


def test_the_offer_breaks_no_rule_of_access_and_fits_a_phone(
    form: Page, record: Record, browser: Browser, live_server: LiveServer
) -> None:
    type_title(form, ", second day")
    expect(status(form)).to_have_text(STORED)
    context = browser.new_context(bypass_csp=True, base_url=live_server.url)
    context.add_cookies(form.context.cookies())  # type: ignore[arg-type]
    page = opened(context.new_page(), change_url(record))
    page.locator("summary", has_text="What you typed, against what is saved").press("Enter")
    others = ["#event_form fieldset", "#event_form .inline-group", "#nav-sidebar", "#toggle-nav-sidebar"]
    assert violations(page, without=others) == []
    page.get_by_role("link", name="Go on").press("Enter")
    expect(status(page)).to_have_text(STORED)
    assert violations(page, without=others) == []
    page.set_viewport_size({"width": 390, "height": 800})
    page.go_back()
    expect(offer(page)).to_be_visible()
    assert page.locator("section.autosave-offer").evaluate("box => box.scrollWidth <= box.clientWidth")
    page.get_by_role("button", name="Throw it away").press("Enter")
    expect(page.get_by_text("What you typed there is thrown away.")).to_be_visible()
    expect(offer(page)).to_have_count(0)
    context.close()


def test_without_script_it_is_offered_and_gone_on_with(
    form: Page, record: Record, browser: Browser, live_server: LiveServer
) -> None:
    type_title(form, ", second day")
    expect(status(form)).to_have_text(STORED)
    context = browser.new_context(java_script_enabled=False, base_url=live_server.url)
    context.add_cookies(form.context.cookies())  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(change_url(record))
    page.get_by_role("link", name="Go on").click()
    press(page, "Save")
    expect(page.get_by_text("was changed successfully")).to_be_visible()
    expect(offer(page)).to_have_count(0)
    assert Event.objects.get().title == "Summit in Port Arle, second day"
    context.close()
