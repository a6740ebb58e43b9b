"""A time is asked for where the editor is, and published at that hour."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.utils import timezone
from playwright.sync_api import Page, expect

from relations.models import Edition, ScheduledPublication
from tests.browser.pages import press
from tests.support.admin import action_url
from tests.support.world import a_draft

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def browser_context_args(browser_context_args: dict[str, object]) -> dict[str, object]:
    return {**browser_context_args, "timezone_id": "Asia/Kolkata"}


def test_the_zone_of_the_browser_is_proposed(page: Page, ada: User, sign_in: Callable[[User], None]) -> None:
    record = a_draft()
    sign_in(ada)
    page.goto(action_url("publish", record))
    press(page, "On a date…")
    # Chromium has the older of its names.
    expect(page.get_by_label("Time zone")).to_have_value("Asia/Calcutta")
    tomorrow = timezone.now() + timedelta(days=1)
    page.get_by_label("Day").fill(f"{tomorrow:%Y-%m-%d}")
    page.get_by_label("Time:", exact=True).fill("12:30")
    press(page, "Publish on a date")
    expect(page.get_by_text("will be published on")).to_be_visible()
    one = ScheduledPublication.objects.get()
    assert (one.due_at.date(), one.due_at.hour, one.due_at.minute) == (tomorrow.date(), 7, 0)


def test_now_is_now_wherever_an_editor_is(page: Page, ada: User, sign_in: Callable[[User], None]) -> None:
    record = a_draft()
    sign_in(ada)
    page.goto(action_url("publish", record))
    # Half past five hours later than in UTC.
    assert page.evaluate("new Date().getTimezoneOffset()") == -330
    before = timezone.now()
    page.locator("form.publishing-form input[type=submit]").first.click()
    expect(page.locator(".messagelist")).to_be_visible()
    assert before <= Edition.objects.get(record=record).published_at <= timezone.now()
    assert not ScheduledPublication.objects.exists()
