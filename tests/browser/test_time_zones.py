"""Readers far from UTC read the same dates: no script of a page makes another day of one."""

import pytest
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from tests.browser.conftest import PATIENCE
from tests.support.factories import publish_documents
from tests.support.world import a_claim, a_document
from tests.views.pages import publish_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "America/Los_Angeles"])
def test_dates_are_shown_as_they_are_written(
    browser: Browser, live_server: LiveServer, transactional_db: None, zone: str
) -> None:
    days = {"1993": "1993", "1857-05-10": "10 May 1857", "1947-08": "August 1947"}
    publish_world(
        *(
            a_document("event", key=f"v{n}", slug=f"e{n}", date=day, claims=[a_claim(id=f"vvvvvvvv2{n}")])
            for n, day in enumerate(days, start=2)
        )
    )
    source = a_document("source", key="annals", slug="annals", title="Annals", date="1993")
    publish_documents([source])
    context = browser.new_context(timezone_id=zone, locale="en-US", base_url=live_server.url)
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    for path in ("/entries/", "/timeline/", "/topics/defence/"):
        page.goto(path)
        page.wait_for_load_state()
        shown = page.locator("time").evaluate_all("all => all.map(each => [each.dateTime, each.innerText])")
        assert dict(shown).items() >= days.items(), path
    page.goto("/sources/annals/")
    text = page.locator("main").inner_text()
    assert "1993" in text
    assert "1992" not in text
    context.close()
