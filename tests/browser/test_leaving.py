"""Pages that store nothing as it is typed: whoever leaves one with something typed is asked first."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect

from relations.models import Comment
from tests.browser.pages import press
from tests.support.admin import action_url
from tests.support.reviewing import save_as, sent
from tests.support.world import a_claim, a_draft, a_published

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def asked(page: Page) -> list[str]:
    """What the browser asked, which is always answered with "stay"."""
    questions: list[str] = []
    page.on("dialog", lambda dialog: (questions.append(dialog.type), dialog.dismiss()))
    return questions


def leave(page: Page) -> None:
    page.get_by_role("link", name="Home").click()


def expect_asked(page: Page) -> None:
    """Leaving asks, and whoever stays has the page as it was."""
    address = page.url
    with page.expect_event("dialog") as dialog:
        leave(page)
    assert dialog.value.type == "beforeunload"
    assert page.url == address


def test_leaving_a_review_asks_for_a_comment_that_is_not_kept(
    page: Page, ada: User, ben: User, sign_in: Callable[[User], None], asked: list[str]
) -> None:
    review = sent(save_as(ada, a_published(), claims=[a_claim(text="The two states met twice.")]), ada)
    sign_in(ben)
    page.goto(f"/admin/review/{review.pk}/")
    part = page.get_by_role("region", name="Claim 1")
    part.locator("summary").click()
    comment = page.get_by_label("Comment on Claim 1")
    comment.fill("Where does it say so?")
    expect_asked(page)
    expect(comment).to_have_value("Where does it say so?")
    part.get_by_role("button", name="Keep").click()
    expect(page.get_by_text("One comment is kept.")).to_be_visible()
    leave(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Overview")
    assert asked == ["beforeunload"]
    assert Comment.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "label"),
    [("publish", "What changed"), ("withdraw", "Why, in one sentence"), ("rename", "Why, in one sentence")],
)
def test_leaving_a_page_that_publishes_asks_for_what_is_typed(
    page: Page, ada: User, sign_in: Callable[[User], None], asked: list[str], name: str, label: str
) -> None:
    record = save_as(ada, a_published(), title="Another title")
    sign_in(ada)
    page.goto(action_url(name, record))
    leave(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Overview")
    assert asked == []
    page.goto(action_url(name, record))
    page.get_by_label(label).fill("A treaty says so.")
    expect_asked(page)
    expect(page.get_by_label(label)).to_have_value("A treaty says so.")


def test_what_came_back_refused_is_not_left_without_a_question(
    page: Page, ada: User, sign_in: Callable[[User], None], asked: list[str]
) -> None:
    record = a_published()
    sign_in(ada)
    page.goto(action_url("rename", record))
    page.get_by_label("Address").fill("Frigate contract")
    press(page, "Rename")
    expect(page.locator(".errorlist")).to_be_visible()
    expect_asked(page)


def test_a_reason_that_is_carried_to_another_page_is_asked_for_there(
    page: Page, ada: User, sign_in: Callable[[User], None], asked: list[str]
) -> None:
    record = a_published()
    sign_in(ada)
    page.goto(action_url("withdraw", record))
    page.get_by_label("Why, in one sentence").fill("Both ministries denied it.")
    press(page, "On a date…")
    expect(page.get_by_role("heading", level=1)).to_have_text("Withdraw on a date")
    expect(page.get_by_label("Why, in one sentence")).to_have_value("Both ministries denied it.")
    assert asked == []
    expect_asked(page)


def test_a_topic_that_is_being_proposed_is_not_left_without_a_question(
    page: Page, person: Callable[[str, str], User], sign_in: Callable[[User], None], asked: list[str]
) -> None:
    sign_in(person("dora", "contributor"))
    page.goto("/admin/propose-topic/")
    page.get_by_label("Name").fill("Fisheries")
    expect_asked(page)


PRESS_TWICE = """(button) => {
  const prevented = [];
  window.addEventListener("submit", (event) => {
    prevented.push(event.defaultPrevented);
    event.preventDefault();
  });
  button.click();
  button.click();
  return prevented;
}"""


def test_a_button_that_is_pressed_twice_sends_once(
    page: Page, ada: User, sign_in: Callable[[User], None]
) -> None:
    sign_in(ada)
    page.goto(action_url("publish", a_draft()))
    page.wait_for_load_state()
    button = page.locator("form.publishing-form input[type=submit]").first
    assert button.evaluate(PRESS_TWICE) == [False, True]
